"""Customers: search, and everything about one of them on one screen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Query, Schema

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter
from gridloop.kernel.types import LEADERS, SELLERS, Role
from gridloop.monitor import queries
from gridloop.monitor.services.reveal_customer_phone import reveal_customer_phone

READERS = LEADERS | SELLERS | {Role.AUDITOR, Role.DATA_STEWARD}


class CustomerHitOut(Schema):
    """One customer found. The phone is masked."""

    customer_id: str
    name: str
    segment: str
    phone_masked: str
    address: str
    place_code: str
    place_name: str
    grid_code: str
    grid_name_zh: str
    grid_name_en: str
    assignee_code: str
    assignee_name: str
    monthly_fee_fen: int
    active: bool


class ProfileOut(Schema):
    """Who the customer is and whom he belongs to."""

    customer_id: str
    name: str
    segment: str
    gender: str
    age: int | None
    phone_masked: str
    address: str
    joined_on: date | None
    left_on: date | None
    tenure_months: int | None
    place_code: str
    place_name: str
    longitude: float | None
    latitude: float | None
    grid_code: str
    grid_name_zh: str
    grid_name_en: str
    branch_code: str
    branch_name_zh: str
    branch_name_en: str
    assignee_code: str
    assignee_name: str
    ownership_rule: str


class ConsentOut(Schema):
    """May the customer be contacted by this channel, and since when."""

    channel: str
    allowed: bool
    recorded_on: date | None
    source: str


class SubscriptionOut(Schema):
    """One subscription; ``days_left`` counts to the contract's end (below zero: ended)."""

    subscription_id: str
    product_kind: str
    offer_code: str
    offer_name_zh: str
    offer_name_en: str
    monthly_fee_fen: int
    allowance_mb: int | None
    speed_mbps: int | None
    started_on: date | None
    contract_end_on: date | None
    ended_on: date | None
    days_left: int | None
    active: bool


class BillOut(Schema):
    """One month's bill."""

    month: date
    billed_fen: int
    mobile_fen: int | None
    broadband_fen: int | None
    out_of_bundle_fen: int | None


class UsageOut(Schema):
    """One month's use."""

    month: date
    data_mb: int | None
    allowance_mb: int | None
    voice_minutes: int | None
    competitor_minutes: int | None


class NetworkOut(Schema):
    """The place's network in the latest month known."""

    month: date | None
    ports_total: int | None
    ports_used: int | None
    max_mbps: int | None


class FaultOut(Schema):
    """One fault."""

    fault_id: str
    reported_on: date
    kind: str
    name_zh: str
    name_en: str
    hours_to_clear: float | None


class ComplaintOut(Schema):
    """One complaint."""

    complaint_id: str
    made_on: date
    topic: str
    name_zh: str
    name_en: str


class CustomerContactOut(Schema):
    """One contact, newest first."""

    contact_id: str
    at: datetime
    channel: str
    person_code: str
    person_name: str
    campaign_code: str
    outcome: str
    objection: str
    note: str


class CustomerTagOut(Schema):
    """One tag that the customer carries."""

    code: str
    name_zh: str
    name_en: str


class CustomerScoreOut(Schema):
    """One model's newest score with its reasons in words; ``probability`` 0..1."""

    model: str
    month: date
    probability: float
    uplift: float | None
    expected_value_fen: int | None
    offer_code: str
    offer_name_zh: str
    offer_name_en: str
    reasons: list[str]


class CustomerOrderOut(Schema):
    """One work order of the customer, newest first."""

    order_id: str
    campaign_code: str
    campaign_name_zh: str
    campaign_name_en: str
    offer_code: str
    offer_name_zh: str
    offer_name_en: str
    channel: str
    assignee_code: str
    assignee_name: str
    state: str
    outcome: str
    planned_on: date | None
    due_on: date | None
    confirmed: Literal["waiting", "confirmed", "missed", ""]
    confirmed_on: date | None


class RelatedOut(Schema):
    """Another customer at the same address."""

    customer_id: str
    name: str
    segment: str


class Customer360Out(Schema):
    """Everything about one customer. Lists are complete for the last 12 months; contacts and orders at most 100."""

    profile: ProfileOut
    may_contact: bool
    do_not_disturb: bool
    consents: list[ConsentOut]
    subscriptions: list[SubscriptionOut]
    monthly_fee_fen: int
    bills: list[BillOut]
    usage: list[UsageOut]
    network: NetworkOut
    faults: list[FaultOut]
    complaints: list[ComplaintOut]
    contacts: list[CustomerContactOut]
    tags: list[CustomerTagOut]
    scores: list[CustomerScoreOut]
    recommended: CustomerScoreOut | None
    orders: list[CustomerOrderOut]
    household: list[RelatedOut]


class RevealIn(Schema):
    """Why the clear number is needed; kept in the audit trail."""

    purpose: Literal["call", "visit", "service", "check"]


class RevealedPhoneOut(Schema):
    """The clear number."""

    customer_id: str
    phone: str


class CustomerParams(PageParams):
    """``q``: customer id, beginning of a name, last four digits of the phone, or a place's name or code.

    Narrow to a grid, place, assignee or tag, to those in service, and to ``which``: broadband, bundle, contract_30,
    contract_60, contract_90 (the contract ends within so many days) or at_risk, as a place counts them. Sort by
    customer_id, name, monthly_fee_fen.
    """

    grid_code: str = ""
    place_code: str = ""
    assignee_code: str = ""
    tag: str = ""
    which: str = ""
    in_service: bool = False


def add_customers(router: StageRouter) -> None:
    """Declare the operations on customers."""

    @router.get("/customers", response=Page[CustomerHitOut], allow=READERS)
    def search_customers(request: ScopedRequest, params: Query[CustomerParams]) -> dict[str, Any]:
        items, total = queries.search_customers(
            request.scope,
            q=params.q,
            grid_code=params.grid_code,
            place_code=params.place_code,
            assignee_code=params.assignee_code,
            tag=params.tag,
            which=params.which,
            in_service=params.in_service,
            sort=params.sort,
            offset=params.offset,
            limit=params.limit,
        )
        return {"items": items, "total": total, "offset": params.offset, "limit": params.limit}

    @router.get("/customers/{customer_id}", response=Customer360Out, allow=READERS)
    def read_customer(request: ScopedRequest, customer_id: str) -> dict[str, Any]:
        return queries.customer_360(request.scope, customer_id, request.language)

    @router.post("/customers/{customer_id}/reveal", response=RevealedPhoneOut, allow=LEADERS | SELLERS | {Role.AUDITOR})
    def reveal(request: ScopedRequest, customer_id: str, wish: RevealIn) -> dict[str, Any]:
        phone = reveal_customer_phone(
            scope=request.scope, customer_id=customer_id, purpose=wish.purpose, actor=request.actor
        )
        return {"customer_id": customer_id, "phone": phone}
