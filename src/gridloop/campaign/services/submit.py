"""Handing a plan in for approval."""

from __future__ import annotations

from django.db import transaction

from gridloop.campaign.models import Campaign
from gridloop.campaign.queries.campaigns import plan_of
from gridloop.campaign.rules import PlanFacts, plan_troubles
from gridloop.campaign.services.choose_targets import fixed_offer
from gridloop.campaign.services.decide import locked, move
from gridloop.campaign.services.read_draft import planning_unit
from gridloop.campaign.types import Objective, OfferChoice, Script
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, Scope


def submit(*, code: str, scope: Scope, actor: Actor) -> None:
    """Hand a draft in for approval; raises ``Problem`` (400) that lists everything still missing."""
    with transaction.atomic():
        row = locked(code, scope)
        planning_unit(scope, row.org_code)
        move(row, "submit")
        troubles = plan_troubles(_facts(row))
        if troubles:
            raise Problem("campaign.plan_invalid", 400, troubles, count=len(troubles))
        if row.offer_choice == OfferChoice.FIXED:
            fixed_offer(plan_of(row))
        row.submitted_by, row.submitted_at = actor.name, clock.now()
        row.decided_by, row.decided_at, row.decision_note = "", None, ""
        row.save()
        audit.record(actor=actor, action="campaign.submit", object_kind="campaign", object_id=code)


def _facts(row: Campaign) -> PlanFacts:
    return PlanFacts(
        cycle=row.cycle,
        objective=Objective(row.objective),
        model=row.model,
        offer_choice=OfferChoice(row.offer_choice),
        offer_code=row.offer_code,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        control_share=row.control_share,
        budget_fen=row.budget_fen,
        unit_cost_fen=int(row.unit_costs_fen.get(row.channel, 0)),
        has_audience=bool(row.audience.get("rules")),
        scripts={kind: Script(text["zh"], text["en"]) for kind, text in row.scripts.items()},
    )
