"""Gives up a delivery that was held because it differs too much, once the source has said that it is wrong."""

from __future__ import annotations

from django.db import transaction

from gridloop.kernel import clock
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.models import FeedBatch
from gridloop.lake.services.held_delivery import forget_upload, lock_delivery
from gridloop.lake.services.write_receipt import renew_receipt

REFUSED = "lake.held_refused"


def refuse_delivery(*, batch_id: int, reason: str, actor: Actor) -> tuple[int, ...]:
    """Refuse a held batch with all files that were held with it; return their ids.

    Uploaded files are removed; what lies in a drop folder is not ours to remove. The same file may be delivered again,
    and is then judged anew. Raises ``Problem`` without a reason (400), and when the batch is not held (409).
    """
    with transaction.atomic():
        batch, held = lock_delivery(batch_id=batch_id, reason=reason)
        problem, figures = batch.error_code, batch.error_params
        for one in held:
            one.error_code = REFUSED
            one.error_params = {"by": actor.name, "at": clock.now().isoformat(), "why": reason.strip()}
            one.save(update_fields=["error_code", "error_params"])
        audit.record(
            actor=actor,
            action="lake.refuse",
            object_kind="feed_batch",
            object_id=batch.pk,
            feed=batch.feed,
            batches=[one.pk for one in held],
            problem=problem,
            figures=figures,
            reason=reason.strip(),
        )
    for one in held:
        forget_upload(one)
        renew_receipt(one)
    return tuple(one.pk for one in held)


def refusal_of(batch: FeedBatch) -> dict[str, str]:
    """Return who refused a held batch, when and why; empty for any other."""
    if batch.error_code != REFUSED:
        return {}
    said = batch.error_params
    return {"by": said["by"], "at": said["at"], "reason": said["why"]}
