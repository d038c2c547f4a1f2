"""All grids of a scope side by side: their operating indicators of one month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gridloop.kernel.clock import cycle_of
from gridloop.kernel.problems import Problem
from gridloop.kernel.queries import org_units
from gridloop.kernel.sorting import sort_rows
from gridloop.kernel.types import OrgKind
from gridloop.metrics.queries.figures import indicator_cycles, read_book
from gridloop.metrics.queries.library import indicators_by_code
from gridloop.metrics.queries.listing import mentions
from gridloop.metrics.queries.peers import grid_kinds
from gridloop.metrics.types import Indicator

if TYPE_CHECKING:
    from gridloop.kernel.types import Scope

OPERATING = (
    "revenue", "arpu", "users", "net_adds", "churn_rate", "household_penetration", "port_use", "contract_expiries",
    "competitor_call_share", "service_cost", "gross_margin_rate",
)  # fmt: skip
"""What a grid's operation is read by, unless other indicators are asked for."""
MOST_COLUMNS = 30


@dataclass(frozen=True, slots=True)
class GridTable:
    """The indicators asked for, in their order, and one row per grid with their values by code."""

    cycle: str | None
    indicators: tuple[Indicator, ...]
    rows: tuple[dict[str, Any], ...]


def grid_table(
    scope: Scope, *, month: date | None = None, codes: Sequence[str] = (), q: str = "", sort: str = ""
) -> GridTable:
    """Return the grids of the scope with the indicators named (the operating ones without names).

    ``sort`` is the code of an indicator shown, ``org_code`` or ``name``; ``-x`` descends. Raises ``Problem`` for an
    unknown indicator (404) or sort (400).
    """
    known = indicators_by_code()
    wanted = list(dict.fromkeys(codes or [code for code in OPERATING if code in known]))[:MOST_COLUMNS]
    for code in wanted:
        if code not in known:
            raise Problem("metrics.unknown_indicator", 404, indicator=code)
    indicators = tuple(known[code] for code in wanted)
    cycles = indicator_cycles()
    found = month or (cycles[-1] if cycles else None)
    book = read_book([found] if found else [], wanted)
    kinds = grid_kinds()
    rows = [
        {
            "org_code": unit.code,
            "name_zh": unit.name_zh,
            "name_en": unit.name_en,
            "path": unit.path,
            "branch_zh": unit.parent.name_zh if unit.parent else "",
            "branch_en": unit.parent.name_en if unit.parent else "",
            "kind": kinds.get(unit.code),
            "values": {one.code: book.value(one, found, unit.code) if found else None for one in indicators},
        }
        for unit in org_units(scope, kind=OrgKind.GRID)
        if mentions(q, unit.code, unit.name_zh, unit.name_en)
    ]
    allowed = {
        "org_code": lambda row: row["org_code"],
        "name": lambda row: row["name_zh"],
        **{code: _value_of(code) for code in wanted},
    }
    return GridTable(cycle_of(found) if found else None, indicators, tuple(sort_rows(rows, sort, allowed, "org_code")))


def _value_of(code: str) -> Any:
    return lambda row: row["values"][code]
