"""Counting events of customers in moving windows of days, for many customers at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
FAR = 1 << 20
"""More days than matter: no event at all."""


@dataclass(frozen=True)
class Events:
    """Things that happened or will: ``row`` is the row of the customer, ``day`` a day number."""

    row: Ints
    day: Ints

    def __add__(self, other: Events) -> Events:
        return Events(np.concatenate([self.row, other.row]), np.concatenate([self.day, other.day]))

    def only(self, mask: NDArray[np.bool_]) -> Events:
        """Return the events where ``mask`` is true."""
        return Events(self.row[mask], self.day[mask])


def busiest_window(row: Ints, day: Ints, events: Events, width: int) -> Ints:
    """Return for each question the most events of its row in any ``width`` days in a row that contain its day."""
    calendar = _Calendar(day, events, width)
    most = np.zeros(len(row), dtype=np.int64)
    near = np.flatnonzero(calendar.between(row, day - width + 1, day + width - 1))
    for shift in range(width):
        start = day[near] - shift
        most[near] = np.maximum(most[near], calendar.between(row[near], start, start + width - 1))
    return most


def nearest_event(row: Ints, day: Ints, events: Events) -> Ints:
    """Return for each question how many days its row's nearest event is away, before or after; FAR without one."""
    calendar = _Calendar(day, events, 1)
    at = np.searchsorted(calendar.keys, calendar.key(row, day))
    nearest = np.full(len(row), FAR, dtype=np.int64)
    for neighbour in (at - 1, at):
        inside = (neighbour >= 0) & (neighbour < len(calendar.keys))
        other = calendar.keys[neighbour[inside]]
        distance = np.abs(other - calendar.key(row, day)[inside])
        same_row = other // calendar.span == row[inside]
        nearest[inside] = np.minimum(nearest[inside], np.where(same_row, distance, FAR))
    return nearest


class _Calendar:
    """Events sorted by row and day, as single numbers."""

    def __init__(self, day: Ints, events: Events, width: int) -> None:
        days = np.concatenate([day, events.day])
        self.first = int(days.min(initial=0)) - 2 * width
        self.span = int(days.max(initial=0)) + 2 * width - self.first + 1
        self.keys = np.sort(self.key(events.row, events.day))

    def key(self, row: Ints, day: Ints) -> Ints:
        """Return the number of a row's day."""
        return row * self.span + (day - self.first)

    def between(self, row: Ints, first: Ints, last: Ints) -> Ints:
        """Return how many events each row has from ``first`` to ``last``, both included."""
        upto = np.searchsorted(self.keys, self.key(row, last), side="right")
        before = np.searchsorted(self.keys, self.key(row, first), side="left")
        return upto - before
