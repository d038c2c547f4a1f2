"""Where audiences are read from: the population laid out in advance while it is current, else its sources."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date
from typing import TYPE_CHECKING

from gridloop.campaign.expr.fields import GRID_PREFIX, AudienceField, FieldGroup, score_column, tag_column
from gridloop.campaign.expr.population import PopulationSources, population, with_grid_figures
from gridloop.metrics.queries import indicator_definitions
from gridloop.metrics.types import IndicatorKind

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from gridloop.lake.engine import Lake

DATASET = "population"
FIGURES = "indicator_value"


def population_of(lake: Lake, month: date, *, tag_names: AbstractSet[str], models: AbstractSet[str]) -> ir.Table:
    """Return the customers of a month with the tags and scores that are asked for, one row each."""
    if is_laid_out(lake, month, tag_names=tag_names, models=models):
        return lake.show_month(DATASET, month)
    return population(sources=sources_of(lake), month=month, tag_names=tag_names, models=models)


def with_figures(wide: ir.Table, lake: Lake, month: date, used: Iterable[AudienceField]) -> ir.Table:
    """Put the newest figures of the customer's grid beside him, as far as conditions ask for them."""
    codes = {field.name.removeprefix(GRID_PREFIX) for field in used if field.group is FieldGroup.GRID}
    if not codes:
        return wide
    known = {one.code: one.kind is IndicatorKind.RATIO for one in indicator_definitions() if one.code in codes}
    months = [one for one in lake.months(FIGURES) if one <= month]
    newest = months[-1] if months else month
    return with_grid_figures(wide, lake.table(FIGURES), month=newest, ratios=known)


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
