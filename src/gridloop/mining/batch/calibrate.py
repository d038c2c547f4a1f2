"""Turning a booster's raw score into a probability that can be taken at its word (Platt's method)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridloop.mining.batch.posterior import logistic, most_plausible

Floats = NDArray[np.float64]
_DOUBT = np.array([30.0, 1.0])
"""How far intercept and slope may be from 0 and 1 (standard deviations)."""
_LEAST_SLOPE = 0.05


@dataclass(frozen=True, slots=True)
class Calibration:
    """Probability = logistic(intercept + slope x raw score); the slope is above zero, so order never changes."""

    intercept: float
    slope: float

    def probability(self, raw: Floats) -> Floats:
        """Return the calibrated probabilities of raw scores (log-odds)."""
        return logistic(self.intercept + self.slope * raw)

    def moved(self, shift: float) -> Calibration:
        """Return the calibration with all log-odds moved by ``shift``."""
        return Calibration(self.intercept + shift, self.slope)


def fit_calibration(raw: Floats, happened: Floats, weights: Floats) -> Calibration:
    """Return the calibration learnt on held-out rows; with only one outcome there, raw scores are taken as they are.

    A slope near 1 is expected and lightly held to; a slope that would turn the order round is not accepted.
    """
    if not 0 < happened.sum() < len(happened):
        return Calibration(0.0, 1.0)
    design = np.column_stack([np.ones_like(raw), raw])
    intercept, slope = most_plausible(design, happened, weights, np.array([0.0, 1.0]), _DOUBT)
    return Calibration(float(intercept), float(max(slope, _LEAST_SLOPE)))
