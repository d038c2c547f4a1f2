"""Indicators worked out from the facts: numerators and denominators by grid and month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import ibis
import pyarrow as pa

from gridloop.lake.datasets import DATASETS
from gridloop.lake.engine import Lake
from gridloop.metrics.expr.semantics import GridKeys, Metric, SemanticLayer, measure_sums, metric_parts
from gridloop.metrics.expr.service_months import (
    contract_month,
    customer_month,
    fault_month,
    line_month,
    place_month,
    signing_month,
)
from gridloop.metrics.rules import months_before

if TYPE_CHECKING:
    import ibis.expr.types as ir

DATASET = "indicator_value"


def compute_parts(lake: Lake, layer: SemanticLayer, metrics: Sequence[Metric], months: Sequence[date]) -> pa.Table:
    """Return numerators and denominators of metrics by grid for some months, from the facts of an open lake.

    Each semantic model's facts are read once: their sums are kept, and the metrics are made from them.
    """
    if not metrics:
        return shaped(lake.run(lake.table(DATASET).filter(ibis.literal(False))))
    run = uuid4().hex[:8]
    customers = lake.table("ownership").select("customer_id", "grid_code")
    place = lake.table("place")
    grids = GridKeys(customers, place.filter(place.grid_code.notnull()).select("place_code", "grid_code"))
    sums = measure_sums(layer, metrics, fact_tables(lake, months, f"months_{run}"), grids)
    kept = {name: lake.attach(f"sums_{name}_{run}", lake.run(table)) for name, table in sums.items()}
    return shaped(lake.run(metric_parts(layer, metrics, kept)))


def fact_tables(lake: Lake, months: Sequence[date], name: str) -> Mapping[str, ir.Table]:
    """Return the facts behind the semantic models, cut to the months."""
    ends = [months_before(day, -1) for day in months]
    schema = pa.schema([("month", pa.date32()), ("next_month", pa.date32())])
    spine = lake.attach(name, pa.table({"month": list(months), "next_month": ends}, schema=schema))
    customer, subscription, offer = (lake.table(table) for table in ("customer", "subscription", "offer"))
    by_month = ("bill", "usage", "network_port", "fault", "complaint", "contact_outcome")
    facts = {name: lake.table(name) for name in by_month}
    within = {name: table.filter(table.month.isin(list(months))) for name, table in facts.items()}
    return {
        **within,
        "customer_month": customer_month(spine, customer, subscription, offer, within["bill"]),
        "contract_month": contract_month(spine, subscription, offer),
        "line_month": line_month(spine, subscription),
        "signing_month": signing_month(spine, subscription, offer),
        "place_month": place_month(spine, lake.table("place")),
        "fault_month": fault_month(within["fault"], lake.table("ownership")),
    }


def shaped(rows: pa.Table) -> pa.Table:
    """Return parts with the columns and types of the dataset."""
    kinds = {"string": pa.string(), "date": pa.date32(), "float64": pa.float64()}
    fields = [(name, kinds[kind.value]) for name, kind in DATASETS[DATASET].types.items()]
    schema = pa.schema(fields)
    return rows.select(schema.names).cast(schema)
