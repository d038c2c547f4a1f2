"""Indicators of many units over many months from one read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from gridloop.kernel import clock
from gridloop.kernel.types import Scope
from gridloop.lake.queries import open_lake
from gridloop.metrics.queries import goals, indicators_by_code
from gridloop.metrics.queries.history import read_definitions
from gridloop.metrics.types import Direction, Indicator, IndicatorKind, Unit

FIVE = ("revenue", "users", "net_adds", "churn_rate", "success_rate")
"""The figures an executive looks at first."""
Parts = dict[tuple[str, date], tuple[float, float]]


class IndicatorBook:
    """The parts of indicators by grid and month, and what they come to for any set of grids."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self.definitions: Mapping[str, Indicator] = indicators_by_code()
        self._followed = read_definitions()
        self._parts: dict[str, Parts] = defaultdict(dict)
        for row in rows:
            key = (row["grid_code"], row["month"])
            self._parts[row["indicator"]][key] = (row["numerator"], row["denominator"])
        self.months: tuple[date, ...] = tuple(sorted({m for parts in self._parts.values() for _, m in parts}))

    @property
    def latest(self) -> date | None:
        """Return the newest month, None when there are no indicators."""
        return self.months[-1] if self.months else None

    def latest_of(self, code: str) -> date | None:
        """Return the newest month that has an indicator (some lag behind, some are snapshots)."""
        return max((month for _, month in self._parts.get(code, {})), default=None)

    def value(self, code: str, grids: Iterable[str], month: date) -> float | None:
        """Return an indicator of grids together in a month, None where there is no data."""
        parts = self._parts.get(code, {})
        found = [parts[grid, month] for grid in grids if (grid, month) in parts]
        if not found:
            return None
        numerator = sum(part[0] for part in found)
        if self.definitions[code].kind is IndicatorKind.SIMPLE:
            return numerator
        denominator = sum(part[1] for part in found)
        return numerator / denominator if denominator else None

    def change(self, code: str, grids: Sequence[str], month: date) -> float | None:
        """Return the change against the month before: relative for amounts and counts, a difference for shares.

        None where the two months follow different definitions.
        """
        indicator, earlier = self.definitions[code], clock.previous_month(month)
        if not self._followed.comparable(indicator, month, earlier):
            return None
        return change_of(indicator, self.value(code, grids, month), self.value(code, grids, earlier))

    def better(self, code: str, change: float | None) -> bool | None:
        """Tell whether a change is for the better, None when it is neither."""
        direction = self.definitions[code].direction
        if not change or direction is Direction.NEUTRAL:
            return None
        return (change > 0) is (direction is Direction.UP)

    def figure(self, code: str, grids: Sequence[str], goal: float | None) -> dict[str, Any]:
        """Return the body of a figure with its trend."""
        indicator = self.definitions[code]
        month = self.latest_of(code)
        value = self.value(code, grids, month) if month else None
        previous = self.value(code, grids, clock.previous_month(month)) if month else None
        change = self.change(code, grids, month) if month else None
        return {
            "code": code,
            "name_zh": indicator.name_zh,
            "name_en": indicator.name_en,
            "unit": indicator.unit.value,
            "month": month,
            "value": value,
            "previous": previous,
            "change": change,
            "better": self.better(code, change),
            "goal": goal,
            "trend": [{"month": one, "value": self.value(code, grids, one)} for one in self.months],
        }


def change_of(indicator: Indicator, now: float | None, before: float | None) -> float | None:
    """Return a change as it is read: relative, or the difference of two shares."""
    if now is None or before is None:
        return None
    if indicator.unit is Unit.SHARE:
        return now - before
    return (now - before) / abs(before) if before else None


def read_book(codes: Sequence[str] = FIVE, grids: Sequence[str] | None = None) -> IndicatorBook:
    """Return the book of some indicators, of all grids or of those named."""
    with open_lake() as lake:
        table = lake.table("indicator_value")
        wanted = table.filter(table.indicator.isin(list(codes)))
        if grids is not None:
            wanted = wanted.filter(wanted.grid_code.isin(list(grids)))
        return IndicatorBook(lake.run(wanted).to_pylist())


def unit_goals(scope: Scope, org_code: str, cycle: str) -> dict[str, float]:
    """Return the goals of a unit in a cycle, by indicator."""
    return dict(goals(scope, cycle=cycle, org_code=org_code).values_list("indicator", "value"))


def figures(
    scope: Scope, book: IndicatorBook, codes: Sequence[str], org_code: str, grids: Sequence[str]
) -> list[dict[str, Any]]:
    """Return the figures of a unit, each with the goal of its own month."""
    cycles = {code: clock.cycle_of(month) for code in codes if (month := book.latest_of(code)) is not None}
    by_cycle = {cycle: unit_goals(scope, org_code, cycle) for cycle in set(cycles.values())}
    return [book.figure(code, grids, by_cycle.get(cycles.get(code, ""), {}).get(code)) for code in codes]
