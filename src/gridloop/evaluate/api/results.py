"""What campaigns were worth."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Query, Schema

from gridloop.evaluate import queries
from gridloop.evaluate.types import Measure, Verdict
from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.api.paging import ordering
from gridloop.kernel.types import LEADERS, Role

SORTS = ("cycle", "campaign_code", "treated", "verdict", "computed_at")
READERS = LEADERS | {Role.AUDITOR}


class IntervalOut(Schema):
    """An estimate with the ends of its 95 % confidence interval."""

    low: float
    estimate: float
    high: float


class MeasuredEffectOut(Schema):
    """One measure: the treated as assigned against the randomised control group.

    ``treated``, ``control`` and the difference are shares (0..1) for rates, fen a month for revenue.
    ``sentence`` says the same in words.
    """

    measure: Measure
    treated: float
    control: float
    difference: IntervalOut
    verdict: Verdict
    verdict_text: str
    sentence: str


class CampaignResultOut(Schema):
    """One campaign's result. Money in fen; ``roi`` 1.5 means that 1 yuan spent earned 2.5 back.

    ``observed`` counts the billed months so far (``revenue_months``); ``projected`` holds the monthly difference for
    ``projection_months``. Intervals are null where nothing may be estimated yet; ``verdict_text`` says why.
    """

    campaign_code: str
    cycle: str
    name_zh: str
    name_en: str
    objective: str
    evidence_through: date | None
    evidence_complete: bool
    revenue_months: int
    projection_months: int
    treated: int
    control: int
    dispatched: int
    counted: int
    contacted: int
    reached: int
    contacts: dict[str, int]
    reported: int
    treated_successes: int
    control_successes: int
    treated_churned: int
    control_churned: int
    contact_rate: float | None
    reach_rate: float | None
    success_rate: float | None
    incremental_successes: IntervalOut | None
    incremental_revenue_fen: IntervalOut | None
    projected_revenue_fen: IntervalOut | None
    cost_fen: int
    contact_cost_fen: int
    incentive_cost_fen: int
    roi: IntervalOut | None
    projected_roi: IntervalOut | None
    everybody: int
    everybody_cost_fen: int
    saved_fen: int
    effects: list[MeasuredEffectOut]
    verdict: Verdict
    verdict_text: str
    computed_at: datetime


class CycleSummaryOut(Schema):
    """All campaigns of a cycle together."""

    cycle: str
    campaigns: int
    campaigns_with_gain: int
    treated: int
    contacts: int
    treated_successes: int
    incremental_successes: IntervalOut | None
    incremental_revenue_fen: IntervalOut | None
    projected_revenue_fen: IntervalOut | None
    cost_fen: int
    roi: IntervalOut | None
    projected_roi: IntervalOut | None
    saved_fen: int


class ResultParams(PageParams):
    """Filter by cycle and verdict; sort by cycle, campaign_code, treated, verdict, computed_at."""

    cycle: str = ""
    verdict: Verdict | None = None


def add_results(router: StageRouter) -> None:
    """Declare the operations on campaign results."""

    @router.get("/results", response=Page[CampaignResultOut], allow=READERS)
    def list_results(request: ScopedRequest, params: Query[ResultParams]) -> dict[str, Any]:
        verdict = params.verdict.value if params.verdict else ""
        rows = queries.results(request.scope, cycle=params.cycle, verdict=verdict, q=params.q)
        order = ordering(params.sort, {name: name for name in SORTS}, ["-cycle", "campaign_code"])
        return paged(rows.order_by(*order), params, lambda row: queries.result_facts(row, request.language))

    @router.get("/results/{campaign_code}", response=CampaignResultOut, allow=READERS)
    def read_result(request: ScopedRequest, campaign_code: str) -> dict[str, Any]:
        return queries.result_facts(queries.result(request.scope, campaign_code), request.language)

    @router.get("/summary", response=CycleSummaryOut, allow=READERS)
    def read_summary(request: ScopedRequest, cycle: str) -> dict[str, Any]:
        return queries.cycle_summary(request.scope, cycle)
