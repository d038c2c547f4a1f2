"""An indicator worked out anew as soon as it is published, so that nobody need wait for the next night."""

from __future__ import annotations

from gridloop.kernel.problems import Problem
from gridloop.kernel.services import jobs
from gridloop.kernel.types import Actor
from gridloop.lake.queries import open_lake
from gridloop.metrics.queries.history import REFRESH
from gridloop.metrics.queries.parts import DATASET


def ask_for_indicator(*, code: str, version: int, actor: Actor) -> None:
    """Have every month of one indicator worked out by its newest definition; does nothing before the first build.

    Each version of an indicator asks for itself: work that has begun may not know of it yet.
    """
    with open_lake() as lake:
        months = lake.months(DATASET)
    if not months:
        return
    try:
        jobs.start(kind=REFRESH, key=f"{code} {version}", payload={"code": code}, actor=actor)
    except Problem as problem:
        if problem.code != "kernel.job_running":
            raise
