"""Background work of the data hub."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services.jobs import JobHandle, job
from gridloop.lake.intake.control import Incoming
from gridloop.lake.library import contract_of
from gridloop.lake.services.load_drop import load_drop
from gridloop.lake.services.load_feed import load_delivery
from gridloop.lake.services.receive_upload import JOB_KIND, remove_upload
from gridloop.lake.services.watch_drop import JOB_KIND as DROP_JOB_KIND
from gridloop.lake.types import BatchState


@job(JOB_KIND)
def load_upload(handle: JobHandle) -> dict[str, object]:
    """Load one uploaded file; the copy is removed once its fate is on the batch."""
    payload = handle.payload
    path = Path(payload["path"])
    if not path.is_file():
        return {}  # done before; the worker died before it could say so
    try:
        reports = load_delivery(
            contract=contract_of(payload["feed"]),
            business_date=date.fromisoformat(payload["business_date"]),
            files=[Incoming(path, payload["file_name"])],
            actor=handle.actor,
            progress=lambda name, done, total: handle.advance(done, total),
        )
    finally:  # a process that is killed leaves the file for the next attempt
        remove_upload(path)
    [report] = reports
    if report.problem is not None:
        code, params = report.problem
        raise Problem(code, 422, **params)
    return {
        "batch_id": report.batch_id,
        "state": report.state.value,
        "read": report.rows_read,
        "loaded": report.rows_loaded,
        "quarantined": report.rows_quarantined,
    }


@job(DROP_JOB_KIND)
def load_watched(handle: JobHandle) -> dict[str, object]:
    """Load the files that a watch of the drop folder found; those that are in force already are passed over."""
    payload = handle.payload
    drop = Path(payload["drop"])
    report = load_drop(
        drop=drop,
        up_to=clock.today(),
        actor=handle.actor,
        report=lambda line: None,
        receipts=Path(payload["receipts"]),
        only={drop / name for name in payload["files"]},
        progress=lambda name, done, total: handle.advance(done, total),
    )
    counts: dict[str, object] = {state.value: report.count(state) for state in BatchState if report.count(state)}
    return {"files": len(report.files), **counts}
