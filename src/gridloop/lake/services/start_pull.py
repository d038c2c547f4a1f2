"""Starts a pull of one feed now: what is new is read from its database, and loaded."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from gridloop.kernel.problems import Problem
from gridloop.kernel.services import jobs
from gridloop.kernel.types import Actor
from gridloop.lake.services.pull_feed import pulls
from gridloop.lake.services.write_receipt import receipts_folder

JOB_KIND = "lake.pull"


def drop_folder() -> Path:
    """Return the folder that pulled files are laid into: the one that is watched, else one in the home folder."""
    return Path(settings.DROP or Path(settings.HOME) / "drop")


def start_pull(*, feed: str, actor: Actor) -> int:
    """Queue the pull of a feed; return the job.

    Raises ``Problem`` when it is not declared (404), or is being pulled already (409).
    """
    declared = pulls()
    if feed not in declared:
        raise Problem("lake.pull_unknown", 404, feeds=feed, known=", ".join(declared) or "–")
    drop = drop_folder()
    receipts = Path(settings.RECEIPTS or receipts_folder(drop))
    payload: dict[str, object] = {"feed": feed, "drop": str(drop), "receipts": str(receipts)}
    return jobs.start(kind=JOB_KIND, key=feed, payload=payload, actor=actor).pk
