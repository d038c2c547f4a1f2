"""Reads of metrics: libraries, figures, tags, goals."""

from gridloop.metrics.queries.figures import (
    dashboard,
    indicator_cycles,
    indicator_series,
    indicator_table,
    month_of_cycle,
)
from gridloop.metrics.queries.goals import goal_row, goals
from gridloop.metrics.queries.library import indicator_definitions, indicators_by_code, tag_definitions
from gridloop.metrics.queries.listing import mentions, sorted_by_figure, table_row
from gridloop.metrics.queries.sources import months_in, profile_facts
from gridloop.metrics.queries.tags import tag_coverage, tag_row

__all__ = [
    "dashboard",
    "goal_row",
    "goals",
    "indicator_cycles",
    "indicator_definitions",
    "indicator_series",
    "indicator_table",
    "indicators_by_code",
    "mentions",
    "month_of_cycle",
    "months_in",
    "profile_facts",
    "sorted_by_figure",
    "table_row",
    "tag_coverage",
    "tag_definitions",
    "tag_row",
]
