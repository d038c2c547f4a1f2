"""Receipts: what became of each delivered file, one JSON beside the drop folder for whoever delivered it."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from pathlib import Path
from typing import Any

from django.db.models import Count

from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.wording import LANGUAGES, say, say_mend
from gridloop.lake.intake.foreign_control import control_file_of
from gridloop.lake.library import contracts
from gridloop.lake.models import FeedBatch, QuarantinedRow
from gridloop.lake.services.open_batch import report_of
from gridloop.lake.types import BatchState, FileReport

log = logging.getLogger(__name__)

FOR_NOW = frozenset({"lake.feed_busy", "lake.publish_outdated", "lake.load_broken"})
"""Problems of the moment, not of the file: it is tried again, and nobody is told to mend it."""


def receipts_folder(drop: Path) -> Path:
    """Return where receipts lie unless something else is asked for: beside the drop folder."""
    return drop.resolve().parent / "receipts"


def receipt_path(folder: Path, drop: Path, path: Path) -> Path:
    """Return the receipt of a delivered file; it lies as the file lies in the drop folder."""
    relative = path.relative_to(drop)
    return folder / relative.with_name(relative.name + ".json")


def check_receipts_folder(folder: Path) -> None:
    """Make the folder; raises ``Problem`` when receipts cannot be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem("lake.receipts_unwritable", 409, folder=str(folder), detail=str(error)) from error
    if not os.access(folder, os.W_OK):
        raise Problem("lake.receipts_unwritable", 409, folder=str(folder), detail="permission denied")


def control_fingerprint(control: Path | None) -> str:
    """Return the sha256 of a control file, empty when there is none."""
    return hashlib.sha256(control.read_bytes()).hexdigest() if control is not None and control.is_file() else ""


def read_receipt(receipt: Path) -> dict[str, Any] | None:
    """Return what a receipt says; None when there is none, or none that can be read."""
    try:
        said = json.loads(receipt.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def write_receipt(*, folder: Path, drop: Path, path: Path, report: FileReport) -> None:
    """Write the receipt of a file at once, or not at all; files that wait or are to be tried again get none.

    A file that is found unchanged keeps the receipt of its load. Its batch remembers where the receipt lies.
    """
    if report.state is BatchState.WAITING or (report.problem and report.problem[0] in FOR_NOW):
        return
    receipt = receipt_path(folder, drop, path)
    before = read_receipt(receipt)
    control = _control_of(path, report.feed)
    if report.state is BatchState.UNCHANGED and before and before.get("control_sha256") == control:
        return
    _write(receipt, receipt_of(report, control))
    if report.batch_id:
        FeedBatch.objects.filter(pk=report.batch_id).update(receipt_path=str(receipt)[:1000])


def renew_receipt(batch: FeedBatch, *, asks_again: bool = False) -> None:
    """Write the receipt of a batch anew after something else became of it; a batch that never had one gets none.

    ``asks_again`` when the same file shall be tried again once it is there. A folder that cannot be written any more
    undoes no decision: the log says so.
    """
    if not batch.receipt_path:
        return
    try:
        control = "" if asks_again else _control_of(Path(batch.source_path), batch.feed)
        _write(Path(batch.receipt_path), receipt_of(report_of(batch), control))
    except OSError:
        log.exception("the receipt %s could not be written anew", batch.receipt_path)


def _control_of(path: Path, feed: str) -> str:
    there = path.parent.is_dir()
    return control_fingerprint(control_file_of(path, contracts().get(feed))) if there else ""


def _write(receipt: Path, said: dict[str, Any]) -> None:
    receipt.parent.mkdir(parents=True, exist_ok=True)
    being_written = receipt.with_name(f".{receipt.name}.{os.getpid()}.part")
    being_written.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
    being_written.replace(receipt)


def receipt_of(report: FileReport, control: str = "") -> dict[str, Any]:
    """Return what a receipt says of a file; ``control`` is the fingerprint of its control file, empty without one."""
    batch = FeedBatch.objects.filter(pk=report.batch_id).first() if report.batch_id else None
    found = contracts().get(report.feed)
    return {
        "file": report.file_name,
        "feed": report.feed,
        "business_date": report.business_date.isoformat() if report.business_date else None,
        "state": report.state.value,
        "read": report.rows_read,
        "loaded": report.rows_loaded,
        "quarantined": report.rows_quarantined,
        "quarantine": _reasons(batch) if batch else [],
        "published": report.published,
        "problem": _said(*report.problem) if report.problem else None,
        "notes": [_said(note["code"], note["params"]) for note in batch.notes] if batch else [],
        "batch": report.batch_id,
        "sha256": batch.sha256 if batch else None,
        "contract_version": batch.contract_version if batch else (found.version if found else ""),
        "control_sha256": control,
        "written_at": clock.now().isoformat(),
    }


def _said(code: str, params: dict[str, Any]) -> dict[str, Any]:
    """Return a message in both languages, with how to mend it."""
    texts: dict[str, Any] = {"code": code}
    for language in LANGUAGES:
        texts[language] = say(code, language, **params)
        texts[f"mend_{language}"] = say_mend(code, language, **params)
    return texts


def _reasons(batch: FeedBatch) -> list[dict[str, Any]]:
    """Return how many rows wait in quarantine for which reason, most frequent first."""
    rows = QuarantinedRow.objects.filter(batch=batch, state=QuarantinedRow.State.OPEN).order_by()
    counted = rows.values("reason", "column").annotate(rows=Count("pk")).order_by("-rows", "reason", "column")
    return [
        {**row, **{language: say(f"lake.label_{row['reason']}", language) for language in LANGUAGES}} for row in counted
    ]
