"""Shares and differences of shares, with intervals that hold for small and lopsided groups."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from gridloop.evaluate.types import Interval

CONFIDENCE = 0.95


def wilson(successes: int, trials: int, confidence: float = CONFIDENCE) -> Interval:
    """Return a share with its score interval (Wilson 1927); the whole unit interval when nothing was tried."""
    if trials == 0:
        return Interval(0.0, 0.0, 1.0)
    z = _quantile(confidence)
    share = successes / trials
    centre = (successes + z * z / 2) / (trials + z * z)
    half = z / (trials + z * z) * sqrt(successes * (trials - successes) / trials + z * z / 4)
    return Interval(min(share, max(0.0, centre - half)), share, max(share, min(1.0, centre + half)))


def rate_difference(
    treated_successes: int, treated: int, control_successes: int, control: int, confidence: float = CONFIDENCE
) -> Interval:
    """Return the difference of two independent shares, treated minus control.

    Hybrid score interval, method 10 of R. G. Newcombe, "Interval estimation for the difference between
    independent proportions: comparison of eleven methods", Statistics in Medicine 17 (1998) 873-890. It never
    leaves [-1, 1] and holds its level where the usual normal interval fails (rare successes, small control groups).
    """
    a = wilson(treated_successes, treated, confidence)
    b = wilson(control_successes, control, confidence)
    difference = a.estimate - b.estimate
    low = difference - sqrt((a.estimate - a.low) ** 2 + (b.high - b.estimate) ** 2)
    high = difference + sqrt((a.high - a.estimate) ** 2 + (b.estimate - b.low) ** 2)
    return Interval(low, difference, high)


def _quantile(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)
