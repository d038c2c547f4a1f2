"""Recalling orders."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from gridloop.dispatch.models import ChangeCounter, WorkOrder
from gridloop.dispatch.services.keep_slots import give_slots_back
from gridloop.dispatch.services.take_back import movable_orders
from gridloop.dispatch.types import EndReason, OrderState
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, Scope


def recall(*, order_ids: Sequence[UUID], note: str, scope: Scope, actor: Actor) -> int:
    """Take open orders back; all of them or none. Returns how many."""
    with transaction.atomic():
        seq = ChangeCounter.take()
        rows = movable_orders(scope, order_ids)
        cancel(rows, EndReason.RECALLED, seq, actor)
        for row in rows:
            audit.record(
                actor=actor,
                action="order.recall",
                object_kind="work_order",
                object_id=row.pk,
                assignee=row.assignee_code,
                note=note,
            )
    return len(rows)


def cancel(rows: Sequence[WorkOrder], reason: EndReason, seq: int, actor: Actor) -> None:
    """Cancel locked orders and give their planned contacts back; the caller writes the audit row."""
    for row in rows:
        row.state, row.end_reason = OrderState.CANCELLED.value, reason.value
        row.held_reason, row.planned_on, row.change_seq = "", None, seq
    WorkOrder.objects.bulk_update(rows, ["state", "end_reason", "held_reason", "planned_on", "change_seq"], 500)
    give_slots_back(rows, actor)
