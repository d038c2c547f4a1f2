"""A grid beside comparable ones."""

from __future__ import annotations

from datetime import date
from statistics import median
from typing import TYPE_CHECKING

from ibis import _

from gridloop.kernel.clock import cycle_of
from gridloop.kernel.queries import org_unit
from gridloop.lake.queries import open_lake
from gridloop.metrics.queries.figures import Book, indicator_cycles, read_book
from gridloop.metrics.queries.goals import unit_goals
from gridloop.metrics.queries.library import dashboard_indicators
from gridloop.metrics.rules import LEAST_PEERS, LEAST_TOLD, kind_of_grid, months_before, percentile_among
from gridloop.metrics.types import Benchmark, Domain, GridKind, Indicator, SeriesPoint

if TYPE_CHECKING:
    from gridloop.kernel.types import Scope

_BUSINESS = ("building", "park", "market", "street")
YEAR = 12


def grid_kinds() -> dict[str, GridKind]:
    """Return what every grid mostly is, by its places."""
    with open_lake() as lake:
        place = lake.table("place")
        summed = (
            place.filter(_.grid_code.notnull())
            .group_by("grid_code")
            .agg(
                rural=_.households.sum(where=_.is_rural.fill_null(False)).fill_null(0),
                households=_.households.sum().fill_null(0),
                business=_.kind.isin(_BUSINESS).sum(),
                places=_.count(),
            )
        )
        rows = lake.run(summed).to_pylist()
    return {
        row["grid_code"]: kind_of_grid(
            float(row["rural"]), float(row["households"]), int(row["business"]), row["places"]
        )
        for row in rows
    }


def benchmark(
    scope: Scope, org_code: str, *, month: date | None = None, domain: Domain | None = None
) -> list[Benchmark]:
    """Return the indicators of a unit beside its peers: grids of the same kind, or all units of its level.

    Fewer than five grids of a kind are no company to compare with; all grids are taken then. Of fewer than three
    others no median is told.
    """
    unit = org_unit(scope, org_code)
    cycles = indicator_cycles()
    found = month or (cycles[-1] if cycles else None)
    if found is None:
        return []
    shown = [day for day in cycles if months_before(found, YEAR) <= day <= found]
    indicators = dashboard_indicators(domain)
    book = read_book(shown, [one.code for one in indicators])
    kinds = grid_kinds()
    kind = kinds.get(org_code)
    alike = {code for code, other in kinds.items() if other is kind} - {org_code}
    narrow = kind is not None and len(alike) >= LEAST_PEERS
    goals = unit_goals((cycle_of(found),), [org_code])
    return [
        _beside(
            book,
            one,
            found,
            org_code,
            unit.kind,
            alike if narrow else None,
            kind if narrow else None,
            goals.get((org_code, one.code, cycle_of(found))),
            shown,
        )
        for one in indicators
    ]


def _beside(
    book: Book,
    indicator: Indicator,
    month: date,
    org_code: str,
    level: str,
    alike: set[str] | None,
    kind: GridKind | None,
    goal: float | None,
    shown: list[date],
) -> Benchmark:
    values = book.level(indicator, month, level)
    others = [
        value
        for code, value in values.items()
        if value is not None and code != org_code and (alike is None or code in alike)
    ]
    enough = others if len(others) >= LEAST_PEERS else []
    value = book.value(indicator, month, org_code)
    return Benchmark(
        indicator=indicator.code,
        value=value,
        previous=book.value(indicator, months_before(month, 1), org_code),
        year_ago=book.value(indicator, months_before(month, YEAR), org_code),
        goal=goal,
        peer_kind=kind,
        peers=len(others),
        peer_median=median(others) if len(others) >= LEAST_TOLD else None,
        percentile=percentile_among(value, enough, indicator.direction),
        trend=tuple(
            SeriesPoint(
                cycle_of(day),
                book.value(indicator, day, org_code),
                outdated=book.definitions.is_outdated(indicator, day),
            )
            for day in shown
        ),
    )
