"""Compressed text files (``.gz``): unpacked beside the engine's spill, within limits, for as long as a load lasts."""

from __future__ import annotations

import gzip
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from gridloop.kernel.problems import Problem

SUFFIX = ".gz"
CHUNK = 4 << 20
FREELY = 64 << 20
"""Up to so many bytes a file may unpack at any ratio: a small file harms nobody."""
MOST_TIMES = 200
"""So many times its size a file may unpack to beyond that; text of many equal lines comes to 50 at most."""
_MOST_OF_DISK = 0.8


def name_inside(name: str) -> str:
    """Return a file's name without the suffix of the compression."""
    return name[: -len(SUFFIX)] if name.lower().endswith(SUFFIX) else name


@contextmanager
def unpack_folder(feed: str) -> Iterator[Path]:
    """Give a folder for a feed's unpacked files, empty now and removed afterwards; hold the feed's lock meanwhile."""
    folder = Path(settings.HOME) / "lake" / ".spill" / "unpacked" / feed
    shutil.rmtree(folder, ignore_errors=True)  # what a process that died left behind
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def plain_file(path: Path, folder: Path) -> Path:
    """Return a file as it can be read: itself, or unpacked into ``folder`` under its own name.

    Raises ``Problem`` for one that is cut off, broken, or unpacks to more than it may.
    """
    if not path.name.lower().endswith(SUFFIX):
        return path
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / path.name
    limit = _limit(path, folder)
    size = 0
    try:
        with gzip.open(path) as packed, target.open("wb") as out:
            while chunk := packed.read(CHUNK):
                size += len(chunk)
                if size > limit:
                    raise Problem("lake.file_unpacks_too_large", 413, file=path.name, limit=limit)
                out.write(chunk)
    except EOFError as error:
        raise Problem("lake.file_cut_off", 422, file=path.name, size=size) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise Problem("lake.file_broken", 422, file=path.name, format="gzip", detail=str(error)[:200]) from error
    return target


def _limit(path: Path, folder: Path) -> int:
    by_ratio = max(FREELY, path.stat().st_size * MOST_TIMES)
    return min(by_ratio, settings.MAX_UNPACKED_BYTES, int(shutil.disk_usage(folder).free * _MOST_OF_DISK))
