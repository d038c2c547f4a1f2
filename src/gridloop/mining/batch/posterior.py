"""The most plausible coefficients of a logistic model with a normal prior on each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_NEWTON_STEPS = 60
_LEAST_GAIN = 1e-10
"""Part of the misfit by which a step must lessen it to be worth another one."""


def logistic(log_odds: Floats) -> Floats:
    """Return 1 / (1 + e^-x)."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -35.0, 35.0))))


def log_odds(probability: Floats) -> Floats:
    """Return ln(p / (1 - p)), bounded."""
    bounded = np.clip(probability, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(bounded / (1 - bounded)))


def most_plausible(
    design: Floats, success: Floats, weights: Floats, mean: Floats, doubt: Floats, start: Floats | None = None
) -> Floats:
    """Return the coefficients with the highest posterior; ``mean`` and ``doubt`` are the prior's.

    A coefficient without doubt (0) keeps its mean. There is one answer, wherever the search starts; a ``start`` near it
    (the answer to much the same data) saves steps.
    """
    free = doubt > 0
    theta = np.where(free, mean if start is None else start, mean)
    offset = design[:, ~free] @ mean[~free]
    theta[free] = _climbed(design[:, free], offset, success, weights, mean[free], doubt[free], theta[free])
    return theta


def _climbed(
    design: Floats, offset: Floats, success: Floats, weights: Floats, mean: Floats, doubt: Floats, theta: Floats
) -> Floats:
    """Newton's method, halving steps that overshoot: every step lessens the misfit, whatever the data."""
    precision = 1.0 / doubt**2

    def misfit(theta: Floats) -> float:
        eta = offset + design @ theta
        fit = np.sum(weights * (np.logaddexp(0.0, eta) - success * eta))
        return float(fit + 0.5 * np.sum(precision * (theta - mean) ** 2))

    now = misfit(theta)
    for _ in range(_NEWTON_STEPS):
        p = logistic(offset + design @ theta)
        gradient = design.T @ (weights * (p - success)) + precision * (theta - mean)
        curvature = (design * (weights * p * (1 - p))[:, None]).T @ design + np.diag(precision)
        step = np.linalg.solve(curvature, gradient)
        size = 1.0
        after = misfit(theta - step)
        while not after < now and size > 1e-4:
            size /= 2
            after = misfit(theta - size * step)
        if not after < now:
            break
        theta = theta - size * step
        if now - after < _LEAST_GAIN * max(now, 1.0):
            break
        now = after
    return theta
