"""What stages and the phone's sync engine agree on: changes that go out, mutations that come in.

A stage registers in its ``sync.py``; the engine (field) reads the two registries. Neither knows the other::

    @register_mutation("record_contact")
    def apply(args: Mapping[str, Any], context: MutationContext) -> None: ...

    @register_pull("order")
    def changed(scope: Scope, actor: Actor, cursor: str | None) -> PullResult: ...
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from gridloop.kernel.types import Actor, Scope

Operation = Literal["put", "remove"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a phone must keep (``put``, with its whole value) or forget (``remove``)."""

    kind: str
    key: str
    operation: Operation
    value: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class PullResult:
    """What one kind has changed since a cursor.

    ``cursor`` is opaque to everybody but the stage that made it. ``reset`` tells that ``changes`` are the whole
    bounded set of this kind: the phone first forgets everything it holds of the kind.
    """

    changes: tuple[Change, ...]
    cursor: str
    reset: bool = False


@dataclass(frozen=True, slots=True)
class MutationContext:
    """Who sends a mutation, from which device, and when the device claims it happened (a claim, never a fact)."""

    actor: Actor
    scope: Scope
    device_id: str
    claimed_at: datetime


Mutation = Callable[[Mapping[str, Any], MutationContext], None]
"""Applies one mutation inside the engine's transaction; raises ``Problem`` to refuse it."""
Pull = Callable[[Scope, Actor, "str | None"], PullResult]
"""Returns what somebody's phone must change since a cursor; ``None`` asks for the whole set."""

MUTATIONS: dict[str, Mutation] = {}
PULLS: dict[str, Pull] = {}


def register_mutation(name: str) -> Callable[[Mutation], Mutation]:
    """Register the function that applies mutations called ``name``."""

    def register(function: Mutation) -> Mutation:
        if MUTATIONS.get(name, function) is not function:
            raise RuntimeError(f"two functions apply the mutation {name}")
        MUTATIONS[name] = function
        return function

    return register


def register_pull(kind: str) -> Callable[[Pull], Pull]:
    """Register the function that sends changes of one kind."""

    def register(function: Pull) -> Pull:
        if PULLS.get(kind, function) is not function:
            raise RuntimeError(f"two functions send changes of {kind}")
        PULLS[kind] = function
        return function

    return register
