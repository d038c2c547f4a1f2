"""Bodies of campaigns and their targets. Amounts are whole fen, shares are 0 to 1, cycles are ``YYYY-MM``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from gridloop.campaign.api.audience_schemas import ExclusionsBody, ForecastOut, ScriptBody, UnmetOut
from gridloop.campaign.types import (
    Arm,
    CampaignChannel,
    CampaignState,
    Direction,
    Objective,
    OfferChoice,
    Routing,
)
from gridloop.kernel.api import PageParams


class CampaignBody(Schema):
    """A draft. What is left out takes the proposal of ``GET /choices``."""

    name_zh: str = Field(min_length=1, max_length=120)
    name_en: str = Field("", max_length=120)
    objective: Objective
    cycle: str
    org_code: str = ""
    audience: dict[str, Any] = {}
    exclusions: ExclusionsBody = ExclusionsBody()
    channel: CampaignChannel = CampaignChannel.VISIT
    routing: Routing = Routing.OWNER
    offer_choice: OfferChoice = OfferChoice.MATCHING
    offer_code: str = ""
    scripts: dict[str, ScriptBody] = {}
    goal_successes: int = Field(0, ge=0)
    goal_revenue_fen: int = Field(0, ge=0)
    budget_fen: int = Field(0, ge=0)
    unit_costs_fen: dict[str, int] = {}
    starts_on: date | None = None
    ends_on: date | None = None
    success_window_days: int | None = Field(None, ge=1, le=365)
    control_share: float | None = Field(None, ge=0, le=0.5)
    capacity_share: float = Field(1.0, gt=0, le=1)
    max_targets: int | None = Field(None, ge=1)
    priority: int = Field(50, ge=0, le=100)


class CampaignPatch(Schema):
    """A change of a draft (JSON Merge Patch): only what is sent is changed."""

    name_zh: str | None = Field(None, min_length=1, max_length=120)
    name_en: str | None = Field(None, max_length=120)
    objective: Objective | None = None
    audience: dict[str, Any] | None = None
    exclusions: ExclusionsBody | None = None
    channel: CampaignChannel | None = None
    routing: Routing | None = None
    offer_choice: OfferChoice | None = None
    offer_code: str | None = None
    scripts: dict[str, ScriptBody] | None = None
    goal_successes: int | None = Field(None, ge=0)
    goal_revenue_fen: int | None = Field(None, ge=0)
    budget_fen: int | None = Field(None, ge=0)
    unit_costs_fen: dict[str, int] | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    success_window_days: int | None = Field(None, ge=1, le=365)
    control_share: float | None = Field(None, ge=0, le=0.5)
    capacity_share: float | None = Field(None, gt=0, le=1)
    max_targets: int | None = Field(None, ge=1)
    priority: int | None = Field(None, ge=0, le=100)


class NoteBody(Schema):
    """Why somebody decided as he did."""

    note: str = Field("", max_length=1000)


class CampaignParams(PageParams):
    """Filters of the campaign list."""

    state: CampaignState | None = None
    cycle: str = ""
    objective: Objective | None = None
    direction: Direction | None = None


class CampaignLine(Schema):
    """One campaign in the list. ``targets`` and ``control`` are 0 before launch."""

    code: str
    name_zh: str
    name_en: str
    objective: Objective
    model: str
    cycle: str
    org_code: str
    org_name_zh: str
    org_name_en: str
    direction: Direction
    state: CampaignState
    channel: CampaignChannel
    starts_on: date
    ends_on: date
    budget_fen: int
    priority: int
    goal_successes: int
    targets: int
    control: int
    drafted_by: str
    drafted_by_name: str
    submitted_by: str
    submitted_by_name: str
    decided_by: str
    decided_by_name: str
    launched_at: datetime | None


class LaunchJob(Schema):
    """How far the newest launch of a campaign is: ``queued``, ``running``, ``done`` or ``failed``."""

    job_id: int
    state: str
    done: int
    total: int
    error: str


class CampaignAct(Schema):
    """One act in a campaign's life: ``draft``, ``update``, ``submit``, ``approve``, ``reject``, ``launch``, …"""

    what: str
    at: datetime
    actor: str
    actor_name: str
    note: str


class CampaignOut(CampaignLine):
    """One campaign, whole. ``may`` lists what the asker may do with it now."""

    audience: dict[str, Any]
    exclusions: ExclusionsBody
    routing: Routing
    offer_choice: OfferChoice
    offer_code: str
    scripts: dict[str, ScriptBody]
    goal_revenue_fen: int
    unit_costs_fen: dict[str, int]
    success_window_days: int
    control_share: float
    capacity_share: float
    max_targets: int | None
    forecast: ForecastOut | None
    decision_note: str
    created_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None
    verdicts: dict[str, int]
    history: list[CampaignAct]
    launch_job: LaunchJob | None
    may: list[str]


class VerdictParams(PageParams):
    """Filter by verdict and reason; ``q`` is a part of a customer's id."""

    verdict: str = ""
    reason: str = ""


class VerdictCustomerOut(Schema):
    """One customer of a launched campaign's audience, and what was decided about him."""

    customer_id: str
    customer_name: str
    verdict: str
    reason: str
    text_zh: str
    text_en: str
    assignee_code: str
    assignee_name: str
    grid_code: str
    grid_name_zh: str
    grid_name_en: str


class TargetParams(PageParams):
    """Filters of a campaign's targets."""

    arm: Arm | None = None
    grid_code: str = ""
    assignee_code: str = ""


class TargetReason(Schema):
    """One reason, in the seller's words."""

    code: str
    zh: str
    en: str


class TargetOut(Schema):
    """One target; his name is masked."""

    customer_id: str
    customer_name: str
    step: int
    rank: int
    arm: Arm
    offer_code: str
    offer_name_zh: str
    offer_name_en: str
    probability: float | None
    uplift: float | None
    expected_value_fen: int
    reasons: list[TargetReason]
    assignee_code: str
    assignee_name: str
    grid_code: str
    grid_name_zh: str
    grid_name_en: str


class VerdictCount(Schema):
    """How many customers of the audience got one verdict for one reason."""

    verdict: str
    reason: str
    text_zh: str
    text_en: str
    count: int


class VerdictSummary(Schema):
    """The whole audience of a launched campaign, accounted for: the counts add up to ``total``."""

    total: int
    verdicts: list[VerdictCount]


class WhyNotOut(Schema):
    """Why one customer is, or is not, among a campaign's targets; ``decided_at`` is when the targets were drawn."""

    campaign_code: str
    customer_id: str
    verdict: str
    reason: str
    text_zh: str
    text_en: str
    decided_at: datetime | None
    unmet: UnmetOut | None


class LaunchStarted(Schema):
    """A launch that was started; the campaign's ``launch_job`` tells how far it is."""

    job_id: int
