"""Finding each order its day: room in the assignee's diary, and a slot that the contact policy allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gridloop.contact.services.reserve import reserve_slots
from gridloop.contact.types import Channel, Slot, SourceRef
from gridloop.dispatch.rules import Unplaced, spread
from gridloop.dispatch.services.fill_diary import diary_of
from gridloop.kernel.types import Actor

NO_CAPACITY = "no_capacity"


@dataclass(frozen=True, slots=True)
class Wish:
    """A customer to be contacted by somebody, as urgently as that."""

    customer_id: str
    assignee_code: str
    priority: int
    rank: int


@dataclass(frozen=True, slots=True)
class Placed:
    """The day an order got; without one, why it is held."""

    day: date | None
    held_reason: str = ""


def place_orders(
    *, wishes: Sequence[Wish], days: Sequence[date], channel: str, source: SourceRef, actor: Actor
) -> dict[str, Placed]:
    """Return for each customer the day of his order, reserved with the contact policy, or why it is held.

    Must be called under the change counter's lock: it counts what the diary already holds. What the policy holds back
    leaves its place in the diary to the next chunk.
    """
    diary = diary_of((wish.assignee_code for wish in wishes), days)
    found = spread([Unplaced(w.customer_id, w.assignee_code, w.priority, w.rank) for w in wishes], days, diary)
    asked = [Slot(customer, Channel(channel), day) for customer, day in found.days.items()]
    answer = reserve_slots(wishes=asked, source=source, actor=actor)
    placed = {slot.customer_id: Placed(slot.planned_on) for slot in answer.reserved}
    for verdict in answer.held:
        placed[verdict.customer_id] = Placed(None, verdict.reason.value if verdict.reason else "held")
    return placed | {customer: Placed(None, NO_CAPACITY) for customer in found.left_over}
