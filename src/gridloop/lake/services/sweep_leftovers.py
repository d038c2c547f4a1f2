"""Removes what a process that was killed left behind of files it was handed: customers' data that nobody knows of.

An upload whose process dies before its job is queued, or whose job is given up, is named by nothing; a sample dies with
the folder it was held in. What an open job or a batch that waits for a decision names stays.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from gridloop.kernel.queries import jobs
from gridloop.kernel.types import WHOLE_COMPANY
from gridloop.lake.loads import ACCEPTED, UPLOADED
from gridloop.lake.models import FeedBatch
from gridloop.lake.overtaken import marks
from gridloop.lake.services.held_delivery import is_held
from gridloop.lake.services.hold_sample import SAMPLE
from gridloop.lake.services.judge_delivery import UNUSUAL
from gridloop.lake.services.receive_upload import upload_folder
from gridloop.lake.services.try_contract import TRIAL
from gridloop.lake.types import BatchState

_SAMPLES_FOR = 3600
_UPLOADS_FOR = 24 * 3600
"""Seconds after which nobody can be at work on them any more without a job."""


def sweep_leftovers() -> int:
    """Remove forgotten uploads, samples and marks of questions; return how many."""
    gone = sum(map(_remove, [*_old(_samples(), _SAMPLES_FOR), *_forgotten_uploads()]))
    for mark in marks().iterdir():
        with suppress(FileNotFoundError):
            if mark.stat().st_mtime < time.time() - _UPLOADS_FOR:  # no question takes a day to answer
                mark.unlink()
                gone += 1
    return gone


def _samples() -> Iterator[Path]:
    for beginning in (SAMPLE, TRIAL):
        yield from Path(tempfile.gettempdir()).glob(f"{beginning}*")


def _forgotten_uploads() -> list[Path]:
    if not upload_folder().is_dir():
        return []
    old = list(_old(upload_folder().iterdir(), _UPLOADS_FOR))
    named = _named() if old else set()
    return [folder for folder in old if folder.name not in named]


def _named() -> set[str]:
    """Return the folders of the uploads that an open job, or a delivery that waits for somebody, is about."""
    paths: list[str] = []
    at_work = jobs(WHOLE_COMPANY).filter(kind__in=(UPLOADED, ACCEPTED), state__in=("queued", "running"))
    for payload in at_work.values_list("payload", flat=True):
        paths += [payload.get("path", ""), *(file["path"] for file in payload.get("files", []))]
    waiting = FeedBatch.objects.filter(state=BatchState.FAILED.value, error_code__in=UNUSUAL)
    paths += [batch.source_path for batch in waiting if is_held(batch)]
    return {Path(path).parent.name for path in paths if path}


def _old(folders: Iterator[Path], seconds: int) -> Iterator[Path]:
    for folder in folders:
        try:
            if folder.is_dir() and folder.stat().st_mtime < time.time() - seconds:
                yield folder
        except OSError:  # removed meanwhile by who held it
            continue


def _remove(folder: Path) -> bool:
    """Return whether a folder is gone; another user's stays, because it is not ours."""
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()
