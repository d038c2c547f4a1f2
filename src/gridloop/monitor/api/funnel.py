"""The live funnel, who needs help, which customers wait."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Query, Schema

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.types import LEADERS, SELLERS, Role
from gridloop.monitor import queries

WATCHERS = LEADERS | {Role.AUDITOR}


class AttentionReasonOut(Schema):
    """Why something is shown, in words; the code is stable."""

    code: str
    text: str


class FunnelRowOut(Schema):
    """How far the work orders of one company, branch, grid, manager or campaign have come.

    ``orders`` leaves out recalled and policy-held ones. ``planned_to_date`` are those whose day has come; ``pace`` is
    contacted / planned_to_date (1 = on plan, null before the first planned day). Rates are shares (0..1), null when
    nothing is below the line. ``reported`` are accepted by report, ``confirmed`` by evidence; ``success_rate`` is
    null until the first feed has confirmed any.
    """

    key: str
    name_zh: str
    name_en: str
    orders: int
    recalled: int
    held: int
    planned_to_date: int
    contacted: int
    reached: int
    interested: int
    reported: int
    confirmed: int
    failed: int
    open: int
    overdue: int
    pace: float | None
    contact_rate: float | None
    reach_rate: float | None
    reported_rate: float | None
    success_rate: float | None


class LiveFunnelOut(Page[FunnelRowOut]):
    """One page of funnel rows of a cycle, with their sum and the instant they were counted."""

    whole: FunnelRowOut
    cycle: str
    as_of: datetime


class HelpOut(Schema):
    """One member of a team who seems to need help; ``severity`` 0 is fine, 3 is urgent."""

    person_code: str
    person_name: str
    role: str
    grid_code: str
    grid_name_zh: str
    grid_name_en: str
    daily_capacity: int
    orders: int
    open: int
    overdue: int
    planned_today: int
    done_today: int
    contacted: int
    reached: int
    reported: int
    pace: float | None
    reach_rate: float | None
    last_contact_at: datetime | None
    day_closed_at: datetime | None
    day_left: int | None
    day_left_reason: str
    severity: int
    reasons: list[AttentionReasonOut]


class WaitingCustomerOut(Schema):
    """A customer who was promised something or whose order is late."""

    order_id: str
    customer_id: str
    customer_name: str
    place_name: str
    grid_code: str
    assignee_code: str
    assignee_name: str
    campaign_code: str
    campaign_name_zh: str
    campaign_name_en: str
    offer_code: str
    state: str
    last_outcome: str
    due_on: date
    next_on: date | None
    days_late: int
    expected_value_fen: int
    reasons: list[AttentionReasonOut]


class FunnelParams(PageParams):
    """``by`` what to break down; narrow to a unit, campaign or cycle (default: the present cycle).

    Sort by key, orders, contacted, reported, overdue, pace, contact_rate, success_rate.
    """

    by: Literal["company", "branch", "grid", "manager", "campaign"] = "grid"
    org_code: str = ""
    campaign_code: str = ""
    cycle: str = ""


class HelpParams(PageParams):
    """Narrow to a unit; by default only people with a reason. Sort by severity, overdue, open, pace, reach_rate."""

    org_code: str = ""
    everybody: bool = False


class WaitingParams(PageParams):
    """Narrow to a unit or a person. Sort by days_late, due_on, next_on, expected_value_fen."""

    org_code: str = ""
    person_code: str = ""


def add_funnel(router: StageRouter) -> None:
    """Declare the live operations."""

    @router.get("/funnel", response=LiveFunnelOut, allow=WATCHERS | SELLERS)
    def read_funnel(request: ScopedRequest, params: Query[FunnelParams]) -> dict[str, Any]:
        found = queries.funnel(
            request.scope,
            by=params.by,
            org_code=params.org_code,
            campaign_code=params.campaign_code,
            cycle=params.cycle,
            q=params.q,
            sort=params.sort,
        )
        page = paged(found.rows, params, lambda row: row)
        return {**page, "whole": found.whole, "cycle": found.cycle, "as_of": found.as_of}

    @router.get("/help", response=Page[HelpOut], allow=LEADERS)
    def list_who_needs_help(request: ScopedRequest, params: Query[HelpParams]) -> dict[str, Any]:
        rows = queries.who_needs_help(
            request.scope,
            org_code=params.org_code,
            everybody=params.everybody,
            q=params.q,
            sort=params.sort,
            language=request.language,
        )
        return paged(rows, params, lambda row: row)

    @router.get("/waiting-customers", response=Page[WaitingCustomerOut], allow=LEADERS | SELLERS)
    def list_waiting_customers(request: ScopedRequest, params: Query[WaitingParams]) -> dict[str, Any]:
        rows = queries.waiting_customers(
            request.scope,
            org_code=params.org_code,
            person_code=params.person_code,
            sort=params.sort,
            language=request.language,
        )
        return paged(rows, params, lambda row: row)
