"""Holds a file handed in through the browser for as long as it is looked at; nothing of it stays."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings

from gridloop.kernel.problems import Problem
from gridloop.lake.intake.source import plain

SAMPLE = "gridloop-sample-"
"""How the folders begin; ``sweep_leftovers`` removes those of processes that died."""
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that is there while it is held, and the name it came under."""

    path: Path
    file_name: str


@contextmanager
def held_sample(*, name: str, size: int, chunks: Iterable[bytes]) -> Iterator[HeldFile]:
    """Write a file to a folder that is removed at the end; raises ``Problem`` (413) when it is too large."""
    file_name = PurePath(plain(name).replace("\\", "/")).name[-_LONGEST_NAME:] or "sample"
    limit = settings.MAX_UPLOAD_BYTES
    if size > limit:
        raise Problem("lake.file_too_large", 413, file=file_name, size=size, limit=limit)
    with tempfile.TemporaryDirectory(prefix=SAMPLE) as folder:
        path = Path(folder) / file_name
        with path.open("wb") as out:
            for chunk in chunks:
                out.write(chunk)
        yield HeldFile(path, file_name)
