"""An order's place in its customer's calendar moves with the order."""

from __future__ import annotations

from datetime import date

from gridloop.contact.services.reserve import release_slots, reserve_slots
from gridloop.contact.types import Channel, Slot, SourceRef
from gridloop.dispatch.models import WorkOrder
from gridloop.kernel.types import Actor


def source_of(order: WorkOrder) -> SourceRef:
    """Return what an order is for, as the contact policy knows it."""
    return SourceRef(kind=order.source_kind, id=order.source_id, cycle=order.cycle, step=order.step)


def keep_slot(order: WorkOrder, day: date, actor: Actor) -> None:
    """Plan the order's contact for another day.

    The day was agreed with the customer or with his new seller: where the policy has no slot left on it, the day
    stands all the same, and the contact counts when it is made.
    """
    source = source_of(order)
    release_slots(source=source, customer_ids=[order.customer_id], actor=actor)
    wish = Slot(order.customer_id, Channel(order.channel), day)
    reserve_slots(wishes=[wish], source=source, actor=actor)
