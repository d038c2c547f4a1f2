"""Pure arithmetic of months and figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from gridloop.metrics.types import Direction, IndicatorKind

Key = TypeVar("Key")


def months_before(month: date, count: int) -> date:
    """Return the first day of the month ``count`` months before (negative: after) ``month``."""
    index = month.year * 12 + month.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)


def month_range(first: date, last: date) -> tuple[date, ...]:
    """Return the first days of all months from ``first`` to ``last``, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month
    return tuple(months_before(first, -step) for step in range(count + 1))


def value_of(kind: IndicatorKind, numerator: float, denominator: float) -> float | None:
    """Return an indicator's value from the sums of its parts; a ratio over nothing has no value."""
    if kind is IndicatorKind.SIMPLE:
        return numerator
    return numerator / denominator if denominator else None


def change_between(value: float | None, before: float | None) -> tuple[float | None, float | None]:
    """Return the plain and the relative difference; None where either side is missing or the base is zero."""
    if value is None or before is None:
        return None, None
    change = value - before
    return change, (change / abs(before) if before else None)


def ranks(values: Mapping[Key, float | None], direction: Direction) -> dict[Key, int]:
    """Return each holder's place counted from the best; equal values share a place, missing ones have none."""
    known = {key: value for key, value in values.items() if value is not None}
    best_first = sorted(known.values(), reverse=direction is not Direction.DOWN)
    place: dict[float, int] = {}
    for position, value in enumerate(best_first, start=1):
        place.setdefault(value, position)
    return {key: place[value] for key, value in known.items()}


def goal_reached(value: float | None, goal: float | None, direction: Direction) -> float | None:
    """Return how far a goal is reached, 1 being exactly; where falling is good, less than the goal is above 1."""
    if value is None or not goal:
        return None
    if direction is Direction.DOWN:
        return goal / value if value else None
    return value / goal


def sum_parts(parts: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the sums of numerators and denominators: the only way a ratio is rolled up."""
    return sum(numerator for numerator, _ in parts), sum(denominator for _, denominator in parts)


def roll_up(
    grids: Mapping[str, tuple[float, float]], units_above: Mapping[str, Sequence[str]]
) -> dict[str, tuple[float, float]]:
    """Return the sums of every unit from its grids' parts.

    ``units_above`` lists, for each grid, the codes on its path from the top down to itself; a grid that is not in the
    org tree counts nowhere.
    """
    gathered: dict[str, list[tuple[float, float]]] = {}
    for grid in sorted(grids):
        for code in units_above.get(grid, ()):
            gathered.setdefault(code, []).append(grids[grid])
    return {code: sum_parts(parts) for code, parts in gathered.items()}
