"""A campaign's effect: the treated as assigned (intention to treat) against its randomised control group."""

from __future__ import annotations

from dataclasses import dataclass

from gridloop.evaluate.rules.means import Moments, adjusted_difference
from gridloop.evaluate.rules.rates import rate_difference
from gridloop.evaluate.rules.verdict import verdict_of
from gridloop.evaluate.types import Interval, Measure, Verdict

PROJECTION_MONTHS = 12
"""How long a projection lets the monthly difference last."""


@dataclass(frozen=True, slots=True)
class ArmSums:
    """One arm: its customers, what they did, and the moments of what they paid (None before any bill)."""

    customers: int = 0
    confirmed: int = 0
    churned: int = 0
    paid: Moments | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """One measure of both arms and their difference."""

    measure: Measure
    treated: float
    control: float
    difference: Interval
    verdict: Verdict


def effects_of(treated: ArmSums, control: ArmSums) -> list[Effect]:
    """Return what can be measured: success rate, churn rate and, once billed, revenue per target and month.

    Everybody counts in the arm he was drawn into, contacted or not: anything else would compare the willing with
    everybody.
    """
    found = [
        _of_rates(Measure.SUCCESS_RATE, treated.confirmed, treated.customers, control.confirmed, control.customers),
        _of_rates(Measure.CHURN_RATE, treated.churned, treated.customers, control.churned, control.customers),
    ]
    if treated.paid is not None and control.paid is not None:
        difference = adjusted_difference(treated.paid, control.paid)
        if difference is not None:
            verdict = verdict_of(Measure.REVENUE, difference, treated.paid.n, control.paid.n)
            adjusted = control.paid.mean_y
            found.append(Effect(Measure.REVENUE, adjusted + difference.estimate, adjusted, difference, verdict))
    return found


def _of_rates(measure: Measure, done: int, treated: int, also: int, control: int) -> Effect:
    difference = rate_difference(done, treated, also, control)
    verdict = verdict_of(measure, difference, treated, control)
    return Effect(measure, done / treated if treated else 0.0, also / control if control else 0.0, difference, verdict)
