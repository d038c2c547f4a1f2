"""Market position: what every operator has of the market, by area and month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gridloop.kernel.clock import cycle_of
from gridloop.kernel.models import OrgUnit
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.queries import org_unit, org_units
from gridloop.kernel.sorting import sort_rows
from gridloop.kernel.types import OrgKind
from gridloop.lake.queries import open_lake
from gridloop.metrics.queries.figures import read_book
from gridloop.metrics.queries.library import indicators_by_code
from gridloop.metrics.queries.listing import mentions
from gridloop.metrics.queries.market_facts import own_operators
from gridloop.metrics.queries.splits import OPERATOR, SplitBook, dimensions, read_split
from gridloop.metrics.rules import change_between, months_before
from gridloop.metrics.types import MarketPlace, Member

if TYPE_CHECKING:
    from gridloop.kernel.types import Scope

_FIGURES = {"users": "market_users", "revenue": "market_revenue", "new_users": "market_new_users"}
YEAR = 12


@dataclass(frozen=True, slots=True)
class MarketBook:
    """What every operator has, by month and unit."""

    books: Mapping[str, SplitBook]

    def amount(self, figure: str, month: date, org_code: str, operator: str) -> float | None:
        """Return users, revenue or new users of an operator; None where it is not known."""
        return self.books[figure].value(month, operator, org_code)

    def whole(self, figure: str, month: date, org_code: str) -> float | None:
        """Return what all operators have together; None where it is not known, or nothing."""
        return self.books[figure].total(month, org_code) or None

    def share(self, figure: str, month: date, org_code: str, operator: str) -> float | None:
        """Return an operator's share; None where the market is not known."""
        amount, whole = self.amount(figure, month, org_code, operator), self.whole(figure, month, org_code)
        return None if amount is None or whole is None else amount / whole

    def quality(self, month: date, org_code: str, operator: str) -> float | None:
        """Return the share of revenue divided by the share of users."""
        users, revenue = (self.share(name, month, org_code, operator) for name in ("users", "revenue"))
        return revenue / users if users and revenue is not None else None

    def lead(self, month: date, org_code: str, operator: str) -> float | None:
        """Return by how much an operator's users grew faster than the market's against the month before."""
        now, before = (self.share("users", day, org_code, operator) for day in (month, months_before(month, 1)))
        return now / before - 1 if now is not None and before else None


def market_cycles() -> tuple[date, ...]:
    """Return the months that market figures were delivered for, oldest first."""
    with open_lake() as lake:
        table = lake.table("indicator_value")
        months = lake.run(table.filter(table.indicator == _FIGURES["users"]).select("month").distinct())
    return tuple(sorted(months.column(0).to_pylist()))


def market_operators() -> tuple[tuple[Member, bool], ...]:
    """Return the operators of the market and whether each is our own company, our own first."""
    with open_lake() as lake:
        own = own_operators(lake)
    members = next(one for one in dimensions() if one.name == OPERATOR).members
    return tuple((one, one.code in own) for one in members)


def _read(months: Sequence[date]) -> MarketBook:
    return MarketBook({name: read_split(code, OPERATOR, months) for name, code in _FIGURES.items()})


def market_place(scope: Scope, *, org_code: str | None = None, month: date | None = None) -> MarketPlace:
    """Return the market of a unit: shares of every operator over the months, and how it agrees with our own books.

    Raises ``NotFoundProblem`` for a unit outside the scope.
    """
    visible = list(org_units(scope))
    unit = org_unit(scope, org_code) if org_code else visible[0] if visible else None
    if unit is None:
        raise NotFoundProblem("org_unit", "-")
    cycles, operators = market_cycles(), market_operators()
    found = month or (cycles[-1] if cycles else None)
    book = _read(cycles)
    own = next((member.code for member, is_own in operators if is_own), "")
    return MarketPlace(
        cycle=cycle_of(found) if found else None,
        cycles=tuple(cycle_of(day) for day in cycles),
        unit=_named(unit),
        trail=tuple(_named(one) for one in visible if unit.path.startswith(one.path) and one.pk != unit.pk),
        operators=tuple(
            {"code": one.code, "name_zh": one.name_zh, "name_en": one.name_en, "is_own": is_own}
            for one, is_own in operators
        ),
        months=tuple(
            {
                "cycle": cycle_of(day),
                "operator": one.code,
                **{name: book.share(name, day, unit.code, one.code) for name in _FIGURES},
                "quality_index": book.quality(day, unit.code, one.code),
            }
            for day in cycles
            for one, _ in operators
        ),
        own_books=_own_books(book, found, unit.code, own) if found and own else (),
        sources=_sources([found]).get(unit.code, ()) if found else (),
    )


def _named(unit: OrgUnit) -> dict[str, Any]:
    return {
        "org_code": unit.code, "name_zh": unit.name_zh, "name_en": unit.name_en, "kind": unit.kind, "path": unit.path,
    }  # fmt: skip


def _own_books(book: MarketBook, month: date, org_code: str, own: str) -> tuple[dict[str, Any], ...]:
    """Return our own figures as the market feed has them beside those of our own systems.

    They may differ: customers whose place is not known fall to a grid by a rule in our books, rows in quarantine are
    missing there, and the regulator rounds and counts on its own day.
    """
    known = indicators_by_code()
    names = {"users": "users", "revenue": "revenue", "new_users": "gross_adds"}
    facts = read_book([month], list(names.values()))
    found = []
    for figure, code in names.items():
        told = book.amount(figure, month, org_code, own)
        kept = facts.value(known[code], month, org_code) if code in known else None
        _, apart = change_between(told, kept)
        found.append({"figure": figure, "told": told, "kept": kept, "difference": apart})
    return tuple(found)


def _sources(months: Sequence[date]) -> dict[str, tuple[str, ...]]:
    """Return where an area's figures come from, of the operators other than our own."""
    with open_lake() as lake:
        own = own_operators(lake)
        table = lake.table("market_position")
        wanted = table.filter(table.month.isin(list(months)), ~table.operator.isin(sorted(own)))
        rows = lake.run(wanted.select("org_code", "source").distinct()).to_pylist()
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["org_code"], set()).add(row["source"])
    return {code: tuple(sorted(sources)) for code, sources in found.items()}


def _estimated(month: date) -> frozenset[str]:
    """Return the areas with an estimated figure among their own rows."""
    with open_lake() as lake:
        table = lake.table("market_position")
        wanted = table.filter(table.month == month, table.is_estimate)
        return frozenset(lake.run(wanted.select("org_code").distinct()).column(0).to_pylist())


@dataclass(frozen=True, slots=True)
class MarketAreas:
    """The areas of a level with an operator's position in each."""

    cycle: str | None
    operator: str
    rows: tuple[dict[str, Any], ...] = ()


def market_areas(
    scope: Scope,
    *,
    month: date | None = None,
    level: OrgKind = OrgKind.GRID,
    org_code: str | None = None,
    operator: str = "",
    q: str = "",
    sort: str = "",
) -> MarketAreas:
    """Return the areas of a level inside the scope (and below a unit) with an operator's shares; our own by default.

    Raises ``Problem`` (400) for a sort that is none, ``NotFoundProblem`` for a unit outside the scope or an operator
    that is not on the list.
    """
    cycles, operators = market_cycles(), market_operators()
    within = org_unit(scope, org_code).path if org_code else ""
    chosen = operator or next((member.code for member, is_own in operators if is_own), "")
    if operator and operator not in {member.code for member, _ in operators}:
        raise NotFoundProblem("operator", operator)
    found = month or (cycles[-1] if cycles else None)
    if found is None:
        return MarketAreas(None, chosen)
    book = _read([found, months_before(found, 1), months_before(found, YEAR)])
    sources, estimated = _sources([found]), _estimated(found)
    rows = [
        {
            **_named(unit),
            **_position(book, found, unit.code, chosen),
            "sources": sources.get(unit.code, ()),
            "is_estimate": unit.code in estimated,
        }
        for unit in org_units(scope, kind=level)
        if unit.path.startswith(within) and mentions(q, unit.code, unit.name_zh, unit.name_en)
    ]
    rows = [row for row in rows if row["market_users"] is not None]
    allowed = {name: _reader(name) for name in ("org_code", "name_zh", *POSITION)}
    return MarketAreas(cycle_of(found), chosen, tuple(sort_rows(rows, sort, allowed, "org_code")))


POSITION = (
    "market_users", "user_share", "user_share_change", "user_share_year_change", "revenue_share",
    "revenue_share_change", "revenue_share_year_change", "new_user_share", "quality_index", "growth_lead",
)  # fmt: skip
"""The figures of an area, in the order of the screen."""


def _position(book: MarketBook, month: date, org_code: str, operator: str) -> dict[str, float | None]:
    def share(name: str, back: int = 0) -> float | None:
        return book.share(name, months_before(month, back), org_code, operator)

    def change(name: str, back: int) -> float | None:
        return change_between(share(name), share(name, back))[0]

    return {
        "market_users": book.whole("users", month, org_code),
        "user_share": share("users"),
        "user_share_change": change("users", 1),
        "user_share_year_change": change("users", YEAR),
        "revenue_share": share("revenue"),
        "revenue_share_change": change("revenue", 1),
        "revenue_share_year_change": change("revenue", YEAR),
        "new_user_share": share("new_users"),
        "quality_index": book.quality(month, org_code, operator),
        "growth_lead": book.lead(month, org_code, operator),
    }


def _reader(name: str) -> Any:
    return lambda row: row[name]
