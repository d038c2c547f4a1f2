"""Finding customers within a scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis
from ibis import _

from gridloop.kernel import clock
from gridloop.kernel.privacy import customer_name
from gridloop.kernel.problems import Problem
from gridloop.kernel.scope import lake_predicate
from gridloop.kernel.types import Scope
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.lake.services.reveal_phone import masked
from gridloop.metrics.queries import tag_definitions
from gridloop.monitor.expr.grid import running_on
from gridloop.monitor.expr.place import WHICH, conditions, present
from gridloop.monitor.queries.population import newest_population
from gridloop.monitor.queries.risk import risk_threshold
from gridloop.monitor.queries.units import Units, units
from gridloop.territory.queries import person_names

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SORTS = ("customer_id", "name", "monthly_fee_fen")
_SHOWN = (
    "customer_id", "name", "segment", "phone_last4", "address", "place_code", "place_name", "grid_code",
    "assignee_code", "monthly_fee_fen", "in_service",
)  # fmt: skip


def search_customers(
    scope: Scope,
    *,
    q: str = "",
    grid_code: str = "",
    place_code: str = "",
    assignee_code: str = "",
    tag: str = "",
    which: str = "",
    in_service: bool = False,
    sort: str = "",
    offset: int,
    limit: int,
) -> tuple[list[dict[str, Any]], int]:
    """Return one page of the customers that fit, and how many there are.

    ``q`` is the beginning of a customer's id or name, the last four digits of his phone, or a part of the name or the
    code of his place. ``which`` is one of ``WHICH``: those that a place counts under that name.
    """
    order = _order(sort)
    with open_lake() as lake:
        exact = {"grid_code": grid_code, "place_code": place_code, "assignee_code": assignee_code}
        rows = _owned(lake, scope, exact)
        rows = _tagged(lake, rows, tag) if tag else rows
        rows = _counted(scope, lake, rows, which) if which else rows
        rows = rows.filter(rows.in_service.fill_null(True)) if in_service else rows
        rows = rows.filter(_matches(rows, q.strip())) if q.strip() else rows
        total = int(str(lake.scalar(rows.count())))
        page = lake.run(_with_fee(lake, rows).order_by(order).limit(limit, offset=offset).select(*_SHOWN))
    found = page.to_pylist()
    people = person_names(row["assignee_code"] for row in found)
    tree = units()
    return [_hit(scope, row, people, tree) for row in found], total


def _owned(lake: Lake, scope: Scope, exact: dict[str, str]) -> ir.Table:
    """Return the scope's customers with the names of their places."""
    owner = lake.table("ownership")
    own = owner.filter(lake_predicate(scope, owner), *(owner[name] == value for name, value in exact.items() if value))
    customer = lake.table("customer").drop("place_code", "longitude", "latitude")
    place = lake.table("place").select(found_place=_.place_code, place_name=_.name)
    joined = own.drop("rule").inner_join(customer, "customer_id")
    return joined.left_join(place, joined.place_code == place.found_place)


def _matches(rows: ir.Table, q: str) -> ir.BooleanValue:
    word = q.upper()
    found = (
        rows.customer_id.startswith(word)
        | rows.name.startswith(q).fill_null(False)
        | rows.place_name.contains(q).fill_null(False)
        | (rows.place_code == word).fill_null(False)
    )
    return found | (rows.phone_last4 == q).fill_null(False) if q.isdigit() and len(q) == 4 else found


def _tagged(lake: Lake, rows: ir.Table, tag: str) -> ir.Table:
    if tag not in {known.code for known in tag_definitions()}:
        raise Problem("monitor.unknown_tag", 400, tag=tag)
    tags = lake.table("customer_tag")
    if tag not in tags.columns:
        return rows.filter(ibis.literal(False))
    carried = tags.filter(tags.month == tags.month.max(), tags[tag])
    return rows.semi_join(carried.select("customer_id"), "customer_id")


def _counted(scope: Scope, lake: Lake, rows: ir.Table, which: str) -> ir.Table:
    if which not in WHICH:
        raise Problem("monitor.unknown_which", 400, which=which, allowed=", ".join(WHICH))
    found = newest_population(scope, lake)
    if found is None:
        return rows.filter(ibis.literal(False))
    own = present(*found, clock.today())
    fitting = own.filter(conditions(own, risk_threshold(lake))[which])
    return rows.semi_join(fitting.select("customer_id"), "customer_id")


def _with_fee(lake: Lake, rows: ir.Table) -> ir.Table:
    """Add what each customer's running subscriptions cost a month."""
    running = running_on(lake.table("subscription"), clock.today())
    fees = running.group_by("customer_id").agg(fee=_.monthly_fee_fen.sum().cast("float64").cast("int64"))
    joined = rows.left_join(fees, "customer_id").drop("customer_id_right")
    return joined.mutate(monthly_fee_fen=joined.fee.fill_null(0)).drop("fee")


def _order(sort: str) -> list[Any]:
    order: list[Any] = []
    words = [*filter(None, sort.split(","))]
    if "customer_id" not in {word.removeprefix("-") for word in words}:
        words.append("customer_id")
    for part in words:
        word = part.removeprefix("-")
        if word not in _SORTS:
            raise Problem("kernel.bad_sort", 400, field=word, allowed=", ".join(_SORTS))
        order.append(ibis.desc(word) if part.startswith("-") else ibis.asc(word))
    return order


def _hit(scope: Scope, row: dict[str, Any], people: dict[str, str], tree: Units) -> dict[str, Any]:
    zh, en = tree.names(row["grid_code"] or "")
    assignee = row["assignee_code"] or ""
    return {
        "customer_id": row["customer_id"],
        "name": customer_name(scope, row["name"]),
        **{name: row[name] or "" for name in ("segment", "address", "place_code", "place_name", "grid_code")},
        "grid_name_zh": zh,
        "grid_name_en": en,
        "phone_masked": masked(row["phone_last4"]),
        "assignee_code": assignee,
        "assignee_name": people.get(assignee, assignee),
        "monthly_fee_fen": row["monthly_fee_fen"],
        "active": row["in_service"] is not False,
    }
