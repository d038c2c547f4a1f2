"""What builds read: the lake's tables behind profiles and indicators."""

from __future__ import annotations

from datetime import date, datetime

import pyarrow as pa

from gridloop.kernel.types import Role, Scope
from gridloop.lake.engine import Lake
from gridloop.lake.queries import dataset_versions, open_lake
from gridloop.metrics.expr.profile import PROFILE_SOURCES, ProfileFacts
from gridloop.metrics.expr.tag_facts import TAG_SOURCES, TagSources

_COMPANY = Scope(role=Role.DATA_STEWARD, org_paths=("/",))
"""When a dataset was published is no secret of a branch."""


def profile_facts(lake: Lake) -> ProfileFacts:
    """Return the tables that ``expr.profile.customer_profile`` reads, from an open lake."""
    return ProfileFacts(**{name: lake.table(name) for name in PROFILE_SOURCES})


def tag_sources(lake: Lake) -> TagSources:
    """Return the tables that ``expr.tag_facts.tag_facts`` reads, from an open lake."""
    return TagSources(**{name: lake.table(name) for name in TAG_SOURCES})


def months_in(lake: Lake, dataset: str) -> tuple[date, ...]:
    """Return the months a period dataset has, oldest first."""
    table = lake.table(dataset)
    found: pa.Table = lake.run(table.select("month").distinct())
    return tuple(sorted(found.column("month").to_pylist()))


def rows_of_month(dataset: str, month: date) -> int:
    """Return how many rows a period dataset has for a month."""
    with open_lake() as lake:
        table = lake.table(dataset)
        return int(str(lake.scalar(table.filter(table.month == month).count())))


def version_time(dataset: str) -> datetime | None:
    """Return when the current version of a dataset was published, None when none was."""
    newest = dataset_versions(_COMPANY, dataset).first()
    return newest.created_at if newest else None
