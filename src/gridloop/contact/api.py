"""The contact policy, the contact log of a customer, what the gate says of him, and "do not disturb"."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Schema

from gridloop.contact import queries
from gridloop.contact.services.ask_gate import ask_gate
from gridloop.contact.services.opt_out import opt_out
from gridloop.contact.services.set_competitors import set_competitors
from gridloop.contact.services.set_policy import set_policy
from gridloop.contact.types import (
    BestTime,
    Channel,
    Competitor,
    CompetitorsInForce,
    Direction,
    HoldReason,
    Objection,
    OptOutRow,
    Outcome,
    Policy,
    PolicyInForce,
)
from gridloop.kernel import clock
from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.api.paging import ordering
from gridloop.kernel.queries import ActorNames
from gridloop.kernel.types import EVERYONE, SELLERS, Role
from gridloop.kernel.wording import Language, say
from gridloop.territory.queries import owner_of

router = StageRouter("contact")
READERS = EVERYONE - {Role.ADMINISTRATOR}
LISTENERS = SELLERS | {Role.GRID_MANAGER, Role.BRANCH_MANAGER, Role.PLANNER}


class PolicyTerms(Schema):
    """The contact policy; caps hold in every window of 7 or 30 days, made and planned contacts together."""

    visit_7: int = Field(ge=0, le=50)
    visit_30: int = Field(ge=0, le=100)
    call_7: int = Field(ge=0, le=50)
    call_30: int = Field(ge=0, le=100)
    message_7: int = Field(ge=0, le=50)
    message_30: int = Field(ge=0, le=100)
    all_7: int = Field(ge=0, le=50)
    all_30: int = Field(ge=0, le=100)
    gap_days: int = Field(ge=0, le=30)
    attempts_7: int = Field(ge=1, le=50)
    refusal_days: int = Field(ge=0, le=730)
    complaint_days: int = Field(ge=0, le=365)
    quiet_from: int = Field(ge=0, le=1440)
    quiet_until: int = Field(ge=0, le=1440)
    control_percent: float = Field(ge=0, le=20)


class PolicyOut(PolicyTerms):
    """The policy in force. Version 0 is the one Gridloop comes with."""

    version: int
    set_by: str
    set_by_name: str
    set_at: datetime | None


class CompetitorItem(Schema):
    """A rival operator; ``code`` is what a contact keeps, so it should not change once it is in use."""

    code: str = Field(min_length=1, max_length=60)
    zh: str = Field(min_length=1, max_length=20)
    en: str = Field(min_length=1, max_length=30)


class CompetitorsIn(Schema):
    """The competitors that a seller may name, in the order in which his phone shows them."""

    items: list[CompetitorItem] = Field(min_length=1, max_length=12)


class CompetitorsOut(Schema):
    """The list in force. Version 0 is the one Gridloop comes with."""

    items: list[CompetitorItem]
    version: int
    set_by: str
    set_by_name: str
    set_at: datetime | None


class ContactOut(Schema):
    """One contact of the log."""

    id: UUID
    customer_id: str
    channel: Channel
    direction: Direction
    outcome: Outcome
    outcome_text: str
    objection: Objection | None
    objection_text: str | None
    competitor: str
    competitor_contract_end_on: date | None
    best_time: BestTime | None
    next_on: date | None
    note: str
    made_on: date
    made_at: datetime
    claimed_at: datetime | None
    made_by: str
    source_kind: str
    source_id: str
    step: int
    cycle: str
    after_opt_out: bool


class Check(Schema):
    """One question the gate asks, and its answer for this customer."""

    reason: HoldReason
    held: bool
    text: str


class GateAnswer(Schema):
    """May this customer be contacted? ``checks`` shows every question in the order they are asked."""

    customer_id: str
    channel: Channel
    on: date
    allowed: bool
    reason: HoldReason | None
    text: str
    checks: list[Check]
    policy_version: int


class OptOutIn(Schema):
    """The customer does not want to be disturbed, on one channel or on all. Final."""

    channel: Literal["all", "visit", "call", "message"] = "all"
    source: str = Field("console", min_length=1, max_length=60)
    note: str = Field("", max_length=300)


class OptOutOut(Schema):
    """One opt-out."""

    customer_id: str
    channel: str
    since: datetime
    said_to: str
    source: str
    note: str


class GateParams(Schema):
    """By which channel, on which day (today), and at what time (left out: any hour)."""

    channel: Channel
    on: date | None = None
    hour: int | None = Field(None, ge=0, le=23)


@router.get("/policy", response=PolicyOut, allow=READERS)
def read_policy(request: ScopedRequest) -> dict[str, Any]:
    """Return the policy in force."""
    return _policy_out(queries.policy_in_force())


@router.put("/policy", response=PolicyOut, allow={Role.PLANNER})
def change_policy(request: ScopedRequest, body: PolicyTerms) -> dict[str, Any]:
    """Put another policy in force."""
    return _policy_out(set_policy(policy=Policy(**body.dict()), actor=request.actor))


@router.get("/competitors", response=CompetitorsOut, allow=EVERYONE)
def read_competitors(request: ScopedRequest) -> dict[str, Any]:
    """Return the competitors that a seller may name."""
    return _competitors_out(queries.competitors_in_force())


@router.put("/competitors", response=CompetitorsOut, allow={Role.PLANNER, Role.ADMINISTRATOR})
def change_competitors(request: ScopedRequest, body: CompetitorsIn) -> dict[str, Any]:
    """Name other competitors."""
    items = [Competitor(**one.dict()) for one in body.items]
    return _competitors_out(set_competitors(items=items, actor=request.actor))


@router.get("/customers/{customer_id}/contacts", response=Page[ContactOut], allow=READERS)
def list_contacts(request: ScopedRequest, customer_id: str, params: Query[PageParams]) -> dict[str, Any]:
    """Return a customer's contacts, whoever made them."""
    allowed = {"made_at": "made_at", "channel": "channel", "outcome": "outcome"}
    rows = queries.contacts_of(request.scope, customer_id)
    rows = rows.order_by(*ordering(params.sort, allowed, ["-made_at"]))
    return paged(rows, params, lambda row: _contact_out(row, request.language))


@router.get("/customers/{customer_id}/gate", response=GateAnswer, allow=READERS)
def ask_for_customer(request: ScopedRequest, customer_id: str, params: Query[GateParams]) -> dict[str, Any]:
    """Say whether a customer may be contacted, and what was asked."""
    owner_of(request.scope, customer_id)
    on = params.on or clock.today()
    minute = None if params.hour is None else params.hour * 60
    verdict = ask_gate(customer_ids=[customer_id], channel=params.channel, on=on, minute=minute)[0]
    in_force = queries.policy_in_force()
    checks = [
        {
            "reason": reason,
            "held": reason in verdict.reasons,
            "text": _say_check(reason, reason in verdict.reasons, in_force.policy, request.language),
        }
        for reason in HoldReason
    ]
    first = next((check["text"] for check in checks if check["held"]), say("contact.allowed", request.language))
    return {
        "customer_id": customer_id,
        "channel": params.channel,
        "on": on,
        "allowed": verdict.allowed,
        "reason": verdict.reason,
        "text": first,
        "checks": checks,
        "policy_version": in_force.version,
    }


@router.get("/customers/{customer_id}/opt-outs", response=list[OptOutOut], allow=READERS)
def list_opt_outs(request: ScopedRequest, customer_id: str) -> list[dict[str, Any]]:
    """Return what a customer does not want to be disturbed by."""
    return [_opt_out_out(row) for row in queries.opt_outs(request.scope, customer_id)]


@router.post("/customers/{customer_id}/opt-outs", response={201: OptOutOut}, allow=LISTENERS)
def add_opt_out(request: ScopedRequest, customer_id: str, body: OptOutIn) -> tuple[int, dict[str, Any]]:
    """Record that a customer does not want to be disturbed."""
    owner_of(request.scope, customer_id)
    row = opt_out(
        customer_id=customer_id,
        channel=None if body.channel == "all" else Channel(body.channel),
        actor=request.actor,
        source=body.source,
        note=body.note,
    )
    return 201, _opt_out_out(row)


def _policy_out(found: PolicyInForce) -> dict[str, Any]:
    return {
        **asdict(found.policy),
        "version": found.version,
        "set_by": found.set_by,
        "set_by_name": ActorNames().of(found.set_by),
        "set_at": found.set_at,
    }


def _competitors_out(found: CompetitorsInForce) -> dict[str, Any]:
    return {**asdict(found), "set_by_name": ActorNames().of(found.set_by)}


def _contact_out(row: Any, language: Language) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ContactOut.model_fields if hasattr(row, name)},
        "outcome_text": say(f"contact.outcome_{row.outcome}", language),
        "objection": row.objection or None,
        "objection_text": say(f"contact.objection_{row.objection}", language) if row.objection else None,
        "best_time": row.best_time or None,
    }


def _opt_out_out(row: OptOutRow) -> dict[str, Any]:
    return {**asdict(row), "channel": row.channel.value if row.channel else "all"}


def _say_check(reason: HoldReason, held: bool, policy: Policy, language: Language) -> str:
    days = {
        HoldReason.OPEN_COMPLAINT: policy.complaint_days,
        HoldReason.RECENTLY_REFUSED: policy.refusal_days,
        HoldReason.COOLING_DOWN: policy.gap_days,
    }
    return say(
        f"contact.{'held' if held else 'free'}_{reason.value}",
        language,
        days=days.get(reason, 0),
        from_time=_clock_time(policy.quiet_from),
        until_time=_clock_time(policy.quiet_until),
    )


def _clock_time(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
