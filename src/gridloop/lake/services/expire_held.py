"""Gives up uploads that were held because they differ too much, and that nobody let pass in time.

A held upload is customers' data that waits outside the lake; it must not wait for ever. What lies in a drop folder is
not ours to remove.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from gridloop.kernel import clock
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.models import FeedBatch
from gridloop.lake.services.held_delivery import forget_upload, is_held, is_upload
from gridloop.lake.services.judge_delivery import UNUSUAL
from gridloop.lake.types import BatchState

EXPIRED = "lake.held_expired"
KEEPER = Actor.system("lake")


def held_until(batch: FeedBatch) -> datetime | None:
    """Return when a held upload is given up; None for a batch that is not held, or whose file is not with us."""
    if not is_held(batch) or batch.finished_at is None or not is_upload(batch):
        return None
    return batch.finished_at + timedelta(days=settings.HELD_DAYS)


def expire_held(*, actor: Actor = KEEPER) -> int:
    """Give up the uploads that were held too long: say so on the batch, and remove the file; return how many."""
    waiting = FeedBatch.objects.filter(state=BatchState.FAILED.value, error_code__in=UNUSUAL)
    over = [batch.pk for batch in waiting if _is_over(batch)]
    return sum(_expire(pk, actor) for pk in over)


def _is_over(batch: FeedBatch) -> bool:
    until = held_until(batch)
    return until is not None and until <= clock.now()


def _expire(pk: int, actor: Actor) -> bool:
    with transaction.atomic():
        batch = FeedBatch.objects.select_for_update().get(pk=pk)
        if not _is_over(batch):  # somebody let it pass meanwhile
            return False
        problem = batch.error_code
        batch.error_code = EXPIRED
        batch.error_params = {"file": batch.file_name, "days": settings.HELD_DAYS}
        batch.save(update_fields=["error_code", "error_params"])
        audit.record(
            actor=actor,
            action="lake.held_expired",
            object_kind="feed_batch",
            object_id=batch.pk,
            feed=batch.feed,
            file=batch.file_name,
            problem=problem,
            days=settings.HELD_DAYS,
        )
    forget_upload(batch)
    return True
