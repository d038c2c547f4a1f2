"""Weights that let customers whose former contracts are known stand in for like ones whose contracts were rewritten."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

STEP_DAYS = 30
REACH_DAYS = 120
"""People sign again up to so many days before their contract ends."""
_LONG_AGO = -1e9


def stand_in_weights(days_left: Floats, rewritten_days: Floats, known: Flags, stayed: Flags) -> Floats:
    """Return the weight of each customer, 0 for those whose contracts of the time are not known.

    A contract that was rewritten ``rewritten_days`` after the day in question ended, on that day, at most
    ``REACH_DAYS`` later than the rewriting (or had ended, or had no end). Its holder, who stayed at least until
    then, is represented by the known customers of that description who stayed, in equal parts. Without this the
    customers who are about to renew would be missing, and leaving would look more likely than it is.
    """
    weights = known.astype(np.float64)
    ends = np.where(np.isnan(days_left), _LONG_AGO, days_left)
    donors = known & stayed
    lost = ~known & ~np.isnan(rewritten_days)
    bins = np.floor(np.where(lost, rewritten_days, -1) / STEP_DAYS)
    for step in np.unique(bins[lost]):
        alike = donors & (ends <= (step + 1) * STEP_DAYS + REACH_DAYS)
        if alike.any():
            weights[alike] += np.count_nonzero(bins == step) / np.count_nonzero(alike)
    return weights
