"""Background work of the data hub."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services.jobs import JobHandle, job
from gridloop.lake.intake.control import Incoming
from gridloop.lake.library import contract_of
from gridloop.lake.services.accept_delivery import JOB_KIND as ACCEPTED
from gridloop.lake.services.judge_delivery import UNUSUAL
from gridloop.lake.services.load_drop import load_drop
from gridloop.lake.services.load_feed import load_delivery
from gridloop.lake.services.receive_upload import JOB_KIND, remove_upload, upload_folder
from gridloop.lake.services.watch_drop import JOB_KIND as DROP_JOB_KIND
from gridloop.lake.types import BatchState


@job(JOB_KIND)
def load_upload(handle: JobHandle) -> dict[str, object]:
    """Load one uploaded file; the copy is removed once its fate is on the batch, unless a person may let it pass."""
    payload = handle.payload
    path = Path(payload["path"])
    if not path.is_file():
        return {}  # done before; the worker died before it could say so
    held = False
    try:
        reports = load_delivery(
            contract=contract_of(payload["feed"]),
            business_date=date.fromisoformat(payload["business_date"]),
            files=[Incoming(path, payload["file_name"])],
            actor=handle.actor,
            progress=lambda name, stage, done, total: handle.advance(done, total, stage=stage.value, file=name),
        )
        held = any(report.problem is not None and report.problem[0] in UNUSUAL for report in reports)
    finally:  # a process that is killed leaves the file for the next attempt
        if not held:
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


@job(ACCEPTED)
def load_accepted(handle: JobHandle) -> dict[str, object]:
    """Load the files of a delivery that somebody has let pass; kept uploads are removed then."""
    payload = handle.payload
    files = [Incoming(Path(file["path"]), file["file_name"]) for file in payload["files"]]
    incoming = [file for file in files if file.path.is_file()]
    if not incoming:
        return {}  # done before; the worker died before it could say so
    reports = load_delivery(
        contract=contract_of(payload["feed"]),
        business_date=date.fromisoformat(payload["business_date"]),
        files=incoming,
        actor=handle.actor,
        progress=lambda name, stage, done, total: handle.advance(done, total, stage=stage.value, file=name),
    )
    for file in incoming:
        if file.path.is_relative_to(upload_folder()):
            remove_upload(file.path)
    for report in reports:
        if report.problem is not None:
            code, params = report.problem
            raise Problem(code, 422, **params)
    return {
        "batches": [report.batch_id for report in reports],
        "loaded": sum(report.rows_loaded for report in reports),
        "quarantined": sum(report.rows_quarantined for report in reports),
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
        progress=lambda name, stage, done, total: handle.advance(done, total, stage=stage.value, file=name),
    )
    counts: dict[str, object] = {state.value: report.count(state) for state in BatchState if report.count(state)}
    return {"files": len(report.files), **counts}
