"""Why people leave, begin to drift away, and come back to themselves.

All scores are log-odds of one month. The chance to leave is logistic(score); a reached contact adds `stir` to it.
"""

from __future__ import annotations

import numpy as np

from twin.chance import Floats, logistic
from twin.cities import City
from twin.nature.standing import Standing

RECOVERY = 0.13
"""Chance a month that a drifting customer stops drifting by himself."""


def leaving_score(s: Standing, city: City, drift: Floats | None = None) -> Floats:
    """Log-odds of leaving this month if nobody comes; `drift` asks "what if" about the months of drifting."""
    drifting = s.drift if drift is None else drift
    shock = np.log1p(s.shortage_fee / s.lines / 1_000.0)
    score: Floats = (
        city.leave_logit
        + 0.5 * s.frailty
        + np.where(drifting > 0, 2.25 + 0.12 * np.minimum(drifting, 6.0), 0.0)
        + 0.9 * s.free - 0.9 * s.locked + 0.45 * s.ending
        + 0.55 * s.grudge
        + 0.55 * city.rivalry * s.affinity
        + 0.9 * (s.sensitivity - 0.5) + 0.35 * shock
        - 0.3 * np.log1p(s.tenure_years)
        - 0.6 * s.fused
    )  # fmt: skip
    return score


def leave_probability(s: Standing, city: City, stir_by_contact: Floats | float = 0.0) -> Floats:
    """Chance to leave within the month; 0 for those who are gone."""
    return np.where(s.present, logistic(leaving_score(s, city) + stir_by_contact), 0.0)


def drift_probability(s: Standing, city: City) -> Floats:
    """Chance that a customer who is not drifting begins to."""
    shock = np.log1p(s.shortage_fee / s.lines / 1_000.0)
    return logistic(
        city.drift_logit + 0.75 * city.rivalry * s.affinity + 0.55 * s.grudge + 0.9 * (s.sensitivity - 0.5)
        + 0.7 * s.ending + 0.45 * s.free - 0.5 * s.locked + 0.3 * shock - 0.4 * s.fused
    )  # fmt: skip


def idleness(s: Standing) -> Floats:
    """0 to 1: pays for much more than is used, and no contract holds: a dog that sleeps."""
    barely_used = logistic((-0.65 - s.shortage) / 0.12)
    idle: Floats = np.where(s.has_mobile & (s.drift == 0), barely_used * s.free, 0.0)
    return idle


def stir(s: Standing, city: City) -> Floats:
    """What a reached contact that ends without a deal adds to the log-odds of leaving this month.

    A little for everybody, much for sleeping dogs (it reminds them of what they pay), less than nothing for
    drifting customers who like to be talked to (somebody cared).
    """
    cared_for = np.where(s.drift > 0, logistic(0.4 + s.openness), 0.0)
    stirred: Floats = 0.06 + city.sleeping_dogs * idleness(s) - 0.7 * cared_for
    return stirred
