"""A territory is judged by what it would have given anyway."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from gridloop.evaluate.rules.baseline import judge

MONTHS = 12


def city(seed: int, count: int = 300):
    """Young territories grow, mature ones do not; small ones swing more; some sellers are better than others."""
    random = np.random.default_rng(seed)
    maturity, skill = random.uniform(0, 1, count), random.normal(0, 1, count)
    growth = 0.03 * (1 - maturity) + random.normal(0, 0.003, count)
    time = np.arange(MONTHS + 1)
    swings = random.normal(0, 1, (count, MONTHS + 1)) * random.uniform(0.01, 0.03, count)[:, None]
    figures = growth[:, None] * time + 0.02 * np.sin(time * 2 * np.pi / 12) + swings
    figures[:, -1] += 0.015 * skill
    seen = maturity + random.normal(0, 0.1, count)
    return figures[:, :-1], figures[:, -1], seen, maturity, skill


def rank_correlation(a, b) -> float:
    return float(spearmanr(a, b)[0])


def test_skill_is_rewarded_and_a_growing_district_is_not():
    ours, own, flat, ours_by_maturity, flat_by_maturity = [], [], [], [], []
    for seed in range(6):
        history, actual, seen, maturity, skill = city(seed)
        score = judge(history, actual, seen).score
        line = np.polynomial.polynomial.polyfit(np.arange(MONTHS), history.T, 1)
        ours.append(rank_correlation(score, skill))
        own.append(rank_correlation(actual - line[0] - line[1] * MONTHS, skill))
        flat.append(rank_correlation(actual - history.mean(axis=1), skill))
        ours_by_maturity.append(rank_correlation(score, maturity))
        flat_by_maturity.append(rank_correlation(actual - history.mean(axis=1), maturity))
    assert np.mean(ours) > np.mean(own) > np.mean(flat)
    assert np.mean(flat_by_maturity) < -0.6
    assert abs(np.mean(ours_by_maturity)) < 0.06


def test_holding_steady_is_worth_half():
    steady = np.ones((20, MONTHS))
    assert judge(steady, np.ones(20), np.zeros(20)).score == pytest.approx(0.5)


def test_what_happens_to_everybody_changes_nobodys_score():
    history, actual, seen, _, _ = city(3, 60)
    assert judge(history, actual + 0.4, seen).score == pytest.approx(judge(history, actual, seen).score)


def test_a_short_history_expects_nothing():
    assert judge(np.ones((5, 3)), np.arange(5.0), np.zeros(5)).score == pytest.approx(0.5)
    assert judge(np.ones((0, 12)), np.zeros(0), np.zeros(0)).score.shape == (0,)


def test_the_trend_is_the_peers_where_ones_own_history_says_little():
    history, actual, seen, _, _ = city(5)
    history[0] += np.random.default_rng(1).normal(0, 0.4, MONTHS)
    trust = judge(history, actual, seen).trust
    assert trust[0] < np.median(trust) / 2


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 30), st.integers(0, 39), st.floats(0, 1, allow_nan=False), st.sampled_from([2, 3, 5, 15, 40]))
def test_doing_better_never_scores_lower_and_never_jumps(seed, row, more, count):
    history, actual, seen, _, _ = city(seed, count)
    row %= count
    better, hair = actual.copy(), actual.copy()
    better[row] += more
    hair[row] += 1e-6
    score = judge(history, actual, seen).score
    assert judge(history, better, seen).score[row] >= score[row] - 1e-12
    assert judge(history, hair, seen).score[row] - score[row] < 1e-3
    assert np.all((score > 0) & (score < 1))
