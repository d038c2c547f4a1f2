"""The homes: each answers its role's first question of the day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema

from gridloop.kernel.api import ScopedRequest, StageRouter
from gridloop.kernel.types import Role
from gridloop.monitor import queries
from gridloop.monitor.api.funnel import AttentionReasonOut, FunnelRowOut, HelpOut, WaitingCustomerOut

DIRECTORS = frozenset({Role.EXECUTIVE, Role.PLANNER, Role.BRANCH_MANAGER, Role.GRID_MANAGER})
KEEPERS = frozenset({Role.DATA_STEWARD, Role.ADMINISTRATOR})


class TrendPointOut(Schema):
    """One month of a figure."""

    month: date
    value: float | None


class TrendFigureOut(Schema):
    """One figure with its trend.

    ``unit`` is fen, count or share; ``change`` is relative for fen and count, a difference for shares; ``better`` says
    whether the change is for the better (null: neither).
    """

    code: str
    name_zh: str
    name_en: str
    unit: Literal["fen", "count", "share"]
    month: date | None
    value: float | None
    previous: float | None
    change: float | None
    better: bool | None
    goal: float | None
    trend: list[TrendPointOut]


class HomeChangeOut(Schema):
    """Something that changed since last month, largest first; ``org_code`` leads to where."""

    code: str
    text: str
    indicator: str
    org_code: str
    better: bool
    change: float


class AttentionOut(Schema):
    """A grid that needs attention, why, and whom to ask; ``severity`` 1 to 3."""

    grid_code: str
    name_zh: str
    name_en: str
    branch_code: str
    branch_name_zh: str
    branch_name_en: str
    severity: int
    reasons: list[AttentionReasonOut]
    manager_name: str


class ExecutiveHomeOut(Schema):
    """How are we doing against target, and which grids need attention?

    What campaigns were worth is of ``worth_cycle``, the newest evaluated one (null: none yet).
    """

    cycle: str
    month: date | None
    as_of: datetime
    org_code: str
    figures: list[TrendFigureOut]
    changes: list[HomeChangeOut]
    attention: list[AttentionOut]
    funnel: FunnelRowOut
    worth_cycle: str | None
    confirmed_successes: int | None
    incremental_revenue_fen: float | None
    roi: float | None


class LiftOut(Schema):
    """A campaign against its control group so far; null intervals mean that nothing may be said yet."""

    verdict: str
    verdict_text: str
    estimate: float | None
    low: float | None
    high: float | None


class TimesOut(Schema):
    """When a campaign was drafted, launched, first led to a contact, and was over: how long an idea takes."""

    drafted_at: datetime
    launched_at: datetime | None
    first_contact_at: datetime | None
    closed_at: datetime | None


class CampaignCardOut(Schema):
    """One campaign on the planner's home. ``needs`` is empty when it needs nobody today."""

    campaign_code: str
    name_zh: str
    name_en: str
    state: str
    cycle: str
    needs: list[AttentionReasonOut]
    funnel: FunnelRowOut
    treated: int
    control: int
    budget_fen: int
    spent_fen: int
    spent_share: float | None
    lift: LiftOut
    times: TimesOut


class PlannerHomeOut(Schema):
    """Which campaigns need me today?"""

    cycle: str
    as_of: datetime
    campaigns: list[CampaignCardOut]
    needing: int


class MoneyLeftOut(Schema):
    """Expected value of a campaign's orders that nobody has contacted yet."""

    campaign_code: str
    name_zh: str
    name_en: str
    orders: int
    expected_value_fen: int


class GridHomeOut(Schema):
    """Who in my team needs help, which customers wait, where is money left?

    ``team`` counts the people with orders of the cycle, ``team_closed`` those among them who closed today.
    """

    cycle: str
    as_of: datetime
    org_code: str
    name_zh: str
    name_en: str
    figures: list[TrendFigureOut]
    funnel: FunnelRowOut
    help: list[HelpOut]
    team: int
    team_closed: int
    waiting: list[WaitingCustomerOut]
    money_left: list[MoneyLeftOut]


class HealthLineOut(Schema):
    """One thing that is watched. ``state``: ok, late (needs a look) or broken (needs a person)."""

    code: str
    name: str
    state: Literal["ok", "late", "broken"]
    text: str
    at: datetime | None
    link: str


class HealthOut(Schema):
    """Is everything healthy?"""

    as_of: datetime
    state: Literal["ok", "late", "broken"]
    jobs: list[HealthLineOut]
    feeds: list[HealthLineOut]
    datasets: list[HealthLineOut]


def add_homes(router: StageRouter) -> None:
    """Declare the homes."""

    @router.get("/home/executive", response=ExecutiveHomeOut, allow=DIRECTORS)
    def read_executive_home(request: ScopedRequest, org_code: str = "", cycle: str = "") -> dict[str, Any]:
        return queries.executive_home(request.scope, org_code=org_code, cycle=cycle, language=request.language)

    @router.get("/home/planner", response=PlannerHomeOut, allow=DIRECTORS)
    def read_planner_home(request: ScopedRequest, cycle: str = "") -> dict[str, Any]:
        return queries.planner_home(request.scope, cycle=cycle, language=request.language)

    @router.get("/home/grid", response=GridHomeOut, allow=DIRECTORS)
    def read_grid_home(request: ScopedRequest, org_code: str = "") -> dict[str, Any]:
        return queries.grid_home(request.scope, org_code=org_code, language=request.language)

    @router.get("/home/health", response=HealthOut, allow=KEEPERS)
    def read_health(request: ScopedRequest) -> dict[str, Any]:
        return queries.health(request.scope, request.language)
