"""The map: cells tile the land, grids are whole, everybody lives where the books say."""

from __future__ import annotations

import numpy as np
import shapely

from twin.sizes import SIZES
from twin.tests.conftest import Built
from twin.world.places import build_places


def test_cells_do_not_overlap_and_leave_no_gap(built: Built):
    cells = shapely.from_wkt(built.world.places.boundary_wkt)
    whole = shapely.union_all(cells)
    assert shapely.is_valid(cells).all()
    assert abs(shapely.area(cells).sum() - whole.area) < 1e-9
    assert whole.geom_type == "Polygon"
    assert len(whole.interiors) == 0


def test_a_place_contains_its_own_point(built: Built):
    places = built.world.places
    cells = shapely.from_wkt(places.boundary_wkt)
    assert shapely.contains_xy(cells, places.longitude, places.latitude).all()


def test_grids_branches_and_managers_areas_are_in_one_piece():
    places = build_places(11, SIZES["tiny"])
    cells = shapely.from_wkt(places.boundary_wkt)
    for groups in (places.grid, places.branch, places.manager):
        for group in np.unique(groups):
            assert shapely.union_all(cells[groups == group]).geom_type == "Polygon"


def test_every_grid_lies_in_one_branch_and_every_manager_in_one_grid(built: Built):
    places = built.world.places
    for inner, outer in ((places.grid, places.branch), (places.manager, places.grid)):
        assert all(len(np.unique(outer[inner == group])) == 1 for group in np.unique(inner))
    assert len(np.unique(places.grid)) == SIZES["tiny"].grids
    assert len(np.unique(places.manager)) == SIZES["tiny"].community_managers


def test_grids_have_comparable_weight(built: Built):
    places = built.world.places
    households = np.bincount(places.grid, weights=places.households)
    assert households.max() < 2 * households.min()


def test_stated_coordinates_lie_in_the_stated_place(built: Built):
    cards, places = built.world.cards, built.world.places
    known = (cards.place_code != "") & ~np.isnan(cards.longitude)
    rows = np.searchsorted(places.code, cards.place_code[known])
    cells = shapely.from_wkt(places.boundary_wkt)
    assert known.mean() > 0.85
    assert shapely.contains_xy(cells[rows], cards.longitude[known], cards.latitude[known]).all()
