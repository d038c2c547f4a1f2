"""Computes and publishes the indicators' parts by grid and business month."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from gridloop.kernel.problems import Problem
from gridloop.kernel.types import Actor
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.lake.stale import months_to_compute_again
from gridloop.metrics.queries.history import definitions_in_force
from gridloop.metrics.queries.library import semantic_layer
from gridloop.metrics.queries.parts import DATASET, SPLITS, Computed, compute_parts
from gridloop.metrics.rules import month_range, months_before
from gridloop.metrics.services.build_history import build_history
from gridloop.metrics.services.publish_months import Worked, publish_months
from gridloop.metrics.types import BuildReport

HISTORY_MONTHS = 13
LATE_MONTHS = 3
"""So many months are computed again at each build: bills are corrected and outcomes confirmed after the month."""


def build_indicators(*, month: date, actor: Actor) -> BuildReport:
    """Publish the indicators of the business month that ended before ``month``, and of months not computed yet.

    So are months whose bills or ports came late, and those which still follow an earlier definition. The first run
    computes every month that has bills, at most 13. What is known for the present only (contracts about to end) is
    computed for the newest month and kept for earlier ones. Raises ``Problem`` (409) without bills.
    """
    newest = months_before(month, 1)
    layer = semantic_layer()
    definitions = definitions_in_force(layer)
    steady = [metric for metric in layer.metrics if not layer.is_snapshot(metric)]
    present = [metric for metric in layer.metrics if layer.is_snapshot(metric)]
    with open_lake() as lake:
        months = _months_to_compute(lake, newest)
        if not months:
            raise Problem("metrics.no_bills", 409, month=newest.isoformat())
        computed = _joined(
            compute_parts(lake, layer, steady, months, apart=True),
            compute_parts(lake, layer, present, [newest], apart=True),
        )
        names = {day: {metric.name for metric in steady} for day in months}
        names[newest] = names.get(newest, set()) | {metric.name for metric in present}
        worked = Worked(computed, names, lake.reads)
    run = f"metrics.build_indicators {month}"
    version = publish_months(worked=worked, definitions=definitions, whole=True, run=run, actor=actor)
    build_history(actor=actor)
    counted = computed.parts.column("month").to_pylist()
    rows = {f"{day:%Y-%m}": counted.count(day) for day in months}
    return BuildReport(DATASET, month, version.version, computed.parts.num_rows, rows)


def _joined(*some: Computed) -> Computed:
    return Computed(pa.concat_tables([one.parts for one in some]), pa.concat_tables([one.splits for one in some]))


def _months_to_compute(lake: Lake, newest: date) -> list[date]:
    known = set(lake.months("bill"))
    billed = [day for day in month_range(months_before(newest, HISTORY_MONTHS - 1), newest) if day in known]
    there = set(lake.months(DATASET)) & set(lake.months(SPLITS))
    computed = [day for day in billed if day not in there or day > months_before(newest, LATE_MONTHS)]
    stale = [day for day in months_to_compute_again(DATASET, before=newest) if day in known]
    return sorted({*computed, *stale})
