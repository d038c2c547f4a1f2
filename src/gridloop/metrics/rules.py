"""Pure arithmetic of months and figures: change, rank, percentile, what is unusual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise, takewhile
from statistics import fmean, median
from typing import TypeVar

from gridloop.metrics.alert_types import AlertKind, Finding
from gridloop.metrics.types import Direction, GridKind, IndicatorKind, MarketRow

Key = TypeVar("Key")
_FIGURES = ("users", "new_users", "revenue_fen")


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
    """Return how far a goal is reached, 1 being exactly: 1 and the lead over the goal, counted in parts of the goal.

    Where falling is good, a part of the goal that is saved counts as much as one that is used too much, as operators
    reckon: half of the goal is 1.5, nothing at all 2, twice the goal or more 0. A goal of zero is met (1) or missed
    (0).
    """
    if value is None or goal is None:
        return None
    lead = goal - value if direction is Direction.DOWN else value - goal
    if not goal:
        return 1.0 if lead >= 0 else 0.0
    reached = 1 + lead / abs(goal)
    return max(0.0, reached) if direction is Direction.DOWN else reached


def run_of(values: Sequence[float | None]) -> tuple[int, int]:
    """Return for how many steps in a row, up to the last value, values fell and rose; a gap ends a run."""
    steps = [None if before is None or now is None else now - before for before, now in pairwise(values)][::-1]
    fell = sum(1 for _ in takewhile(lambda step: step is not None and step < 0, steps))
    rose = sum(1 for _ in takewhile(lambda step: step is not None and step > 0, steps))
    return fell, rose


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


LEAST_PEERS = 5
"""Fewer comparable grids than this say nothing; all grids are compared then."""
LEAST_TOLD = 3
"""The median of fewer others than this would be the figure of a unit that the reader may have no right to see."""
LEAST_HISTORY = 6
SEASONAL_HISTORY = 12
LEAST_DEVIATION = 0.1
"""A change of less than a tenth is no alert, however quiet the history was."""
LEAST_SPREAD = 0.01
_TO_SIGMA = 0.6745
_MEAN_TO_SIGMA = 1.253314


def kind_of_grid(rural_households: float, households: float, business_places: int, places: int) -> GridKind:
    """Return what a grid mostly is.

    Rural when at least half of its households live at rural places; else business when at least half of its places
    are office buildings, parks, markets or shopping streets; else residential.
    """
    if households > 0 and rural_households >= 0.5 * households:
        return GridKind.RURAL
    return GridKind.BUSINESS if places and business_places >= 0.5 * places else GridKind.RESIDENTIAL


def percentile_among(value: float | None, others: Sequence[float], direction: Direction) -> float | None:
    """Return the part of the others that a value is better than, equal ones counting half; 1 is the best.

    None also where neither more nor less is better.
    """
    if value is None or not others or direction is Direction.NEUTRAL:
        return None
    worse = sum(other > value if direction is Direction.DOWN else other < value for other in others)
    equal = sum(other == value for other in others)
    return (worse + 0.5 * equal) / len(others)


def robust_score(value: float, history: Sequence[float]) -> float | None:
    """Return how many robust standard deviations a value lies from the median of its history.

    The modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers, 1993): 0.6745 (x - median) / MAD,
    and by the mean absolute deviation where more than half of the history is one value. No history counts as quieter
    than one percent of its median; None where it is nothing but zeros.
    """
    middle = median(history)
    deviations = [abs(one - middle) for one in history]
    spread = median(deviations) / _TO_SIGMA or _MEAN_TO_SIGMA * fmean(deviations)
    spread = max(spread, LEAST_SPREAD * abs(middle))
    return (value - middle) / spread if spread else None


def find_anomaly(
    values: Mapping[date, float], company: Mapping[date, float], month: date, direction: Direction, limit: float
) -> Finding | None:
    """Return what is unusual about a grid's value of a month against its own history; None when nothing is.

    With twelve months of history, each month is first divided by the company's level of that month (the month itself
    by the company's level a year ago), so that seasons which all grids share are not news. Only the bad side counts,
    either side for an indicator without a good one.
    """
    if month not in values:
        return None
    earlier = month_range(months_before(month, SEASONAL_HISTORY), months_before(month, 1))
    season = _season(company, earlier, month)
    history = [values[day] / season.get(day, 1.0) for day in earlier if day in values]
    if len(history) < LEAST_HISTORY:
        return None
    now = values[month] / season.get(month, 1.0)
    score, middle = robust_score(now, history), median(history)
    expected = middle * season.get(month, 1.0)
    if score is None or abs(score) <= limit or abs(now - middle) < LEAST_DEVIATION * abs(middle):
        return None
    bad = {Direction.UP: score < 0, Direction.DOWN: score > 0, Direction.NEUTRAL: True}[direction]
    return Finding(values[month], expected, score) if bad else None


def _season(company: Mapping[date, float], earlier: Sequence[date], month: date) -> dict[date, float]:
    """Return each month's level against the company's median month; empty without a whole positive year."""
    levels = [company.get(day, 0.0) for day in earlier]
    if min(levels) <= 0:
        return {}
    usual = median(levels)
    season = {day: level / usual for day, level in zip(earlier, levels, strict=True)}
    return season | {month: season[months_before(month, SEASONAL_HISTORY)]}


def find_beyond(value: float | None, limit: float, kind: AlertKind) -> Finding | None:
    """Return a value that passes a fixed limit; None when it does not."""
    if value is None or (value <= limit if kind is AlertKind.ABOVE else value >= limit):
        return None
    return Finding(value, limit, abs(value - limit) / abs(limit) if limit else abs(value))


def find_missed(value: float | None, goal: float | None, direction: Direction, limit: float) -> Finding | None:
    """Return a value that reaches less than ``limit`` of its goal; None when it does, or without a goal."""
    reached = goal_reached(value, goal, direction)
    if value is None or goal is None or reached is None or reached >= limit:
        return None
    return Finding(value, goal, 1 - reached)


def countable(rows: Sequence[MarketRow], own: frozenset[str]) -> list[MarketRow]:
    """Return the rows of areas in which shares can be told: those that our own operator is counted in as well.

    A figure that one operator of an area lacks is left out for all of them there: a share of a part of the market
    would be too high.
    """
    areas: dict[tuple[date, str], list[MarketRow]] = {}
    for row in rows:
        areas.setdefault((row.month, row.area), []).append(row)
    found: list[MarketRow] = []
    for group in areas.values():
        if not any(row.operator in own for row in group):
            continue
        new = all(row.new_users is not None for row in group)
        paid = all(row.revenue_fen is not None for row in group)
        found += [
            replace(row, new_users=row.new_users if new else None, revenue_fen=row.revenue_fen if paid else None)
            for row in group
        ]
    return found


def unexplained(rows: Sequence[MarketRow], above: Mapping[str, Sequence[str]]) -> list[MarketRow]:
    """Return every row less what the areas below it explain, so that an area's rows and those below it add up to it.

    ``above`` lists for each area the codes on its path, from the top down to itself. A row is taken from the nearest
    area above it that has the same figure of the same operator and month; what is left may be negative where the parts
    say more than the whole.
    """
    given = {(row.month, row.operator, row.area): row for row in rows}
    left = {key: [getattr(row, name) for name in _FIGURES] for key, row in given.items()}
    for (month, operator, area), row in given.items():
        path = list(above.get(area, ()))[:-1]
        for place, name in enumerate(_FIGURES):
            value = getattr(row, name)
            if value is None:
                continue
            for code in reversed(path):
                holder = left.get((month, operator, code))
                if holder is not None and getattr(given[month, operator, code], name) is not None:
                    holder[place] -= value
                    break
    return [replace(row, **dict(zip(_FIGURES, left[key], strict=True))) for key, row in given.items()]
