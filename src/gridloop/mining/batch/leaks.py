"""Features that seem to know the answer: they are kept out of the model and reported."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

Floats = NDArray[np.float64]
MOST_AUC = 0.97
"""No honest single feature tells leavers from stayers this well."""
PURE = 0.985
"""Part of positives in a region above which the feature as good as names them."""
REGION_SHARE = 0.1
"""Part of all positives that such a region must hold."""
FEWEST_POSITIVES = 8
FEWEST_NAMED = 30
"""Such a region must hold at least so many positives."""
ONLY_THEN = 0.02
"""A feature that has a value for fewer than this part of the negatives, but for most positives."""
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Leak:
    """A suspected leak: ``why`` is auc, presence or purity."""

    feature: str
    why: str
    auc: float | None


def suspected_leaks(matrix: Floats, names: tuple[str, ...], words: list[int], happened: Floats) -> list[Leak]:
    """Return the features that foretell too well to be honest, by their position's name."""
    if happened.sum() < FEWEST_POSITIVES or (1 - happened).sum() < FEWEST_POSITIVES:
        return []
    found = (
        _leak(name, _scores(matrix[:, position], happened, position in words), matrix[:, position], happened)
        for position, name in enumerate(names)
    )
    return [leak for leak in found if leak is not None]


def _leak(name: str, scores: Floats, column: Floats, happened: Floats) -> Leak | None:
    auc = float(roc_auc_score(happened, scores)) if np.ptp(scores) > 0 else 0.5
    auc = max(auc, 1 - auc)
    if auc > MOST_AUC:
        return Leak(name, "auc", auc)
    if _only_present_then(column, happened):
        return Leak(name, "presence", auc)
    if _names_positives(scores, happened) or _names_positives(-scores, happened):
        return Leak(name, "purity", auc)
    return None


def _only_present_then(column: Floats, happened: Floats) -> bool:
    present = ~np.isnan(column)
    return bool(present[happened == 1].mean() > 0.5 and present[happened == 0].mean() < ONLY_THEN)


def _names_positives(scores: Floats, happened: Floats) -> bool:
    """Tell whether beyond some value nearly all are positives, and those are many."""
    order = np.argsort(-scores, kind="stable")
    sorted_scores, positives = scores[order], np.cumsum(happened[order])
    last_of_value = np.append(np.diff(sorted_scores) != 0, True)
    taken = np.arange(1, len(order) + 1)
    enough = positives >= max(REGION_SHARE * happened.sum(), FEWEST_NAMED)
    not_all = taken < len(order)
    pure = positives / taken >= max(PURE, (1 + happened.mean()) / 2)
    return bool((last_of_value & enough & not_all & pure).any())


def _scores(column: Floats, happened: Floats, is_words: bool) -> Floats:
    """Return the column as something to rank by: numbers as they are, words by how often others with it were positive.

    The share is taken from the other folds, so that a word that few rows carry proves nothing.
    """
    if not is_words:
        lowest = np.nanmin(column) - 1 if not np.isnan(column).all() else 0.0
        return np.where(np.isnan(column), lowest, column)
    keys = np.where(np.isnan(column), -1, column).astype(np.int64) + 1
    folds = np.arange(len(column)) % _FOLDS
    scores = np.empty(len(column))
    for fold in range(_FOLDS):
        others = folds != fold
        count = np.bincount(keys[others], minlength=keys.max() + 1)
        positive = np.bincount(keys[others], weights=happened[others], minlength=keys.max() + 1)
        share = (positive + happened.mean()) / (count + 1)
        scores[~others] = share[keys[~others]]
    return scores
