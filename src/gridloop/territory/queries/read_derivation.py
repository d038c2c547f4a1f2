"""What a derivation of ownership starts from: places with who looks after them, overrides in force, seats."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import numpy as np
import pyarrow as pa
import shapely
from django.db.models import Q

from gridloop.kernel import queries as kernel
from gridloop.kernel.types import SELLERS, WHOLE_COMPANY, OrgKind, Role
from gridloop.territory.batch.ownership import PlaceTable, place_table
from gridloop.territory.models import OwnershipOverride, Place, TerritorySync
from gridloop.territory.queries.read_people import grid_heads
from gridloop.territory.queries.read_places import effective_assignees
from gridloop.territory.rules import serves
from gridloop.territory.types import OverrideState


def seats() -> pa.Table:
    """Return who customers without a known place are shared out to, in the order of grid and staff number."""
    grids = list(kernel.org_units(WHOLE_COMPANY, kind=OrgKind.GRID).values_list("code", flat=True))
    managers: dict[str, list[str]] = defaultdict(list)
    rows = kernel.people(WHOLE_COMPANY, role=Role.COMMUNITY_MANAGER)
    for code, grid in rows.values_list("code", "org_unit__code"):
        managers[grid].append(code)
    heads = grid_heads()
    found: list[tuple[str, str | None]] = []
    for grid in sorted(grids):
        found += [(grid, person) for person in sorted(managers[grid])] or [(grid, heads.get(grid))]
    return pa.table(
        {
            "key": pa.array([f"{grid} {person or ''}" for grid, person in found], pa.string()),
            "grid_code": pa.array([grid for grid, _ in found], pa.string()),
            "assignee_code": pa.array([person for _, person in found], pa.string()),
        }
    )


def places_now() -> PlaceTable:
    """Return the active places of active grids, ready for a derivation."""
    grids = set(kernel.org_units(WHOLE_COMPANY, kind=OrgKind.GRID).values_list("code", flat=True))
    assignees = effective_assignees()
    rows = [
        row
        for row in Place.objects.filter(active=True).values_list("code", "grid_code", "name_zh", "district", "boundary")
        if row[1] in grids
    ]
    shapes = shapely.from_geojson(np.array([row[4] or None for row in rows], dtype=object))
    return place_table(
        pa.table(
            {
                "code": pa.array([row[0] for row in rows], pa.string()),
                "grid_code": pa.array([row[1] for row in rows], pa.string()),
                "name": pa.array([row[2] for row in rows], pa.string()),
                "district": pa.array([row[3] for row in rows], pa.string()),
                "assignee_code": pa.array([assignees.get(row[0]) for row in rows], pa.string()),
                "boundary": pa.array(list(shapely.to_wkb(shapes)), pa.binary()),
            }
        )
    )


def overrides_in_force(as_of: date) -> tuple[pa.Table, int]:
    """Return the overrides in force, and how many are void because their assignee or grid is gone."""
    paths = dict(kernel.org_units(WHOLE_COMPANY, kind=OrgKind.GRID).values_list("code", "path"))
    people = kernel.people(WHOLE_COMPANY).filter(role__in=[role.value for role in SELLERS | {Role.GRID_MANAGER}])
    serving = dict(people.values_list("code", "org_unit__path"))
    rows = OwnershipOverride.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=as_of), state=OverrideState.APPROVED.value, valid_from__lte=as_of
    ).values_list("customer_id", "grid_code", "assignee_code")
    given = list(rows)
    good = [row for row in given if row[1] in paths and row[2] in serving and serves(serving[row[2]], paths[row[1]])]
    columns = list(zip(*good, strict=True)) if good else [(), (), ()]
    names = ["customer_id", "override_grid_code", "override_assignee_code"]
    table = pa.table({name: pa.array(list(column), pa.string()) for name, column in zip(names, columns, strict=True)})
    return table, len(given) - len(good)


def synced_places() -> dict[str, int]:
    """Return the version of the dataset ``place`` that the places now in force were taken from, by dataset."""
    sync = TerritorySync.objects.first()
    return {"place": sync.version["place"]} if sync and "place" in sync.version else {}
