"""Finding each order its day: room in the assignee's diary, and a slot that the contact policy allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gridloop.campaign.types import daily_share
from gridloop.contact.services.reserve import reserve_slots
from gridloop.contact.types import Channel, Slot, SourceRef
from gridloop.dispatch.rules import Unplaced, spread, steady_quota
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
class Pace:
    """How a campaign's orders are spread: over which days, and how many a day somebody is given.

    ``orders`` are all that each assignee gets from the campaign; ``share`` is how much of a day it may take.
    """

    days: Sequence[date]
    orders: Mapping[str, int]
    share: float

    def steady(self, assignee: str, capacity: int) -> int:
        """Return a day's orders at an even pace."""
        return steady_quota(self.orders.get(assignee, 0), len(self.days), daily_share(capacity, self.share))

    def fastest(self, assignee: str, capacity: int) -> int:
        """Return the most orders a day."""
        return daily_share(capacity, self.share)


@dataclass(frozen=True, slots=True)
class Placed:
    """The day an order got; without one, why it is held."""

    day: date | None
    held_reason: str = ""


def place_orders(
    *, wishes: Sequence[Wish], pace: Pace, channel: str, source: SourceRef, actor: Actor
) -> dict[str, Placed]:
    """Return for each customer the day of his order, reserved with the contact policy, or why it is held.

    Must be called under the change counter's lock: it counts what the diary already holds. Days are filled at an even
    pace, faster only where an order would find no day. What the policy holds back leaves its place to the next chunk.
    """
    days, left_over = _days(wishes, pace, source)
    asked = [Slot(customer, Channel(channel), day) for customer, day in days.items()]
    answer = reserve_slots(wishes=asked, source=source, actor=actor)
    placed = {slot.customer_id: Placed(slot.planned_on) for slot in answer.reserved}
    for verdict in answer.held:
        placed[verdict.customer_id] = Placed(None, verdict.reason.value if verdict.reason else "held")
    return placed | {customer: Placed(None, NO_CAPACITY) for customer in left_over}


def _days(wishes: Sequence[Wish], pace: Pace, source: SourceRef) -> tuple[dict[str, date], tuple[str, ...]]:
    assignees = {wish.assignee_code for wish in wishes}
    waiting = [Unplaced(w.customer_id, w.assignee_code, w.priority, w.rank) for w in wishes]
    diary = diary_of(assignees, pace.days, source=source, quota=pace.steady)
    found = spread(waiting, pace.days, diary)
    if not found.left_over:
        return dict(found.days), ()
    diary.quota = {code: pace.fastest(code, capacity) for code, capacity in diary.capacity.items()}
    rest = set(found.left_over)
    late = spread([one for one in waiting if one.key in rest], pace.days, diary)
    return {**found.days, **late.days}, late.left_over
