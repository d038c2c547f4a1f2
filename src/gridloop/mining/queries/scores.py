"""Reads of scores: by tenths, the customers a model points at first, one customer's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis
from ibis import _

from gridloop.catalog import queries as catalog
from gridloop.kernel.clock import cycle_of, month_of
from gridloop.kernel.privacy import customer_name
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.scope import lake_predicate
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.lake.services.reveal_phone import masked
from gridloop.mining.queries.wording import reason_texts
from gridloop.mining.types import CustomerScore, DecileRow, ModelName, TopCustomer

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from gridloop.kernel.types import Scope

TENTHS = 10
_SORTS = ("expected_value_fen", "probability", "uplift", "customer_id")


def score_month(lake: Lake, cycle: str | None) -> date | None:
    """Return the month of a cycle, the newest scored one without; raises ``Problem`` (400) for no cycle's text."""
    if cycle is not None:
        try:
            return month_of(cycle)
        except ValueError as error:
            raise Problem("kernel.bad_cycle", 400, value=cycle) from error
    months = lake.months("customer_score")
    return months[-1] if months else None


def _scored(lake: Lake, scope: Scope, month: date, name: ModelName | None) -> ir.Table:
    """Return the scores of the customers in a scope beside whose they are."""
    score, profile = lake.table("customer_score"), lake.table("customer_profile")
    held = profile.filter(profile.month == month).select("customer_id", "segment", "grid_code", "assignee_code")
    rows = score.filter(score.month == month)
    if name is not None:
        rows = rows.filter(rows.model == name.value)
    joined = rows.inner_join(held, "customer_id")
    return joined.filter(lake_predicate(scope, joined))


def deciles(scope: Scope, name: ModelName, cycle: str | None = None) -> dict[str, Any]:
    """Return a model's scores of a cycle by tenths of the customers in the scope, the most probable first."""
    with open_lake() as lake:
        month = score_month(lake, cycle)
        rows = lake.run(_by_tenth(_scored(lake, scope, month, name))).to_pylist() if month else []
    found = [DecileRow(**{key: _plain(value) for key, value in row.items()}) for row in rows]
    return {
        "model": name.value,
        "cycle": cycle_of(month) if month else None,
        "customers": sum(row.customers for row in found),
        "with_offer": sum(row.with_offer for row in found),
        "expected_value_fen": sum(row.expected_value_fen for row in found),
        "deciles": found,
    }


def _plain(value: Any) -> Any:
    """Return a sum (which the engine gives as a decimal) as a whole number."""
    return value if isinstance(value, float) else int(value)


def _by_tenth(scored: ir.Table) -> ir.Table:
    order = ibis.window(order_by=[ibis.desc(scored.probability), scored.customer_id])
    placed = scored.mutate(decile=ibis.ntile(TENTHS).over(order) + 1)
    worth = _.expected_value_fen.sum(where=_.expected_value_fen > 0).fill_null(0)
    summed = placed.group_by("decile").agg(
        customers=_.count(),
        probability_low=_.probability.min(),
        probability_high=_.probability.max(),
        probability_mean=_.probability.mean(),
        with_offer=_.offer_code.count(),
        expected_value_fen=worth,
    )
    return summed.order_by("decile")


def top_customers(
    scope: Scope,
    name: ModelName,
    *,
    cycle: str | None = None,
    grid_code: str | None = None,
    offer_code: str | None = None,
    q: str = "",
    sort: str = "",
    offset: int = 0,
    limit: int = 50,
) -> dict[str, Any]:
    """Return one page of the customers in the scope that a model points at, the most valuable first."""
    with open_lake() as lake:
        month = score_month(lake, cycle)
        if month is None:
            return {"items": [], "total": 0, "offset": offset, "limit": limit}
        rows = _filtered(_scored(lake, scope, month, name), grid_code, offer_code, q)
        total = int(str(lake.scalar(rows.count())))
        page = rows.order_by(_order(rows, sort)).limit(limit, offset=offset)
        found = lake.run(_with_name(lake, page).order_by(_order(page, sort))).to_pylist()
    names = _offer_names()
    return {"items": [_top(scope, row, names) for row in found], "total": total, "offset": offset, "limit": limit}


def _filtered(rows: ir.Table, grid_code: str | None, offer_code: str | None, q: str) -> ir.Table:
    if grid_code is not None:
        rows = rows.filter(rows.grid_code == grid_code)
    if offer_code is not None:
        rows = rows.filter(rows.offer_code == offer_code)
    return rows.filter(rows.customer_id.contains(q)) if q else rows


def _order(rows: ir.Table, sort: str) -> Sequence[Any]:
    word = sort.removeprefix("-") or _SORTS[0]
    if word not in _SORTS:
        raise Problem("kernel.bad_sort", 400, field=word, allowed=", ".join(_SORTS))
    rising = bool(sort) and not sort.startswith("-")
    column = _[word].asc(nulls_first=False) if rising else _[word].desc(nulls_first=False)
    return [column, _.customer_id]


def _with_name(lake: Lake, rows: ir.Table) -> ir.Table:
    people = lake.table("customer").select("customer_id", "name", "phone_last4")
    return rows.inner_join(people, "customer_id")


def customer_scores(scope: Scope, customer_id: str) -> list[CustomerScore]:
    """Return one customer's scores, the newest cycle first; raises ``NotFoundProblem`` outside the scope."""
    with open_lake() as lake:
        profile = lake.table("customer_profile")
        mine = profile.filter(profile.customer_id == customer_id)
        newest = mine.filter(mine.month == mine.month.max())
        if not lake.scalar(newest.filter(lake_predicate(scope, newest)).count()):
            raise NotFoundProblem("customer", customer_id)
        score = lake.table("customer_score")
        rows = lake.run(score.filter(score.customer_id == customer_id).order_by(_.month.desc(), _.model)).to_pylist()
    names = _offer_names()
    return [_score(row, names) for row in rows]


def _offer_names() -> dict[str, tuple[str, str]]:
    return {offer.code: (offer.name_zh, offer.name_en) for offer in catalog.offers()}


def _score(row: dict[str, Any], names: dict[str, tuple[str, str]]) -> CustomerScore:
    name_zh, name_en = names.get(row["offer_code"] or "", (None, None))
    return CustomerScore(
        customer_id=row["customer_id"],
        cycle=cycle_of(row["month"]),
        model=row["model"],
        version=row["version"],
        probability=row["probability"],
        uplift=row["uplift"],
        offer_code=row["offer_code"],
        offer_name_zh=name_zh,
        offer_name_en=name_en,
        expected_value_fen=row["expected_value_fen"],
        reasons=tuple(reason_texts(row["reasons"])),
    )


def _top(scope: Scope, row: dict[str, Any], names: dict[str, tuple[str, str]]) -> TopCustomer:
    return TopCustomer(
        name=customer_name(scope, row["name"]),
        phone_masked=masked(row["phone_last4"]),
        segment=row["segment"],
        grid_code=row["grid_code"],
        assignee_code=row["assignee_code"],
        score=_score(row, names),
    )
