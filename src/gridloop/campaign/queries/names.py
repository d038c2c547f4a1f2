"""Names for what campaigns refer to by code."""

from __future__ import annotations

from collections.abc import Sequence

from gridloop.catalog.queries import offers
from gridloop.kernel import clock
from gridloop.kernel.privacy import customer_name
from gridloop.kernel.types import Scope
from gridloop.lake.queries import open_lake


def customer_names(scope: Scope, customer_ids: Sequence[str]) -> dict[str, str]:
    """Return the names of customers as the scope may read them."""
    if not customer_ids:
        return {}
    with open_lake() as lake:
        customers = lake.table("customer")
        found = customers.filter(customers.customer_id.isin(list(customer_ids))).select("customer_id", "name")
        return {row["customer_id"]: customer_name(scope, row["name"]) for row in lake.run(found).to_pylist()}


def offer_names() -> dict[str, dict[str, str]]:
    """Return the names of the offers on sale, by code."""
    return {o.code: {"name_zh": o.name_zh, "name_en": o.name_en} for o in offers(active_on=clock.today())}
