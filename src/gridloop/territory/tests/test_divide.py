"""Areas are divided into grids that are of about equal size, compact, and cover everything once."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gridloop.territory.batch.divide import divide

AREAS = st.lists(
    st.tuples(st.floats(-180, 180), st.floats(-85, 85), st.integers(0, 500)), min_size=1, max_size=80
)  # fmt: skip


def divided(areas, per_group):
    east, north, weight = (np.array(column, dtype=np.float64) for column in zip(*areas, strict=True))
    return divide(east, north, weight, per_group)


@given(AREAS, st.integers(1, 1000))
def test_every_area_is_in_one_group_and_again_in_the_same(areas, per_group):
    groups = divided(areas, per_group)
    assert sorted(set(groups.tolist())) == list(range(groups.max() + 1))
    assert groups.tolist() == divided(areas, per_group).tolist()


def test_a_town_of_equal_blocks_is_cut_into_equal_compact_groups():
    blocks = [(x / 100, y / 100, 10) for x in range(8) for y in range(8)]
    groups = divided(blocks, 80)
    assert np.bincount(groups).tolist() == [8] * 8
    for group in range(8):
        inside = [block for block, found in zip(blocks, groups, strict=True) if found == group]
        wide, high = (len({block[axis] for block in inside}) for axis in (0, 1))
        assert {wide, high} == {2, 4}


def test_an_area_is_never_cut_and_the_rest_is_shared_out_beside_it():
    groups = divided([(0.0, 0.0, 1000), (0.1, 0.0, 50), (0.2, 0.0, 50), (0.3, 0.0, 50)], 100)
    assert len({*groups[1:].tolist()}) <= 2
    assert groups[0] not in groups[1:]


def test_nothing_to_divide_is_no_group():
    empty = np.array([], dtype=np.float64)
    assert divide(empty, empty, empty, 10).tolist() == []
