"""Asking for ownership to be derived again after something it depends on changed."""

from __future__ import annotations

from gridloop.kernel.problems import Problem
from gridloop.kernel.services.jobs import start
from gridloop.kernel.types import Actor


def queue_derivation(*, actor: Actor, why: str) -> None:
    """Queue a derivation of ownership; ``why`` tells requests apart, the same one is queued once."""
    try:
        start(kind="territory.derive_ownership", key=why, payload={}, actor=actor)
    except Problem as problem:
        if problem.code != "kernel.job_running":
            raise
