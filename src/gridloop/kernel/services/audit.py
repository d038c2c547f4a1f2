"""The audit trail."""

from __future__ import annotations

from django.db import connection

from gridloop.kernel import clock
from gridloop.kernel.models import AuditEntry
from gridloop.kernel.types import Actor


def record(*, actor: Actor, action: str, object_kind: str, object_id: object, **detail: object) -> AuditEntry:
    """Write one audit row for a state change.

    Must be called inside the transaction of the change itself, so that neither exists without the other;
    raises ``RuntimeError`` outside of one. Bulk work writes one row per batch with the counts in ``detail``.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit row is written inside the transaction of the change it records")
    return AuditEntry.objects.create(
        at=clock.now(),
        actor=actor.name,
        action=action,
        object_kind=object_kind,
        object_id=str(object_id),
        detail=detail,
    )
