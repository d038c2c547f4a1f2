"""Loads a file again that was stopped or refused, from where it lies."""

from __future__ import annotations

from pathlib import Path

from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import jobs
from gridloop.kernel.types import Actor
from gridloop.lake.models import FeedBatch
from gridloop.lake.services.held_delivery import is_upload
from gridloop.lake.services.judge_delivery import UNUSUAL
from gridloop.lake.types import BatchState

JOB_KIND = "lake.load_again"


def may_load_again(batch: FeedBatch) -> bool:
    """Tell whether a file that was not loaded still lies where it was delivered, and waits for no decision."""
    failed = batch.state == BatchState.FAILED.value and batch.error_code not in UNUSUAL
    return failed and not is_upload(batch) and bool(batch.source_path) and Path(batch.source_path).is_file()


def load_again(*, batch_id: int, actor: Actor) -> int:
    """Queue the load of a file that was stopped or refused; return the job.

    Raises ``Problem`` (409) when the batch is of another kind, the file has gone, or it is being loaded already.
    """
    batch = FeedBatch.objects.filter(pk=batch_id).first()
    if batch is None:
        raise NotFoundProblem("batch", batch_id)
    if not may_load_again(batch):
        raise Problem("lake.batch_not_again", 409)
    payload: dict[str, object] = {
        "feed": batch.feed,
        "business_date": str(batch.business_date),
        "files": [{"path": batch.source_path, "file_name": batch.file_name}],
    }
    return jobs.start(kind=JOB_KIND, key=str(batch.pk), payload=payload, actor=actor).pk
