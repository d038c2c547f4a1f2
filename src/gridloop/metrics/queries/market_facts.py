"""The facts behind the market's indicators: what every operator has in an area and in none of the areas below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pyarrow as pa

from gridloop.kernel.models import OrgUnit
from gridloop.kernel.queries import ancestors
from gridloop.lake.engine import Lake
from gridloop.metrics.rules import countable, unexplained
from gridloop.metrics.types import MarketRow

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SCHEMA = pa.schema(
    [
        ("month", pa.date32()),
        ("org_code", pa.string()),
        ("operator", pa.string()),
        ("users", pa.int64()),
        ("new_users", pa.int64()),
        ("revenue_fen", pa.int64()),
        ("is_own", pa.bool_()),
    ]
)


def own_operators(lake: Lake) -> frozenset[str]:
    """Return the operators that are our own company."""
    table = lake.table("market_operator")
    return frozenset(lake.run(table.filter(table.is_own).select("operator")).column(0).to_pylist())


def market_rows(lake: Lake, months: Sequence[date]) -> list[MarketRow]:
    """Return what was delivered of every operator for some months, by area."""
    table = lake.table("market_position")
    wanted = table.filter(table.month.isin(list(months)))
    named = wanted.select("month", "operator", "users", "new_users", "revenue_fen", area=wanted.org_code)
    return [MarketRow(**row) for row in lake.run(named).to_pylist()]


def market_month(lake: Lake, months: Sequence[date]) -> ir.Table:
    """Return the rows that add up to every area: a branch's own row holds what its grids do not explain.

    They are few (areas x operators x months) and need the org tree, so they are worked out here and attached.
    """
    rows: list[MarketRow] = []
    own = own_operators(lake)
    if "market_position" in lake.versions:
        above = {code: ancestors(path) for code, path in OrgUnit.objects.values_list("code", "path")}
        rows = unexplained(countable(market_rows(lake, months), own), above)
    given = [{**asdict(row), "org_code": row.area, "is_own": row.operator in own} for row in rows]
    return lake.attach(f"market_{uuid4().hex[:8]}", pa.Table.from_pylist(given, schema=_SCHEMA))
