"""Foretelling what a plan will do: contacts, successes, revenue, cost, and what that rests on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from django.db import transaction

from gridloop.campaign.queries.campaigns import campaign_row, plan_of
from gridloop.campaign.rules import ACCEPTANCE, CONTACTS_PER_TARGET, EDITABLE, PRIOR_WEIGHT, REACHED
from gridloop.campaign.services.choose_targets import Choice, choose_targets
from gridloop.campaign.services.decide import locked
from gridloop.campaign.types import CampaignState, Objective, Plan, Verdict
from gridloop.kernel import clock
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, Scope
from gridloop.lake.queries import open_lake


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number that a forecast rests on: from ``past`` contacts, the ``scores``, or a ``prior``."""

    code: str
    value: float
    source: str
    observations: int


@dataclass(frozen=True, slots=True)
class Past:
    """What became of the dispatched targets of earlier campaigns like this one."""

    dispatched: int = 0
    contacts: int = 0
    reached: int = 0
    confirmed: int = 0


def forecast(*, plan: Plan, on: date) -> dict[str, Any]:
    """Return the forecast of a plan as it is kept with the campaign (see the API's ``ForecastOut``)."""
    choice = choose_targets(plan=plan, on=on)
    treated = choice.rows.filter(pa.compute.equal(choice.rows["verdict"], Verdict.CHOSEN.value))
    rates = assumptions(plan, treated, past_of(plan))
    value = {rate.code: rate.value for rate in rates}
    targets = treated.num_rows
    contacts = round(targets * value["contacts_per_target"])
    cost = contacts * plan.unit_cost_fen
    # Expected values are what is left after one contact's cost.
    revenue = sum(v or 0 for v in treated["expected_value_fen"].to_pylist()) + targets * plan.unit_cost_fen
    successes = targets * value["success_rate"]
    return {
        "audience": choice.rows.num_rows,
        "allowed": _allowed(choice),
        "targets": targets,
        "control": choice.count(Verdict.CONTROL),
        "capacity": choice.capacity,
        "contacts": contacts,
        "reached": round(targets * value["reach_rate"]),
        "successes": round(successes, 1),
        "success_rate": value["success_rate"] if targets else 0.0,
        "revenue_fen": revenue,
        "cost_fen": cost,
        "roi": (revenue - cost) / cost if cost else None,
        "within_budget": not plan.budget_fen or cost <= plan.budget_fen,
        "verdicts": choice.verdicts,
        "assumptions": [asdict(rate) for rate in rates],
        "prepared_at": clock.now().isoformat(),
    }


def keep_forecast(*, code: str, scope: Scope, actor: Actor) -> dict[str, Any]:
    """Prepare the forecast of a saved campaign; a plan that is not launched yet keeps the newest."""
    prepared = forecast(plan=plan_of(campaign_row(scope, code)), on=clock.today())
    with transaction.atomic():
        row = locked(code, scope)
        if CampaignState(row.state) in EDITABLE | {CampaignState.SUBMITTED, CampaignState.APPROVED}:
            row.forecast = prepared
            row.save(update_fields=["forecast"])
            audit.record(
                actor=actor,
                action="campaign.forecast",
                object_kind="campaign",
                object_id=code,
                targets=prepared["targets"],
            )
    return prepared


def assumptions(plan: Plan, treated: pa.Table, past: Past) -> list[Assumption]:
    """Return the rates of a forecast: the assumed ones, drawn towards what past contacts showed."""
    start, source = _assumed_success(plan, treated)
    return [
        _drawn("contacts_per_target", CONTACTS_PER_TARGET[plan.channel], past.contacts, past.dispatched),
        _drawn("reach_rate", REACHED[plan.channel], past.reached, past.dispatched),
        _drawn("success_rate", start, past.confirmed, past.dispatched, source),
    ]


def past_of(plan: Plan) -> Past:
    """Return what became of the dispatched targets of the same model and channel before the plan's cycle."""
    with open_lake() as lake:
        outcomes = lake.table("contact_outcome")
        like = outcomes.filter(
            outcomes.month < clock.month_of(plan.cycle),
            outcomes.dispatched,
            outcomes.channel == plan.channel.value,
            outcomes.model.fill_null("") == plan.model,
        )
        sums = like.agg(
            dispatched=like.count(),
            contacts=like.contacts.sum(),
            reached=like.reached.sum(),
            confirmed=like.confirmed.sum(),
        )
        found = lake.run(sums).to_pylist()[0]
    return Past(**{name: int(value or 0) for name, value in found.items()})  # the engine sums to decimals


def _assumed_success(plan: Plan, treated: pa.Table) -> tuple[float, str]:
    """Return the success rate to start from.

    Scores of renewal and up-sell say how probable success is without a contact, and what a contact adds; that is
    the calibrated start. A churn score says who may leave, not who accepts: there the stated prior holds.
    """
    if plan.objective in (Objective.RENEW, Objective.UPSELL) and treated.num_rows:
        chances = zip(treated["probability"].to_pylist(), treated["uplift"].to_pylist(), strict=True)
        known = [min(1.0, max(0.0, p + (u or 0.0))) for p, u in chances if p is not None]
        if known:
            return sum(known) / len(known), "scores"
    return ACCEPTANCE[plan.objective], "prior"


def _drawn(code: str, start: float, hits: int, tries: int, source: str = "prior") -> Assumption:
    value = (start * PRIOR_WEIGHT + hits) / (PRIOR_WEIGHT + tries)
    return Assumption(code, value, "past" if tries else source, tries)


def _allowed(choice: Choice) -> int:
    stopped = (Verdict.EXCLUDED, Verdict.HELD, Verdict.GLOBAL_CONTROL)
    audience: int = choice.rows.num_rows
    return audience - sum(choice.count(verdict) for verdict in stopped)
