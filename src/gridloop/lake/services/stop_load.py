"""Stops a load that somebody started by mistake, as long as nothing of it is visible."""

from __future__ import annotations

from pathlib import Path

from gridloop.kernel import queries as kernel
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.services import jobs
from gridloop.kernel.types import Actor, Scope
from gridloop.lake.services.receive_upload import JOB_KIND, remove_upload


def stop_load(*, scope: Scope, job_id: int, actor: Actor) -> None:
    """Stop the load of an uploaded file: at once while it waits, else at its next step before it publishes.

    Raises ``NotFoundProblem`` for other work, and ``Problem`` (409) when it has ended.
    """
    job = kernel.jobs(scope).filter(pk=job_id, kind=JOB_KIND).first()
    if job is None:
        raise NotFoundProblem("load", job_id)
    if jobs.stop(job_id=job.pk, actor=actor):  # nobody else will remove what never was begun
        path = Path(str(job.payload["path"]))
        if path.is_file():
            remove_upload(path)
