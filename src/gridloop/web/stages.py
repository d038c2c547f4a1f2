"""Tells kernel's job table and field's sync engine what the stages bring."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from gridloop.loop import STAGES

_ROOMS = ("jobs", "sync")


def register_stages() -> None:
    """Register every stage's jobs, and what it sends to a phone; the server and the worker do so when they start.

    A command does not: it would load every engine to run one service.
    """
    for stage in STAGES:
        for room in _ROOMS:
            if find_spec(f"gridloop.{stage}.{room}") is not None:
                import_module(f"gridloop.{stage}.{room}")
