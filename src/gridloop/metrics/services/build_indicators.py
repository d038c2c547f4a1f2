"""Computes and publishes the indicators' parts by grid and business month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from gridloop.kernel.problems import Problem
from gridloop.kernel.types import Actor
from gridloop.lake.datasets import DATASETS
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.lake.services.publish import publish
from gridloop.lake.stale import months_to_compute_again
from gridloop.metrics.expr.semantics import GridKeys, metric_parts
from gridloop.metrics.expr.service_months import contract_month, customer_month
from gridloop.metrics.queries.library import semantic_layer
from gridloop.metrics.queries.sources import months_in
from gridloop.metrics.rules import month_range, months_before
from gridloop.metrics.types import BuildReport

if TYPE_CHECKING:
    import ibis.expr.types as ir

DATASET = "indicator_value"
HISTORY_MONTHS = 13
LATE_MONTHS = 3
"""So many months are computed again at each build: bills are corrected and outcomes confirmed after the month."""


def build_indicators(*, month: date, actor: Actor) -> BuildReport:
    """Publish the indicators of the business month that ended before ``month``, and of months not computed yet.

    So are months whose bills or ports came late. The first run computes every month that has bills, at most 13. What
    is known for the present only (contracts about to end) is computed for the newest month and kept for earlier ones.
    Raises ``Problem`` (409) without bills.
    """
    newest = months_before(month, 1)
    with open_lake() as lake:
        months = _months_to_compute(lake, newest)
        if not months:
            raise Problem("metrics.no_bills", 409, month=newest.isoformat())
        computed = pa.concat_tables(
            [
                _compute(lake, months, snapshot=False),
                _compute(lake, [newest], snapshot=True),
                _kept(lake, months, newest),
            ]
        )
        version = publish(
            dataset=DATASET, rows=computed, run=f"metrics.build_indicators {month}", actor=actor, reads=lake.reads
        )
    rows = {f"{day:%Y-%m}": computed.column("month").to_pylist().count(day) for day in months}
    return BuildReport(DATASET, month, version.version, computed.num_rows, rows)


def _months_to_compute(lake: Lake, newest: date) -> list[date]:
    billed = set(months_in(lake, "bill"))
    wanted = [day for day in month_range(months_before(newest, HISTORY_MONTHS - 1), newest) if day in billed]
    there = set(months_in(lake, DATASET))
    computed = [day for day in wanted if day not in there or day > months_before(newest, LATE_MONTHS)]
    stale = [day for day in months_to_compute_again(DATASET, before=newest) if day in billed]
    return sorted({*computed, *stale})


def _compute(lake: Lake, months: Sequence[date], *, snapshot: bool) -> pa.Table:
    layer = semantic_layer()
    metrics = [metric for metric in layer.metrics if layer.is_snapshot(metric) is snapshot]
    tables = _tables(lake, months, f"{'snapshot' if snapshot else 'computed'}_month")
    customers = lake.table("ownership").select("customer_id", "grid_code")
    place = lake.table("place")
    grids = GridKeys(customers, place.filter(place.grid_code.notnull()).select("place_code", "grid_code"))
    return _shaped(lake.run(metric_parts(layer, metrics, tables, grids)))


def _tables(lake: Lake, months: Sequence[date], name: str) -> Mapping[str, ir.Table]:
    """Return the facts behind the semantic models, cut to the months."""
    ends = [months_before(day, -1) for day in months]
    schema = pa.schema([("month", pa.date32()), ("next_month", pa.date32())])
    spine = lake.attach(name, pa.table({"month": list(months), "next_month": ends}, schema=schema))
    customer, subscription, offer = (lake.table(table) for table in ("customer", "subscription", "offer"))
    bill, port, outcome = (lake.table(table) for table in ("bill", "network_port", "contact_outcome"))
    within = {table.get_name(): table.filter(table.month.isin(list(months))) for table in (bill, port, outcome)}
    return {
        **within,
        "customer_month": customer_month(spine, customer, subscription, offer, within["bill"]),
        "contract_month": contract_month(spine, subscription, offer),
    }


def _kept(lake: Lake, months: Sequence[date], newest: date) -> pa.Table:
    """Return the published values that cannot be computed again for the earlier ones of the months."""
    layer = semantic_layer()
    names = [metric.name for metric in layer.metrics if layer.is_snapshot(metric)]
    table = lake.table(DATASET)
    earlier = [day for day in months if day != newest]
    known = table.filter(table.indicator.isin(names))
    return _shaped(lake.run(known.filter(known.month.isin(earlier) if earlier else ibis.literal(False))))


def _shaped(rows: pa.Table) -> pa.Table:
    kinds = {"string": pa.string(), "date": pa.date32(), "float64": pa.float64()}
    fields = [(name, kinds[kind.value]) for name, kind in DATASETS[DATASET].types.items()]
    schema = pa.schema(fields)
    return rows.select(schema.names).cast(schema)
