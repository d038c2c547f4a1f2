"""Bodies of an audience: conditions, counts, what the gate says, the forecast, templates. Amounts are whole fen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema

from gridloop.campaign.types import (
    CampaignChannel,
)


class Named(Schema):
    """A value somebody can choose, named in both languages."""

    value: str
    name_zh: str
    name_en: str


class FieldOut(Schema):
    """One field of the audience builder. ``unit`` as of indicators and profiles (fen, share, days …), or empty."""

    name: str
    group: Literal["profile", "organisation", "tag", "score", "grid"]
    name_zh: str
    name_en: str
    kind: Literal["number", "flag", "choice", "text", "org"]
    unit: str
    operators: list[str]
    values: list[Named]


class ScriptBody(Schema):
    """What to say, in both languages."""

    zh: str = Field(max_length=2000)
    en: str = Field(max_length=2000)


class ChoicesOut(Schema):
    """What the one-page plan offers to choose from, and what it proposes."""

    objectives: list[Named]
    models: dict[str, str]
    channels: list[Named]
    routings: list[Named]
    offers: list[Named]
    offer_kinds: list[Named]
    placeholders: list[Named]
    operators: list[Named]
    scripts: dict[str, ScriptBody]
    unit_costs_fen: dict[str, int]
    success_window_days: int
    control_share: float


class ExclusionsBody(Schema):
    """Customers to leave out although they meet the conditions."""

    segments: list[str] = []
    tags: list[str] = []
    running_campaigns: bool = True
    campaigns: list[str] = []
    customers: list[str] = Field(default=[], max_length=10_000)


class AudienceBody(Schema):
    """An audience to count: the query builder's tree, what to leave out, and for whose customers."""

    audience: dict[str, Any] = {}
    exclusions: ExclusionsBody = ExclusionsBody()
    org_code: str = ""
    cycle: str = ""


class BranchCount(Schema):
    """How many of an audience live in one branch (``remaining``: after exclusions)."""

    org_code: str
    name_zh: str
    name_en: str
    total: int
    remaining: int


class SegmentCount(Named):
    """How many of an audience, after exclusions, belong to one segment."""

    remaining: int


class ProfileFigure(Schema):
    """One figure of the profile of an audience: its average or share, beside that of all customers."""

    field: str
    name_zh: str
    name_en: str
    unit: str
    audience: float | None
    everybody: float | None


class SizeOut(Schema):
    """How large an audience is: those who meet the conditions, and those of them who are not excluded."""

    as_of: date
    total: int
    remaining: int


class CountOut(Schema):
    """The live count of an audience."""

    cycle: str
    as_of: date | None
    customers: int
    total: int
    remaining: int
    excluded: int
    branches: list[BranchCount]
    segments: list[SegmentCount]
    profile: list[ProfileFigure]


class EditorBody(Schema):
    """The plan that is being written no more."""

    editor: str = Field(min_length=1, max_length=64)


class GateBody(AudienceBody):
    """An audience to ask the contact policy's gate about."""

    channel: CampaignChannel
    on: date | None = None


class CustomerBody(GateBody):
    """One customer to look for in an audience."""

    customer_id: str = Field(min_length=1, max_length=64)


class UnmetOut(Schema):
    """The first condition that a customer does not meet (``negated``: meets, and must not), and his own value.

    ``alternatives``: so many conditions of which one would do. ``month`` is the month of the data, ``computed_at`` when
    his value was worked out.
    """

    field: str
    operator: str
    value: Any
    actual: Any
    negated: bool
    alternatives: int
    month: date
    computed_at: datetime | None


class CustomerOut(Schema):
    """Whether a customer is in an audience; ``unmet`` is the first condition that leaves him out."""

    customer_id: str
    verdict: str
    reason: str
    text_zh: str
    text_en: str
    unmet: UnmetOut | None


class HeldCount(Schema):
    """How many customers are held for one reason."""

    code: str
    text_zh: str
    text_en: str
    count: int


class GateOut(Schema):
    """The gate's verdict on an audience after exclusions."""

    channel: CampaignChannel
    on: date
    asked: int
    allowed: int
    held: int
    reasons: list[HeldCount]


class AssumptionOut(Schema):
    """One number a forecast rests on, and where it comes from: ``past`` contacts, the ``scores``, or a ``prior``."""

    code: str
    name_zh: str
    name_en: str
    value: float
    source: Literal["past", "scores", "prior"]
    observations: int


class ForecastOut(Schema):
    """What a campaign is expected to do, before anybody is contacted."""

    audience: int
    allowed: int
    targets: int
    control: int
    capacity: int
    contacts: int
    reached: int
    successes: float
    success_rate: float
    revenue_fen: int
    cost_fen: int
    roi: float | None
    within_budget: bool
    verdicts: dict[str, int]
    assumptions: list[AssumptionOut]
    prepared_at: datetime


class TemplateBody(Schema):
    """An audience to keep under a name."""

    name_zh: str = Field(min_length=1, max_length=120)
    name_en: str = Field("", max_length=120)
    audience: dict[str, Any]
    exclusions: ExclusionsBody = ExclusionsBody()


class TemplateOut(TemplateBody):
    """One saved audience."""

    id: int
    org_code: str
    created_by: str
    updated_at: datetime


class TagUserOut(Schema):
    """A campaign (with its state and cycle) or a saved audience that names a tag."""

    kind: Literal["campaign", "template"]
    key: str
    name_zh: str
    name_en: str
    state: str | None
    cycle: str | None
    changeable: bool


class ReplaceTagBody(Schema):
    """A tag to put in the place of another."""

    old: str = Field(min_length=1, max_length=60)
    new: str = Field(min_length=1, max_length=60)


class ReplacementOut(Schema):
    """What names the new tag now, and what was handed in or belongs to somebody else and still names the old one."""

    changed: list[TagUserOut]
    kept: list[TagUserOut]
