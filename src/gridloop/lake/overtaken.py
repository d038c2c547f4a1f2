"""Gives up questions to the engine that somebody has asked anew, or no longer waits for.

Who changes a condition asks again before the last answer is there. The browser forgets the old question, but a web
server is not told, and would finish it beside the new one. So a question has a name, and a later one of the same name
interrupts it, in whichever process of the installation it runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from threading import Event, Lock, Thread
from uuid import uuid4

import duckdb
from django.conf import settings

from gridloop.kernel.problems import Problem

LOOK_SECONDS = 0.1


class _Question:
    """The engine's connections that work for one question."""

    def __init__(self) -> None:
        self.over = Event()
        self.overtaken = Event()
        self._lock = Lock()
        self._connections: list[duckdb.DuckDBPyConnection] = []

    def take(self, connection: duckdb.DuckDBPyConnection) -> None:
        with self._lock:
            self._connections.append(connection)

    def release(self, connection: duckdb.DuckDBPyConnection) -> None:
        with self._lock:
            self._connections = [one for one in self._connections if one is not connection]

    def interrupt(self) -> None:
        """End what the engine does; it may have begun another statement meanwhile, so this is done again."""
        self.overtaken.set()
        with self._lock:  # nobody closes a connection meanwhile
            for connection in self._connections:
                connection.interrupt()


_asked: ContextVar[_Question | None] = ContextVar("asked", default=None)


@contextmanager
def newest_of(name: str) -> Iterator[None]:
    """Answer a question inside the block unless one of the same name is asked meanwhile, by this process or another.

    Raises ``Problem`` (409) then. Only what the embedded engine does is cut short.
    """
    mark, serial, question = _mark(name), uuid4().hex, _Question()
    _write(mark, serial)
    watcher = Thread(target=_watch, args=(question, mark, serial), name="overtaken", daemon=True)
    watcher.start()
    token = _asked.set(question)
    try:
        yield
    except duckdb.InterruptException as error:
        if not question.overtaken.is_set():
            raise
        raise Problem("lake.overtaken", 409) from error
    finally:
        _asked.reset(token)
        question.over.set()
        watcher.join()
        if _read(mark) == serial:
            mark.unlink(missing_ok=True)


def give_up(name: str) -> None:
    """End the question of that name, if one is being answered: nobody waits for it any more."""
    mark = _mark(name)
    if mark.exists():
        _write(mark, "")


def take(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Return a connection that from now on works for the question of this thread, if there is one."""
    question = _asked.get()
    if question is not None:
        if question.overtaken.is_set():
            raise Problem("lake.overtaken", 409)
        question.take(connection)
    return connection


def release(connection: duckdb.DuckDBPyConnection) -> None:
    """Take a connection out again: it is about to be closed."""
    question = _asked.get()
    if question is not None:
        question.release(connection)


def _watch(question: _Question, mark: Path, serial: str) -> None:
    while not question.over.wait(LOOK_SECONDS):
        if question.overtaken.is_set() or _read(mark) != serial:
            question.interrupt()


def marks() -> Path:
    """Return the folder with a file for each question being answered; a killed process leaves its own behind."""
    folder = Path(settings.HOME) / "lake" / ".asked"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _mark(name: str) -> Path:
    return marks() / hashlib.sha256(name.encode()).hexdigest()


def _read(mark: Path) -> str | None:
    with suppress(FileNotFoundError):
        return mark.read_text()
    return None


def _write(mark: Path, serial: str) -> None:
    fresh = mark.with_name(f"{mark.name}.{uuid4().hex}")
    fresh.write_text(serial)
    fresh.replace(mark)
