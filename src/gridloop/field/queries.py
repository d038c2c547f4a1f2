"""Reads of phones and of what did not arrive from them."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from gridloop.field.models import Device, MutationLog
from gridloop.field.types import Carrier, DeviceRow, MutationStatus, RefusalRow
from gridloop.kernel.problems import Problem
from gridloop.kernel.types import Scope


def device_of(carrier: Carrier, *, locked: bool = False) -> Device:
    """Return somebody's own phone, with its row locked if wanted; raises a 404 ``Problem`` for any other."""
    rows = Device.objects.select_for_update() if locked else Device.objects.all()
    device = rows.filter(account_id=carrier.account_id, device_id=carrier.device_id).first()
    if device is None:
        raise Problem("field.device_unknown", 404)
    return device


def devices(scope: Scope, *, q: str = "") -> QuerySet[Device]:
    """Return the phones of the people in a scope, searched by person, user name or label."""
    rows = Device.objects.all().within(scope).select_related("account__person", "account__org_unit")
    if q:
        named = Q(account__username__icontains=q) | Q(account__person__name__icontains=q) | Q(label__icontains=q)
        rows = rows.filter(named)
    return rows.annotate(refused=Count("mutations", filter=Q(mutations__status=MutationStatus.REFUSED.value)))


def refusals(scope: Scope, *, person_code: str = "", q: str = "") -> QuerySet[MutationLog]:
    """Return the records that did not arrive from phones in a scope."""
    within = Device.objects.all().within(scope)
    rows = MutationLog.objects.filter(status=MutationStatus.REFUSED.value, device__in=within)
    if person_code:
        rows = rows.filter(device__account__person__code=person_code)
    if q:
        rows = rows.filter(Q(device__account__person__name__icontains=q) | Q(name__icontains=q))
    return rows.select_related("device__account__person")


def device_row(device: Device) -> DeviceRow:
    """Return a phone as others may see it; ``refused`` comes from ``devices``."""
    account = device.account
    unit = account.org_unit
    return DeviceRow(
        device_id=device.device_id,
        username=account.get_username(),
        person_name=account.person.name if account.person else account.get_username(),
        org_code=unit.code if unit else "",
        org_name_zh=unit.name_zh if unit else "",
        org_name_en=unit.name_en if unit else "",
        label=device.label,
        last_mutation_id=device.last_mutation_id,
        clock_skew_seconds=device.clock_skew_seconds,
        registered_at=device.registered_at,
        last_seen=device.last_seen,
        revoked_at=device.revoked_at,
        refused=getattr(device, "refused", 0),
    )


def refusal_row(row: MutationLog) -> RefusalRow:
    """Return a refused record with its reason."""
    account = row.device.account
    return RefusalRow(
        device_id=row.device.device_id,
        mutation_id=row.mutation_id,
        name=row.name,
        args=row.args,
        person_name=account.person.name if account.person else account.get_username(),
        claimed_at=row.claimed_at,
        applied_at=row.applied_at,
        problem=row.problem,
    )
