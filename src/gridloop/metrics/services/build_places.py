"""Adds up by place what would be too much to add up each time somebody opens one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from gridloop.kernel.types import Actor
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.lake.services.publish import publish
from gridloop.lake.types import EVERYBODY
from gridloop.metrics.expr.places import MONTHLY, OWNER, added_up, place_months, place_tags
from gridloop.metrics.queries.library import tag_definitions
from gridloop.metrics.rules import months_before
from gridloop.metrics.types import BuildReport

if TYPE_CHECKING:
    import ibis.expr.types as ir

MONTHS, TAGS = "place_month", "place_tag"
HISTORY_MONTHS = 12


def build_place_months(*, month: date, actor: Actor) -> BuildReport:
    """Publish bills and calls by place and business month, of ``month`` and the twelve before it."""
    with open_lake() as lake:
        bill, usage, owned = (lake.table(name) for name in ("bill", "usage", "ownership"))
        wanted = place_months(bill, usage, owned, months_before(month, HISTORY_MONTHS))
        rows = _range_by_range(lake, wanted, MONTHLY)
        version = publish(
            dataset=MONTHS, rows=rows, run=f"metrics.build_place_months {month}", actor=actor, reads=lake.reads
        )
    return BuildReport(MONTHS, month, version.version, rows.num_rows)


def build_place_tags(*, month: date, actor: Actor) -> BuildReport:
    """Publish how many customers of each place carry each tag in the newest month that has tags."""
    with open_lake() as lake:
        months = lake.months("customer_tag")
        tags = lake.show_month("customer_tag", months[-1]) if months else lake.table("customer_tag")
        codes = [tag.code for tag in tag_definitions() if tag.code in tags.columns]
        rows = _range_by_range(lake, place_tags(tags, lake.table("ownership"), codes), codes)
        version = publish(
            dataset=TAGS, rows=rows, run=f"metrics.build_place_tags {month}", actor=actor, reads=lake.reads
        )
    return BuildReport(TAGS, month, version.version, rows.num_rows)


def _range_by_range(lake: Lake, wanted: ir.Table, columns: Sequence[str]) -> pa.Table:
    """Return the sums over all customers, some hundred thousand of them at a time: memory grows with places only."""
    parts = []
    try:
        for part in lake.customer_ranges():
            lake.show(part)
            parts.append(lake.run(wanted))
    finally:
        lake.show(EVERYBODY)
    return lake.run(added_up(lake.attach("place_parts", pa.concat_tables(parts)), (*OWNER, "month"), columns))
