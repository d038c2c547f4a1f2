"""Loads that wait, run or have just ended: what somebody sees who has handed a file in, and comes back to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from django.db.models import Q

from gridloop.kernel import clock
from gridloop.kernel import queries as kernel
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.types import Scope
from gridloop.lake.models import FeedBatch
from gridloop.lake.types import BatchState

UPLOADED, ACCEPTED, WATCHED = "lake.load_upload", "lake.load_accepted", "lake.load_drop"
"""The kinds of jobs that load files: one handed in, one let pass, what a watch of the drop folder found."""
AGAIN, PULLED = "lake.load_again", "lake.pull"
"""A file that was stopped or refused and is loaded from where it lies; a feed that is read from a database."""
KINDS = (UPLOADED, ACCEPTED, WATCHED, AGAIN, PULLED)
_OPEN, _STOPPED = ("queued", "running"), "stopped"


@dataclass(frozen=True, slots=True)
class Load:
    """One load of files.

    ``done`` of ``total`` bytes of ``at_file`` are read, or ``done`` rows are pulled; of a total of 0 nothing is known.
    """

    job_id: int
    pulls: bool
    """It reads from a database first."""
    feed: str
    """Empty where the files are of several feeds."""
    files: tuple[str, ...]
    business_date: date | None
    state: str
    stage: str
    """What it is at (``LoadStage``); empty before it has begun."""
    at_file: str
    done: int
    total: int
    ahead: int
    """How many jobs wait before it."""
    stopping: bool
    """It was stopped, and goes on to its next step, where it ends."""
    may_stop: bool
    requested_by: str
    created_at: datetime
    error: str
    found_again: bool
    """The very same file had been loaded before: nothing changed."""
    batch: FeedBatch | None
    """The file's batch, once its job has begun."""


def open_loads(scope: Scope) -> list[Load]:
    """Return the loads that wait or run, the one that began first first."""
    stopping = Q(state=_STOPPED, finished_at=None, lease_until__gt=clock.now())
    going = Q(state__in=_OPEN) | stopping
    jobs = kernel.jobs(scope).filter(going, kind__in=KINDS)
    return [_load(scope, job) for job in jobs.order_by("pk")]


def load(scope: Scope, job_id: int) -> Load:
    """Return one load, whatever became of it; raises ``NotFoundProblem``."""
    job = kernel.jobs(scope).filter(kind__in=KINDS, pk=job_id).first()
    if job is None:
        raise NotFoundProblem("load", job_id)
    return _load(scope, job)


def _load(scope: Scope, job: Any) -> Load:
    payload: Mapping[str, Any] = job.payload
    named = [payload["file_name"]] if "file_name" in payload else payload.get("files", [])
    files = [str(one["file_name"]) if isinstance(one, Mapping) else PurePath(str(one)).name for one in named]
    day = payload.get("business_date")
    waits = job.state == _OPEN[0]
    return Load(
        job_id=job.pk,
        pulls=job.kind == PULLED,
        feed=str(payload.get("feed", "")),
        files=tuple(files),
        business_date=date.fromisoformat(day) if day else None,
        state=job.state,
        stage=str(job.cursor.get("stage", "")),
        at_file=str(job.cursor.get("file", "")),
        done=job.progress_done,
        total=job.progress_total,
        ahead=kernel.jobs(scope).filter(state__in=_OPEN, pk__lt=job.pk).count() if waits else 0,
        stopping=_is_stopping(job),
        may_stop=job.state in _OPEN,
        requested_by=job.requested_by,
        created_at=job.created_at,
        error=job.error,
        found_again=job.result.get("state") == BatchState.UNCHANGED.value,
        batch=_batch_of(job),
    )


def _is_stopping(job: Any) -> bool:
    """A job that was stopped goes on to its next step; one whose process died will not."""
    alive = job.lease_until is not None and job.lease_until > clock.now()
    return alive and job.state == _STOPPED and job.finished_at is None


def _batch_of(job: Any) -> FeedBatch | None:
    """Return the batch of a job of one file, once it has begun: an upload's key names it."""
    if job.state == _OPEN[0]:
        return None
    if job.kind == AGAIN:
        return FeedBatch.objects.filter(pk=job.key).first()
    if job.kind != UPLOADED:
        return None
    feed, day, sha256 = str(job.key).rsplit(" ", 2)
    return FeedBatch.objects.filter(feed=feed, business_date=day, sha256__startswith=sha256).first()
