"""Stand-ins for the stages that a phone talks to: what may be held, and what is done with a mutation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from gridloop.conftest import Operator
from gridloop.field.services.register_device import register_device
from gridloop.field.types import Carrier, PushedMutation
from gridloop.kernel import sync_types
from gridloop.kernel.models import Person
from gridloop.kernel.problems import Problem
from gridloop.kernel.scope import actor_of, scope_of
from gridloop.kernel.sync_types import Change, MutationContext, PullResult
from gridloop.kernel.types import Actor, Scope

CLAIMED = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)


@dataclass
class Orders:
    """What one person may hold, as a stage with a version counter would tell it."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    asked: list[str | None] = field(default_factory=list)
    version: int = 0
    moved: set[str] = field(default_factory=set)

    def put(self, key: str, **value: Any) -> None:
        self.rows[key] = value
        self.removed.discard(key)
        self.moved.add(key)

    def remove(self, key: str) -> None:
        del self.rows[key]
        self.removed.add(key)
        self.moved.add(key)

    def pull(self, scope: Scope, actor: Actor, cursor: str | None) -> PullResult:
        self.asked.append(cursor)
        self.version += 1
        keys = set(self.rows) if cursor is None else self.moved
        changes = tuple(
            Change("order", key, "put", self.rows[key]) if key in self.rows else Change("order", key, "remove")
            for key in sorted(keys)
        )
        self.moved = set()
        return PullResult(changes, str(self.version), reset=cursor is None)


def rename(args: Mapping[str, Any], context: MutationContext) -> None:
    """A mutation that counts how often it was applied, by adding a letter to the sender's name."""
    person = Person.objects.get(code=context.actor.person_code)
    Person.objects.filter(pk=person.pk).update(name=person.name + args["letter"])
    if args["letter"] == "!":
        raise Problem("kernel.not_found", 404, kind="order", key="W1")
    if args["letter"] == "?":
        raise ZeroDivisionError


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch) -> Orders:
    """Return the orders that the engine finds registered, instead of the real stages'."""
    held = Orders()
    monkeypatch.setattr(sync_types, "PULLS", {"order": held.pull})
    for module in ("pull", "push"):
        path = f"gridloop.field.services.{module}"
        if module == "pull":
            monkeypatch.setattr(f"{path}.PULLS", {"order": held.pull})
        else:
            monkeypatch.setattr(f"{path}.MUTATIONS", {"rename": rename})
    return held


def carrier_of(operator: Operator, code: str, device_id: UUID | None = None) -> Carrier:
    """Return a member of staff with a phone."""
    account = operator.accounts[code]
    return Carrier(account.pk, actor_of(account), scope_of(account), device_id or uuid4())


@pytest.fixture
def carrier(operator: Operator, orders: Orders) -> Iterator[Carrier]:
    """Return community manager CM010101 with a registered phone."""
    made = carrier_of(operator, "CM010101")
    register_device(carrier=made, label="Phone")
    yield made


def letters(first: int, text: str) -> list[PushedMutation]:
    """Return one ``rename`` for each letter, numbered from ``first``."""
    return [PushedMutation(first + i, "rename", {"letter": letter}, CLAIMED) for i, letter in enumerate(text)]


def name_of(code: str = "CM010101") -> str:
    """Return the letters that were added to somebody's name."""
    return Person.objects.get(code=code).name.removeprefix(f"员工{code}")
