"""The one wide table that audiences are chosen from: profile, tags and scores of a cycle, one row per customer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import ibis

from gridloop.campaign.expr.fields import (
    CONTACTS,
    SCORE_COLUMNS,
    grid_column,
    median_column,
    score_column,
    tag_column,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class PopulationSources:
    """The lake's tables a population is made of."""

    profile: ir.Table
    ownership: ir.Table
    tags: ir.Table
    scores: ir.Table


def population(*, sources: PopulationSources, month: date, tag_names: Iterable[str], models: Iterable[str]) -> ir.Table:
    """Return the customers of a month who have not left since, under their owners of today, with tags and scores."""
    profile, ownership, tags, scores = sources.profile, sources.ownership, sources.tags, sources.scores
    wide = _owned(profile.filter(profile.month == month), ownership)
    names = sorted(set(tag_names))
    if names:
        own = tags.filter(tags.month == month)
        own = own.select(tagged=own.customer_id, **{tag_column(name): own[name] for name in names})
        wide = wide.left_join(own, wide.customer_id == own.tagged).drop("tagged")
    for model in sorted(set(models)):
        own = scores.filter(scores.month == month, scores.model == model)
        key = f"scored__{model}"
        columns = {score_column(model, name): own[name] for name in SCORE_COLUMNS}
        own = own.select(**{key: own.customer_id}, **columns)
        wide = wide.left_join(own, wide.customer_id == own[key]).drop(key)
    return wide


def with_grid_figures(wide: ir.Table, values: ir.Table, *, month: date, ratios: Mapping[str, bool]) -> ir.Table:
    """Put indicators of a month beside the customers of each grid.

    ``values`` holds their sums by grid, ``ratios`` says of each indicator wanted whether it is one.
    """
    for code, is_ratio in sorted(ratios.items()):
        own = values.filter(values.month == month, values.indicator == code)
        value = own.numerator / own.denominator.nullif(0) if is_ratio else own.numerator
        key = f"figures__{code}"
        own = own.select(**{key: own.grid_code, grid_column(code): value})
        wide = wide.left_join(own, wide.grid_code == own[key]).drop(key)
    return wide


def with_runs(wide: ir.Table, runs: ir.Table) -> ir.Table:
    """Put beside the customers of each grid how long its indicators have been falling or rising."""
    own = runs.rename(run_of="grid_code")
    return wide.left_join(own, wide.grid_code == own.run_of).drop("run_of")


def with_medians(wide: ir.Table, columns: Iterable[str]) -> ir.Table:
    """Put the median of numbers over all customers of the grid beside each of them."""
    names = sorted(set(columns))
    own = wide.group_by(median_of="grid_code").agg(**{median_column(name): wide[name].median() for name in names})
    return wide.left_join(own, wide.grid_code == own.median_of).drop("median_of")


def with_contacts(wide: ir.Table, counted: ir.Table) -> ir.Table:
    """Put the number of recent contacts (``counted``: customer_id, contacts) beside each customer; nobody's is none."""
    own = counted.select(contacted="customer_id", times="contacts")
    joined = wide.left_join(own, wide.customer_id == own.contacted)
    return joined.mutate(**{CONTACTS: joined.times.fill_null(0)}).drop("contacted", "times")


def _owned(profile: ir.Table, ownership: ir.Table) -> ir.Table:
    """Put today's grid and owner in the place of those the profile was built with; leave out who has left since."""
    now = ownership.select(
        owned="customer_id", grid_now="grid_code", assignee_now="assignee_code", serves_now="in_service"
    )
    joined = profile.left_join(now, profile.customer_id == now.owned)
    joined = joined.filter(joined.serves_now.fill_null(True)).drop("serves_now")
    return joined.mutate(
        grid_code=ibis.cases((ibis._.owned.notnull(), ibis._.grid_now), else_=ibis._.grid_code),
        assignee_code=ibis.cases((ibis._.owned.notnull(), ibis._.assignee_now), else_=ibis._.assignee_code),
    ).drop("owned", "grid_now", "assignee_now")
