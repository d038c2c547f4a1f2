"""Does long work of the engine while somebody looks how far it is, and ends it when he has had enough."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

import duckdb

LOOK_SECONDS = 0.5
Look = Callable[[float], None]
"""Called in the caller's thread with the share that is done, which never falls."""
_Result = TypeVar("_Result")


def watched(connection: duckdb.DuckDBPyConnection, work: Callable[[], _Result], look: Look) -> _Result:
    """Return what ``work`` does with the engine; what ``look`` raises interrupts it, and is raised.

    The share is what the engine says of the statement that runs.
    """
    connection.execute("SET enable_progress_bar=true")
    connection.execute("SET enable_progress_bar_print=false")
    furthest = 0.0
    with ThreadPoolExecutor(1) as worker:
        doing = worker.submit(work)
        try:
            while not wait([doing], LOOK_SECONDS).done:
                furthest = max(furthest, connection.query_progress() / 100)
                look(min(furthest, 1.0))
        except BaseException:
            connection.interrupt()
            while not wait([doing], LOOK_SECONDS / 10).done:
                connection.interrupt()  # it may have begun another statement
            raise
        return doing.result()
