"""Where audiences are read from: the population laid out in advance while it is current, else its sources."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date
from typing import TYPE_CHECKING

from gridloop.campaign.expr.fields import score_column, tag_column
from gridloop.campaign.expr.population import PopulationSources, population

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from gridloop.lake.engine import Lake

DATASET = "population"


def population_of(lake: Lake, month: date, *, tag_names: AbstractSet[str], models: AbstractSet[str]) -> ir.Table:
    """Return the customers of a month with the tags and scores that are asked for, one row each."""
    if is_laid_out(lake, month, tag_names=tag_names, models=models):
        return lake.show_month(DATASET, month)
    return population(sources=sources_of(lake), month=month, tag_names=tag_names, models=models)


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
