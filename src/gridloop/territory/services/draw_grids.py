"""The grids' polygons on the map, drawn again only when the places changed."""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa
import shapely

from gridloop.territory.batch.grid_areas import grid_areas
from gridloop.territory.models import GridArea, Place


def draw_grids() -> bool:
    """Bring the grids' polygons up to date with their places; return whether anything had to be drawn."""
    rows = list(
        Place.objects.filter(active=True)
        .order_by("code")
        .values_list("code", "grid_code", "boundary", "longitude", "latitude")
    )
    fingerprint = hashlib.md5(repr(rows).encode(), usedforsecurity=False).hexdigest()
    if set(GridArea.objects.values_list("fingerprint", flat=True)) == {fingerprint}:
        return False
    areas = grid_areas(_table(rows))
    GridArea.objects.all().delete()
    GridArea.objects.bulk_create(
        [GridArea(**area, fingerprint=fingerprint) for area in areas.to_pylist()], batch_size=200
    )
    return True


def _table(rows: list[tuple[str, str, str, float | None, float | None]]) -> pa.Table:
    texts = np.array([boundary or None for _, _, boundary, _, _ in rows], dtype=object)
    return pa.table(
        {
            "grid_code": pa.array([row[1] for row in rows], pa.string()),
            "boundary": pa.array(list(shapely.to_wkb(shapely.from_geojson(texts))), pa.binary()),
            "longitude": pa.array([row[3] for row in rows], pa.float64()),
            "latitude": pa.array([row[4] for row in rows], pa.float64()),
        }
    )
