"""Sums of units are the sums of their grids, at every level and for ratios too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.metrics.rules import change_between, goal_reached, months_before, ranks, roll_up, value_of
from gridloop.metrics.types import Direction, IndicatorKind

whole = st.integers(0, 10**12).map(float)
TREE = {f"G{branch}{number}": ["CO", f"B{branch}", f"G{branch}{number}"] for branch in range(3) for number in range(4)}


@given(parts=st.dictionaries(st.sampled_from(sorted(TREE)), st.tuples(whole, whole)))
def test_grids_add_up_to_branches_and_branches_to_the_company(parts):
    sums = roll_up(parts, TREE)
    for position in (0, 1):
        branches = sum(sums[code][position] for code in sums if code.startswith("B"))
        assert branches == sum(part[position] for part in parts.values())
        assert branches == sums.get("CO", (0.0, 0.0))[position]


@given(parts=st.dictionaries(st.sampled_from(sorted(TREE)), st.tuples(whole, whole.filter(bool)), min_size=1))
def test_a_units_ratio_lies_between_those_of_its_grids(parts):
    ratios = [above / below for above, below in parts.values()]
    company = value_of(IndicatorKind.RATIO, *roll_up(parts, TREE)["CO"])
    assert min(ratios) * (1 - 1e-9) <= company <= max(ratios) * (1 + 1e-9)


def test_a_grid_outside_the_tree_counts_nowhere():
    assert roll_up({"elsewhere": (5.0, 1.0)}, TREE) == {}


@given(st.dictionaries(st.text(min_size=1), st.none() | st.integers(-5, 5).map(float)), st.sampled_from(Direction))
def test_a_rank_is_one_more_than_those_who_are_better(values, direction):
    places = ranks(values, direction)
    known = {key: value for key, value in values.items() if value is not None}
    assert set(places) == set(known)
    for key, value in known.items():
        better = [v for v in known.values() if (v < value if direction is Direction.DOWN else v > value)]
        assert places[key] == len(better) + 1


def test_a_ratio_over_nothing_and_a_change_from_nothing_have_no_value():
    assert value_of(IndicatorKind.RATIO, 1.0, 0.0) is None
    assert change_between(1.0, None) == (None, None)
    assert change_between(3.0, 0.0) == (3.0, None)
    assert goal_reached(0.02, 0.01, Direction.DOWN) == 0.0
    assert goal_reached(0.015, 0.01, Direction.DOWN) == pytest.approx(0.5)
    assert goal_reached(0.0, 0.01, Direction.DOWN) == 2.0


@given(st.dates(), st.integers(-300, 300))
def test_months_go_back_and_forth(day, count):
    first = day.replace(day=1)
    if 30 < first.year < 9970:
        assert months_before(months_before(first, count), -count) == first


GOALS = st.floats(1e-6, 1e9)


@given(st.floats(0, 1e9), st.floats(0, 1e9), GOALS, st.sampled_from(Direction))
def test_a_goal_is_reached_more_the_better_the_value_and_exactly_at_the_goal(one, other, goal, direction):
    first, second = (goal_reached(value, goal, direction) for value in (one, other))
    assert first is not None and second is not None  # a value and a goal always tell something
    assert goal_reached(goal, goal, direction) == 1
    better = one <= other if direction is Direction.DOWN else one >= other
    assert first >= second if better else first <= second
    if direction is Direction.DOWN:
        assert 0 <= first <= 2
        assert (first >= 1) == (one <= goal)


@given(GOALS, st.floats(0, 1e6), st.sampled_from(Direction), st.floats(0.01, 100))
def test_how_far_a_goal_is_reached_does_not_mind_the_unit(goal, value, direction, factor):
    plain, scaled = goal_reached(value, goal, direction), goal_reached(value * factor, goal * factor, direction)
    assert scaled == pytest.approx(plain, rel=1e-9, abs=1e-9)
