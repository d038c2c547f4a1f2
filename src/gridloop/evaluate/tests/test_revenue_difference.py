"""The revenue difference: right on average, honest about its uncertainty, sharper than without the months before."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t as student

from gridloop.evaluate.rules.means import Moments, adjusted_difference, slope

TRUE_DIFFERENCE = 600.0


def moments(before, after) -> Moments:
    x, y = before - before.mean(), after - after.mean()
    return Moments(len(x), before.mean(), after.mean(), (x * x).sum(), (x * y).sum(), (y * y).sum())


def arm(random, count: int, effect: float):
    before = random.gamma(4, 2000, count)
    after = 0.8 * before + random.normal(1500, 1500, count) + effect * (random.random(count) < 0.5) * 2
    return before, after


def test_it_covers_the_truth_and_is_sharper_than_a_plain_difference():
    random = np.random.default_rng(7)
    covered, widths, plain_widths, estimates = [], [], [], []
    for _ in range(1500):
        treated, control = arm(random, 400, TRUE_DIFFERENCE), arm(random, 100, 0)
        found = adjusted_difference(moments(*treated), moments(*control))
        assert found is not None
        covered.append(found.low <= TRUE_DIFFERENCE <= found.high)
        widths.append(found.high - found.low)
        estimates.append(found.estimate)
        error = (treated[1].var(ddof=1) / 400 + control[1].var(ddof=1) / 100) ** 0.5
        plain_widths.append(2 * 1.96 * error)
    assert 0.935 <= np.mean(covered) <= 0.965
    assert np.mean(estimates) == pytest.approx(TRUE_DIFFERENCE, rel=0.03)
    assert np.mean(widths) < 0.55 * np.mean(plain_widths)


def test_without_anything_before_it_is_welchs_test():
    random = np.random.default_rng(3)
    y1, y0 = random.normal(5, 2, 30), random.normal(4, 5, 12)
    found = adjusted_difference(moments(y1 * 0, y1), moments(y0 * 0, y0))
    v1, v0 = y1.var(ddof=1) / 30, y0.var(ddof=1) / 12
    freedom = (v1 + v0) ** 2 / (v1**2 / 29 + v0**2 / 11)
    half = student.ppf(0.975, freedom) * (v1 + v0) ** 0.5
    assert found.estimate == pytest.approx(y1.mean() - y0.mean())
    assert found.high - found.estimate == pytest.approx(half)


def test_a_difference_that_was_there_before_is_no_effect():
    before = np.arange(50.0)
    found = adjusted_difference(moments(before + 100, before + 100), moments(before, before))
    assert slope(moments(before, before), moments(before, before)) == pytest.approx(1)
    assert found.estimate == pytest.approx(0, abs=1e-9)


def test_two_customers_are_the_fewest():
    one, two = np.array([1.0]), np.array([1.0, 2.0])
    assert adjusted_difference(moments(one, one), moments(two, two)) is None


def test_large_amounts_lose_no_digits():
    random = np.random.default_rng(1)
    y = random.normal(0, 1, 200)
    near = adjusted_difference(moments(y[:100], y[:100] + 2), moments(y[100:], y[100:]))
    far = adjusted_difference(moments(y[:100] + 1e9, y[:100] + 1e9 + 2), moments(y[100:] + 1e9, y[100:] + 1e9))
    assert far.estimate == pytest.approx(near.estimate, abs=1e-4)
    assert far.high == pytest.approx(near.high, abs=1e-3)
