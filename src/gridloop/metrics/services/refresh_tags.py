"""Tags worked out anew as soon as one is published, so that a planner need not wait for the next night."""

from __future__ import annotations

from gridloop.kernel.clock import cycle_of
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import jobs
from gridloop.kernel.types import Actor
from gridloop.lake.queries import open_lake
from gridloop.metrics.queries.tags import REFRESH


def ask_for_tags(*, code: str, version: int, actor: Actor) -> None:
    """Have the tags of the newest month with profiles worked out again; does nothing before there are profiles.

    Each version of a tag asks for itself: work that has begun may not know of it yet.
    """
    with open_lake() as lake:
        months = lake.months("customer_profile")
    if not months:
        return
    payload: dict[str, object] = {"cycle": cycle_of(months[-1]), "code": code}
    try:
        jobs.start(kind=REFRESH, key=f"{code} {version}", payload=payload, actor=actor)
    except Problem as problem:
        if problem.code != "kernel.job_running":
            raise
