"""Takes a file handed in through the browser and starts the job that loads it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath

from django.conf import settings

from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import jobs
from gridloop.kernel.types import Actor
from gridloop.lake.contract_types import Contract, FileFormat
from gridloop.lake.intake.drop import date_in, fits
from gridloop.lake.intake.source import plain
from gridloop.lake.intake.unpacking import name_inside

JOB_KIND = "lake.load_upload"
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """An accepted file and the job that loads it."""

    job_id: int
    file_name: str
    sha256: str
    business_date: date


def upload_folder() -> Path:
    """Return the folder in which uploads wait for their job."""
    return Path(settings.HOME) / "uploads"


def receive_upload(
    *,
    contract: Contract,
    name: str,
    size: int,
    chunks: Iterable[bytes],
    business_date: date | None,
    actor: Actor,
) -> Upload:
    """Keep the file and queue its load; the business date comes from the caller, the name, or is today.

    Raises ``Problem`` for a file that is too large (413) or of another format than the feed's.
    """
    file_name = PurePath(plain(name).replace("\\", "/")).name[-_LONGEST_NAME:] or "upload"
    if size > settings.MAX_UPLOAD_BYTES:
        raise _too_large(file_name, size)
    packable = contract.format in (FileFormat.CSV, FileFormat.TXT)
    inside = name_inside(file_name) if packable else file_name
    if PurePath(inside).suffix.lower() != f".{contract.format.value}" and not fits(file_name, contract):
        raise Problem("lake.file_wrong_kind", 422, feed=contract.feed, format=contract.format.value, file=file_name)
    path, sha256 = _keep(file_name, chunks)
    day = business_date or date_in(file_name) or clock.today()
    payload: dict[str, object] = {
        "feed": contract.feed,
        "path": str(path),
        "file_name": file_name,
        "business_date": day.isoformat(),
    }
    try:
        job = jobs.start(kind=JOB_KIND, key=f"{contract.feed} {day} {sha256[:16]}", payload=payload, actor=actor)
    except Problem:
        remove_upload(path)
        raise
    return Upload(job.pk, file_name, sha256, day)


def _keep(file_name: str, chunks: Iterable[bytes]) -> tuple[Path, str]:
    path = upload_folder() / uuid.uuid4().hex / file_name
    path.parent.mkdir(parents=True)
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as out:
        for chunk in chunks:
            size += len(chunk)
            if size > settings.MAX_UPLOAD_BYTES:
                remove_upload(path)
                raise _too_large(file_name, size)
            digest.update(chunk)
            out.write(chunk)
    return path, digest.hexdigest()


def remove_upload(path: Path) -> None:
    """Remove an uploaded file: what it became is in the lake, its phone numbers are sealed."""
    path.unlink(missing_ok=True)
    path.parent.rmdir()


def _too_large(file_name: str, size: int) -> Problem:
    return Problem("lake.file_too_large", 413, file=file_name, size=size, limit=settings.MAX_UPLOAD_BYTES)
