"""From which probability on a customer counts as likely to leave: one rule for a grid and a place."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.monitor.expr.grid import churn_scores

RISK_FACTOR = 2.0
"""A customer is at risk when his probability to leave is so many times the company's average."""
MOST_AT_RISK = 10


def risk_threshold(lake: Lake) -> float | None:
    """Return the probability from which on a customer is at risk; None while nobody has a score."""
    scored = lake.versions.get("customer_score")
    average = _average(str(settings.HOME), scored.version) if scored else None
    return min(1.0, RISK_FACTOR * average) if average is not None else None


@lru_cache(maxsize=4)
def _average(home: str, version: int) -> float | None:
    """Return the average of the newest probabilities to leave, worked out once per version of one installation."""
    with open_lake() as lake:
        average = lake.scalar(churn_scores(lake.table("customer_score")).probability.mean())
    return average if isinstance(average, float) else None
