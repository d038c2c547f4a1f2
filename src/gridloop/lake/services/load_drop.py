"""Loads everything that waits in a drop folder, in the order in which feeds depend on each other."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from datetime import date
from itertools import groupby
from pathlib import Path

from gridloop.kernel.problems import Problem
from gridloop.kernel.types import Actor
from gridloop.kernel.wording import Language, say, say_mend
from gridloop.lake.contract_types import Contract
from gridloop.lake.intake.drop import Found, scan_drop
from gridloop.lake.library import contracts, load_rank
from gridloop.lake.services.load_feed import Progress, load_delivery, no_progress
from gridloop.lake.services.write_receipt import check_receipts_folder, write_receipt
from gridloop.lake.types import BatchState, FileReport, LoadReport


def load_drop(
    *,
    drop: Path,
    up_to: date | None,
    actor: Actor,
    report: Callable[[str], None],
    language: Language = "en",
    without_control: bool = False,
    receipts: Path | None = None,
    only: Collection[Path] | None = None,
    progress: Progress = no_progress,
) -> LoadReport:
    """Load every file of ``drop`` whose business date is not after ``up_to`` (None: all); safe to repeat.

    Business dates ascend; within one, org units come before staff, places, offers, customers, and the rest. A file
    without its control file waits, unless ``without_control``. What fails does not stop the others. ``report``
    gets a line for each file, ``receipts`` (a folder) a receipt. ``only`` names the files to look at (None: all).
    Raises ``Problem`` when there is no such folder, or a contract cannot be used.
    """
    started = time.perf_counter()
    if not drop.is_dir():
        raise Problem("lake.drop_missing", 404, drop=str(drop))
    if receipts is not None:
        check_receipts_folder(receipts)
    known = contracts()
    files: list[FileReport] = []
    found = scan_drop(drop, known, without_control=without_control)
    due = [one for one in found if up_to is None or one.business_date is None or one.business_date <= up_to]
    if only is not None:
        due = [one for one in due if one.path in only]
    for (_, feed), group in groupby(sorted(due, key=_order), key=lambda one: (one.business_date, one.feed)):
        for one, file in _load_group(known.get(feed), list(group), actor, progress):
            files.append(file)
            if receipts is not None:
                write_receipt(folder=receipts, drop=drop, path=one.path, report=file)
            report(line_of(file, language))
    return LoadReport(tuple(files), time.perf_counter() - started)


def _order(one: Found) -> tuple[date, tuple[int, str], str]:
    return one.business_date or date.min, load_rank(one.feed), one.path.name


def _load_group(
    contract: Contract | None, group: list[Found], actor: Actor, progress: Progress
) -> list[tuple[Found, FileReport]]:
    """Load the files of one feed and business date; those that cannot even be tried are reported as they are."""
    told = [(one, _untried(one)) for one in group if one.problem is not None or one.waits]
    ready = [one for one in group if one.problem is None and not one.waits]
    if not ready or contract is None or ready[0].business_date is None:
        return told
    day, incoming = ready[0].business_date, [one.incoming for one in ready]
    try:
        done = load_delivery(contract=contract, business_date=day, files=incoming, actor=actor, progress=progress)
    except Problem as problem:
        return told + [(one, _refused(one, problem)) for one in ready]
    return told + [(_found_of(file, ready), file) for file in done]


def _found_of(file: FileReport, ready: list[Found]) -> Found:
    return next(one for one in ready if one.path.name == file.file_name)


def _untried(one: Found) -> FileReport:
    if one.problem is not None:
        return _refused(one, one.problem)
    return FileReport(one.feed, one.path.name, one.business_date, BatchState.WAITING)


def _refused(one: Found, problem: Problem) -> FileReport:
    said = (problem.code, dict(problem.params))
    return FileReport(one.feed, one.path.name, one.business_date, BatchState.FAILED, problem=said)


def line_of(file: FileReport, language: Language) -> str:
    """Return one line that tells what became of a file."""
    params = {
        "file": file.file_name,
        "read": f"{file.rows_read:,}",
        "loaded": f"{file.rows_loaded:,}",
        "quarantined": f"{file.rows_quarantined:,}",
    }
    line = say(f"lake.line_{file.state.value}", language, **params)
    if file.problem is None:
        return line
    code, said = file.problem
    mend = say_mend(code, language, **said)
    return f"{line} {say(code, language, **said)}" + (f"\n  → {mend}" if mend else "")
