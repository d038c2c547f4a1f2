"""A phone is lost, or its owner has left."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from gridloop.field.models import Device
from gridloop.field.queries import devices
from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, Scope


def revoke_device(*, scope: Scope, device_id: UUID, reason: str, actor: Actor) -> Device:
    """Switch off a phone of somebody in the scope: it forgets everything when it next asks.

    ``reason`` is kept in the audit trail. A repeat changes nothing. Raises a 404 ``Problem`` for a phone outside the
    scope, a 400 one without a reason.
    """
    if not reason.strip():
        raise Problem("field.revoke_needs_reason", 400)
    with transaction.atomic():
        device = devices(scope).filter(device_id=device_id).first()
        if device is None:
            raise NotFoundProblem("device", device_id)
        if device.revoked_at is None:
            held = list(device.held.filter(removed=False, kind="order").values_list("key", flat=True))
            device.revoked_at = clock.now()
            device.save(update_fields=["revoked_at"])
            audit.record(
                actor=actor,
                action="device.revoke",
                object_kind="device",
                object_id=device_id,
                account=device.account.get_username(),
                reason=reason.strip(),
                orders_held=len(held),
            )
            device.held.all().delete()
    return device
