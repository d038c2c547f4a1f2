"""Computes and publishes the indicators' parts by grid and business month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis
import pyarrow as pa

from gridloop.kernel.problems import Problem
from gridloop.kernel.types import Actor
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.lake.services.publish import publish
from gridloop.lake.stale import months_to_compute_again
from gridloop.metrics.expr.semantics import Metric, SemanticLayer
from gridloop.metrics.queries.library import semantic_layer
from gridloop.metrics.queries.parts import DATASET, SPLITS, Computed, compute_parts, shaped
from gridloop.metrics.rules import month_range, months_before
from gridloop.metrics.types import BuildReport

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
    layer = semantic_layer()
    steady = [metric for metric in layer.metrics if not layer.is_snapshot(metric)]
    present = [metric for metric in layer.metrics if layer.is_snapshot(metric)]
    with open_lake() as lake:
        months = _months_to_compute(lake, newest)
        if not months:
            raise Problem("metrics.no_bills", 409, month=newest.isoformat())
        computed = _joined(
            compute_parts(lake, layer, steady, months, apart=True),
            compute_parts(lake, layer, present, [newest], apart=True),
            _kept(lake, months, newest, [metric.name for metric in present]),
            *_newcomers(lake, layer, steady, newest, months),
        )
        run, reads = f"metrics.build_indicators {month}", lake.reads
        publish(dataset=SPLITS, rows=computed.splits, run=run, actor=actor, reads=reads)
        version = publish(dataset=DATASET, rows=computed.parts, run=run, actor=actor, reads=reads)
    rows = {f"{day:%Y-%m}": computed.parts.column("month").to_pylist().count(day) for day in months}
    return BuildReport(DATASET, month, version.version, computed.parts.num_rows, rows)


def _joined(*some: Computed) -> Computed:
    return Computed(pa.concat_tables([one.parts for one in some]), pa.concat_tables([one.splits for one in some]))


def _billed_months(lake: Lake, newest: date) -> list[date]:
    billed = set(lake.months("bill"))
    return [day for day in month_range(months_before(newest, HISTORY_MONTHS - 1), newest) if day in billed]


def _months_to_compute(lake: Lake, newest: date) -> list[date]:
    there = set(lake.months(DATASET)) & set(lake.months(SPLITS))
    billed = _billed_months(lake, newest)
    computed = [day for day in billed if day not in there or day > months_before(newest, LATE_MONTHS)]
    known = set(lake.months("bill"))
    stale = [day for day in months_to_compute_again(DATASET, before=newest) if day in known]
    return sorted({*computed, *stale})


def _newcomers(
    lake: Lake, layer: SemanticLayer, steady: Sequence[Metric], newest: date, months: Sequence[date]
) -> list[Computed]:
    """Return the history of indicators that were never computed, beside what is published for the same months."""
    table = lake.table(DATASET)
    known = set(lake.run(table.select("indicator").distinct()).column("indicator").to_pylist())
    earlier = [day for day in _billed_months(lake, newest) if day not in months]
    fresh = [metric for metric in steady if metric.name not in known]
    if not known or not earlier or not fresh:
        return []
    history = compute_parts(lake, layer, fresh, earlier, apart=True)
    there = sorted(set(history.parts.column("month").to_pylist()))
    others = sorted(known - {metric.name for metric in fresh})
    return [history, _published(lake, there, others)] if there else []


def _kept(lake: Lake, months: Sequence[date], newest: date, names: Sequence[str]) -> Computed:
    """Return what is published and cannot be computed again for the earlier ones of the months."""
    return _published(lake, [day for day in months if day != newest], names)


def _published(lake: Lake, months: Sequence[date], names: Sequence[str] | None = None) -> Computed:
    """Return what is published for some months (and indicators)."""
    found = []
    for dataset in (DATASET, SPLITS):
        table = lake.table(dataset)
        wanted = table.filter(table.month.isin(list(months)) if months else ibis.literal(False))
        if names is not None:
            wanted = wanted.filter(wanted.indicator.isin(list(names)))
        found.append(shaped(lake.run(wanted), dataset))
    return Computed(*found)
