"""Where audiences are read from: the population laid out in advance while it is current, else its sources."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa

from gridloop.campaign.expr.conditions import Group, Rule, rules_in
from gridloop.campaign.expr.fields import (
    BESIDE_THE_GRID,
    CONTACTS,
    GRID_PREFIX,
    IN_A_ROW,
    LONGEST_RUN,
    FieldGroup,
    grid_column,
    run_column,
    score_column,
    tag_column,
)
from gridloop.campaign.expr.population import (
    PopulationSources,
    population,
    with_contacts,
    with_grid_figures,
    with_medians,
    with_runs,
)
from gridloop.contact.queries import contacts_reached
from gridloop.metrics.queries import indicator_definitions, months_in_a_row
from gridloop.metrics.types import IndicatorKind

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from gridloop.lake.engine import Lake

DATASET = "population"
FIGURES = "indicator_value"
CONTACT_DAYS = 30


def population_of(
    lake: Lake,
    month: date,
    *,
    tag_names: AbstractSet[str],
    models: AbstractSet[str],
    only: Collection[str] | None = None,
) -> ir.Table:
    """Return the customers of a month with the tags and scores that are asked for, one row each.

    ``only`` names the columns that are needed, where it is known: the fewer there are, the sooner a query is written.
    """
    if is_laid_out(lake, month, tag_names=tag_names, models=models):
        return lake.show_month(DATASET, month, only)
    return population(sources=sources_of(lake), month=month, tag_names=tag_names, models=models)


def with_what_is_asked(wide: ir.Table, lake: Lake, month: date, conditions: Group, *, on: date) -> ir.Table:
    """Put beside each customer what conditions ask of him beyond his profile, tags and scores.

    That is: figures of his grid and how they have run, medians of his grid, and how often he was reached of late.
    """
    rules = list(rules_in(conditions))
    beside = {rule.field.column for rule in rules if rule.operator in BESIDE_THE_GRID}
    if any(rule.field.name == CONTACTS for rule in rules):
        reached = contacts_reached(first=on - timedelta(days=CONTACT_DAYS), last=on)
        wide = with_contacts(wide, lake.attach("contacts_of_late", reached))
    if beside:
        wide = with_medians(wide, beside)
    figures = [rule for rule in rules if rule.field.group is FieldGroup.GRID]
    return _with_figures(wide, lake, month, figures) if figures else wide


def _with_figures(wide: ir.Table, lake: Lake, month: date, rules: Sequence[Rule]) -> ir.Table:
    codes = {_indicator(rule) for rule in rules}
    known = {one.code: one.kind is IndicatorKind.RATIO for one in indicator_definitions() if one.code in codes}
    months = [one for one in lake.months(FIGURES) if one <= month]
    newest = months[-1] if months else month
    wide = with_grid_figures(wide, lake.table(FIGURES), month=newest, ratios=known)
    running = sorted({_indicator(rule) for rule in rules if rule.operator in IN_A_ROW})
    return with_runs(wide, lake.attach("grid_runs", _runs(running, newest))) if running else wide


def _runs(codes: Sequence[str], newest: date) -> pa.Table:
    """Return, by grid, for how many months in a row up to the newest one each indicator fell and rose."""
    found = months_in_a_row(codes, newest=newest, longest=LONGEST_RUN)
    grids = sorted({grid for _, grid in found})
    columns: dict[str, pa.Array] = {"grid_code": pa.array(grids, pa.string())}
    for code in codes:
        runs = [found.get((code, grid), (0, 0)) for grid in grids]
        for at, way in enumerate(IN_A_ROW.values()):
            columns[run_column(grid_column(code), way)] = pa.array([run[at] for run in runs], pa.int64())
    return pa.table(columns)


def _indicator(rule: Rule) -> str:
    return rule.field.name.removeprefix(GRID_PREFIX)


def sources_of(lake: Lake) -> PopulationSources:
    """Return the tables a population is made of."""
    names = ("customer_profile", "ownership", "customer_tag", "customer_score")
    return PopulationSources(*(lake.table(name) for name in names))


def is_laid_out(lake: Lake, month: date, *, tag_names: AbstractSet[str], models: AbstractSet[str]) -> bool:
    """Tell whether the population of a month is there, as current as its sources, with these tags and scores."""
    if not lake.is_current(DATASET):
        return False
    wanted = {tag_column(name) for name in tag_names} | {score_column(model, "probability") for model in models}
    if not wanted <= set(lake.columns(DATASET)):
        return False
    return month in lake.months(DATASET)
