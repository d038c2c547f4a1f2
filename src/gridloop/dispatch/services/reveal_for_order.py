"""Clear phone numbers of the customers one has orders for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gridloop.dispatch.models import OrderRemoval, WorkOrder
from gridloop.dispatch.queries.orders import order_row
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, Scope
from gridloop.lake.services.reveal_phone import reveal_phone


def reveal_for_order(*, order_id: UUID, purpose: str, scope: Scope, actor: Actor) -> str:
    """Return the clear number of an order's customer; the look-up is audited."""
    order = order_row(scope, order_id)
    return reveal_phone(customer_id=order.customer_id, purpose=f"{purpose} {order.pk}", actor=actor)


def note_revealed(
    *, order_id: UUID, purpose: str, claimed_at: datetime, scope: Scope, actor: Actor, device_id: str
) -> None:
    """Keep that somebody looked at a number his phone already held; refuses an order that never was his."""
    if not purpose.strip():
        raise Problem("dispatch.purpose_needed", 422)
    left = OrderRemoval.objects.filter(order_id=order_id, person_code=actor.person_code or "")
    order = WorkOrder.objects.get(pk=order_id) if left.exists() else order_row(scope, order_id)
    with transaction.atomic():
        audit.record(
            actor=actor,
            action="order.reveal_phone",
            object_kind="customer",
            object_id=order.customer_id,
            order=str(order.pk),
            purpose=purpose.strip(),
            device=device_id,
            claimed_at=claimed_at.isoformat(),
        )
