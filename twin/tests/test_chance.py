"""Keyed draws: uniform, repeatable, independent of who else is asked."""

from __future__ import annotations

import numpy as np

from twin.chance import Draws

KEYS = np.arange(50_000, dtype=np.int64)


def test_draws_are_uniform_and_uncorrelated_between_streams_and_months():
    first, other = Draws(7, 681).uniform("leave", KEYS), Draws(7, 681).uniform("reach", KEYS)
    later = Draws(7, 682).uniform("leave", KEYS)
    again = Draws(7, 681).uniform("leave", KEYS, 1)
    assert abs(first.mean() - 0.5) < 0.005
    assert abs(first.std() - 12**-0.5) < 0.005
    for series in (other, later, again):
        assert abs(np.corrcoef(first, series)[0, 1]) < 0.02


def test_a_customers_draw_does_not_depend_on_the_others():
    whole = Draws(7, 681).uniform("leave", KEYS)
    part = Draws(7, 681).uniform("leave", KEYS[123:456:7])
    assert (whole[123:456:7] == part).all()


def test_normal_draws_have_mean_zero_and_variance_one():
    drawn = Draws(3, 1).normal("noise", KEYS)
    assert abs(drawn.mean()) < 0.02
    assert abs(drawn.std() - 1) < 0.02
