"""Whatever is delivered: one row per customer, a known grid, and the place's own assignee."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloop.territory.batch.ownership import PlaceTable, derive, place_table
from gridloop.territory.tests import town

_TEXT = pa.string()


def table() -> PlaceTable:
    shapes = shapely.to_wkb(shapely.from_wkt([town.square(n) for n in range(4)]))
    rows = town.PLACES
    return place_table(
        pa.table(
            {
                "code": pa.array(list(rows), _TEXT),
                "grid_code": pa.array([row[1] for row in rows.values()], _TEXT),
                "assignee_code": pa.array([row[2] for row in rows.values()], _TEXT),
                "name": pa.array([row[0] for row in rows.values()], _TEXT),
                "district": pa.array([row[4] for row in rows.values()], _TEXT),
                "boundary": pa.array(list(shapes), pa.binary()),
            }
        )
    )


PLACES = table()
places = st.sampled_from([None, "", "P1", "P2", "P3", "P4", "P9"])
degrees = st.one_of(st.none(), st.just(float("nan")), st.floats(118.99, 119.05))
addresses = st.one_of(
    st.none(),
    st.text(alphabet="海韵花园金湾小区碧湖里东西a|", max_size=14),
    st.sampled_from(["东区金湾小区", "西区海韵花园"]),
)
customers = st.tuples(places, degrees, st.one_of(st.none(), st.floats(38.99, 39.02)), addresses, st.booleans())


def batch(rows: list[tuple]) -> pa.RecordBatch:
    columns = list(zip(*rows, strict=True)) if rows else [[]] * 5
    override = ["CM3" if given else None for given in columns[4]]
    return pa.RecordBatch.from_pydict(
        {
            "customer_id": pa.array([f"C{n}" for n in range(len(rows))], _TEXT),
            "place_code": pa.array(columns[0], _TEXT),
            "longitude": pa.array(columns[1], pa.float64()),
            "latitude": pa.array(columns[2], pa.float64()),
            "address": pa.array(columns[3], _TEXT),
            "in_service": pa.array([True] * len(rows), pa.bool_()),
            "override_grid_code": pa.array(["LG0102" if code else None for code in override], _TEXT),
            "override_assignee_code": pa.array(override, _TEXT),
        }
    )


@settings(deadline=None, max_examples=40)
@given(st.lists(customers, max_size=30))
def test_one_row_each_with_a_known_grid_and_the_places_assignee(rows):
    found = derive(batch(rows), PLACES).to_pylist()
    assert [row["customer_id"] for row in found] == [f"C{n}" for n in range(len(rows))]
    for row, (place, _x, _y, address, overridden) in zip(found, rows, strict=True):
        if overridden:
            assert (row["rule"], row["grid_code"], row["assignee_code"]) == ("override", "LG0102", "CM3")
        elif row["rule"] is None:
            assert (row["place_code"], row["grid_code"], row["assignee_code"]) == (None, None, None)
            assert not any(name[0] in (address or "") for name in town.PLACES.values())
        else:
            name, grid, assignee, *_ = town.PLACES[row["place_code"]]
            assert (row["grid_code"], row["assignee_code"]) == (grid, assignee)
            if row["rule"] == "place":
                assert row["place_code"] == place
            if row["rule"] == "address":
                assert name in address


@settings(deadline=None, max_examples=20)
@given(st.lists(customers, min_size=2, max_size=20), st.data())
def test_the_size_of_a_batch_does_not_matter(rows, data):
    cut = data.draw(st.integers(0, len(rows)))
    whole = batch(rows)
    parts = [derive(whole.slice(0, cut), PLACES), derive(whole.slice(cut), PLACES)]
    assert derive(whole, PLACES).to_pylist() == [row for part in parts for row in part.to_pylist()]


def test_points_on_a_shared_border_have_one_place():
    index = PLACES.index
    found = index.locate(np.array([119.01]), np.array([39.005]), np.array([-1]))
    assert found.tolist() == [0]
