"""Where the values come from that a contract's references must be found among."""

from __future__ import annotations

from gridloop.lake.contract_types import Contract
from gridloop.lake.engine import Lake


def reference_queries(contract: Contract, lake: Lake, *, own: bool = False) -> dict[tuple[str, str], str]:
    """Return (dataset, column) -> query of the known values, for every referred dataset that was published.

    A reference into the feed's own dataset is resolved within the delivery; ``own`` adds what is published (for
    rows that join it later).
    """
    queries = {}
    for prop in contract.properties:
        if prop.reference is None or prop.reference[0] not in lake.versions:
            continue
        dataset, column = prop.reference
        if contract.found_in_itself(prop.reference) and not own:
            continue
        table = lake.table(dataset)
        queries[prop.reference] = lake.sql(table.select(value=table[column]).distinct())
    return queries
