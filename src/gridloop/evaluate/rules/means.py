"""Differences of money per customer, made sharper by what each customer paid before."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from scipy.special import stdtrit

from gridloop.evaluate.rules.rates import CONFIDENCE
from gridloop.evaluate.types import Interval


@dataclass(frozen=True, slots=True)
class Moments:
    """What one arm's customers come to: ``x`` before, ``y`` after. Enough for every estimate, at any size.

    The spreads are sums of squares (and of products) about the arm's own means.
    """

    n: int
    mean_x: float
    mean_y: float
    spread_xx: float
    spread_xy: float
    spread_yy: float


def adjusted_difference(treated: Moments, control: Moments, confidence: float = CONFIDENCE) -> Interval | None:
    """Return the difference of the means after, treated minus control, adjusted for the means before.

    CUPED (Deng, Xu, Kohavi, Walker, "Improving the sensitivity of online controlled experiments by utilizing
    pre-experiment data", WSDM 2013): y - theta x with theta = cov(x, y) / var(x), estimated within the arms and
    pooled; theta = 1 would be a plain difference in differences, 0 a plain difference. The interval is Welch's,
    which does not assume that both arms vary alike. None when an arm has fewer than two customers.
    """
    if treated.n < 2 or control.n < 2:
        return None
    theta = slope(treated, control)
    difference = (treated.mean_y - control.mean_y) - theta * (treated.mean_x - control.mean_x)
    parts = [_variance_of_mean(arm, theta) for arm in (treated, control)]
    variance = sum(parts)
    if variance <= 0:
        return Interval(difference, difference, difference)
    freedom = variance**2 / sum(p * p / (arm.n - 1) for p, arm in zip(parts, (treated, control), strict=True))
    half = float(stdtrit(freedom, 0.5 + confidence / 2)) * sqrt(variance)
    return Interval(difference - half, difference, difference + half)


def slope(treated: Moments, control: Moments) -> float:
    """Return theta: how much of a difference before is still there after; 0 when nothing varied before."""
    spread = treated.spread_xx + control.spread_xx
    return (treated.spread_xy + control.spread_xy) / spread if spread > 0 else 0.0


def _variance_of_mean(arm: Moments, theta: float) -> float:
    residual = arm.spread_yy - 2 * theta * arm.spread_xy + theta**2 * arm.spread_xx
    return max(0.0, residual) / (arm.n - 1) / arm.n
