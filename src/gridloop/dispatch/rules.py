"""Pure decisions about work orders: which is which, what becomes of one, on which day it is worked."""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from gridloop.campaign.types import WorkingCalendar
from gridloop.contact.types import Outcome
from gridloop.dispatch.types import OPEN_STATES, OrderState, SourceKind

_NAMESPACE = uuid.UUID("6f1a2c4e-3b57-5d86-9d0e-4c1b7a2f8e90")
MOST_NOT_REACHED = 3
"""Tries in vain after which an order is given up."""
LONGEST_POSTPONEMENT = timedelta(days=62)
"""How far ahead a customer's wish for another day is taken."""
LONGEST_OFFLINE = timedelta(days=31)
"""How long a phone may have been without signal."""
DAYS_TO_WORK = 7
"""Days after the planned one on which an order is due."""
_SHARE_OF_DAYS = 0.75
LEASE = timedelta(hours=8)
"""How long after an order was taken away a phone may not have known."""


def order_id(source_kind: SourceKind, source_id: str, customer_id: str, step: int, cycle: str) -> uuid.UUID:
    """Return the id of the one order that a customer can have for a step of a source in a cycle."""
    # Lengths keep ("a", "bc") apart from ("ab", "c").
    words = (source_kind.value, source_id, customer_id, str(step), cycle)
    return uuid.uuid5(_NAMESPACE, "|".join(f"{len(word)}:{word}" for word in words))


def state_after(outcome: Outcome, not_reached: int) -> OrderState:
    """Return the state of an open order after a contact; ``not_reached`` counts tries in vain, this one included."""
    if outcome is Outcome.ACCEPTED:
        return OrderState.COMPLETED
    if outcome in (Outcome.REFUSED, Outcome.WRONG_NUMBER, Outcome.DO_NOT_DISTURB):
        return OrderState.FAILED
    if outcome is Outcome.NOT_REACHED and not_reached >= MOST_NOT_REACHED:
        return OrderState.FAILED
    return OrderState.IN_PROGRESS


def follow_up_on(outcome: Outcome, today: date, calendar: WorkingCalendar) -> date:
    """Return the day to try again when the customer named none."""
    wait = {Outcome.NOT_REACHED: 1, Outcome.CALL_AGAIN: 2, Outcome.INTERESTED: 3}.get(outcome, 1)
    earliest = today + timedelta(days=wait)
    return next(iter(calendar.days(earliest, earliest + timedelta(days=31))), earliest)


def may_postpone_to(day: date, said_on: date, today: date) -> bool:
    """Tell whether a customer's wish for another day can be taken.

    It may have been said days ago, to a phone without signal; a phone whose clock is wrong is believed for a month.
    """
    earliest = max(min(said_on, today), today - LONGEST_OFFLINE)
    return earliest <= day <= today + LONGEST_POSTPONEMENT


def overdue(state: OrderState, due_on: date, next_on: date | None, today: date) -> bool:
    """Tell whether an open order is late: past its due day, and past the day the customer asked for."""
    return state in OPEN_STATES and due_on < today and (next_on is None or next_on < today)


def due_day(planned_on: date, last: date) -> date:
    """Return the day an order is due: a week after its day, at the campaign's end at the latest."""
    return max(planned_on, min(planned_on + timedelta(days=DAYS_TO_WORK), last))


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An order waiting for a day. Higher ``priority`` comes first, then the lower ``rank``, then the key."""

    key: str
    assignee: str
    priority: int
    rank: int


@dataclass(frozen=True, slots=True)
class Placement:
    """Which day each order got, and which found none in the window."""

    days: Mapping[str, date]
    left_over: tuple[str, ...]


@dataclass
class Diary:
    """How full everybody's days are, with all his orders (``taken``) and with those of one campaign (``own``).

    ``quota`` is how many orders a day of that campaign somebody is given; without one only his capacity counts.
    """

    capacity: Mapping[str, int]
    taken: dict[tuple[str, date], int] = field(default_factory=dict)
    quota: Mapping[str, int] = field(default_factory=dict)
    own: dict[tuple[str, date], int] = field(default_factory=dict)

    def room(self, assignee: str, day: date) -> int:
        """Return how many more contacts somebody can make on a day."""
        left = self.capacity.get(assignee, 0) - self.taken.get((assignee, day), 0)
        if assignee not in self.quota:
            return left
        return min(left, self.quota[assignee] - self.own.get((assignee, day), 0))

    def take(self, assignee: str, day: date) -> None:
        """Note one contact more."""
        self.taken[assignee, day] = self.taken.get((assignee, day), 0) + 1
        self.own[assignee, day] = self.own.get((assignee, day), 0) + 1


def steady_quota(orders: int, days: int, most: int) -> int:
    """Return how many orders a day spread a campaign's evenly over its days, the last quarter kept for second tries."""
    working = max(1, math.ceil(days * _SHARE_OF_DAYS))
    return max(1, min(most, math.ceil(orders / working)))


def spread(orders: Iterable[Unplaced], days: Sequence[date], diary: Diary) -> Placement:
    """Give each order the first day on which its assignee has room, the most urgent first.

    Whatever stood in the diary before stays; the same orders always get the same days, in whatever order they
    come. Nobody gets more than his capacity; what finds no room is left over.
    """
    placed: dict[str, date] = {}
    left_over: list[str] = []
    first_free: dict[str, int] = {}
    for order in sorted(orders, key=lambda one: (-one.priority, one.rank, one.key)):
        at = first_free.get(order.assignee, 0)
        while at < len(days) and diary.room(order.assignee, days[at]) <= 0:
            at += 1
        first_free[order.assignee] = at
        if at == len(days):
            left_over.append(order.key)
            continue
        diary.take(order.assignee, days[at])
        placed[order.key] = days[at]
    return Placement(placed, tuple(left_over))


def move(orders: Iterable[tuple[str, date]], assignee: str, days: Sequence[date], diary: Diary) -> dict[str, date]:
    """Return the days of orders that somebody takes over: their own where he has room, else his first with room.

    Where he has no room at all an order keeps its day: it was promised.
    """
    found: dict[str, date] = {}
    for key, day in sorted(orders, key=lambda one: (one[1], one[0])):
        wanted = [day] if day in days else []
        chosen = next((d for d in (*wanted, *days) if diary.room(assignee, d) > 0), day)
        diary.take(assignee, chosen)
        found[key] = chosen
    return found
