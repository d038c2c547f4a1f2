"""Starts the evaluation of a cycle in the background."""

from __future__ import annotations

from gridloop.evaluate.queries.visible import month_of
from gridloop.kernel.services.jobs import start
from gridloop.kernel.types import Actor

KIND = "evaluate.cycle"


def start_evaluation(*, cycle: str, actor: Actor) -> int:
    """Queue the evaluation of a cycle and return the job; raises ``Problem`` (409) while one is running."""
    month_of(cycle)
    return start(kind=KIND, key=cycle, payload={"cycle": cycle}, actor=actor).pk
