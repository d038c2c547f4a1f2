"""Points are found in the same place as an exact test of every boundary finds."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloop.territory.batch.locate import NOWHERE, PlaceIndex

coordinate = st.floats(0, 10, allow_nan=False).map(lambda value: round(value, 2))
point = st.tuples(coordinate, coordinate)
shapes = st.lists(st.lists(point, min_size=3, max_size=6, unique=True), min_size=1, max_size=5)


@settings(deadline=None, max_examples=40)
@given(shapes, st.lists(st.tuples(point, st.integers(-1, 4)), min_size=1, max_size=20))
def test_it_agrees_with_testing_every_boundary(corners, asked):
    polygons = [shapely.make_valid(shapely.Polygon(ring)) for ring in corners]
    index = PlaceIndex([*shapely.to_wkb(polygons), None])
    x = np.array([p[0] for p, _ in asked])
    y = np.array([p[1] for p, _ in asked])
    guess = np.array([min(g, len(polygons)) for _, g in asked])
    found = index.locate(x, y, guess)
    for (lon, lat), first, row in zip([p for p, _ in asked], guess, found, strict=True):
        holds = [n for n, shape in enumerate(polygons) if shapely.intersects_xy(shape, lon, lat)]
        expected = first if first in holds else min(holds, default=NOWHERE)
        assert row == expected


def test_unknown_coordinates_lie_nowhere():
    index = PlaceIndex(list(shapely.to_wkb([shapely.box(0, 0, 1, 1)])))
    found = index.locate(np.array([np.nan, 0.5, np.inf]), np.array([0.5, np.nan, 0.5]), np.array([0, -1, -1]))
    assert found.tolist() == [NOWHERE] * 3
