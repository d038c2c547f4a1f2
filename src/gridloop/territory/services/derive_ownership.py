"""Who every customer belongs to, derived for all customers at once and published to the lake."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from ibis import _
from numpy.typing import NDArray

from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.lake.services.publish import publish
from gridloop.territory.batch.fallback import seats_of
from gridloop.territory.batch.ownership import OWNED, PlaceTable, derive
from gridloop.territory.models import OwnershipRun
from gridloop.territory.queries.read_derivation import overrides_in_force, places_now, seats, synced_places
from gridloop.territory.types import OwnershipReport, OwnershipRule

_BATCH_ROWS = 131_072
_PUBLISHED = ["customer_id", "place_code", "grid_code", "assignee_code", "rule", "in_service"]
_CONFLICTS = [
    "customer_id",
    "kind",
    "given_place_code",
    "found_place_code",
    "grid_code",
    "other_grid_code",
    "assignee_code",
]


def derive_ownership(*, actor: Actor, as_of: date) -> OwnershipReport:
    """Give every customer of the lake exactly one owner and publish the dataset ``ownership``.

    The rules, in order: an approved override in force on ``as_of``; the place code; coordinates inside a place; a
    place's name in the address; shared out evenly (docs/ownership.md). Where sources disagree is published as
    ``ownership_conflict``. The same input gives the same result. Raises ``Problem`` (409) when there are no grids.
    """
    sharers = seats()
    if not len(sharers):
        raise Problem("territory.no_grids", 409)
    places = places_now()
    overrides, lapsed = overrides_in_force(as_of)
    with open_lake() as lake:
        owned = pa.Table.from_batches(list(_derived(lake, overrides, places, as_of)), schema=OWNED)
        owned = _with_fallback(owned, lake, sharers, places)
        reads = {**synced_places(), **lake.reads}
    published = owned.select(_PUBLISHED)
    disputed = owned.filter(pc.is_valid(owned["conflict"])).rename_columns({"conflict": "kind"}).select(_CONFLICTS)
    run = f"territory.derive_ownership {as_of}"
    with transaction.atomic():
        version = publish(dataset="ownership", rows=published, run=run, actor=actor, reads=reads)
        publish(dataset="ownership_conflict", rows=disputed, run=run, actor=actor, reads=reads)
        report = OwnershipReport(
            as_of=as_of,
            version=version.version,
            customers=len(published),
            by_rule=_counts(published["rule"]),
            conflicts=_counts(disputed["kind"]),
            without_assignee=published["assignee_code"].null_count,
            lapsed_overrides=lapsed,
        )
        _keep(report, actor)
    return report


def _derived(lake: Lake, overrides: pa.Table, places: PlaceTable, as_of: date) -> Iterator[pa.RecordBatch]:
    customer = lake.table("customer").select(
        "customer_id",
        "place_code",
        "longitude",
        "latitude",
        "address",
        in_service=_.left_on.isnull() | (_.left_on > as_of),
    )
    given = lake.attach("override_in_force", overrides)
    joined = customer.left_join(given, "customer_id").drop("customer_id_right")
    for batch in lake.batches(joined, _BATCH_ROWS):
        yield derive(batch, places)


def _with_fallback(owned: pa.Table, lake: Lake, sharers: pa.Table, places: PlaceTable) -> pa.Table:
    """Return all rows with a rule: those without one are shared out over the seats."""
    has_rule = pc.is_valid(owned["rule"])
    unplaced = owned.filter(pc.invert(has_rule)).drop_columns(["grid_code", "assignee_code", "rule"])
    if not len(unplaced):
        return owned
    before = lake.attach("unplaced_now", unplaced)
    former = lake.table("ownership")
    former = former.filter(former.rule == OwnershipRule.FALLBACK.value)
    kept = former.select("customer_id", kept_seat=former.grid_code + " " + former.assignee_code.fill_null(""))
    rows = lake.run(before.left_join(kept, "customer_id").drop("customer_id_right")).combine_chunks()
    seat = pa.array(seats_of(rows.to_batches()[0], sharers["key"].combine_chunks(), _by_district(sharers, places)))
    shared = rows.drop_columns(["kept_seat"])
    shared = shared.append_column("grid_code", pc.take(sharers["grid_code"], seat))
    shared = shared.append_column("assignee_code", pc.take(sharers["assignee_code"], seat))
    rule = pa.array([OwnershipRule.FALLBACK.value] * 1, pa.string()).take(pa.array(np.zeros(len(rows), np.int64)))
    shared = shared.append_column("rule", rule)
    return pa.concat_tables([owned.filter(has_rule), shared.select(OWNED.names).cast(OWNED)])


def _by_district(sharers: pa.Table, places: PlaceTable) -> list[NDArray[np.int64]]:
    """Return the rows of the seats whose grid has a place in each district."""
    grids_in: dict[int, set[str]] = defaultdict(set)
    for district, grid in zip(places.districts.tolist(), places.grids.to_pylist(), strict=True):
        grids_in[district].add(grid)
    grid_of = sharers["grid_code"].to_pylist()
    return [
        np.array([row for row, grid in enumerate(grid_of) if grid in grids_in[district]], dtype=np.int64)
        for district in range(places.district_count)
    ]


def _counts(column: pa.ChunkedArray) -> dict[str, int]:
    return {pair["values"]: pair["counts"] for pair in pc.value_counts(column).to_pylist()}


def _keep(report: OwnershipReport, actor: Actor) -> None:
    OwnershipRun.objects.create(
        as_of=report.as_of,
        version=report.version,
        customers=report.customers,
        by_rule=dict(report.by_rule),
        conflicts=dict(report.conflicts),
        without_assignee=report.without_assignee,
        lapsed_overrides=report.lapsed_overrides,
        created_at=clock.now(),
    )
    audit.record(
        actor=actor,
        action="territory.derive_ownership",
        object_kind="dataset",
        object_id="ownership",
        as_of=str(report.as_of),
        version=report.version,
        by_rule=dict(report.by_rule),
        conflicts=dict(report.conflicts),
    )
