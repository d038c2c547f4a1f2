"""Advancing: the open month is closed and next month's feeds are dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from twin.feeds.delivery import Delivered, deliver
from twin.life.beginning import keep_counts
from twin.life.closing import close_month
from twin.life.contacts import Contacts
from twin.life.log import read_month
from twin.life.store import StateError, load, open_month, save
from twin.months import Month, first_day

Say = Callable[[str], None]


@dataclass(frozen=True)
class Advanced:
    """What a closed month came to."""

    month: Month
    business_date: str
    counts: dict[str, int]
    delivered: list[Delivered]


def advance(state: Path, drop: Path, month: Month, say: Say) -> Advanced | None:
    """Close the month. None when it is closed already; StateError when it is not its turn.

    The feeds are written before the state, so that an interrupted run is simply run again: it does the same.
    """
    standing = open_month(state)
    if month == standing - 1:
        return None
    if month != standing:
        raise StateError(f"the city stands in {standing}: close that month next, not {month}")
    say("reading the state")
    world = load(state)
    log = read_month(state, month)
    say(f"living through {month} with {0 if log is None else len(log)} contacts")
    books = close_month(world, Contacts.none() if log is None else log.contacts())
    say("writing feeds")
    delivered = deliver(drop, world, [books])
    business_date = str(first_day(world.month))
    keep_counts(state, business_date, delivered)
    say("keeping the state")
    save(world, state)
    return Advanced(month, business_date, books.counts, delivered)
