"""Background work of the data hub."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services.jobs import STOPPED, JobHandle, job
from gridloop.lake.intake.control import Incoming, control_path, read_control
from gridloop.lake.library import contract_of
from gridloop.lake.models import FeedBatch
from gridloop.lake.services.accept_delivery import JOB_KIND as ACCEPTED
from gridloop.lake.services.judge_delivery import UNUSUAL
from gridloop.lake.services.load_again import JOB_KIND as AGAIN
from gridloop.lake.services.load_drop import load_drop
from gridloop.lake.services.load_feed import Progress, load_delivery
from gridloop.lake.services.pull_feed import files_not_loaded, pull_feed, pulls
from gridloop.lake.services.receive_upload import JOB_KIND, remove_upload, upload_folder
from gridloop.lake.services.start_pull import JOB_KIND as PULLED
from gridloop.lake.services.watch_drop import JOB_KIND as DROP_JOB_KIND
from gridloop.lake.services.write_receipt import renew_receipt
from gridloop.lake.types import BatchState, FileReport, LoadStage


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
            progress=_told_to(handle),
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
    return _load_where_they_lie(handle)


@job(AGAIN)
def load_once_more(handle: JobHandle) -> dict[str, object]:
    """Load a file that was stopped or refused, and still lies where it was delivered."""
    return _load_where_they_lie(handle)


def _load_where_they_lie(handle: JobHandle) -> dict[str, object]:
    payload = handle.payload
    files = [_incoming(Path(file["path"]), file["file_name"]) for file in payload["files"]]
    incoming = [file for file in files if file.path.is_file()]
    if not incoming:
        return {}  # done before; the worker died before it could say so
    reports = load_delivery(
        contract=contract_of(payload["feed"]),
        business_date=date.fromisoformat(payload["business_date"]),
        files=incoming,
        actor=handle.actor,
        progress=_told_to(handle),
    )
    for file in incoming:
        if file.path.is_relative_to(upload_folder()):
            remove_upload(file.path)
    for batch in FeedBatch.objects.filter(pk__in=[report.batch_id for report in reports]):
        renew_receipt(batch)
    _raise_first(reports)
    return {
        "batches": [report.batch_id for report in reports],
        "loaded": sum(report.rows_loaded for report in reports),
        "quarantined": sum(report.rows_quarantined for report in reports),
    }


def _incoming(path: Path, file_name: str) -> Incoming:
    """A file of the drop folder must still be what its control file says."""
    control = control_path(path)
    return Incoming(path, file_name, read_control(control) if control.is_file() else None)


def _raise_first(reports: Sequence[FileReport]) -> None:
    """Raise why the first file that was not loaded was not; that somebody stopped the work goes before."""
    problems = [report.problem for report in reports if report.problem is not None]
    for code, params in sorted(problems, key=lambda problem: problem[0] != STOPPED):
        raise Problem(code, 422, **params)


@job(DROP_JOB_KIND)
def load_watched(handle: JobHandle) -> dict[str, object]:
    """Load the files that a watch of the drop folder found; those that are in force already are passed over."""
    payload = handle.payload
    drop = Path(payload["drop"])
    return _loaded_from(handle, drop, {drop / name for name in payload["files"]})


@job(PULLED)
def pull_now(handle: JobHandle) -> dict[str, object]:
    """Pull one feed into the drop folder, and load what it brought."""
    payload = handle.payload
    drop, feed = Path(payload["drop"]), str(payload["feed"])
    pull = pulls().get(feed)
    if pull is None:
        raise Problem("lake.pull_unknown", 404, feeds=feed, known=", ".join(pulls()) or "–")
    told = _told_to(handle)
    brought = pull_feed(pull=pull, drop=drop, day=clock.today(), actor=handle.actor, progress=told)
    rows = {"rows": sum(report.rows for report in brought)}
    files = {report.file for report in brought if report.file is not None} | files_not_loaded(feed)
    return {**rows, **(_loaded_from(handle, drop, files) if files else {})}


def _loaded_from(handle: JobHandle, drop: Path, files: Collection[Path]) -> dict[str, object]:
    report = load_drop(
        drop=drop,
        up_to=clock.today(),
        actor=handle.actor,
        report=lambda line: None,
        receipts=Path(handle.payload["receipts"]),
        only=files,
        progress=_told_to(handle),
    )
    if any(file.problem is not None and file.problem[0] == STOPPED for file in report.files):
        raise Problem(STOPPED, 409)
    counts: dict[str, object] = {state.value: report.count(state) for state in BatchState if report.count(state)}
    return {"files": len(report.files), **counts}


def _told_to(handle: JobHandle) -> Progress:
    """Keep on the job what is done with which file, and how far it is."""

    def tell(file_name: str, stage: LoadStage, done: int, total: int) -> None:
        handle.advance(done, total, stage=stage.value, file=file_name)

    return tell
