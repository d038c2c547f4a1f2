"""Lets a delivery pass that was held because it differs too much from the one before."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import audit, jobs
from gridloop.kernel.types import Actor
from gridloop.lake.models import FeedBatch
from gridloop.lake.services.judge_delivery import UNUSUAL
from gridloop.lake.types import BatchState

JOB_KIND = "lake.load_accepted"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The batches that may load now, and the job that loads them; None when a file has to be delivered again."""

    batch_ids: tuple[int, ...]
    job_id: int | None


def is_held(batch: FeedBatch) -> bool:
    """Tell whether a batch waits for somebody to let it pass."""
    return batch.state == BatchState.FAILED.value and batch.error_code in UNUSUAL and not batch.accepted


def accept_delivery(*, batch_id: int, reason: str, actor: Actor) -> Acceptance:
    """Accept a held batch with all files that were held with it, and load them.

    Raises ``Problem`` without a reason (400), and when the batch is not held (409).
    """
    if not reason.strip():
        raise Problem("lake.decision_reason_needed", 400)
    with transaction.atomic():
        batch = FeedBatch.objects.select_for_update().filter(pk=batch_id).first()
        if batch is None:
            raise NotFoundProblem("batch", batch_id)
        if not is_held(batch):
            raise Problem("lake.batch_not_held", 409)
        delivery = FeedBatch.objects.select_for_update().filter(feed=batch.feed, business_date=batch.business_date)
        held = [one for one in delivery if is_held(one)]
        for one in held:
            one.accepted = {"by": actor.name, "at": clock.now().isoformat(), "reason": reason.strip()}
            one.save(update_fields=["accepted"])
        audit.record(
            actor=actor,
            action="lake.accept",
            object_kind="feed_batch",
            object_id=batch.pk,
            feed=batch.feed,
            batches=[one.pk for one in held],
            problem=batch.error_code,
            figures=batch.error_params,
            reason=reason.strip(),
        )
    files = [{"path": one.source_path, "file_name": one.file_name} for one in held]
    if not all(file["path"] and Path(file["path"]).is_file() for file in files):
        return Acceptance(tuple(one.pk for one in held), None)
    payload: dict[str, object] = {"feed": batch.feed, "business_date": str(batch.business_date), "files": files}
    job = jobs.start(kind=JOB_KIND, key=f"{batch.feed} {batch.business_date}", payload=payload, actor=actor)
    return Acceptance(tuple(one.pk for one in held), job.pk)
