"""Honest judgement of foretold probabilities against what happened; every measure takes weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

Floats = NDArray[np.float64]
TOP_SHARE = 0.1
CALIBRATION_GROUPS = 10


def judgement(foretold: Floats, happened: Floats, weights: Floats) -> dict[str, object]:
    """Return AUC, PR-AUC, lift of the top tenth, Brier score, base rate and the calibration table.

    AUC and its like are None where only one outcome occurs.
    """
    base = float(np.average(happened, weights=weights)) if len(happened) else 0.0
    both = 0.0 < base < 1.0
    return {
        "rows": len(happened),
        "events": int(happened.sum()),
        "base_rate": base,
        "auc": float(roc_auc_score(happened, foretold, sample_weight=weights)) if both else None,
        "pr_auc": float(average_precision_score(happened, foretold, sample_weight=weights)) if both else None,
        "lift_10": _lift(foretold, happened, weights, base) if both else None,
        "brier": float(np.average((foretold - happened) ** 2, weights=weights)) if len(happened) else None,
        "calibration": calibration_table(foretold, happened, weights),
    }


def _lift(foretold: Floats, happened: Floats, weights: Floats, base: float) -> float:
    """Return how much more often the event happened in the tenth with the highest probability than overall."""
    order = np.argsort(-foretold, kind="stable")
    reached = np.cumsum(weights[order])
    top = order[reached <= max(TOP_SHARE * reached[-1], reached[0])]
    return float(np.average(happened[top], weights=weights[top]) / base)


def calibration_table(foretold: Floats, happened: Floats, weights: Floats) -> list[dict[str, float]]:
    """Return, for groups of like probability, the mean foretold and the share that happened."""
    if not len(foretold):
        return []
    order = np.argsort(foretold, kind="stable")
    place = np.cumsum(weights[order]) / weights.sum()
    group = np.minimum((place * CALIBRATION_GROUPS - 1e-9).astype(int), CALIBRATION_GROUPS - 1)
    table = []
    for number in np.unique(group):
        rows = order[group == number]
        table.append(
            {
                "foretold": float(np.average(foretold[rows], weights=weights[rows])),
                "happened": float(np.average(happened[rows], weights=weights[rows])),
                "customers": int(round(weights[rows].sum())),
            }
        )
    return table
