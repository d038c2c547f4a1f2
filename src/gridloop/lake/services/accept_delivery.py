"""Lets a delivery pass that was held because it differs too much from the one before."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from gridloop.kernel import clock
from gridloop.kernel.services import audit, jobs
from gridloop.kernel.types import Actor
from gridloop.lake.services.held_delivery import lock_delivery
from gridloop.lake.services.write_receipt import renew_receipt

JOB_KIND = "lake.load_accepted"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The batches that may load now, and the job that loads them; None when a file has to be delivered again."""

    batch_ids: tuple[int, ...]
    job_id: int | None


def accept_delivery(*, batch_id: int, reason: str, actor: Actor) -> Acceptance:
    """Accept a held batch with all files that were held with it, and load them.

    Raises ``Problem`` without a reason (400), and when the batch is not held (409).
    """
    with transaction.atomic():
        batch, held = lock_delivery(batch_id=batch_id, reason=reason)
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
        for one in held:
            renew_receipt(one, asks_again=True)  # the very same file shall be taken when it comes again
        return Acceptance(tuple(one.pk for one in held), None)
    payload: dict[str, object] = {"feed": batch.feed, "business_date": str(batch.business_date), "files": files}
    job = jobs.start(kind=JOB_KIND, key=f"{batch.feed} {batch.business_date}", payload=payload, actor=actor)
    return Acceptance(tuple(one.pk for one in held), job.pk)
