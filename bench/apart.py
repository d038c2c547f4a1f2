"""Runs a piece of work in a fresh process, so that the memory it held at most can be told from what came before."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable


def apart(work: Callable[..., None], *given: object) -> tuple[float, ...]:
    """Call ``work(*given, connection)`` in a process of its own; return the tuple it sends.

    Raises ``EOFError`` when the process dies without an answer.
    """
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=work, args=(*given, theirs))
    process.start()
    theirs.close()  # so that a process that dies ends the wait
    answer: tuple[float, ...] = mine.recv()
    process.join()
    return answer
