"""Reads of indicators: figures of units at any level, with change, rank and goal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, overload

from gridloop.kernel.clock import cycle_of, month_of
from gridloop.kernel.models import OrgUnit
from gridloop.kernel.problems import Problem
from gridloop.kernel.queries import ancestors, org_unit, org_units
from gridloop.kernel.types import OrgKind
from gridloop.lake.queries import open_lake
from gridloop.metrics.expr.formula import evaluate_formula
from gridloop.metrics.queries.goals import unit_goals
from gridloop.metrics.queries.history import Definitions, read_definitions
from gridloop.metrics.queries.library import dashboard_indicators, indicators_by_code
from gridloop.metrics.rules import change_between, goal_reached, months_before, ranks, roll_up, value_of
from gridloop.metrics.types import (
    Dashboard,
    DerivedInput,
    Domain,
    Figure,
    Indicator,
    IndicatorKind,
    Part,
    SeriesPoint,
    UnitFigures,
)

if TYPE_CHECKING:
    from gridloop.kernel.types import Scope

YEAR = 12
Parts = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Book:
    """Sums of every unit for the months that were read: month -> indicator -> org code -> (above, below).

    ``kinds`` has the units there are now: those that were closed count in the sums above them, but nobody is ranked
    among them.
    """

    sums: Mapping[date, Mapping[str, Parts]]
    kinds: Mapping[str, str]
    definitions: Definitions

    def value(self, indicator: Indicator, month: date, org_code: str) -> float | None:
        """Return an indicator's value of a unit, None without data."""
        if indicator.kind is IndicatorKind.DERIVED:
            taken = {one.alias: self._taken(one, month, org_code) for one in indicator.inputs}
            return evaluate_formula(indicator.expr, taken)
        parts = self.sums.get(month, {}).get(indicator.code, {}).get(org_code)
        return None if parts is None else value_of(indicator.kind, *parts)

    def _taken(self, one: DerivedInput, month: date, org_code: str) -> float | None:
        """Return what a derived indicator takes of another one."""
        held = self.sums.get(months_before(month, one.offset_months), {}).get(one.indicator, {}).get(org_code)
        if held is None or one.part is Part.VALUE:
            return None if held is None else value_of(one.kind, *held)
        return held[0] if one.part is Part.NUMERATOR else held[1]

    def comparable(self, indicator: Indicator, month: date, other: date, org_code: str) -> float | None:
        """Return the value of another month to compare a month with; None where its definition was another one."""
        alike = self.definitions.comparable(indicator, month, other)
        return self.value(indicator, other, org_code) if alike else None

    def level(self, indicator: Indicator, month: date, kind: str) -> dict[str, float | None]:
        """Return the values of all units of a level that have data."""
        code = indicator.inputs[0].indicator if indicator.inputs else indicator.code
        held = self.sums.get(month, {}).get(code, {})
        return {code: self.value(indicator, month, code) for code in held if self.kinds.get(code) == kind}


def indicator_cycles() -> tuple[date, ...]:
    """Return the months that have indicators, oldest first."""
    with open_lake() as lake:
        return lake.months("indicator_value")


def read_book(months: Sequence[date], indicators: Sequence[str]) -> Book:
    """Return the sums of every unit for some months and indicators, and for what derived ones are made of."""
    known = indicators_by_code()
    inputs = [one for code in indicators if code in known for one in known[code].inputs]
    offsets = {0, *(one.offset_months for one in inputs)}
    months = sorted({months_before(month, offset) for month in months for offset in offsets})
    indicators = sorted({*indicators, *(one.indicator for one in inputs)})
    with open_lake() as lake:
        table = lake.table("indicator_value")
        wanted = table.filter(table.month.isin(list(months)), table.indicator.isin(list(indicators)))
        rows = lake.run(wanted.select("month", "indicator", "grid_code", "numerator", "denominator")).to_pylist()
    units = list(OrgUnit.objects.values_list("code", "path", "kind", "active"))
    above = {code: ancestors(path) for code, path, *_ in units}
    grids: dict[date, dict[str, dict[str, tuple[float, float]]]] = {}
    for row in rows:
        held = grids.setdefault(row["month"], {}).setdefault(row["indicator"], {})
        held[row["grid_code"]] = (row["numerator"], row["denominator"])
    sums = {month: {code: roll_up(parts, above) for code, parts in by_code.items()} for month, by_code in grids.items()}
    kinds = {code: kind for code, _, kind, active in units if active}
    return Book(sums, kinds, read_definitions())


def _months_for(month: date) -> list[date]:
    return [month, months_before(month, 1), months_before(month, YEAR)]


def _figure(
    book: Book, indicator: Indicator, month: date, org_code: str, places: Mapping[str, int], goal: float | None
) -> Figure:
    value = book.value(indicator, month, org_code)
    previous = book.value(indicator, months_before(month, 1), org_code)
    year_ago = book.value(indicator, months_before(month, YEAR), org_code)
    change, change_ratio = change_between(value, book.comparable(indicator, month, months_before(month, 1), org_code))
    last_year = book.comparable(indicator, month, months_before(month, YEAR), org_code)
    year_change, year_change_ratio = change_between(value, last_year)
    return Figure(
        indicator=indicator.code,
        value=value,
        previous=previous,
        change=change,
        change_ratio=change_ratio,
        year_ago=year_ago,
        year_change=year_change,
        year_change_ratio=year_change_ratio,
        rank=places.get(org_code),
        ranked=len(places),
        goal=goal,
        goal_reached=goal_reached(value, goal, indicator.direction),
        outdated=book.definitions.is_outdated(indicator, month),
    )


def _figures_of(
    book: Book, units: Iterable[OrgUnit], month: date, indicators: Sequence[Indicator]
) -> list[UnitFigures]:
    """Return the units with their figures. A rank is among the whole company's units of the level."""
    wanted = list(units)
    kinds = {unit.kind for unit in wanted}
    places = {
        (kind, one.code): ranks(book.level(one, month, kind), one.direction) for kind in kinds for one in indicators
    }
    cycle = cycle_of(month)
    goals = unit_goals((cycle,), [unit.code for unit in wanted])
    parents = set(OrgUnit.objects.filter(parent__in=wanted, active=True).values_list("parent__code", flat=True))
    return [
        UnitFigures(
            org_code=unit.code,
            name_zh=unit.name_zh,
            name_en=unit.name_en,
            kind=unit.kind,
            path=unit.path,
            has_children=unit.code in parents,
            figures=tuple(
                _figure(
                    book, one, month, unit.code, places[unit.kind, one.code], goals.get((unit.code, one.code, cycle))
                )
                for one in indicators
            ),
        )
        for unit in wanted
    ]


def _indicator(code: str) -> Indicator:
    found = indicators_by_code().get(code)
    if found is None:
        raise Problem("metrics.unknown_indicator", 404, indicator=code)
    return found


@overload
def month_of_cycle(cycle: str) -> date: ...


@overload
def month_of_cycle(cycle: str | None) -> date | None: ...


def month_of_cycle(cycle: str | None) -> date | None:
    """Return the month of ``YYYY-MM``; raises ``Problem`` (400) for anything else."""
    if cycle is None:
        return None
    try:
        return month_of(cycle)
    except ValueError as error:
        raise Problem("kernel.bad_cycle", 400, value=cycle) from error


def _latest(month: date | None) -> date | None:
    if month is not None:
        return month
    months = indicator_cycles()
    return months[-1] if months else None


def indicator_table(
    scope: Scope, indicator: str, *, month: date | None = None, level: OrgKind = OrgKind.GRID
) -> list[UnitFigures]:
    """Return one indicator of every unit of a level inside the scope (``month`` defaults to the latest)."""
    wanted = _indicator(indicator)
    found = _latest(month)
    if found is None:
        return []
    units = org_units(scope, kind=level)
    return _figures_of(read_book(_months_for(found), [indicator]), units, found, [wanted])


def indicator_series(scope: Scope, indicator: str, org_code: str) -> list[SeriesPoint]:
    """Return one indicator of one unit over all months; raises ``NotFoundProblem`` outside the scope."""
    wanted, unit = _indicator(indicator), org_unit(scope, org_code)
    months = indicator_cycles()
    book = read_book(months, [indicator])
    goals = unit_goals(tuple(cycle_of(month) for month in months), [org_code])
    return [
        SeriesPoint(
            cycle=cycle_of(month),
            value=book.value(wanted, month, unit.code),
            goal=goals.get((org_code, indicator, cycle_of(month))),
            outdated=book.definitions.is_outdated(wanted, month),
        )
        for month in months
    ]


def dashboard(
    scope: Scope, *, month: date | None = None, org_code: str | None = None, domain: Domain | None = None
) -> Dashboard:
    """Return indicators of a unit, of the units above it inside the scope, and of those directly below it.

    They are those of one domain, or the headline ones.
    """
    unit = org_unit(scope, org_code) if org_code else _own_unit(scope)
    months = indicator_cycles()
    found = month or (months[-1] if months else None)
    visible = list(org_units(scope))
    trail = [one for one in visible if unit.path.startswith(one.path) and one.pk != unit.pk]
    children = [one for one in visible if one.parent_id == unit.pk]
    shown = [unit, *trail, *children]
    indicators = dashboard_indicators(domain)
    day = found or date(1970, 1, 1)
    book = read_book(_months_for(day), [one.code for one in indicators]) if found else Book({}, {}, Definitions({}, {}))
    rows = {row.org_code: row for row in _figures_of(book, shown, day, indicators)}
    return Dashboard(
        cycle=cycle_of(found) if found else None,
        cycles=tuple(cycle_of(one) for one in months),
        unit=rows[unit.code],
        trail=tuple(rows[one.code] for one in trail),
        children=tuple(rows[one.code] for one in children),
    )


def _own_unit(scope: Scope) -> OrgUnit:
    """Return the highest unit inside the scope."""
    unit = org_units(scope).first()
    if unit is None:
        raise Problem("metrics.no_unit", 404)
    return unit
