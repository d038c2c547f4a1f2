"""Features that know the answer are caught; good honest ones are not."""

from __future__ import annotations

import numpy as np
import pytest

from gridloop.mining.batch.leaks import suspected_leaks
from gridloop.mining.batch.stand_ins import REACH_DAYS, stand_in_weights

rng = np.random.default_rng(11)
HAPPENED = (rng.random(4000) < 0.2).astype(float)
NOISE = rng.normal(size=4000)


def why(column: np.ndarray, *, words: bool = False) -> str | None:
    found = suspected_leaks(column[:, None], ("it",), [0] if words else [], HAPPENED)
    return found[0].why if found else None


CASES = {
    "the answer itself": (HAPPENED + 0.001 * NOISE, False, "auc"),
    "the answer turned round": (-HAPPENED + 0.001 * NOISE, False, "auc"),
    "filled in only afterwards": (np.where((HAPPENED == 1) & (NOISE > -1), NOISE, np.nan), False, "presence"),
    "a score made with the answer": (np.where(HAPPENED == 1, 50, 5) + 70 * rng.random(4000), False, "purity"),
    "a word only leavers have": (np.where((HAPPENED == 1) & (NOISE > 1), 1.0, 0.0), True, "purity"),
    "a strong honest number": (HAPPENED * 2 + NOISE, False, None),
    "noise": (NOISE, False, None),
    "many words that mean nothing": (np.arange(4000.0) % 1300, True, None),
    "missing for leavers only": (np.where((HAPPENED == 1) & (NOISE > 0), np.nan, NOISE), False, "purity"),
    "always missing": (np.full(4000, np.nan), False, None),
    "missing more often for leavers": (np.where(NOISE + HAPPENED > 1, np.nan, NOISE), False, None),
}


@pytest.mark.parametrize("case", CASES)
def test_leaks_are_told_from_honest_features(case):
    column, words, expected = CASES[case]
    assert why(column, words=words) == expected


def test_those_whose_contracts_are_known_stand_in_for_those_rewritten():
    days_left = np.array([-10.0, 50.0, 400.0, np.nan, np.nan, 30.0])
    rewritten = np.array([np.nan, np.nan, np.nan, np.nan, 20.0, np.nan])
    known = np.array([True, True, True, True, False, True])
    stayed = np.array([True, True, True, True, True, False])
    weights = stand_in_weights(days_left, rewritten, known, stayed)
    assert weights[4] == 0
    assert weights.sum() == len(weights)
    assert weights[2] == weights[5] == 1  # ends too late to have been renewed, or did not stay
    assert weights[0] == weights[1] == weights[3] == 1 + 1 / 3
    assert REACH_DAYS < 400


def test_without_rewritten_contracts_everybody_counts_once():
    assert (stand_in_weights(NOISE, np.full(4000, np.nan), np.ones(4000, bool), HAPPENED == 0) == 1).all()
