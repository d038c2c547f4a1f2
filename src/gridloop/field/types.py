"""What the sync engine takes from a phone and answers to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from gridloop.kernel.sync_types import Change
from gridloop.kernel.types import SELLERS, Actor, Role, Scope

FIELD_ROLES: frozenset[Role] = SELLERS | {Role.GRID_MANAGER}
"""Who may carry a phone that holds orders."""

LEASE = timedelta(hours=8)
"""How long after a pull an order may be acted on without asking again."""

MOST_MUTATIONS = 50
"""Mutations of one push."""

ORDERS_WARN = 2_000
ORDERS_REFUSE = 10_000
"""A phone holds a bounded set: beyond the first figure it is warned, beyond the second nothing is sent."""

SKEW_WARN = timedelta(minutes=10)
"""A phone clock further off than this is worth a warning."""

MOST_TOMBSTONES = 5_000
"""A device that was told of more removals than this starts afresh."""


class MutationStatus(StrEnum):
    """What became of one mutation."""

    APPLIED = "applied"
    EXISTS = "exists"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who speaks through which phone, in which session (its fingerprint; empty where there is none)."""

    account_id: int
    actor: Actor
    scope: Scope
    device_id: UUID
    session: str = ""


@dataclass(frozen=True, slots=True)
class PushedMutation:
    """One numbered act of a device, as it arrives."""

    id: int
    name: str
    args: dict[str, Any]
    claimed_at: datetime


@dataclass(frozen=True, slots=True)
class MutationResult:
    """The answer to one mutation; ``refusal`` says in both languages why it was not accepted.

    A repeat of a refused mutation answers ``exists`` and carries the refusal again.
    """

    id: int
    status: MutationStatus
    refusal: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class PushReport:
    """The answer to a push."""

    last_mutation_id: int
    results: tuple[MutationResult, ...]
    clock_skew_seconds: int = 0


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One phone and what is known about it."""

    device_id: UUID
    username: str
    person_name: str
    org_code: str
    org_name_zh: str
    org_name_en: str
    label: str
    last_mutation_id: int
    clock_skew_seconds: int
    registered_at: datetime
    last_seen: datetime
    revoked_at: datetime | None
    refused: int


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """One record that did not arrive, and why."""

    device_id: UUID
    mutation_id: int
    name: str
    args: dict[str, Any]
    person_name: str
    claimed_at: datetime
    applied_at: datetime
    problem: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the phone should tell its owner; ``code`` names a message."""

    code: str
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PullAnswer:
    """What changed on a phone since its cursor; ``wipe`` tells it to forget everything."""

    cursor: str
    reset: bool
    server_time: datetime
    last_mutation_id: int
    changes: tuple[Change, ...] = ()
    notices: tuple[Notice, ...] = ()
    wipe: bool = False
