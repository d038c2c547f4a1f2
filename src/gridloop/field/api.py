"""The phone's door (register, push, pull), and the phones as their managers see them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.contrib.auth import logout
from ninja import Field, Query, Schema

from gridloop.field import queries
from gridloop.field.models import Device, MutationLog
from gridloop.field.rules import digest_of
from gridloop.field.services.pull import pull
from gridloop.field.services.push import push
from gridloop.field.services.register_device import register_device
from gridloop.field.services.revoke_device import revoke_device
from gridloop.field.types import (
    FIELD_ROLES,
    LEASE,
    MOST_MUTATIONS,
    Carrier,
    MutationResult,
    MutationStatus,
    PushedMutation,
)
from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.api.paging import ordering
from gridloop.kernel.types import Role
from gridloop.kernel.wording import Language, say

router = StageRouter("field")
_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.BRANCH_MANAGER, Role.GRID_MANAGER})
_LARGEST_NUMBER = 2**53


class DeviceIn(Schema):
    """A phone makes itself known under an id of its own, and says whose work it carries."""

    device_id: UUID
    username: str = ""
    label: str = Field("", max_length=80)


class RegisteredDevice(Schema):
    """What the phone has to know about itself."""

    device_id: UUID
    last_mutation_id: int
    lease_hours: int


class MutationIn(Schema):
    """One numbered act; ``claimed_at`` is the phone's own time."""

    id: int = Field(ge=1, le=_LARGEST_NUMBER)
    name: str = Field(max_length=60)
    args: dict[str, Any]
    claimed_at: datetime


class PushIn(Schema):
    """What a phone sends; ``sent_at`` (its own clock) lets us see how wrong that clock is."""

    device_id: UUID
    mutations: list[MutationIn] = Field(max_length=MOST_MUTATIONS)
    sent_at: datetime | None = None


class RefusalOut(Schema):
    """Why a mutation was refused, in the reader's language."""

    code: str
    status: int
    title: str
    mend: str
    errors: list[dict[str, str]]


class MutationOut(Schema):
    """What became of one mutation."""

    id: int
    status: MutationStatus
    problem: RefusalOut | None


class PushOut(Schema):
    """The answer to a push."""

    last_mutation_id: int
    results: list[MutationOut]
    clock_skew_seconds: int


class ChangeOut(Schema):
    """One thing to keep or to forget."""

    kind: str
    key: str
    op: Literal["put", "remove"]
    value: dict[str, Any] | None


class NoticeOut(Schema):
    """Something to tell the phone's owner."""

    code: str
    text: str


class PullOut(Schema):
    """What changed; ``reset``: forget everything first; ``wipe``: forget everything and stay signed out."""

    cursor: str
    reset: bool
    wipe: bool
    server_time: datetime
    last_mutation_id: int
    changes: list[ChangeOut]
    notices: list[NoticeOut]


class PullParams(Schema):
    """Which phone asks, and where it stands."""

    device_id: UUID
    since: str = ""


class DeviceOut(Schema):
    """One phone, as its keepers see it."""

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


class RevokeIn(Schema):
    """Why a phone is switched off."""

    reason: str = Field(max_length=200)


class RefusedMutation(Schema):
    """A record that did not arrive, and why."""

    device_id: UUID
    mutation_id: int
    name: str
    args: dict[str, Any]
    person_name: str
    claimed_at: datetime
    applied_at: datetime
    problem: RefusalOut


class RefusalParams(PageParams):
    """Filter by person."""

    person_code: str = ""


def _carrier(request: ScopedRequest, device_id: UUID) -> Carrier:
    session = digest_of(request.session.session_key)
    return Carrier(request.user.pk, request.actor, request.scope, device_id, session)


def _refusal_out(refusal: dict[str, Any], language: Language) -> dict[str, Any]:
    errors = [{"where": one["where"], "what": one["what"][language]} for one in refusal["errors"]]
    return {
        "code": refusal["code"],
        "status": refusal["status"],
        "title": refusal["title"][language],
        "mend": refusal["mend"][language],
        "errors": errors,
    }


def _result_out(result: MutationResult, language: Language) -> dict[str, Any]:
    problem = _refusal_out(result.refusal, language) if result.refusal else None
    return {"id": result.id, "status": result.status.value, "problem": problem}


@router.post("/devices", response=RegisteredDevice, allow=FIELD_ROLES)
def register(request: ScopedRequest, body: DeviceIn) -> dict[str, Any]:
    """Register a phone; a repeat answers the same."""
    carrier = _carrier(request, body.device_id)
    device = register_device(carrier=carrier, label=body.label, expected=body.username)
    return {
        "device_id": device.device_id,
        "last_mutation_id": device.last_mutation_id,
        "lease_hours": int(LEASE.total_seconds() // 3600),
    }


@router.post("/push", response=PushOut, allow=FIELD_ROLES)
def push_mutations(request: ScopedRequest, body: PushIn) -> dict[str, Any]:
    """Take what a phone recorded; safe to repeat."""
    report = push(
        carrier=_carrier(request, body.device_id),
        mutations=[PushedMutation(one.id, one.name, one.args, one.claimed_at) for one in body.mutations],
        sent_at=body.sent_at,
    )
    return {
        "last_mutation_id": report.last_mutation_id,
        "results": [_result_out(result, request.language) for result in report.results],
        "clock_skew_seconds": report.clock_skew_seconds,
    }


@router.get("/pull", response=PullOut, allow=FIELD_ROLES)
def pull_changes(request: ScopedRequest, params: Query[PullParams]) -> dict[str, Any]:
    """Tell a phone what changed since it last asked; one that was switched off is also signed out."""
    answer = pull(carrier=_carrier(request, params.device_id), since=params.since)
    if answer.wipe:
        logout(request)
    return {
        "cursor": answer.cursor,
        "reset": answer.reset,
        "wipe": answer.wipe,
        "server_time": answer.server_time,
        "last_mutation_id": answer.last_mutation_id,
        "changes": [
            {"kind": one.kind, "key": one.key, "op": one.operation, "value": one.value} for one in answer.changes
        ],
        "notices": [
            {"code": one.code, "text": say(one.code, request.language, **one.params)} for one in answer.notices
        ],
    }


@router.get("/devices", response=Page[DeviceOut], allow=_KEEPERS)
def list_devices(request: ScopedRequest, params: Query[PageParams]) -> dict[str, Any]:
    """List the phones of the people in one's units."""
    allowed = {"last_seen": "last_seen", "username": "account__username", "refused": "refused"}
    rows = queries.devices(request.scope, q=params.q)
    return paged(
        rows.order_by(*ordering(params.sort, allowed, ["-last_seen"])),
        params,
        lambda device: asdict(queries.device_row(device)),
    )


@router.post("/devices/{device_id}/revoke", response=DeviceOut, allow=_KEEPERS)
def revoke(request: ScopedRequest, device_id: UUID, body: RevokeIn) -> dict[str, Any]:
    """Switch off a lost phone; the reason stays in the audit trail."""
    device: Device = revoke_device(scope=request.scope, device_id=device_id, reason=body.reason, actor=request.actor)
    return asdict(queries.device_row(device))


@router.get("/refusals", response=Page[RefusedMutation], allow=FIELD_ROLES | _KEEPERS)
def list_refusals(request: ScopedRequest, params: Query[RefusalParams]) -> dict[str, Any]:
    """List what did not arrive and why: one's own, or one's people's."""

    def out(row: MutationLog) -> dict[str, Any]:
        body = asdict(queries.refusal_row(row))
        return {**body, "problem": _refusal_out(row.problem, request.language)}

    allowed = {"applied_at": "applied_at", "claimed_at": "claimed_at"}
    rows = queries.refusals(request.scope, person_code=params.person_code, q=params.q)
    return paged(rows.order_by(*ordering(params.sort, allowed, ["-applied_at"])), params, out)
