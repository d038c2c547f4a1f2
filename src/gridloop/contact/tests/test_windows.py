"""Windows are counted as by hand."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gridloop.contact.batch.windows import FAR, Events, busiest_window, nearest_event

pairs = st.lists(st.tuples(st.integers(0, 3), st.integers(-20, 20)), max_size=25)


def columns(rows: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([r for r, _ in rows], dtype=np.int64), np.array([d for _, d in rows], dtype=np.int64)


@given(pairs, pairs, st.integers(1, 9))
def test_the_busiest_window_around_a_day(asked, happened, width):
    found = busiest_window(*columns(asked), Events(*columns(happened)), width).tolist()
    for (row, day), most in zip(asked, found, strict=True):
        mine = [d for r, d in happened if r == row]
        windows = [sum(s <= d < s + width for d in mine) for s in range(day - width + 1, day + 1)]
        assert most == max(windows)


@given(pairs, pairs)
def test_the_nearest_event(asked, happened):
    found = nearest_event(*columns(asked), Events(*columns(happened))).tolist()
    for (row, day), distance in zip(asked, found, strict=True):
        assert distance == min((abs(d - day) for r, d in happened if r == row), default=FAR)
