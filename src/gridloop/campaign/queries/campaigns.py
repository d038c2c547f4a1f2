"""Campaigns and templates, as far as somebody may see them; what later stages pull."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from gridloop.campaign.models import AudienceTemplate, Campaign
from gridloop.campaign.queries.organisation import codes_above
from gridloop.campaign.rules import RUNNING
from gridloop.campaign.types import (
    CampaignChannel,
    CampaignFacts,
    CampaignState,
    Exclusions,
    Objective,
    OfferChoice,
    Plan,
    Routing,
    Script,
)
from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.queries import jobs, org_units
from gridloop.kernel.types import WHOLE_COMPANY, Scope


def campaigns(scope: Scope) -> QuerySet[Campaign]:
    """Return the campaigns of the units inside the scope and of those it belongs to, the newest first."""
    if scope.whole_company:
        return Campaign.objects.all()
    codes = set(org_units(scope).values_list("code", flat=True)) | codes_above(scope)
    return Campaign.objects.filter(org_code__in=codes)


def campaign_row(scope: Scope, code: str) -> Campaign:
    """Return one campaign that the scope may see; raises ``NotFoundProblem`` otherwise."""
    row = campaigns(scope).filter(code=code).first()
    if row is None:
        raise NotFoundProblem("campaign", code)
    return row


def templates(scope: Scope) -> QuerySet[AudienceTemplate]:
    """Return the saved audiences of the units inside the scope and of those it belongs to."""
    if scope.whole_company:
        return AudienceTemplate.objects.all()
    codes = set(org_units(scope).values_list("code", flat=True)) | codes_above(scope)
    return AudienceTemplate.objects.filter(org_code__in=codes)


def launchable_codes(cycle: str) -> list[str]:
    """Return the codes of a cycle's approved campaigns, the most urgent first: the order to launch them in."""
    rows = Campaign.objects.filter(cycle=cycle, state=CampaignState.APPROVED)
    return list(rows.order_by("-priority", "code").values_list("code", flat=True))


def launched_codes() -> list[str]:
    """Return the codes of the launched campaigns, the most urgent first: the order to make orders in.

    One that runs into the next month is still among them; one whose last day has passed has ended.
    """
    rows = Campaign.objects.filter(state=CampaignState.LAUNCHED)
    return list(rows.order_by("-priority", "code").values_list("code", flat=True))


def running_codes(cycle: str, *, besides: str = "") -> list[str]:
    """Return the codes of the campaigns of a cycle whose targets are spoken for."""
    rows = Campaign.objects.filter(cycle=cycle, state__in=[state.value for state in RUNNING])
    return list(rows.exclude(code=besides).order_by("code").values_list("code", flat=True))


def stopped_codes() -> frozenset[str]:
    """Return the codes of the campaigns whose work orders rest: paused, or closed by somebody.

    Those of an ended campaign do not: what is still open there was promised to a customer for a later day.
    """
    rows = Campaign.objects.filter(state__in=[CampaignState.PAUSED, CampaignState.CLOSED])
    return frozenset(rows.values_list("code", flat=True))


def campaign_facts(codes: list[str] | None = None) -> dict[str, CampaignFacts]:
    """Return what later stages need to know of campaigns, by code (all of them when none is named)."""
    rows = Campaign.objects.all() if codes is None else Campaign.objects.filter(code__in=codes)
    return {row.code: _facts(row) for row in rows}


def launch_job(code: str) -> dict[str, Any] | None:
    """Return how far the newest launch of a campaign is, None when none was ever started."""
    job = jobs(WHOLE_COMPANY).filter(kind="campaign.launch", key=code).first()
    if job is None:
        return None
    return {
        "job_id": job.pk,
        "state": job.state,
        "done": job.progress_done,
        "total": job.progress_total,
        "error": job.error,
    }


def exclusions_of(given: Mapping[str, Any]) -> Exclusions:
    """Return exclusions from the form they are kept in."""
    return Exclusions(
        segments=tuple(given.get("segments", ())),
        tags=tuple(given.get("tags", ())),
        running_campaigns=bool(given.get("running_campaigns", True)),
        campaigns=tuple(given.get("campaigns", ())),
        customers=tuple(given.get("customers", ())),
    )


def plan_of(row: Campaign) -> Plan:
    """Return what choosing the targets of a campaign depends on."""
    return Plan(
        code=row.code,
        cycle=row.cycle,
        org_code=row.org_code,
        objective=Objective(row.objective),
        model=row.model,
        audience=row.audience,
        exclusions=exclusions_of(row.exclusions),
        channel=CampaignChannel(row.channel),
        routing=Routing(row.routing),
        offer_choice=OfferChoice(row.offer_choice),
        offer_code=row.offer_code,
        budget_fen=row.budget_fen,
        unit_cost_fen=int(row.unit_costs_fen.get(row.channel, 0)),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        control_share=row.control_share,
        capacity_share=row.capacity_share,
        max_targets=row.max_targets,
        launched_on=clock.day_of(row.launched_at) if row.launched_at else None,
    )


def _facts(row: Campaign) -> CampaignFacts:
    return CampaignFacts(
        code=row.code,
        name_zh=row.name_zh,
        name_en=row.name_en,
        objective=Objective(row.objective),
        model=row.model,
        cycle=row.cycle,
        org_code=row.org_code,
        state=CampaignState(row.state),
        channel=CampaignChannel(row.channel),
        routing=Routing(row.routing),
        priority=row.priority,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        success_window_days=row.success_window_days,
        budget_fen=row.budget_fen,
        unit_cost_fen=int(row.unit_costs_fen.get(row.channel, 0)),
        control_share=row.control_share,
        capacity_share=row.capacity_share,
        scripts={kind: Script(text["zh"], text["en"]) for kind, text in row.scripts.items()},
    )
