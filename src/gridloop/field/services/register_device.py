"""A phone makes itself known."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from gridloop.field.models import Device
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor


def register_device(*, account_id: int, device_id: UUID, label: str, actor: Actor) -> Device:
    """Register the id a phone made for itself; a repeat returns what is there.

    Raises a 409 ``Problem`` for an id of somebody else, a 403 one for a phone that was switched off.
    """
    now = clock.now()
    with transaction.atomic():
        device, made = Device.objects.select_for_update().get_or_create(
            device_id=device_id,
            defaults={"account_id": account_id, "label": label, "registered_at": now, "last_seen": now},
        )
        if device.account_id != account_id:
            raise Problem("field.device_taken", 409)
        if device.revoked_at is not None:
            raise Problem("field.device_revoked", 403)
        if made:
            audit.record(actor=actor, action="device.register", object_kind="device", object_id=device_id, label=label)
        elif device.label != label:
            device.label = label
            device.save(update_fields=["label"])
    return device
