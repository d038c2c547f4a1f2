"""What builds read: the lake's tables behind profiles and indicators."""

from __future__ import annotations

from datetime import date

from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.metrics.expr.profile import PROFILE_SOURCES, ProfileFacts


def profile_facts(lake: Lake) -> ProfileFacts:
    """Return the tables that ``expr.profile.customer_profile`` reads, from an open lake."""
    return ProfileFacts(**{name: lake.table(name) for name in PROFILE_SOURCES})


def months_in(lake: Lake, dataset: str) -> tuple[date, ...]:
    """Return the months a period dataset has, oldest first."""
    return lake.months(dataset)


def rows_of_month(dataset: str, month: date) -> int:
    """Return how many rows a period dataset has for a month."""
    with open_lake() as lake:
        table = lake.table(dataset)
        return int(str(lake.scalar(table.filter(table.month == month).count())))
