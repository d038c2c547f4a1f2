"""A phone makes itself known."""

from __future__ import annotations

from django.db import transaction

from gridloop.field.models import Device
from gridloop.field.types import Carrier
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit


def register_device(*, carrier: Carrier, label: str, expected: str = "") -> Device:
    """Register the id a phone made for itself; a repeat returns what is there.

    ``expected`` names the user whose work the phone carries: a cookie that meanwhile belongs to somebody else must
    not take that work along. Raises a 409 ``Problem`` for that and for an id of somebody else, a 403 one for a
    phone that was switched off, also when it comes under a new id in the session it had.
    """
    if expected and expected != carrier.actor.name:
        raise Problem("field.other_account", 409)
    now = clock.now()
    with transaction.atomic():
        device, made = Device.objects.select_for_update().get_or_create(
            device_id=carrier.device_id,
            defaults={
                "account_id": carrier.account_id,
                "label": label,
                "session": carrier.session,
                "registered_at": now,
                "last_seen": now,
            },
        )
        if device.account_id != carrier.account_id:
            raise Problem("field.device_taken", 409)
        if device.revoked_at is not None or _was_switched_off(carrier.session):
            raise Problem("field.device_revoked", 403)
        if made:
            audit.record(
                actor=carrier.actor,
                action="device.register",
                object_kind="device",
                object_id=carrier.device_id,
                label=label,
            )
        elif device.label != label:
            device.label = label
            device.save(update_fields=["label"])
    return device


def _was_switched_off(session: str) -> bool:
    return bool(session) and Device.objects.filter(session=session, revoked_at__isnull=False).exists()
