"""A grid's polygon is the union of its places; neighbours still touch after simplification."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
import shapely

from gridloop.territory.batch.grid_areas import grid_areas


def areas(shapes: list[str | None], grids: list[str], points: list[tuple[float, float]] | None = None) -> dict:
    middles = points or [(0.0, 0.0)] * len(shapes)
    wkb = shapely.to_wkb(shapely.from_wkt(np.array(shapes, dtype=object)))
    table = pa.table(
        {
            "grid_code": grids,
            "boundary": pa.array(list(wkb), pa.binary()),
            "longitude": [x for x, _ in middles],
            "latitude": [y for _, y in middles],
        }
    )
    found = {row["grid_code"]: row for row in grid_areas(table).to_pylist()}
    for row in found.values():
        row["shape"] = shapely.from_geojson(row["outline"])
    return found


def wavy_neighbours() -> list[str]:
    """Two squares whose common border has many small bends."""
    border = [(1 + 0.00005 * np.sin(n), n / 200) for n in range(201)]
    left = shapely.Polygon([(0, 0), *border, (0, 1)])
    right = shapely.Polygon([(2, 0), *border, (2, 1)])
    return [left.wkt, right.wkt]


def test_neighbours_neither_overlap_nor_part():
    found = areas(wavy_neighbours(), ["A", "B"])
    a, b = found["A"]["shape"], found["B"]["shape"]
    assert shapely.area(shapely.intersection(a, b)) == pytest.approx(0, abs=1e-9)
    assert shapely.area(shapely.union(a, b)) == pytest.approx(2.0, abs=1e-6)
    assert shapely.get_num_coordinates(a) < 100


def test_the_area_is_in_square_kilometres():
    found = areas(["POLYGON((0 0,1 0,1 1,0 1,0 0))"], ["A"])
    assert found["A"]["area_km2"] == pytest.approx(12_391, rel=0.01)
    assert found["A"]["approximate"] is False


def test_places_with_points_only_share_the_land_between_them():
    found = areas([None] * 4, ["A", "A", "B", "B"], [(0, 0), (0, 1), (1, 0), (1, 1)])
    assert all(row["approximate"] for row in found.values())
    overlap = shapely.intersection(found["A"]["shape"], found["B"]["shape"])
    assert shapely.area(overlap) == pytest.approx(0, abs=1e-9)
    assert shapely.contains_xy(found["A"]["shape"], 0.0, 0.5)


def test_one_single_point_can_be_drawn():
    assert areas([None], ["A"], [(5, 5)])["A"]["shape"].area > 0
