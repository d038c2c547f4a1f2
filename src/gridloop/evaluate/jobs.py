"""Background work of evaluation."""

from __future__ import annotations

from gridloop.evaluate.services.evaluate_cycle import evaluate_cycle
from gridloop.evaluate.services.start_evaluation import KIND
from gridloop.kernel.services.jobs import JobHandle, job

_STEPS = 5


@job(KIND)
def evaluate(handle: JobHandle) -> dict[str, object]:
    """Evaluate the cycle named in the payload; idempotent from the start on."""
    told: list[str] = []

    def report(line: str) -> None:
        told.append(line)
        handle.advance(min(len(told), _STEPS), _STEPS)  # then come the verdicts, a line for each campaign

    evaluate_cycle(cycle=str(handle.payload["cycle"]), actor=handle.actor, report=report)
    return {"report": told}
