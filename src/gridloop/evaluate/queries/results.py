"""Campaign results with the figures that follow from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from gridloop.campaign.queries import campaigns
from gridloop.dispatch.queries import orders
from gridloop.dispatch.types import OrderFilters, OrderState
from gridloop.evaluate.models import CampaignEffect, CampaignResult, ConfirmedOutcome
from gridloop.evaluate.queries.visible import month_of
from gridloop.evaluate.rules.confirmation import NOT_DISPATCHED
from gridloop.evaluate.rules.effect import PROJECTION_MONTHS
from gridloop.evaluate.rules.verdict import return_on, sum_of
from gridloop.evaluate.types import CampaignLift, Interval, Measure, OutcomeState, Verdict
from gridloop.kernel.money import fen_to_yuan_text
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.scope import row_condition
from gridloop.kernel.types import WHOLE_COMPANY, Scope
from gridloop.kernel.wording import Language, say

_NOT_DISPATCHED = tuple(OrderState(state) for state in sorted(NOT_DISPATCHED))


def results(scope: Scope, *, cycle: str = "", verdict: str = "", q: str = "") -> QuerySet[CampaignResult]:
    """Return the results of the campaigns a scope may see."""
    rows = CampaignResult.objects.filter(campaign_code__in=campaigns(scope).values("code"))
    if cycle:
        rows = rows.filter(cycle=f"{month_of(cycle):%Y-%m}")
    if verdict:
        rows = rows.filter(verdict=verdict)
    if q:
        named = Q(campaign_code__icontains=q) | Q(name_zh__icontains=q) | Q(name_en__icontains=q)
        rows = rows.filter(named)
    return rows.prefetch_related("effects")


def result(scope: Scope, campaign_code: str) -> CampaignResult:
    """Return one campaign's result; raises ``NotFoundProblem`` for one outside the scope."""
    row = results(scope).filter(campaign_code=campaign_code).first()
    if row is None:
        raise NotFoundProblem("campaign_result", campaign_code)
    return row


def campaign_lifts(scope: Scope, codes: Iterable[str]) -> dict[str, CampaignLift]:
    """Return how campaigns stand against their control groups, in short, by code; only those evaluated."""
    return {row.campaign_code: _lift(row) for row in results(scope).filter(campaign_code__in=list(codes))}


def _lift(row: CampaignResult) -> CampaignLift:
    figures = Figures(row)
    return CampaignLift(
        campaign_code=row.campaign_code,
        cycle=row.cycle,
        verdict=Verdict(row.verdict),
        success_difference=figures.difference(Measure.SUCCESS_RATE),
        incremental_revenue_fen=figures.revenue,
        cost_fen=figures.cost_fen,
        roi=figures.roi,
    )


class Figures:
    """What follows from one stored result."""

    def __init__(self, row: CampaignResult) -> None:
        self.row = row
        self.effects = {Measure(effect.measure): effect for effect in row.effects.all()}

    def difference(self, measure: Measure) -> Interval | None:
        """Return the difference in one measure, None when it cannot be told yet."""
        effect = self.effects.get(measure)
        return Interval(effect.low, effect.estimate, effect.high) if effect else None

    @property
    def cost_fen(self) -> int:
        """Return what the campaign cost so far."""
        return self.row.contact_cost_fen + self.row.incentive_cost_fen

    @property
    def successes(self) -> Interval | None:
        """Return the successes there would not have been without the campaign."""
        difference = self.difference(Measure.SUCCESS_RATE)
        return difference.times(self.row.treated) if difference else None

    @property
    def revenue(self) -> Interval | None:
        """Return the revenue there would not have been, in the months billed so far."""
        return self._revenue(self.row.revenue_months)

    @property
    def projected_revenue(self) -> Interval | None:
        """Return the revenue there would not have been, if the monthly difference lasts."""
        return self._revenue(PROJECTION_MONTHS)

    @property
    def roi(self) -> Interval | None:
        """Return what each fen spent brought so far, beside itself."""
        return return_on(self.revenue, self.cost_fen)

    @property
    def projected_roi(self) -> Interval | None:
        """Return what each fen spent brings if the monthly difference lasts."""
        return return_on(self.projected_revenue, self.cost_fen)

    def _revenue(self, months: int) -> Interval | None:
        difference = self.difference(Measure.REVENUE)
        return difference.times(self.row.treated * months) if difference else None


def result_facts(row: CampaignResult, language: Language) -> dict[str, Any]:
    """Return everything there is to say about one result."""
    figures = Figures(row)
    judged = row.verdict != Verdict.NO_EVIDENCE.value
    stored = (
        "campaign_code", "cycle", "name_zh", "name_en", "objective", "evidence_through", "evidence_complete",
        "revenue_months", "treated", "control", "dispatched", "counted", "contacted", "reached", "contacts", "reported",
        "treated_successes", "control_successes", "treated_churned", "control_churned", "contact_cost_fen",
        "incentive_cost_fen", "everybody", "everybody_cost_fen", "verdict", "computed_at",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in stored},
        "projection_months": PROJECTION_MONTHS,
        "contact_rate": _share(row.contacted, row.counted),
        "reach_rate": _share(row.reached, row.contacted),
        # No feed has looked yet: that nothing is confirmed says nothing, so it is no rate of 0.
        "success_rate": _share(row.treated_successes, row.treated) if judged else None,
        "incremental_successes": interval_facts(figures.successes),
        "incremental_revenue_fen": interval_facts(figures.revenue),
        "projected_revenue_fen": interval_facts(figures.projected_revenue),
        "cost_fen": figures.cost_fen,
        "roi": interval_facts(figures.roi),
        "projected_roi": interval_facts(figures.projected_roi),
        "saved_fen": row.everybody_cost_fen - row.contact_cost_fen,
        "effects": [_effect_facts(effect, language) for effect in row.effects.all()],
        "verdict_text": verdict_text(Verdict(row.verdict), language),
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def interval_facts(interval: Interval | None) -> dict[str, float] | None:
    """Return the body of an interval."""
    if interval is None:
        return None
    return {"low": interval.low, "estimate": interval.estimate, "high": interval.high}


def verdict_text(verdict: Verdict, language: Language) -> str:
    """Return what may be said, in words."""
    return say(f"evaluate.verdict_{verdict.value}", language)


def _effect_facts(effect: CampaignEffect, language: Language) -> dict[str, Any]:
    measure, verdict = Measure(effect.measure), Verdict(effect.verdict)
    words = verdict_text(verdict, language)
    return {
        "measure": measure,
        "treated": effect.treated,
        "control": effect.control,
        "difference": {"low": effect.low, "estimate": effect.estimate, "high": effect.high},
        "verdict": verdict,
        "verdict_text": words,
        "sentence": difference_text(measure, Interval(effect.low, effect.estimate, effect.high), words, language),
    }


def difference_text(measure: Measure, found: Interval, verdict: str, language: Language) -> str:
    """Return a difference in words; what is fewer is told as a positive number of fewer."""
    ends = (found.low, found.estimate, found.high)
    way, sign = ("fewer", -1) if found.estimate < 0 else ("more", 1)
    low, estimate, high = (_number(measure, sign * end) for end in ends[::sign])
    return say(
        f"evaluate.sentence_{measure.value}_{way}", language, verdict=verdict, low=low, estimate=estimate, high=high
    )


def _number(measure: Measure, value: float) -> str:
    return fen_to_yuan_text(round(value)) if measure is Measure.REVENUE else f"{value * 100:.1f}"


def cycle_summary(scope: Scope, cycle: str) -> dict[str, Any]:
    """Return all campaigns of a cycle together; their experiments are independent of each other."""
    rows = [Figures(row) for row in results(scope, cycle=cycle)]
    revenue = _sum(figures.revenue for figures in rows)
    projected = _sum(figures.projected_revenue for figures in rows)
    cost = sum(figures.cost_fen for figures in rows)
    return {
        "cycle": cycle,
        "campaigns": len(rows),
        "campaigns_with_gain": sum(figures.row.verdict == Verdict.GAIN.value for figures in rows),
        "treated": sum(figures.row.treated for figures in rows),
        "contacts": sum(sum(figures.row.contacts.values()) for figures in rows),
        "treated_successes": sum(figures.row.treated_successes for figures in rows),
        "incremental_successes": interval_facts(_sum(figures.successes for figures in rows)),
        "incremental_revenue_fen": interval_facts(revenue),
        "projected_revenue_fen": interval_facts(projected),
        "cost_fen": cost,
        "roi": interval_facts(return_on(revenue, cost)),
        "projected_roi": interval_facts(return_on(projected, cost)),
        "saved_fen": sum(f.row.everybody_cost_fen - f.row.contact_cost_fen for f in rows),
    }


def _sum(intervals: Iterable[Interval | None]) -> Interval | None:
    return sum_of([interval for interval in intervals if interval is not None])


def confirmed_counts(scope: Scope, by: str, *, cycle: str = "", campaign_code: str = "") -> dict[str, int]:
    """Return how many orders' successes the evidence confirms so far, by ``grid_code``, ``assignee_code`` or
    ``campaign_code``; without those that were held back or taken back since, which are no part of any rate."""
    own = Q(assignee_code=scope.person_code) if scope.person_code else Q(pk__in=[])
    visible = own if scope.own_customers_only else row_condition(scope, person=None)
    rows = ConfirmedOutcome.objects.filter(visible, state=OutcomeState.CONFIRMED.value)
    if cycle:
        rows = rows.filter(cycle=cycle)
    if campaign_code:
        rows = rows.filter(campaign_code=campaign_code)
    idle = OrderFilters(states=_NOT_DISPATCHED, cycle=cycle, campaign_code=campaign_code)
    gone = {str(order) for order in orders(WHOLE_COMPANY, idle).order_by().values_list("pk", flat=True)}
    if gone:
        gone &= set(rows.values_list("order_id", flat=True))
    counted = rows.exclude(order_id__in=gone).order_by().values_list(by).annotate(Count("pk"))
    totals: dict[str, int] = defaultdict(int)
    for key, count in counted:
        totals[str(key)] += count
    return dict(totals)


def order_evidence(order_ids: Iterable[str]) -> dict[str, ConfirmedOutcome]:
    """Return what the evidence says about orders, by order id; the caller may see these orders."""
    return {row.order_id: row for row in ConfirmedOutcome.objects.filter(order_id__in=list(order_ids))}
