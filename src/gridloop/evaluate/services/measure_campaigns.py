"""Measures what a cycle's campaigns were worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from gridloop.campaign.queries import campaign_facts
from gridloop.campaign.types import CampaignFacts
from gridloop.evaluate.expr.arms import arm_sums
from gridloop.evaluate.expr.sums import whole_sum
from gridloop.evaluate.models import CampaignEffect, CampaignResult, ConfirmedOutcome, CycleClose
from gridloop.evaluate.queries.reckoning import posted_balances
from gridloop.evaluate.queries.visible import grids_below, month_of
from gridloop.evaluate.rules.effect import ArmSums, Effect, effects_of
from gridloop.evaluate.rules.means import Moments
from gridloop.evaluate.rules.scheme import MILLI
from gridloop.evaluate.rules.window import evidence_end, months_after, window_of
from gridloop.evaluate.schemes import scheme_of
from gridloop.evaluate.types import Arm, Measure, OutcomeState, Rule, Verdict
from gridloop.kernel import clock
from gridloop.kernel.services import audit
from gridloop.kernel.types import WHOLE_COMPANY, Actor
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake

_NOBODY: dict[str, Any] = {
    name: 0
    for name in ("customers", "dispatched", "contacted", "reached", "reported", "confirmed", "churned", "billed")
}


@dataclass(frozen=True, slots=True)
class _Lakeside:
    """What the lake says of a cycle's campaigns."""

    arms: Mapping[str, Mapping[str, Mapping[str, Any]]]
    contacts: Mapping[str, Mapping[str, int]]
    customers: Mapping[str, int]
    latest_bill: date | None
    reads: Mapping[str, int]


def measure_campaigns(*, cycle: str, actor: Actor) -> int:
    """Measure every campaign of a cycle from its published outcomes; return how many. Results are replaced."""
    found = _read(month_of(cycle))
    facts = campaign_facts(sorted(found.arms))
    incentives = _incentives(cycle)
    with transaction.atomic():
        for code, arms in sorted(found.arms.items()):
            _store(cycle, facts[code], arms, found, incentives.get(code, 0))
        audit.record(
            actor=actor, action="evaluate.measure", object_kind="cycle", object_id=cycle, campaigns=len(found.arms)
        )
    return len(found.arms)


def _read(month: date) -> _Lakeside:
    with open_lake() as lake:
        outcome = lake.table("contact_outcome")
        own = outcome.filter(outcome.month == month)
        arms: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        for row in lake.run(arm_sums(own)).to_pylist():
            arms[row["campaign_code"]][row["arm"]] = row
        contacts: dict[str, dict[str, int]] = defaultdict(dict)
        made = own.filter(own.contacts > 0).group_by(["campaign_code", "channel"])
        for row in lake.run(made.agg(made=whole_sum(own.contacts))).to_pylist():
            contacts[row["campaign_code"]][row["channel"]] = row["made"]
        latest = lake.scalar(lake.table("bill").month.max())
        return _Lakeside(arms, contacts, _customers(lake), latest if isinstance(latest, date) else None, lake.reads)


def _customers(lake: Lake) -> dict[str, int]:
    """Return how many customers each grid has who have not left."""
    customer, ownership = lake.table("customer"), lake.table("ownership")
    here = customer.filter(customer.left_on.isnull() | (customer.left_on > clock.today()))
    present = ownership.semi_join(here, "customer_id")
    rows = lake.run(present.group_by("grid_code").agg(customers=present.count())).to_pylist()
    return {row["grid_code"]: row["customers"] for row in rows}


def _incentives(cycle: str) -> dict[str, int]:
    """Return what the success points of a cycle cost, shared out over its campaigns by their earning orders."""
    close = CycleClose.objects.filter(cycle=cycle).first()
    price = close.fen_per_point if close else scheme_of(month_of(cycle)).fen_per_point
    points = sum(amount for key, amount in posted_balances(cycle).items() if key[1] is Rule.SUCCESS)
    earning = Q(pays=True) | Q(state=OutcomeState.WAITING.value, outcome="accepted")
    rows = ConfirmedOutcome.objects.filter(earning, cycle=cycle).order_by()
    orders = dict(rows.values_list("campaign_code").annotate(Count("pk")))
    whole = sum(orders.values())
    return {code: round(points * price / MILLI * count / whole) for code, count in orders.items()} if whole else {}


def _store(
    cycle: str, facts: CampaignFacts, arms: Mapping[str, Mapping[str, Any]], found: _Lakeside, incentive_fen: int
) -> None:
    treated = arms.get(Arm.TREATED.value, _NOBODY)
    control = arms.get(Arm.CONTROL.value, _NOBODY)
    through = evidence_end(found.latest_bill)
    window = window_of(facts.starts_on, facts.ends_on, facts.success_window_days)
    started = through is not None and through >= window[0]
    effects = effects_of(_sums(treated), _sums(control)) if started else []
    contacts = found.contacts.get(facts.code, {})
    everybody = sum(found.customers.get(grid, 0) for grid in grids_below(WHOLE_COMPANY, facts.org_code))
    row, _ = CampaignResult.objects.update_or_create(
        campaign_code=facts.code,
        defaults={
            "cycle": cycle,
            "name_zh": facts.name_zh,
            "name_en": facts.name_en,
            "objective": facts.objective.value,
            "evidence_through": through,
            "evidence_complete": through is not None and through >= window[1],
            "revenue_months": len(months_after(month_of(cycle), through)),
            "treated": treated["customers"],
            "control": control["customers"],
            **{name: treated[name] for name in ("dispatched", "contacted", "reached", "reported")},
            "counted": ConfirmedOutcome.objects.filter(campaign_code=facts.code, cycle=cycle, counted=True).count(),
            "contacts": contacts,
            "treated_successes": treated["confirmed"],
            "control_successes": control["confirmed"],
            "treated_churned": treated["churned"],
            "control_churned": control["churned"],
            "contact_cost_fen": sum(contacts.values()) * facts.unit_cost_fen,
            "incentive_cost_fen": incentive_fen,
            "everybody": everybody,
            "everybody_cost_fen": everybody * facts.unit_cost_fen,
            "verdict": _headline(effects).value,
            "reads": dict(found.reads),
            "computed_at": clock.now(),
        },
    )
    _store_effects(row, effects)


def _sums(arm: Mapping[str, Any]) -> ArmSums:
    return ArmSums(arm["customers"], arm["confirmed"], arm["churned"], _moments(arm))


def _moments(arm: Mapping[str, Any]) -> Moments | None:
    n = arm["billed"]
    if not n:
        return None
    spreads = (n * (arm[name] or 0.0) for name in ("var_x", "cov_xy", "var_y"))
    return Moments(n, arm["mean_x"] or 0.0, arm["mean_y"] or 0.0, *spreads)


def _headline(effects: list[Effect]) -> Verdict:
    """Return the verdict on the success rate: it is what a campaign is for, and what it is known by."""
    found = {effect.measure: effect.verdict for effect in effects}
    return found.get(Measure.SUCCESS_RATE, Verdict.NO_EVIDENCE)


def _store_effects(row: CampaignResult, effects: list[Effect]) -> None:
    row.effects.all().delete()
    CampaignEffect.objects.bulk_create(
        CampaignEffect(
            result=row,
            measure=effect.measure.value,
            treated=effect.treated,
            control=effect.control,
            estimate=effect.difference.estimate,
            low=effect.difference.low,
            high=effect.difference.high,
            verdict=effect.verdict.value,
        )
        for effect in effects
    )
