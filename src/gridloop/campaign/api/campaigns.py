"""Campaigns: drafting, approval, launch, steering, and who is in them and why."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ninja import Query

from gridloop.campaign.api import audience_schemas, schemas
from gridloop.campaign.api.audience import DECIDERS, PLANNERS, READERS
from gridloop.campaign.api.views import (
    campaign_lines,
    campaign_out,
    forecast_out,
    target_lines,
    verdict_customer_lines,
    verdict_lines,
    verdict_text,
)
from gridloop.campaign.queries import campaign_row, campaigns, targets, verdict_customers, verdict_summary, why_not
from gridloop.campaign.services.decide import approve, reject
from gridloop.campaign.services.draft import draft_campaign, update_campaign
from gridloop.campaign.services.forecast import keep_forecast
from gridloop.campaign.services.launch import start_launch
from gridloop.campaign.services.steer import close, pause, resume
from gridloop.campaign.services.submit import submit
from gridloop.kernel.api import Page, ScopedRequest, StageRouter, paged
from gridloop.kernel.api.paging import ordering

STEERERS = PLANNERS | DECIDERS
_SORTS = {name: name for name in ("code", "cycle", "state", "priority", "starts_on", "budget_fen", "objective")}


def add_campaigns(router: StageRouter) -> None:
    """Declare the operations on campaigns."""
    _add_reading(router)
    _add_planning(router)
    _add_deciding(router)
    _add_steering(router)


def _add_reading(router: StageRouter) -> None:
    @router.get("/campaigns", response=Page[schemas.CampaignLine], allow=READERS)
    def list_campaigns(request: ScopedRequest, params: Query[schemas.CampaignParams]) -> dict[str, Any]:
        """List the campaigns of the units one sees or belongs to."""
        rows = campaigns(request.scope)
        for name in ("state", "cycle", "objective", "direction"):
            value = getattr(params, name)
            rows = rows.filter(**{name: value}) if value else rows
        if params.q:
            found = rows.filter(name_zh__icontains=params.q) | rows.filter(name_en__icontains=params.q)
            rows = found | rows.filter(code__icontains=params.q)
        page = paged(rows.order_by(*ordering(params.sort, _SORTS, ["-code"])), params, lambda row: row)
        page["items"] = campaign_lines(page["items"])
        return page

    @router.get("/campaigns/{code}", response=schemas.CampaignOut, allow=READERS)
    def read_campaign(request: ScopedRequest, code: str) -> dict[str, Any]:
        """Return one campaign, whole."""
        return campaign_out(campaign_row(request.scope, code), request.scope, request.actor)

    @router.get("/campaigns/{code}/targets", response=Page[schemas.TargetOut], allow=READERS)
    def list_targets(request: ScopedRequest, code: str, params: Query[schemas.TargetParams]) -> dict[str, Any]:
        """List a launched campaign's targets among one's customers, the most valuable first."""
        rows = targets(request.scope, code)
        for name in ("arm", "grid_code", "assignee_code"):
            value = getattr(params, name)
            rows = rows.filter(**{name: value}) if value else rows
        rows = rows.filter(customer_id__icontains=params.q) if params.q else rows
        allowed = {name: name for name in ("rank", "probability", "expected_value_fen", "customer_id")}
        page = paged(rows.order_by(*ordering(params.sort, allowed, ["rank"])), params, lambda row: row)
        page["items"] = target_lines(page["items"], request.scope)
        return page

    @router.get("/campaigns/{code}/verdicts", response=schemas.VerdictSummary, allow=READERS)
    def read_verdicts(request: ScopedRequest, code: str) -> dict[str, Any]:
        """Account for the whole audience of a launched campaign: chosen, control, held back and why."""
        lines = verdict_lines(verdict_summary(request.scope, code))
        return {"total": sum(line["count"] for line in lines), "verdicts": lines}

    @router.get("/campaigns/{code}/verdict-customers", response=Page[schemas.VerdictCustomerOut], allow=READERS)
    def list_verdict_customers(
        request: ScopedRequest, code: str, params: Query[schemas.VerdictParams]
    ) -> dict[str, Any]:
        """List the customers of a launched campaign's audience by what was decided about them."""
        rows, total = verdict_customers(request.scope, code, **params.dict())
        items = verdict_customer_lines(rows, request.scope)
        return {"items": items, "total": total, "offset": params.offset, "limit": params.limit}

    @router.get("/campaigns/{code}/why-not/{customer_id}", response=schemas.WhyNotOut, allow=READERS)
    def read_why_not(request: ScopedRequest, code: str, customer_id: str) -> dict[str, Any]:
        """Say why a customer is, or is not, among the targets."""
        found = why_not(request.scope, code, customer_id)
        said = {"verdict": found.verdict, "reason": found.reason}
        unmet = asdict(found.unmet) if found.unmet else None
        return {
            "campaign_code": code,
            "customer_id": customer_id,
            **said,
            **verdict_text(said),
            "decided_at": found.decided_at,
            "unmet": unmet,
        }


def _add_planning(router: StageRouter) -> None:
    @router.post("/campaigns", response={201: schemas.CampaignOut}, allow=PLANNERS)
    def create_campaign(request: ScopedRequest, body: schemas.CampaignBody) -> tuple[int, dict[str, Any]]:
        """Save a draft."""
        code = draft_campaign(given=body.dict(), scope=request.scope, actor=request.actor)
        return 201, campaign_out(campaign_row(request.scope, code), request.scope, request.actor)

    @router.patch("/campaigns/{code}", response=schemas.CampaignOut, allow=PLANNERS)
    def change_campaign(request: ScopedRequest, code: str, body: schemas.CampaignPatch) -> dict[str, Any]:
        """Change a draft, or a plan that was sent back."""
        changes = body.dict(exclude_unset=True)
        update_campaign(code=code, changes=changes, scope=request.scope, actor=request.actor)
        return campaign_out(campaign_row(request.scope, code), request.scope, request.actor)

    @router.post("/campaigns/{code}/forecast", response=audience_schemas.ForecastOut, allow=STEERERS, apart=True)
    def prepare_forecast(request: ScopedRequest, code: str) -> dict[str, Any]:
        """Foretell what a saved plan would do, and keep the forecast with it."""
        return forecast_out(keep_forecast(code=code, scope=request.scope, actor=request.actor))

    @router.post("/campaigns/{code}/submit", response=schemas.CampaignOut, allow=PLANNERS)
    def submit_campaign(request: ScopedRequest, code: str) -> dict[str, Any]:
        """Hand a draft in for approval."""
        submit(code=code, scope=request.scope, actor=request.actor)
        return campaign_out(campaign_row(request.scope, code), request.scope, request.actor)


def _add_deciding(router: StageRouter) -> None:
    @router.post("/campaigns/{code}/approve", response=schemas.CampaignOut, allow=DECIDERS)
    def approve_campaign(request: ScopedRequest, code: str, body: schemas.NoteBody) -> dict[str, Any]:
        """Approve a plan that somebody else handed in."""
        approve(code=code, note=body.note, scope=request.scope, actor=request.actor)
        return campaign_out(campaign_row(request.scope, code), request.scope, request.actor)

    @router.post("/campaigns/{code}/reject", response=schemas.CampaignOut, allow=DECIDERS)
    def reject_campaign(request: ScopedRequest, code: str, body: schemas.NoteBody) -> dict[str, Any]:
        """Send a plan back; the note says why."""
        reject(code=code, note=body.note, scope=request.scope, actor=request.actor)
        return campaign_out(campaign_row(request.scope, code), request.scope, request.actor)


def _add_steering(router: StageRouter) -> None:
    @router.post("/campaigns/{code}/launch", response={202: schemas.LaunchStarted}, allow=STEERERS)
    def launch_campaign(request: ScopedRequest, code: str) -> tuple[int, dict[str, Any]]:
        """Start the launch of an approved campaign."""
        return 202, {"job_id": start_launch(code=code, scope=request.scope, actor=request.actor)}

    @router.post("/campaigns/{code}/pause", response=schemas.CampaignOut, allow=STEERERS)
    def pause_campaign(request: ScopedRequest, code: str, body: schemas.NoteBody) -> dict[str, Any]:
        """Let a running campaign rest: its open orders leave the phones."""
        pause(code=code, note=body.note, scope=request.scope, actor=request.actor)
        return campaign_out(campaign_row(request.scope, code), request.scope, request.actor)

    @router.post("/campaigns/{code}/resume", response=schemas.CampaignOut, allow=STEERERS)
    def resume_campaign(request: ScopedRequest, code: str, body: schemas.NoteBody) -> dict[str, Any]:
        """Let a paused campaign go on."""
        resume(code=code, note=body.note, scope=request.scope, actor=request.actor)
        return campaign_out(campaign_row(request.scope, code), request.scope, request.actor)

    @router.post("/campaigns/{code}/close", response=schemas.CampaignOut, allow=STEERERS)
    def close_campaign(request: ScopedRequest, code: str, body: schemas.NoteBody) -> dict[str, Any]:
        """End a campaign for good."""
        close(code=code, note=body.note, scope=request.scope, actor=request.actor)
        return campaign_out(campaign_row(request.scope, code), request.scope, request.actor)
