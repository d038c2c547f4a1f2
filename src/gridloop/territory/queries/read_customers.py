"""Who owns which customer, read from the lake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa
from ibis import _

from gridloop.kernel.privacy import customer_name
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.scope import lake_predicate
from gridloop.kernel.types import Scope
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.lake.services.reveal_phone import masked
from gridloop.territory.models import Place
from gridloop.territory.queries.read_people import person_names
from gridloop.territory.types import OwnerRow, OwnershipRule

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SORTS = ("customer_id", "grid_code", "assignee_code", "place_code", "rule")


@dataclass(frozen=True, slots=True)
class CustomerFilter:
    """What to narrow customers by; empty fields narrow nothing. ``q`` is part of an id or a name."""

    grid_code: str = ""
    assignee_code: str = ""
    place_code: str = ""
    rule: str = ""
    q: str = ""


def ownership_table(lake: Lake) -> ir.Table:
    """Return the dataset ``ownership`` of an open lake: customer_id, place_code, grid_code, assignee_code, rule."""
    return lake.table("ownership")


def owner_of(scope: Scope, customer_id: str) -> OwnerRow:
    """Return who owns a customer inside the scope; raises ``NotFoundProblem`` otherwise."""
    with open_lake() as lake:
        table = ownership_table(lake)
        # a plain comparison, for which the engine need not read what lies before and behind the customer
        rows = lake.run(table.filter(table.customer_id == customer_id, lake_predicate(scope, table))).to_pylist()
    if not rows:
        raise NotFoundProblem("customer", customer_id)
    return _owner(rows[0])


def owners_of(scope: Scope, customer_ids: Sequence[str]) -> dict[str, OwnerRow]:
    """Return the owners of those customers that are inside the scope, by customer."""
    with open_lake() as lake:
        table = ownership_table(lake)
        wanted = lake.attach("wanted_customers", _column("customer_id", customer_ids))
        rows = lake.run(table.filter(lake_predicate(scope, table)).semi_join(wanted, "customer_id")).to_pylist()
    return {row["customer_id"]: _owner(row) for row in rows}


def customers_at(place_code: str) -> list[str]:
    """Return who belongs to a place, also those who have left: their orders stay orders of the place.

    For narrowing rows that the asker's scope narrows as well.
    """
    with open_lake() as lake:
        table = ownership_table(lake)
        found: list[str] = lake.run(table.filter(table.place_code == place_code).select("customer_id"))[0].to_pylist()
    return found


def _owner(row: dict[str, Any]) -> OwnerRow:
    return OwnerRow(
        customer_id=row["customer_id"],
        place_code=row["place_code"],
        grid_code=row["grid_code"],
        assignee_code=row["assignee_code"],
        rule=OwnershipRule(row["rule"]),
    )


def customers_of(
    scope: Scope, chosen: CustomerFilter, *, offset: int, limit: int, sort: str = ""
) -> tuple[list[dict[str, Any]], int]:
    """Return one page of the customers in service inside the scope and how many; phone numbers are masked."""
    with open_lake() as lake:
        owned = ownership_table(lake)
        present = owned.in_service.fill_null(True)
        rows = owned.filter(lake_predicate(scope, owned), present, *_conditions(lake, owned, chosen))
        total = int(str(lake.scalar(rows.count())))
        page = lake.attach("page_of_owners", lake.run(rows.order_by(_order(sort)).limit(limit, offset=offset)))
        customer = lake.table("customer")
        ids = [row["customer_id"] for row in lake.run(page.select("customer_id")).to_pylist()]
        details = customer.filter(customer.customer_id.isin(ids)) if ids else customer.filter(ibis.literal(False))
        joined = page.left_join(details, "customer_id").order_by(_order(sort))
        found = lake.run(joined.select(*_SORTS, "name", "segment", "phone_last4", "address")).to_pylist()
    return _completed(scope, found), total


def _conditions(lake: Lake, owned: ir.Table, chosen: CustomerFilter) -> list[ir.BooleanValue]:
    exact = {name: getattr(chosen, name) for name in ("grid_code", "assignee_code", "place_code", "rule")}
    conditions = [owned[name] == value for name, value in exact.items() if value]
    if chosen.q:
        customer = lake.table("customer")
        named = customer.filter(customer.name.contains(chosen.q)).select("customer_id")
        conditions.append(owned.customer_id.contains(chosen.q.upper()) | owned.customer_id.isin(named.customer_id))
    return conditions


def _order(sort: str) -> list[Any]:
    """Return the order asked for; the customer is always the last criterion, and no column comes twice."""
    order: dict[str, Any] = {}
    for part in [*(word for word in sort.split(",") if word), "customer_id"]:
        word = part.removeprefix("-")
        if word not in _SORTS:
            raise Problem("kernel.bad_sort", 400, field=word, allowed=", ".join(_SORTS))
        order.setdefault(word, _[word].desc() if part.startswith("-") else _[word])
    return list(order.values())


def _completed(scope: Scope, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows with names of places and people, the customer's as the scope may read it, the phone masked."""
    people = person_names(row["assignee_code"] for row in rows)
    codes = {row["place_code"] for row in rows if row["place_code"]}
    places: Mapping[str, tuple[str, str]] = {
        code: (zh, en)
        for code, zh, en in Place.objects.filter(code__in=codes).values_list("code", "name_zh", "name_en")
    }
    return [
        {
            **row,
            "name": customer_name(scope, row["name"]),
            "segment": row["segment"] or "",
            "address": row["address"] or "",
            "phone_masked": masked(row["phone_last4"]),
            "place_name_zh": places.get(row["place_code"], (None, None))[0],
            "place_name_en": places.get(row["place_code"], (None, None))[1],
            "assignee_name": people.get(row["assignee_code"]),
        }
        for row in rows
    ]


def _column(name: str, values: Sequence[str]) -> pa.Table:
    return pa.table({name: pa.array(list(values), pa.string())})
