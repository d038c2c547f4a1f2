"""Indicators by the members of a dimension: of one unit over the months, and of all units of a level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from gridloop.kernel.clock import cycle_of
from gridloop.kernel.models import OrgUnit
from gridloop.kernel.problems import Problem
from gridloop.kernel.queries import ancestors, org_unit, org_units
from gridloop.kernel.sorting import sort_rows
from gridloop.kernel.types import OrgKind
from gridloop.lake.queries import open_lake
from gridloop.metrics.expr.semantics import UNKNOWN, Dimension
from gridloop.metrics.queries.figures import Book, indicator_cycles, read_book
from gridloop.metrics.queries.library import indicators_by_code, semantic_layer
from gridloop.metrics.queries.listing import mentions
from gridloop.metrics.queries.peers import grid_kinds
from gridloop.metrics.rules import roll_up, value_of
from gridloop.metrics.types import Indicator, IndicatorKind, Member, SplitDimension

if TYPE_CHECKING:
    from gridloop.kernel.types import Scope

GRID_KIND, OPERATOR = "grid_kind", "operator"
_UNKNOWN = Member(UNKNOWN, "未知", "Unknown")
Units = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class SplitBook:
    """Sums of every unit by month and member of one indicator's dimension: (month, member) -> org code -> parts."""

    indicator: Indicator
    dimension: SplitDimension
    sums: Mapping[tuple[date, str], Units]
    whole: Book

    def value(self, month: date, member: str, org_code: str) -> float | None:
        """Return a member's value of a unit, None without data."""
        parts = self.sums.get((month, member), {}).get(org_code)
        return None if parts is None else value_of(self.indicator.kind, *parts)

    def total(self, month: date, org_code: str) -> float | None:
        """Return the indicator itself, over all members."""
        return self.whole.value(self.indicator, month, org_code)

    def members(self, month: date | None = None) -> tuple[Member, ...]:
        """Return the members that have data (in a month), the declared ones first and in their order."""
        found = {member for day, member in self.sums if month in (None, day)}
        declared = [one for one in self.dimension.members if one.code in found]
        others = sorted(found - {one.code for one in declared} - {UNKNOWN})
        last = [_UNKNOWN] if UNKNOWN in found else []
        return (*declared, *(Member(code, code, code) for code in others), *last)


@dataclass(frozen=True, slots=True)
class SplitSeries:
    """An indicator of one unit by the members of a dimension, month by month; ``total`` is that over all members.

    ``outdated`` are the months that still follow an earlier definition.
    """

    indicator: str
    dimension: SplitDimension
    members: tuple[Member, ...]
    cycles: tuple[str, ...]
    values: Mapping[str, tuple[float | None, ...]]
    total: tuple[float | None, ...]
    outdated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SplitTable:
    """Units of a level with an indicator by member, and over all members."""

    cycle: str | None
    indicator: Indicator
    dimension: SplitDimension
    members: tuple[Member, ...] = ()
    rows: list[dict[str, Any]] = field(default_factory=list)


def dimensions() -> tuple[SplitDimension, ...]:
    """Return every dimension of the library with its members."""
    layer = semantic_layer()
    found = {one.name: one for model in layer.models for one in model.dimensions}
    return tuple(_described(one) for one in found.values())


def member_names(dimension: str) -> dict[str, tuple[str, str]]:
    """Return the Chinese and English name of each member of a dimension, by its code in the data."""
    found = next((one for one in dimensions() if one.name == dimension), None)
    return {one.code: (one.name_zh, one.name_en) for one in found.members} if found else {}


def _described(one: Dimension) -> SplitDimension:
    members = _operators() if one.name == OPERATOR else tuple(Member(*member) for member in one.members)
    return SplitDimension(one.name, one.name_zh, one.name_en, members)


def _operators() -> tuple[Member, ...]:
    """Return the operators of the market as the operator lists them, our own first."""
    with open_lake() as lake:
        rows = lake.run(lake.table("market_operator")).to_pylist()
    ordered = sorted(rows, key=lambda row: (not row["is_own"], row["operator"]))
    return tuple(Member(row["operator"], row["name_zh"], row["name_en"]) for row in ordered)


def read_split(indicator: str, dimension: str, months: Sequence[date]) -> SplitBook:
    """Return the sums of every unit by the members of a dimension.

    Raises ``Problem``: 404 for an unknown indicator, 400 for a dimension that it cannot be split by.
    """
    known = indicators_by_code().get(indicator)
    if known is None:
        raise Problem("metrics.unknown_indicator", 404, indicator=indicator)
    if dimension not in known.dimensions or dimension in ("org_unit", "month"):
        able = ", ".join(name for name in known.dimensions if name not in ("org_unit", "month")) or "-"
        raise Problem("metrics.not_split_by", 400, indicator=indicator, dimension=dimension, able=able)
    found = next(one for one in dimensions() if one.name == dimension)
    held = _by_kind_of_grid(indicator, months) if dimension == GRID_KIND else _stored(indicator, dimension, months)
    above = {code: ancestors(path) for code, path in OrgUnit.objects.values_list("code", "path")}
    sums = {key: roll_up(parts, above) for key, parts in held.items()}
    return SplitBook(known, found, sums, read_book(months, [indicator]))


def _stored(
    indicator: str, dimension: str, months: Sequence[date]
) -> dict[tuple[date, str], dict[str, tuple[float, float]]]:
    with open_lake() as lake:
        table = lake.table("indicator_split")
        wanted = table.filter(
            table.indicator == indicator, table.dimension == dimension, table.month.isin(list(months))
        )
        rows = lake.run(wanted.select("month", "member", "grid_code", "numerator", "denominator")).to_pylist()
    held: dict[tuple[date, str], dict[str, tuple[float, float]]] = {}
    for row in rows:
        held.setdefault((row["month"], row["member"]), {})[row["grid_code"]] = (row["numerator"], row["denominator"])
    return held


def _by_kind_of_grid(indicator: str, months: Sequence[date]) -> dict[tuple[date, str], dict[str, tuple[float, float]]]:
    kinds = {code: kind.value for code, kind in grid_kinds().items()}
    with open_lake() as lake:
        table = lake.table("indicator_value")
        wanted = table.filter(table.indicator == indicator, table.month.isin(list(months)))
        rows = lake.run(wanted.select("month", "grid_code", "numerator", "denominator")).to_pylist()
    held: dict[tuple[date, str], dict[str, tuple[float, float]]] = {}
    for row in rows:
        key = (row["month"], kinds.get(row["grid_code"], UNKNOWN))
        held.setdefault(key, {})[row["grid_code"]] = (row["numerator"], row["denominator"])
    return held


def split_series(scope: Scope, indicator: str, dimension: str, org_code: str) -> SplitSeries:
    """Return an indicator of a unit by member over all months; raises ``NotFoundProblem`` outside the scope."""
    unit, months = org_unit(scope, org_code), indicator_cycles()
    book = read_split(indicator, dimension, months)
    held = [day for day in months if any(day == month for month, _ in book.sums)]
    members = [one for one in book.members() if any(book.value(day, one.code, unit.code) is not None for day in held)]
    return SplitSeries(
        indicator=indicator,
        dimension=book.dimension,
        members=tuple(members),
        cycles=tuple(cycle_of(day) for day in held),
        values={one.code: tuple(book.value(day, one.code, unit.code) for day in held) for one in members},
        total=tuple(book.total(day, unit.code) for day in held),
        outdated=tuple(cycle_of(day) for day in held if book.whole.definitions.is_outdated(book.indicator, day)),
    )


def split_table(
    scope: Scope,
    indicator: str,
    dimension: str,
    *,
    month: date | None = None,
    level: OrgKind = OrgKind.GRID,
    org_code: str | None = None,
    q: str = "",
    sort: str = "",
) -> SplitTable:
    """Return the units of a level inside the scope (and below a unit) with an indicator by member.

    ``sort`` is ``org_code``, ``name``, ``total`` or a member. Raises ``Problem`` as ``read_split`` does, and
    ``NotFoundProblem`` for a unit outside the scope.
    """
    months = indicator_cycles()
    found = month or (months[-1] if months else None)
    book = read_split(indicator, dimension, [found] if found else [])
    within = org_unit(scope, org_code).path if org_code else ""
    members = book.members()
    rows = [
        {
            "org_code": unit.code,
            "name_zh": unit.name_zh,
            "name_en": unit.name_en,
            "path": unit.path,
            "total": book.total(found, unit.code) if found else None,
            "values": {one.code: book.value(found, one.code, unit.code) if found else None for one in members},
        }
        for unit in org_units(scope, kind=level)
        if unit.path.startswith(within) and mentions(q, unit.code, unit.name_zh, unit.name_en)
    ]
    allowed = {
        "org_code": lambda row: row["org_code"],
        "name": lambda row: row["name_zh"],
        "total": lambda row: row["total"],
        **{one.code: _value_of(one.code) for one in members},
    }
    ordered = sort_rows(rows, sort, allowed, "org_code")
    return SplitTable(cycle_of(found) if found else None, book.indicator, book.dimension, members, ordered)


def _value_of(code: str) -> Any:
    return lambda row: row["values"][code]


def adds_up(indicator: Indicator) -> bool:
    """Tell whether members are parts of the whole (an amount), so that their shares of it can be shown."""
    return indicator.kind is IndicatorKind.SIMPLE
