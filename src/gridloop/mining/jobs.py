"""Background work of mining."""

from __future__ import annotations

from gridloop.kernel.clock import month_of
from gridloop.kernel.services.jobs import JobHandle, job


@job("mining.score")
def train_and_score(handle: JobHandle) -> dict[str, object]:
    """Train what is due and score everybody for ``payload["cycle"]``; from the start when it was interrupted."""
    # every process registers the jobs, only a worker that runs one pays for loading the learners
    from gridloop.mining.services.score import score_customers  # noqa: PLC0415
    from gridloop.mining.services.train import train_models  # noqa: PLC0415

    month = month_of(handle.payload["cycle"])
    trained = train_models(month=month, actor=handle.actor)
    handle.advance(1, 2)
    report = score_customers(month=month, actor=handle.actor)
    handle.advance(2, 2)
    return {"models": {one.model: one.state for one in trained}, "rows": report.rows}
