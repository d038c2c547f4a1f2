"""Names for what campaigns refer to by code."""

from __future__ import annotations

from collections.abc import Sequence

from gridloop.catalog.queries import offers
from gridloop.kernel import clock
from gridloop.lake.queries import open_lake


def masked(name: str) -> str:
    """Return a person's name with all but its first character hidden: 王小明 -> 王**."""
    return name[:1] + "*" * min(max(len(name) - 1, 1), 3) if name else ""


def customer_names(customer_ids: Sequence[str]) -> dict[str, str]:
    """Return the masked names of customers."""
    if not customer_ids:
        return {}
    with open_lake() as lake:
        customers = lake.table("customer")
        found = customers.filter(customers.customer_id.isin(list(customer_ids))).select("customer_id", "name")
        return {row["customer_id"]: masked(row["name"]) for row in lake.run(found).to_pylist()}


def offer_names() -> dict[str, dict[str, str]]:
    """Return the names of the offers on sale, by code."""
    return {o.code: {"name_zh": o.name_zh, "name_en": o.name_en} for o in offers(active_on=clock.today())}
