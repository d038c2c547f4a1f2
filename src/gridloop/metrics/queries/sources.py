"""What builds read: the lake's tables behind profiles and indicators."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from gridloop.kernel.types import WHOLE_COMPANY
from gridloop.lake.engine import Lake
from gridloop.lake.queries import dataset_versions, open_lake
from gridloop.metrics.expr.profile import PROFILE_SOURCES, ProfileFacts
from gridloop.metrics.expr.tag_facts import TAG_SOURCES, TagSources, decile_cuts, models_with_deciles


def profile_facts(lake: Lake) -> ProfileFacts:
    """Return the tables that ``expr.profile.customer_profile`` reads, from an open lake."""
    return ProfileFacts(**{name: lake.table(name) for name in PROFILE_SOURCES})


def tag_sources(lake: Lake) -> TagSources:
    """Return the tables that ``expr.tag_facts.tag_facts`` reads, from an open lake."""
    return TagSources(**{name: lake.table(name) for name in TAG_SOURCES})


def deciles_of(lake: Lake, month: date, columns: Iterable[str]) -> dict[str, tuple[float, ...]]:
    """Return the cuts of every model whose deciles are among the columns; none for one that scored nobody."""
    found = {}
    for model in models_with_deciles(columns):
        [row] = lake.run(decile_cuts(lake.table("customer_score"), month, model)).to_pylist()
        found[model] = tuple(cut for cut in row.values() if cut is not None)
    return found


def rows_of_month(dataset: str, month: date) -> int:
    """Return how many rows a period dataset has for a month."""
    with open_lake() as lake:
        table = lake.table(dataset)
        return int(str(lake.scalar(table.filter(table.month == month).count())))


def version_time(dataset: str) -> datetime | None:
    """Return when the current version of a dataset was published, None when none was."""
    newest = dataset_versions(WHOLE_COMPANY, dataset).first()
    return newest.created_at if newest else None
