"""Fitting boosted trees: one thread, fixed seed, few leaves, so that runs agree and reasons are quick to compute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SEED = 20261001
MOST_ROUNDS = 150
PATIENCE = 20
MOST_ROWS = 120_000
"""Rows to learn from; beyond, negatives are sampled and weighted up."""
_PARAMETERS: dict[str, Any] = {
    "objective": "binary",
    "num_leaves": 8,
    "max_depth": 4,
    "learning_rate": 0.12,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 127,
    "num_threads": 1,
    "seed": SEED,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows to learn from or to judge by."""

    matrix: Floats
    happened: Floats
    weights: Floats

    def taken(self, mask: NDArray[Any]) -> Rows:
        """Return some of the rows."""
        return Rows(self.matrix[mask], self.happened[mask], self.weights[mask])

    def __len__(self) -> int:
        return len(self.happened)


def stacked(parts: list[Rows]) -> Rows:
    """Return rows of several months as one."""
    return Rows(
        np.concatenate([part.matrix for part in parts]),
        np.concatenate([part.happened for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )


def sampled(rows: Rows, most: int = MOST_ROWS) -> Rows:
    """Return at most about ``most`` rows: all positives, and negatives that stand for those left out."""
    positives = np.flatnonzero(rows.happened == 1)
    negatives = np.flatnonzero(rows.happened == 0)
    room = max(most - len(positives), most // 2)
    if len(negatives) <= room:
        return rows
    chosen = np.sort(np.random.default_rng(SEED).choice(negatives, size=room, replace=False))
    kept = np.sort(np.concatenate([positives, chosen]))
    scale = np.where(rows.happened[kept] == 0, len(negatives) / room, 1.0)
    part = rows.taken(kept)
    return Rows(part.matrix, part.happened, part.weights * scale)


def fit_booster(learn: Rows, tune: Rows | None, words: list[int], rounds: int = MOST_ROUNDS) -> lgb.Booster:
    """Return trees learnt on ``learn``, stopped where ``tune`` gains nothing any more (after ``rounds`` without it)."""
    few = {"min_data_in_leaf": max(min(60, len(learn) // 50), 3)}
    parameters = {**_PARAMETERS, **few}
    data = lgb.Dataset(
        learn.matrix, learn.happened, weight=learn.weights, categorical_feature=words or "auto", params=parameters
    )
    if tune is None:
        return lgb.train(parameters, data, rounds)
    judge = lgb.Dataset(tune.matrix, tune.happened, weight=tune.weights, reference=data, params=parameters)
    stop = lgb.early_stopping(PATIENCE, verbose=False)
    return lgb.train(parameters, data, rounds, valid_sets=[judge], callbacks=[stop])


def importances(booster: lgb.Booster, names: tuple[str, ...]) -> list[dict[str, object]]:
    """Return the features that the trees use, the most important first, as parts of one."""
    gains = np.asarray(booster.feature_importance("gain"), dtype=np.float64)
    total = gains.sum() or 1.0
    ordered = sorted(zip(names, gains / total, strict=True), key=lambda pair: (-pair[1], pair[0]))
    return [{"name": name, "importance": round(float(part), 6)} for name, part in ordered if part > 0]
