"""Calibration keeps the order and makes probabilities come true."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gridloop.mining.batch.calibrate import Calibration, fit_calibration
from gridloop.mining.batch.posterior import logistic
from gridloop.mining.batch.validate import calibration_table, judgement

FLOATS = st.lists(st.floats(-6, 6), min_size=4, max_size=40)


@given(raw=FLOATS, seed=st.integers(0, 99))
def test_order_never_changes(raw, seed):
    scores = np.array(sorted(raw))
    happened = (np.random.default_rng(seed).random(len(scores)) < 0.4).astype(float)
    probability = fit_calibration(scores, happened, np.ones(len(scores))).probability(scores)
    assert (np.diff(probability) >= 0).all()
    assert ((probability > 0) & (probability < 1)).all()


def test_a_score_that_is_too_sure_is_toned_down():
    rng = np.random.default_rng(2)
    truth = rng.normal(-2, 1, 20_000)
    happened = (rng.random(20_000) < logistic(truth)).astype(float)
    fitted = fit_calibration(3 * truth + 1, happened, np.ones(20_000))
    assert abs(fitted.slope - 1 / 3) < 0.03
    for row in calibration_table(fitted.probability(3 * truth + 1), happened, np.ones(20_000)):
        assert abs(row["foretold"] - row["happened"]) < 0.03


def test_one_outcome_only_teaches_nothing():
    assert fit_calibration(np.arange(5.0), np.zeros(5), np.ones(5)) == Calibration(0.0, 1.0)


def test_weights_count_as_so_many_customers():
    rng = np.random.default_rng(3)
    foretold, happened = rng.random(300), (rng.random(300) < 0.3).astype(float)
    weights = rng.integers(1, 4, 300).astype(float)
    repeated = np.repeat(np.arange(300), weights.astype(int))
    weighed = judgement(foretold, happened, weights)
    counted = judgement(foretold[repeated], happened[repeated], np.ones(len(repeated)))
    for name in ("auc", "pr_auc", "brier", "base_rate"):
        assert abs(weighed[name] - counted[name]) < 1e-9


def test_lift_and_auc_of_a_perfect_and_a_blind_order():
    happened = np.array([1.0] * 10 + [0.0] * 90)
    perfect = judgement(np.linspace(1, 0.1, 100), happened, np.ones(100))
    assert (perfect["auc"], perfect["lift_10"]) == (1.0, 10.0)
    assert judgement(np.full(100, 0.1), happened, np.ones(100))["auc"] == 0.5
    assert judgement(np.full(3, 0.1), np.zeros(3), np.ones(3))["auc"] is None
