"""What screens make of the library's numbers, worked out again: sums of units, comparisons, places, audiences."""

from __future__ import annotations

import math
from datetime import date
from random import Random
from typing import Any

import duckdb
import pytest

from gridloop.campaign.services.count_audience import count_audience
from gridloop.campaign.services.read_draft import read_plan
from gridloop.kernel.types import Role, Scope
from gridloop.metrics.queries import dashboard, indicators_by_code
from gridloop.metrics.types import Direction, Domain, IndicatorKind, UnitFigures

EVERYTHING = Scope(Role.PLANNER, ("/",))
SEPTEMBER, AUGUST, YEAR_AGO = date(2026, 9, 1), date(2026, 8, 1), date(2025, 9, 1)
CONDITIONS = 25
_LEVEL = {"company": 2, "branch": 4, "grid": 6}
"""How long the codes of a level are in this city: a unit's grids begin with its own code."""
_COMPARE = ("=", "!=", "<", "<=", ">", ">=")
Values = dict[tuple[str, str], float | None]


def figures_agree(con: duckdb.DuckDBPyConnection) -> None:
    """Every figure of every dashboard: value, month and year before, changes, place among the units of the level."""
    known = indicators_by_code()
    amounts = {code for code, one in known.items() if one.kind is IndicatorKind.SIMPLE}
    now, before, year = (_of_month(con, month, amounts) for month in (SEPTEMBER, AUGUST, YEAR_AGO))
    compared = 0
    for domain in Domain:
        board = dashboard(EVERYTHING, month=SEPTEMBER, domain=domain)
        below = [dashboard(EVERYTHING, month=SEPTEMBER, domain=domain, org_code=one.org_code) for one in board.children]
        for row in (board.unit, *board.children, *(grid for one in below for grid in one.children)):
            compared += sum(_is_right(row, one, known[one.indicator], now, before, year) for one in row.figures)
    assert compared > 300


def _of_month(con: duckdb.DuckDBPyConnection, month: date, amounts: set[str]) -> Values:
    """Return every unit's value of every indicator: a ratio of sums, never a mean of ratios."""
    rows = con.execute(
        """
        with cut as (select unnest([2, 4, 6]) as long)
        select indicator, left(grid_code, long) as unit, sum(numerator), sum(denominator)
        from indicator_value, cut where month = ? and length(grid_code) >= long group by all
        """,
        [month],
    ).fetchall()
    return {
        (code, unit): over if code in amounts else over / under if under else None for code, unit, over, under in rows
    }


def _is_right(row: UnitFigures, shown: Any, one: Any, now: Values, before: Values, year: Values) -> bool:
    if one.kind is IndicatorKind.DERIVED:
        return False
    key = (one.code, row.org_code)
    value, earlier, ago = (values.get(key) for values in (now, before, year))
    expected = [value, earlier, ago, *_change(value, earlier), *_change(value, ago), *_place(one, row, now)]
    found = [shown.value, shown.previous, shown.year_ago, shown.change, shown.change_ratio]
    found += [shown.year_change, shown.year_change_ratio, shown.rank, shown.ranked]
    assert found == pytest.approx(expected), key
    return value is not None


def _change(value: float | None, before: float | None) -> tuple[float | None, float | None]:
    if value is None or before is None:
        return None, None
    return value - before, (value - before) / abs(before) if before else None


def _place(one: Any, row: UnitFigures, now: Values) -> tuple[int | None, int]:
    level = _LEVEL[row.kind]
    beside = {unit: held for (code, unit), held in now.items() if code == one.code and len(unit) == level}
    known = [held for held in beside.values() if held is not None]
    own = beside.get(row.org_code)
    if own is None:
        return None, len(known)
    if one.direction is Direction.DOWN:
        return 1 + sum(held < own and not math.isclose(held, own) for held in known), len(known)
    return 1 + sum(held > own and not math.isclose(held, own) for held in known), len(known)


def audiences_agree(con: duckdb.DuckDBPyConnection) -> None:
    """Nested conditions drawn at random: how many meet them, and every figure of the profile of those who do."""
    con.execute(
        """
        create table asked as
        with churn as (
            select grid_code, numerator / nullif(denominator, 0) as churn_share from indicator_value
            where indicator = 'churn_rate' and month = date '2026-09-01'
        )
        select p.* exclude (grid_code, assignee_code), o.grid_code, t.* exclude (customer_id, month), churn_share
        from customer_profile p join ownership o using (customer_id) left join customer_tag t using (customer_id, month)
            left join churn c on c.grid_code = o.grid_code
        where p.month = date '2026-10-01' and coalesce(o.in_service, true)
        """
    )
    random, sizes = Random(5), []
    for _ in range(CONDITIONS):
        tree = _group(random, con, 3)
        plan = read_plan({"audience": tree, "cycle": "2026-10", "exclusions": {"segments": ["group"]}}, EVERYTHING)
        counted = count_audience(plan=plan, scope=EVERYTHING)
        left = f"{_sql(tree)} and segment is distinct from 'group'"
        figures = ", ".join(f"avg({name}::double) filter ({left}), avg({name}::double)" for name in counted.profile)
        query = f"select count(*), count(*) filter ({_sql(tree)}), count(*) filter ({left}), {figures} from asked"
        [everybody, total, remaining, *averages] = con.execute(query).fetchall()[0]
        assert (counted.customers, counted.total, counted.remaining) == (everybody, total, remaining), tree
        assert [one for pair in counted.profile.values() for one in pair] == pytest.approx(averages), tree
        sizes.append(total)
    assert len(set(sizes)) > CONDITIONS / 3


_PLAIN = (
    "age", "tenure_months", "contract_days_left", "billed_fen_average_3", "data_usage_ratio", "competitor_share",
    "months_since_contact", "refusals_12", "segment", "last_outcome", "has_broadband",
)  # fmt: skip
_FIELDS = {name: name for name in _PLAIN} | {
    "grid.churn_rate": "churn_share", "tag.new_customer": "new_customer", "tag.high_value": "high_value",
}  # fmt: skip
"""Fields of the builder, and the columns of ``asked``."""
_FLAGS = ("tag.new_customer", "tag.high_value", "has_broadband")
_CHOICES = {"segment": ("public", "sme", "group"), "last_outcome": ("accepted", "refused", "not_reached")}


def _group(random: Random, con: duckdb.DuckDBPyConnection, depth: int) -> dict[str, Any]:
    rules = [
        _group(random, con, depth - 1) if depth and random.random() < 0.5 else _rule(random, con)
        for _ in range(random.randint(1, 3))
    ]
    return {"combinator": random.choice(("and", "or")), "not": random.random() < 0.3, "rules": rules}


def _rule(random: Random, con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    name = random.choice(tuple(_FIELDS))
    if name in _FLAGS:
        return {"field": name, "operator": "=", "value": random.random() < 0.5}
    if random.random() < 0.15:
        return {"field": name, "operator": random.choice(("null", "notNull")), "value": None}
    if name in _CHOICES:
        return {"field": name, "operator": random.choice(("in", "notIn")), "value": random.sample(_CHOICES[name], 2)}
    column = _FIELDS[name]
    known = [
        row[0] for row in con.execute(f"select distinct {column} from asked where {column} is not null").fetchall()
    ]
    ends = sorted(random.choices(sorted(known), k=2))
    if random.random() < 0.3:
        return {"field": name, "operator": random.choice(("between", "notBetween")), "value": ends}
    return {"field": name, "operator": random.choice(_COMPARE), "value": ends[0]}


def _sql(node: dict[str, Any]) -> str:
    """Return a condition as people mean it: what is not known meets nothing but the negation of a condition."""
    if "rules" in node:
        joined = f" {node['combinator']} ".join(_sql(one) for one in node["rules"])
        return f"not ({joined})" if node["not"] else f"({joined})"
    column, operator, value = _FIELDS[node["field"]], node["operator"], node["value"]
    if operator in ("null", "notNull"):
        return f"{column} is {'not ' if operator == 'notNull' else ''}null"
    if operator in ("in", "notIn"):
        said = f"{column} {'not ' if operator == 'notIn' else ''}in {tuple(value)}"
    elif operator in ("between", "notBetween"):
        said = f"{column} {'not ' if operator == 'notBetween' else ''}between {value[0]} and {value[1]}"
    else:
        said = f"{column} {operator} {value}"
    return f"coalesce({said}, false)"
