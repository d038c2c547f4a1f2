"""The draw for call-backs can be repeated by anybody and leaves nobody out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gridloop.evaluate.rules.sample import draw

REPORTS = [(f"K{n}", f"CM{n % 7}") for n in range(200)]


def test_the_same_seed_draws_the_same_reports_in_whatever_order_they_come():
    assert draw("2026-10", REPORTS, 30) == draw("2026-10", reversed(REPORTS), 30)
    assert draw("2026-10", REPORTS, 30) != draw("2026-11", REPORTS, 30)


@given(st.integers(0, 150), st.integers(0, 80))
def test_a_larger_sample_only_adds(size, more):
    assert draw("s", REPORTS, size + more)[:size] == draw("s", REPORTS, size)


def test_everybody_comes_before_anybody_comes_twice():
    crowd = [(f"A{n}", "busy") for n in range(500)] + [("B1", "quiet"), ("D1", "new")]
    assert {"B1", "D1"} < set(draw("s", crowd, 3))
