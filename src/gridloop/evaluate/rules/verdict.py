"""What may honestly be said about a difference."""

from __future__ import annotations

from gridloop.evaluate.types import Interval, Measure, Verdict

SMALLEST_CONTROL = 50
"""Below this many customers in either arm only the numbers are shown, never a claim."""


def verdict_of(measure: Measure, difference: Interval | None, treated: int, control: int) -> Verdict:
    """Return what a difference proves. Fewer churned is a gain; an interval that contains zero proves nothing."""
    if difference is None:
        return Verdict.NO_EVIDENCE
    if min(treated, control) < SMALLEST_CONTROL:
        return Verdict.CONTROL_TOO_SMALL
    if difference.contains_zero:
        return Verdict.NO_PROOF
    good = difference.estimate < 0 if measure is Measure.CHURN_RATE else difference.estimate > 0
    return Verdict.GAIN if good else Verdict.LOSS


def return_on(revenue: Interval | None, cost_fen: int) -> Interval | None:
    """Return (revenue - cost) / cost; None without revenue evidence or without cost."""
    if revenue is None or cost_fen <= 0:
        return None
    return revenue.plus(-cost_fen).times(1 / cost_fen)


def sum_of(intervals: list[Interval]) -> Interval | None:
    """Return the interval of a sum of independent estimates (half-widths add in squares); None of nothing."""
    if not intervals:
        return None
    estimate = sum(i.estimate for i in intervals)
    below = sum((i.estimate - i.low) ** 2 for i in intervals) ** 0.5
    above = sum((i.high - i.estimate) ** 2 for i in intervals) ** 0.5
    return Interval(estimate - below, estimate, estimate + above)
