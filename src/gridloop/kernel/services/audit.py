"""The audit trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection

from gridloop.kernel import clock
from gridloop.kernel.models import AuditEntry
from gridloop.kernel.types import Actor


def record(*, actor: Actor, action: str, object_kind: str, object_id: object, **detail: object) -> AuditEntry:
    """Write one audit row for a state change.

    Must be called inside the transaction of the change itself, so that neither exists without the other;
    raises ``RuntimeError`` outside of one. Bulk work writes one row per batch with the counts in ``detail``.
    """
    entry = _entry(actor, action, object_kind, object_id, detail)
    entry.save(force_insert=True)
    return entry


def record_each(
    *, actor: Actor, action: str, object_kind: str, objects: Iterable[tuple[object, Mapping[str, object]]]
) -> None:
    """Write one audit row for each of many objects, given with their details; the rules of ``record`` hold."""
    AuditEntry.objects.bulk_create(
        [_entry(actor, action, object_kind, object_id, detail) for object_id, detail in objects], batch_size=500
    )


def _entry(actor: Actor, action: str, object_kind: str, object_id: object, detail: Mapping[str, object]) -> AuditEntry:
    if not connection.in_atomic_block:
        raise RuntimeError("an audit row is written inside the transaction of the change it records")
    return AuditEntry(
        at=clock.now(),
        actor=actor.name,
        action=action,
        object_kind=object_kind,
        object_id=str(object_id),
        detail=detail,
    )
