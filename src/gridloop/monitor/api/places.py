"""A place on one screen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema

from gridloop.kernel.api import ScopedRequest, StageRouter
from gridloop.kernel.types import LEADERS, SELLERS, Role
from gridloop.monitor import queries
from gridloop.monitor.api.grids import ChurnRiskOut, TagCountOut

READERS = LEADERS | SELLERS | {Role.AUDITOR, Role.DATA_STEWARD}


class PlacePortsOut(Schema):
    """The place's network in one month."""

    month: date
    ports_total: int
    ports_used: int
    max_mbps: int | None


class NamedCompetitorOut(Schema):
    """A competitor, and how many customers of the place last named him."""

    competitor: str
    name_zh: str
    name_en: str
    customers: int


class CompetitorContractOut(Schema):
    """A customer whose contract with a competitor ends, as he told it himself; the one that ends next comes first."""

    competitor: str
    name_zh: str
    name_en: str
    customer_id: str
    customer_name: str
    ends_on: date
    told_on: date


class SightingOut(Schema):
    """What somebody reported from the place."""

    sighting_id: str
    kind: str
    text: str
    person_code: str
    person_name: str
    reported_at: datetime


class PlaceWorkOut(Schema):
    """How far the work orders of the place's customers have come."""

    orders: int
    contacted: int
    interested: int
    reported: int
    open: int
    overdue: int


class PlaceCampaignOut(PlaceWorkOut):
    """How a campaign went at the place; ``confirmed`` by evidence."""

    campaign_code: str
    name_zh: str
    name_en: str
    confirmed: int


class PlaceOrderOut(Schema):
    """One work order of a customer of the place."""

    order_id: str
    campaign_name_zh: str
    campaign_name_en: str
    customer_id: str
    customer_name: str
    state: str
    outcome: str
    overdue: bool
    assignee_code: str
    assignee_name: str
    planned_on: date | None
    due_on: date


class Place360Out(Schema):
    """Everything about one place.

    A seller's counts are those of his own customers. ``month`` is the month of profiles that fees, broadband, bundles,
    contract ends and risk speak of, null before the first; contract ends are counted within 30, 60 and 90 days from
    today. Shares are customers per household, null where nobody counted the households. Orders, campaigns, sightings
    and contracts with competitors are the newest ten.
    """

    place_code: str
    name_zh: str
    name_en: str
    kind: str
    grid_code: str
    grid_name_zh: str
    grid_name_en: str
    district: str
    is_rural: bool
    longitude: float | None
    latitude: float | None
    assignee_code: str
    assignee_name: str
    households: int | None
    as_of: datetime
    customers: int
    penetration: float | None
    month: date | None
    monthly_fee_fen: int | None
    broadband: int | None
    broadband_penetration: float | None
    bundle: int | None
    contract_30: int | None
    contract_60: int | None
    contract_90: int | None
    ports: list[PlacePortsOut]
    churn_risk: ChurnRiskOut | None
    competitors: list[NamedCompetitorOut]
    competitor_contracts: list[CompetitorContractOut]
    sightings: list[SightingOut]
    work: PlaceWorkOut
    campaigns: list[PlaceCampaignOut]
    orders: list[PlaceOrderOut]
    last_visit_at: datetime | None
    last_visit_by: str


class PlaceMonthOut(Schema):
    """One month of the place; what no feed told is null. ``competitor_share`` is of the minutes called."""

    month: date
    billed_customers: int | None
    billed_fen: int | None
    arpu_fen: float | None
    ports_total: int | None
    ports_used: int | None
    port_use: float | None
    competitor_share: float | None
    faults: int
    complaints: int


class PlaceTroubleOut(Schema):
    """A fault or complaint; ``customer_id`` is empty where the network failed without naming anybody."""

    what: Literal["fault", "complaint"]
    trouble_id: str
    on: date
    kind: str
    name_zh: str
    name_en: str
    hours_to_clear: float | None
    customer_id: str


class PlaceMonthsOut(Schema):
    """The last twelve months, oldest first, and the latest 20 faults and complaints."""

    months: list[PlaceMonthOut]
    troubles: list[PlaceTroubleOut]


class PlaceTagsOut(Schema):
    """The tags that customers of the place carry, the most frequent first."""

    tags: list[TagCountOut]


def add_places(router: StageRouter) -> None:
    """Declare the operations on places."""

    @router.get("/places/{place_code}", response=Place360Out, allow=READERS)
    def read_place(request: ScopedRequest, place_code: str) -> dict[str, Any]:
        return queries.place_360(request.scope, place_code, request.language)

    @router.get("/places/{place_code}/months", response=PlaceMonthsOut, allow=READERS)
    def read_place_months(request: ScopedRequest, place_code: str) -> dict[str, Any]:
        return queries.place_months(request.scope, place_code)

    @router.get("/places/{place_code}/tags", response=PlaceTagsOut, allow=READERS)
    def read_place_tags(request: ScopedRequest, place_code: str) -> dict[str, Any]:
        return {"tags": queries.place_tags(request.scope, place_code)}
