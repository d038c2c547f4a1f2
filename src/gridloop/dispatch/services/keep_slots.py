"""Orders' places in their customers' calendars move with the orders."""

from __future__ import annotations

from collections.abc import Iterable

from gridloop.contact.services.agree_slots import agree_slots
from gridloop.contact.services.reserve import release_slots
from gridloop.contact.types import Channel, Slot, SourceRef
from gridloop.dispatch.models import WorkOrder
from gridloop.kernel.types import Actor


def source_of(order: WorkOrder) -> SourceRef:
    """Return what an order is for, as the contact policy knows it."""
    return SourceRef(kind=order.source_kind, id=order.source_id, step=order.step, cycle=order.cycle)


def keep_slots(orders: Iterable[WorkOrder], actor: Actor) -> None:
    """Plan the orders' contacts for the days they have now: agreed with the customer, or with a new seller."""
    for source, own in by_source(orders).items():
        slots = [Slot(order.customer_id, Channel(order.channel), order.planned_on) for order in own if order.planned_on]
        agree_slots(slots=slots, source=source, actor=actor)


def give_slots_back(orders: Iterable[WorkOrder], actor: Actor) -> None:
    """Give back the contacts that were planned for orders which are over."""
    for source, own in by_source(orders).items():
        release_slots(source=source, customer_ids=[order.customer_id for order in own], actor=actor)


def by_source(orders: Iterable[WorkOrder]) -> dict[SourceRef, list[WorkOrder]]:
    """Return the orders of each source."""
    found: dict[SourceRef, list[WorkOrder]] = {}
    for order in orders:
        found.setdefault(source_of(order), []).append(order)
    return found
