"""Bodies of dispatch. Amounts are whole fen; phone numbers are masked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from gridloop.contact.types import BestTime, Channel, Objection, Outcome
from gridloop.dispatch.types import FunnelBy, FunnelStep, IntelligenceKind, OrderState, SourceKind
from gridloop.kernel.api import PageParams


class BothLanguages(Schema):
    """A text in both languages."""

    zh: str
    en: str


class OrderParams(PageParams):
    """Filters of the order list; ``state`` may be a comma-separated list, ``step`` is how far an order came."""

    state: str = ""
    campaign_code: str = ""
    grid_code: str = ""
    place_code: str = ""
    assignee_code: str = ""
    customer_id: str = ""
    cycle: str = ""
    planned_on: date | None = None
    overdue: bool | None = None
    open: bool | None = None
    step: FunnelStep | None = None
    org_code: str = ""


class OrderLine(Schema):
    """One work order in a list; whether the customer's name is masked depends on the reader's role."""

    id: UUID
    customer_id: str
    customer_name: str
    source_kind: SourceKind
    source_id: str
    campaign_name: BothLanguages | None
    cycle: str
    step: int
    state: OrderState
    held_reason: str
    end_reason: str
    state_reason: BothLanguages | None
    outcome: str
    objection: str
    channel: str
    priority: int
    planned_on: date | None
    due_on: date
    next_on: date | None
    overdue: bool
    contacts: int
    first_contact_at: datetime | None
    completed_at: datetime | None
    assignee_code: str
    assignee_name: str
    grid_code: str
    grid_name_zh: str
    grid_name_en: str


class Reason(Schema):
    """One reason, in the seller's words."""

    code: str
    zh: str
    en: str


class OfferCard(Schema):
    """The offer to make."""

    code: str
    name: BothLanguages
    monthly_fee_fen: int | None
    contract_months: int | None


class CurrentCard(Schema):
    """What the customer has today."""

    offer_name: BothLanguages | None
    monthly_fee_fen: int | None


class HistoryLine(Schema):
    """One thing that happened to an order: a contact, or a change somebody made."""

    at: datetime
    kind: Literal["contact", "change"]
    who: str
    what: str
    what_zh: str
    what_en: str
    detail: dict[str, Any]


class OrderOut(OrderLine):
    """One work order with its card and its history. ``may`` lists what the asker may do with it now."""

    phone_masked: str
    address: str
    place_code: str
    place_name: str
    longitude: float | None
    latitude: float | None
    offer: OfferCard | None
    current: CurrentCard | None
    reasons: list[Reason]
    script: BothLanguages
    note: str
    history: list[HistoryLine]
    may: list[str]


class ContactBody(Schema):
    """A contact made at a desk. ``contact_id`` is made by the client, so that a repeat changes nothing."""

    contact_id: UUID
    channel: Channel
    outcome: Outcome
    objection: Objection | None = None
    competitor: str | None = Field(None, max_length=60)
    competitor_contract_end_on: date | None = None
    best_time: BestTime | None = None
    next_on: date | None = None
    note: str | None = Field(None, max_length=500)


class PhoneBody(Schema):
    """What the clear number is needed for."""

    purpose: str = Field("call", min_length=1, max_length=60)


class PhoneOut(Schema):
    """A customer's clear phone number."""

    phone: str


class ReassignBody(Schema):
    """Orders to hand to somebody else."""

    order_ids: list[UUID] = Field(min_length=1, max_length=500)
    assignee_code: str
    note: str = Field("", max_length=500)


class RecallBody(Schema):
    """Orders to take back."""

    order_ids: list[UUID] = Field(min_length=1, max_length=500)
    note: str = Field("", max_length=500)


class Changed(Schema):
    """How many rows an action changed."""

    changed: int


class HandOrderBody(Schema):
    """A work order somebody makes by hand for one customer."""

    request_id: UUID
    customer_id: str
    channel: Channel = Channel.VISIT
    assignee_code: str = ""
    due_on: date | None = None
    offer_code: str = ""
    title_zh: str = Field(min_length=1, max_length=120)
    title_en: str = Field("", max_length=120)
    note: str = Field("", max_length=500)
    priority: int = Field(80, ge=0, le=100)


class FunnelParams(Schema):
    """What a funnel counts."""

    by: FunnelBy = FunnelBy.COMPANY
    cycle: str = ""
    campaign_code: str = ""


class FunnelLineOut(Schema):
    """One line of a funnel. ``pace`` is contacted / planned by now."""

    key: str
    name_zh: str
    name_en: str
    dispatched: int
    contacted: int
    reached: int
    interested: int
    accepted: int
    failed: int
    open: int
    overdue: int
    held: int
    recalled: int
    planned_by_now: int
    pace: float | None


class FunnelOut(Schema):
    """A funnel: one line per unit, and their sum."""

    by: FunnelBy
    cycle: str
    campaign_code: str
    total: FunnelLineOut
    lines: list[FunnelLineOut]


class MyDayOut(Schema):
    """Somebody's day: what is planned, done and overdue."""

    person_code: str
    date: date
    planned: int
    done: int
    overdue: int
    open: int


class IntelligenceParams(PageParams):
    """Filters of what sellers reported."""

    kind: IntelligenceKind | None = None
    grid_code: str = ""


class IntelligenceOut(Schema):
    """One thing a seller reported."""

    id: UUID
    kind: IntelligenceKind
    place_code: str
    customer_id: str
    text: str
    person_code: str
    person_name: str
    grid_code: str
    reported_at: datetime


class JobStarted(Schema):
    """A job that was started; follow it by its id in ``/api/kernel/jobs``."""

    job_id: int


class GenerateBody(Schema):
    """Which campaign's orders to generate, and from which day on."""

    campaign_code: str
    on: date | None = None
