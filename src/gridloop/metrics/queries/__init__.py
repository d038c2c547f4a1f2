"""Reads of metrics: libraries, figures, tags, goals."""

from gridloop.metrics.queries.checks import indicator_trial, semantic_facts, tag_preview
from gridloop.metrics.queries.figures import (
    dashboard,
    indicator_cycles,
    indicator_series,
    indicator_table,
    month_of_cycle,
)
from gridloop.metrics.queries.goals import goal_row, goals
from gridloop.metrics.queries.history import indicators_underway, outdated_months
from gridloop.metrics.queries.library import (
    definition,
    indicator_definitions,
    indicator_library,
    indicator_row,
    indicators_by_code,
    tag_definitions,
    tag_library,
)
from gridloop.metrics.queries.listing import mentions, sorted_by_figure, sorted_rows, table_row
from gridloop.metrics.queries.runs import months_in_a_row
from gridloop.metrics.queries.shipped import code_names, name_of_code, tag_columns
from gridloop.metrics.queries.sources import profile_facts
from gridloop.metrics.queries.splits import member_names
from gridloop.metrics.queries.tags import tag_coverage, tag_row, tags_underway

__all__ = [
    "code_names",
    "definition",
    "indicator_library",
    "indicator_row",
    "indicator_trial",
    "semantic_facts",
    "sorted_rows",
    "tag_columns",
    "tag_library",
    "tag_preview",
    "dashboard",
    "goal_row",
    "goals",
    "indicator_cycles",
    "indicator_definitions",
    "indicator_series",
    "indicator_table",
    "indicators_by_code",
    "indicators_underway",
    "member_names",
    "mentions",
    "month_of_cycle",
    "months_in_a_row",
    "name_of_code",
    "outdated_months",
    "profile_facts",
    "sorted_by_figure",
    "table_row",
    "tag_coverage",
    "tag_definitions",
    "tag_row",
    "tags_underway",
]
