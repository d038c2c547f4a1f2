"""Lays profile, tags, scores and owners of a month side by side, so that audiences are counted in one scan."""

from __future__ import annotations

from datetime import date

from gridloop.campaign.expr.fields import FieldGroup
from gridloop.campaign.expr.population import population
from gridloop.campaign.queries.audience import field_catalogue, latest_month
from gridloop.campaign.queries.population import DATASET, sources_of
from gridloop.kernel.clock import cycle_of
from gridloop.kernel.problems import Problem
from gridloop.kernel.services.jobs import start
from gridloop.kernel.types import Actor
from gridloop.lake.engine import RANGE_ROWS, Lake
from gridloop.lake.queries import open_lake
from gridloop.lake.services.publish import Progress, no_progress, publish_by_customer

JOB_KIND = "campaign.build_population"


def build_population(*, cycle: str, actor: Actor, progress: Progress = no_progress) -> int:
    """Publish the population that serves a cycle; return its version.

    Raises ``Problem`` (409) without profiles. Until it is built again after a change of its sources, audiences are
    counted from the sources themselves: slower, with the same answer.
    """
    with open_lake() as lake:
        month = latest_month(lake, cycle)
        fields = field_catalogue(lake).values()
        wide = population(
            sources=sources_of(lake),
            month=month,
            tag_names={field.name.removeprefix("tag.") for field in fields if field.group is FieldGroup.TAG},
            models={field.name.split(".")[1] for field in fields if field.group is FieldGroup.SCORE},
        )
        version = publish_by_customer(
            dataset=DATASET,
            expression=wide,
            lake=lake,
            run=f"campaign.build_population {month}",
            actor=actor,
            progress=progress,
        )
    return version.version


def ask_for_population(lake: Lake, month: date) -> None:
    """Have the population built again where counting without it would take long; does nothing if it is on its way."""
    profiles = lake.versions.get("customer")
    if profiles is None or profiles.rows <= RANGE_ROWS:
        return
    cycle = cycle_of(month)
    try:
        start(kind=JOB_KIND, key=cycle, payload={"cycle": cycle}, actor=Actor.system("campaign"))
    except Problem as problem:
        if problem.code != "kernel.job_running":
            raise
