"""Loads that wait, run or have just ended: what somebody sees who has handed a file in, and comes back to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from gridloop.kernel import queries as kernel
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.types import Scope
from gridloop.lake.models import FeedBatch
from gridloop.lake.types import BatchState

UPLOADED, ACCEPTED, WATCHED = "lake.load_upload", "lake.load_accepted", "lake.load_drop"
"""The kinds of jobs that load files: one handed in, one let pass, what a watch of the drop folder found."""
_OPEN = ("queued", "running")


@dataclass(frozen=True, slots=True)
class Load:
    """One load of files; ``done`` of ``total`` bytes are read, of a total of 0 nothing is known."""

    job_id: int
    feed: str
    """Empty where the files are of several feeds."""
    files: tuple[str, ...]
    business_date: date | None
    state: str
    done: int
    total: int
    ahead: int
    """How many jobs wait before it."""
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
    jobs = kernel.jobs(scope).filter(kind__in=(UPLOADED, ACCEPTED, WATCHED), state__in=_OPEN)
    return [_load(scope, job) for job in jobs.order_by("pk")]


def load(scope: Scope, job_id: int) -> Load:
    """Return the load of a file that was handed in, whatever became of it; raises ``NotFoundProblem``."""
    job = kernel.jobs(scope).filter(kind=UPLOADED, pk=job_id).first()
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
        feed=str(payload.get("feed", "")),
        files=tuple(files),
        business_date=date.fromisoformat(day) if day else None,
        state=job.state,
        done=job.progress_done,
        total=job.progress_total,
        ahead=kernel.jobs(scope).filter(state__in=_OPEN, pk__lt=job.pk).count() if waits else 0,
        may_stop=job.kind == UPLOADED and job.state in _OPEN,
        requested_by=job.requested_by,
        created_at=job.created_at,
        error=job.error,
        found_again=job.result.get("state") == BatchState.UNCHANGED.value,
        batch=_batch_of(job) if job.kind == UPLOADED else None,
    )


def _batch_of(job: Any) -> FeedBatch | None:
    """Return the batch of an upload, which its key names; one that was loaded before the upload is not its own."""
    feed, day, sha256 = str(job.key).rsplit(" ", 2)
    if job.state == _OPEN[0]:
        return None
    return FeedBatch.objects.filter(feed=feed, business_date=day, sha256__startswith=sha256).first()
