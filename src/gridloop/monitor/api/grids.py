"""A grid on one screen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Query, Schema

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.types import LEADERS, Role
from gridloop.monitor import queries
from gridloop.monitor.api.funnel import FunnelRowOut
from gridloop.monitor.api.homes import TrendFigureOut

READERS = LEADERS | {Role.AUDITOR, Role.DATA_STEWARD}


class TeamMemberOut(Schema):
    """One member of the grid's team with load and results of the cycle."""

    person_code: str
    person_name: str
    role: str
    daily_capacity: int
    customers: int
    orders: int
    open: int
    overdue: int
    contacted: int
    reported: int
    confirmed: int
    success_rate: float | None
    points_provisional: float
    points_confirmed: float


class GridPlaceOut(Schema):
    """One place of the grid."""

    place_code: str
    name_zh: str
    name_en: str
    kind: str
    assignee_code: str
    assignee_name: str
    households: int | None
    customers: int
    monthly_fee_fen: int
    broadband_customers: int
    ports_total: int | None
    ports_used: int | None
    port_use: float | None
    max_mbps: int | None


class TagCountOut(Schema):
    """How many of the grid's customers carry a tag."""

    code: str
    name_zh: str
    name_en: str
    customers: int


class GridCampaignOut(Schema):
    """How a campaign goes in this grid."""

    campaign_code: str
    name_zh: str
    name_en: str
    state: str
    funnel: FunnelRowOut


class AtRiskOut(Schema):
    """A customer who is likely to leave, and why."""

    customer_id: str
    name: str
    place_name: str
    assignee_code: str
    assignee_name: str
    probability: float
    monthly_fee_fen: int
    reasons: list[str]


class ChurnRiskOut(Schema):
    """The grid's customers at risk: ``customers`` above ``threshold``, with the fees that hang on them."""

    month: date | None
    threshold: float
    customers: int
    monthly_fee_fen: int
    top: list[AtRiskOut]


class PortsOut(Schema):
    """Network ports of the grid's places."""

    month: date | None
    ports_total: int
    ports_used: int
    port_use: float | None
    full_places: int


class Grid360Out(Schema):
    """Everything about one grid (its places are a list of their own)."""

    grid_code: str
    name_zh: str
    name_en: str
    branch_code: str
    branch_name_zh: str
    branch_name_en: str
    manager_code: str
    manager_name: str
    cycle: str
    as_of: datetime
    customers: int
    places: int
    figures: list[TrendFigureOut]
    funnel: FunnelRowOut
    team: list[TeamMemberOut]
    tags: list[TagCountOut]
    campaigns: list[GridCampaignOut]
    ports: PortsOut
    churn_risk: ChurnRiskOut


class PlaceParams(PageParams):
    """Sort by place_code, name_zh, customers, monthly_fee_fen, port_use."""


def add_grids(router: StageRouter) -> None:
    """Declare the operations on grids."""

    @router.get("/grids/{grid_code}", response=Grid360Out, allow=READERS)
    def read_grid(request: ScopedRequest, grid_code: str) -> dict[str, Any]:
        return queries.grid_360(request.scope, grid_code, request.language)

    @router.get("/grids/{grid_code}/places", response=Page[GridPlaceOut], allow=READERS)
    def list_grid_places(request: ScopedRequest, grid_code: str, params: Query[PlaceParams]) -> dict[str, Any]:
        rows = queries.grid_places(request.scope, grid_code, q=params.q, sort=params.sort)
        return paged(rows, params, lambda row: row)
