"""The polygon of every grid: the union of its places, simplified together so that neighbours still touch."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
_KM_PER_DEGREE = 111.32
_TOLERANCE = 0.001
"""Degrees: a corner goes when the triangle it makes is smaller than a square of this side, some 100 m."""


def grid_areas(places: pa.Table) -> pa.Table:
    """Return ``grid_code, outline`` (GeoJSON)``, area_km2, approximate`` for every grid that can be drawn.

    ``places`` has ``grid_code, boundary`` (WKB or null)``, longitude, latitude``. A place without a boundary is drawn
    as the part of the land nearest to its point, and its grid is marked approximate.
    """
    shapes = shapely.from_wkb(np.array(places["boundary"].to_pylist(), dtype=object))
    shapes = shapely.make_valid(shapes)
    guessed = shapely.is_missing(shapes) & np.isfinite(_floats(places["longitude"]))
    shapes[guessed] = _nearest_land(_floats(places["longitude"])[guessed], _floats(places["latitude"])[guessed], shapes)
    grids = np.array(places["grid_code"].to_pylist(), dtype=object)
    drawable = ~shapely.is_missing(shapes)
    codes = sorted(set(grids[drawable]))
    unions = np.array([shapely.union_all(shapes[drawable & (grids == code)]) for code in codes], dtype=object)
    outlines = _simplified(unions)
    return pa.table(
        {
            "grid_code": pa.array(codes, pa.string()),
            "outline": pa.array(list(shapely.to_geojson(outlines)), pa.string()),
            "area_km2": pa.array(area_km2(unions), pa.float64()),
            "approximate": pa.array([bool(guessed[grids == code].any()) for code in codes], pa.bool_()),
        }
    )


def area_km2(shapes: Shapes) -> NDArray[np.float64]:
    """Return the areas of shapes in degrees, right to a few in a thousand at a city's size."""
    middle = shapely.get_y(shapely.centroid(shapes)) if len(shapes) else np.zeros(0)
    area: NDArray[np.float64] = shapely.area(shapes) * _KM_PER_DEGREE**2 * np.cos(np.radians(middle))
    return area


def _simplified(unions: Shapes) -> Shapes:
    """Return outlines with fewer corners; shared borders are simplified once, so that no gap opens."""
    if not len(unions):
        return unions
    rounded = shapely.set_precision(unions, 1e-6)
    surfaces = np.array([_surface(shape) for shape in rounded], dtype=object)
    simple: Shapes = shapely.coverage_simplify(surfaces, _TOLERANCE)
    broken = shapely.is_empty(simple) | ~shapely.is_valid(simple)
    simple[broken] = surfaces[broken]
    return simple


def _surface(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the surfaces of a shape alone (mending can leave stray lines and points)."""
    parts = shapely.get_parts(shape)
    faces = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return faces[0] if len(faces) == 1 else shapely.MultiPolygon(list(faces))


def _nearest_land(longitude: NDArray[np.float64], latitude: NDArray[np.float64], drawn: Shapes) -> Shapes:
    """Return for each point the land that is nearer to it than to any other point, without what is drawn already."""
    if not len(longitude):
        return np.empty(0, dtype=object)
    points = shapely.multipoints(shapely.points(longitude, latitude))
    margin = max(0.01, 0.04 * np.hypot(np.ptp(longitude), np.ptp(latitude)))
    frame = shapely.buffer(shapely.convex_hull(points), margin)
    if len(np.unique(np.column_stack([longitude, latitude]), axis=0)) < 2:
        cells = np.full(len(longitude), frame, dtype=object)
    else:
        cells = _cells(longitude, latitude, frame)
    taken = shapely.union_all(drawn[~shapely.is_missing(drawn)])
    free: Shapes = shapely.difference(shapely.intersection(cells, frame), taken)
    return free


def _cells(longitude: NDArray[np.float64], latitude: NDArray[np.float64], frame: shapely.Geometry) -> Shapes:
    spots, which = np.unique(np.column_stack([longitude, latitude]), axis=0, return_inverse=True)
    cells: Shapes = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(spots), extend_to=frame, ordered=True)
    )
    mine: Shapes = cells[which.ravel()]
    return mine


def _floats(column: pa.ChunkedArray) -> NDArray[np.float64]:
    values: NDArray[np.float64] = column.cast(pa.float64()).to_numpy()
    return values
