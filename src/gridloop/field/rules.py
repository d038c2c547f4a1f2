"""Pure decisions of the sync protocol: numbering, clocks, refusals, and what changed on a phone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from gridloop.field.types import PushedMutation
from gridloop.kernel.problems import Problem
from gridloop.kernel.sync_types import PullResult
from gridloop.kernel.wording import LANGUAGES, say_both, say_mend


def digest_of(value: object) -> str:
    """Return a short fingerprint that is equal for equal values."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:32]


def check_sequence(mutations: Sequence[PushedMutation], last: int) -> None:
    """Raise a 409 ``Problem`` when a number is left out, inside the batch or after ``last``."""
    expected = last + 1
    for index, mutation in enumerate(mutations):
        if mutation.id > expected or (index and mutation.id != mutations[index - 1].id + 1):
            raise Problem("field.mutation_gap", 409, expected=expected, received=mutation.id)
        expected = max(expected, mutation.id + 1)


def clock_skew(*, now: datetime, sent_at: datetime | None, claims: Iterable[datetime]) -> timedelta:
    """Return how far the phone's clock is ahead of ours, as far as it can be known.

    With the time of sending it is exact. Without it only a claim that lies in the future betrays a wrong
    clock: an old claim is what work without signal looks like.
    """
    if sent_at is not None:
        return sent_at - now
    return max([claim - now for claim in claims] + [timedelta()])


def refusal_of(problem: Problem) -> dict[str, Any]:
    """Return a problem in both languages, as it is kept and shown later.

    What is not found from a phone was his when he recorded it, so that is what he is told.
    """
    if problem.code == "kernel.not_found":
        problem = Problem("field.not_yours", problem.status)
    title = say_both(problem.code, **problem.params)
    mend = {language: say_mend(problem.code, language, **problem.params) for language in LANGUAGES}
    errors = [
        {"where": trouble.where, "what": say_both(trouble.code, **trouble.params)} for trouble in problem.troubles
    ]
    return {"code": problem.code, "status": problem.status, "title": title, "mend": mend, "errors": errors}


@dataclass(frozen=True, slots=True)
class Held:
    """What a phone was last told about one thing."""

    digest: str
    removed: bool


@dataclass(frozen=True, slots=True)
class ViewChange:
    """How a phone's view has to move: keys with their new fingerprints, and keys to forget."""

    put: dict[str, str]
    remove: frozenset[str]


def compare_view(result: PullResult, held: Mapping[str, Held]) -> ViewChange:
    """Return what is new to a phone in the changes of one kind, and what it holds but may not any more.

    A whole set (``reset``) thus shrinks to what really differs.
    """
    wanted = {change.key: digest_of(change.value) for change in result.changes if change.operation == "put"}
    put = {key: digest for key, digest in wanted.items() if held.get(key) != Held(digest, removed=False)}
    gone = {change.key for change in result.changes if change.operation == "remove"}
    if result.reset:
        gone |= held.keys() - wanted.keys()
    return ViewChange(put, frozenset(key for key in gone if key in held and not held[key].removed))


def cursor_position(cursor: str, *, oldest: int, newest: int) -> int | None:
    """Return where a cursor stands, or None when the phone has to start afresh."""
    if not cursor.isdecimal():
        return None
    position = int(cursor)
    return position if oldest <= position <= newest else None
