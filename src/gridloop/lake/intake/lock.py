"""One loader per feed at a time. The operating system frees the lock of a process that dies."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from gridloop.kernel.problems import Problem


@contextmanager
def feed_lock(feed: str) -> Iterator[None]:
    """Hold the feed while its files are loaded or its rows replayed.

    Raises ``Problem`` (409) when another process holds it. Whoever holds it knows that a batch in state
    ``loading`` was left behind by a process that died.
    """
    folder = Path(settings.HOME) / "lake" / ".locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{feed}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Problem("lake.feed_busy", 409, feed=feed) from error
        yield
