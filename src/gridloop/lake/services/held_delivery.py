"""A delivery that waits for somebody's decision: which batches belong to it, and the file of one that was uploaded."""

from __future__ import annotations

from pathlib import Path

from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.lake.models import FeedBatch
from gridloop.lake.services.judge_delivery import UNUSUAL
from gridloop.lake.services.receive_upload import remove_upload, upload_folder
from gridloop.lake.types import BatchState


def is_held(batch: FeedBatch) -> bool:
    """Tell whether a batch waits for somebody to let it pass."""
    return batch.state == BatchState.FAILED.value and batch.error_code in UNUSUAL and not batch.accepted


def is_let_pass(batch: FeedBatch) -> bool:
    """Tell whether somebody has let a batch pass that is not loaded yet."""
    return batch.state == BatchState.FAILED.value and batch.error_code in UNUSUAL and bool(batch.accepted)


def lock_delivery(*, batch_id: int, reason: str) -> tuple[FeedBatch, list[FeedBatch]]:
    """Return a held batch, and all that were held with it; nobody else decides until the transaction ends.

    Raises ``Problem`` without a reason (400), and when the batch is not held (409).
    """
    if not reason.strip():
        raise Problem("lake.decision_reason_needed", 400)
    batch = FeedBatch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise NotFoundProblem("batch", batch_id)
    if not is_held(batch):
        raise Problem("lake.batch_not_held", 409)
    delivery = FeedBatch.objects.select_for_update().filter(feed=batch.feed, business_date=batch.business_date)
    return batch, [one for one in delivery if is_held(one)]


def is_upload(batch: FeedBatch) -> bool:
    """Tell whether a batch's file was uploaded; what lies in a drop folder is not ours to remove."""
    return bool(batch.source_path) and Path(batch.source_path).is_relative_to(upload_folder())


def forget_upload(batch: FeedBatch) -> None:
    """Remove a batch's file if it was uploaded and is still there."""
    path = Path(batch.source_path)
    if is_upload(batch) and path.parent.is_dir():
        remove_upload(path)
