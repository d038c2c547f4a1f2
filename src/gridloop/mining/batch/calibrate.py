"""Turning a booster's raw score into a probability that can be taken at its word (Platt's method)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_STEPS = 50


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


def logistic(log_odds: Floats) -> Floats:
    """Return 1 / (1 + e^-x)."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -35.0, 35.0))))


def log_odds(probability: Floats) -> Floats:
    """Return ln(p / (1 - p)), bounded."""
    bounded = np.clip(probability, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(bounded / (1 - bounded)))


def fit_calibration(raw: Floats, happened: Floats, weights: Floats) -> Calibration:
    """Return the calibration learnt on held-out rows; with only one outcome there, raw scores are taken as they are.

    A slope near 1 is expected and lightly held to; a slope that would turn the order round is not accepted.
    """
    if not 0 < happened.sum() < len(happened):
        return Calibration(0.0, 1.0)
    theta = np.array([0.0, 1.0])
    design = np.column_stack([np.ones_like(raw), raw])
    hold = np.array([1e-3, 1.0])
    for _ in range(_STEPS):
        p = logistic(design @ theta)
        gradient = design.T @ (weights * (p - happened)) + hold * (theta - np.array([0.0, 1.0]))
        curvature = (design * (weights * p * (1 - p))[:, None]).T @ design + np.diag(hold)
        step = np.linalg.solve(curvature, gradient)
        theta = theta - step
        if np.abs(step).max() < 1e-9:
            break
    return Calibration(float(theta[0]), float(max(theta[1], 0.05)))
