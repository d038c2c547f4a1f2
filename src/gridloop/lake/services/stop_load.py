"""Stops a load that somebody started by mistake, as long as nothing of it is visible."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gridloop.kernel import queries as kernel
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import jobs
from gridloop.kernel.types import Actor, Scope
from gridloop.lake import loads
from gridloop.lake.models import FeedBatch
from gridloop.lake.services.load_drop import load_drop
from gridloop.lake.services.receive_upload import remove_upload
from gridloop.lake.types import LoadStage


def stop_load(*, scope: Scope, job_id: int, actor: Actor) -> None:
    """Stop a load or a pull: at once while it waits, else at its next step before it publishes.

    An uploaded file is removed. What lies in a drop folder stays there, is told in its receipt, and is not loaded
    before somebody asks for it; a delivery that somebody had let pass waits for a decision again. Files of the same
    load that were loaded before it was stopped stay loaded. Raises ``NotFoundProblem`` for other work, and
    ``Problem`` (409) when it has ended.
    """
    job = kernel.jobs(scope).filter(pk=job_id, kind__in=loads.KINDS).first()
    if job is None:
        raise NotFoundProblem("load", job_id)
    if jobs.stop(job_id=job.pk, actor=actor):  # nobody else will clear up what never was begun
        _never_begun(job.kind, job.payload, actor)


def _never_begun(kind: str, payload: dict[str, Any], actor: Actor) -> None:
    if kind == loads.UPLOADED:
        path = Path(str(payload["path"]))
        if path.is_file():
            remove_upload(path)
    elif kind == loads.ACCEPTED:
        names = [file["file_name"] for file in payload["files"]]
        held = FeedBatch.objects.filter(
            feed=payload["feed"], business_date=payload["business_date"], file_name__in=names
        )
        held.exclude(accepted={}).update(accepted={})
    elif kind == loads.WATCHED:
        drop = Path(str(payload["drop"]))
        load_drop(
            drop=drop,
            up_to=None,
            actor=actor,
            report=lambda line: None,
            receipts=Path(str(payload["receipts"])),
            only={drop / name for name in payload["files"]},
            progress=_stopped,
        )


def _stopped(file_name: str, stage: LoadStage, done: int, total: int) -> None:
    raise Problem(jobs.STOPPED, 409)
