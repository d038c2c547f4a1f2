"""Building an audience: fields, live count, the gate's verdict, forecast, saved audiences."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from typing import Annotated, Any

from ninja import Header, Query

from gridloop.campaign.api import audience_schemas, schemas
from gridloop.campaign.api.views import choices, count_out, forecast_out, gate_out, template_out, verdict_text
from gridloop.campaign.models import AudienceTemplate
from gridloop.campaign.queries import audience_fields, templates
from gridloop.campaign.queries.tag_users import indicator_users, tag_use_counts, tag_users
from gridloop.campaign.services.ask_customer import ask_customer
from gridloop.campaign.services.count_audience import count_audience, size_audience
from gridloop.campaign.services.forecast import forecast
from gridloop.campaign.services.preview_gate import preview_gate
from gridloop.campaign.services.read_draft import read_plan
from gridloop.campaign.services.replace_tag import replace_tag
from gridloop.campaign.services.save_template import delete_template, save_template
from gridloop.kernel import clock
from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.api.paging import ordering
from gridloop.kernel.types import Role
from gridloop.lake.overtaken import give_up, newest_of

PLANNERS = frozenset({Role.PLANNER, Role.BRANCH_MANAGER, Role.GRID_MANAGER})
DECIDERS = frozenset({Role.EXECUTIVE, Role.BRANCH_MANAGER})
Editor = Annotated[str, Header(alias="Editor", max_length=64)]
"""Names the plan that is being written: a newer question of the same kind ends the one before."""
READERS = PLANNERS | DECIDERS | {Role.AUDITOR}


def add_audience(router: StageRouter) -> None:
    """Declare the operations on audiences."""

    @router.get("/fields", response=list[audience_schemas.FieldOut], allow=READERS)
    def list_fields(request: ScopedRequest) -> list[dict[str, Any]]:
        """List what an audience can be built on."""
        return audience_fields(request.scope)

    @router.get("/choices", response=audience_schemas.ChoicesOut, allow=READERS)
    def read_choices(request: ScopedRequest) -> dict[str, Any]:
        """Return what a plan offers to choose from, and what it proposes."""
        return choices()

    @router.post("/audience/count", response=audience_schemas.CountOut, allow=READERS, reads=True)
    def count(request: ScopedRequest, body: audience_schemas.AudienceBody, editor: Editor = "") -> dict[str, Any]:
        """Count an audience while it is being built."""
        plan = read_plan(body.dict(), request.scope)
        with _newest(request, editor, "count"):
            return count_out(plan, count_audience(plan=plan, scope=request.scope))

    @router.post("/audience/size", response=audience_schemas.SizeOut, allow=READERS, reads=True)
    def size(request: ScopedRequest, body: audience_schemas.AudienceBody, editor: Editor = "") -> dict[str, Any]:
        """Say how large an audience is, before all else is counted."""
        plan = read_plan(body.dict(), request.scope)
        with _newest(request, editor, "size"):
            found = size_audience(plan=plan, scope=request.scope)
        return {"as_of": found.month, "total": found.total, "remaining": found.remaining}

    @router.post("/audience/gate", response=audience_schemas.GateOut, allow=READERS, reads=True)
    def ask_gate(request: ScopedRequest, body: audience_schemas.GateBody, editor: Editor = "") -> dict[str, Any]:
        """Say how many of an audience the contact policy would hold back, and why."""
        plan = read_plan(body.dict(), request.scope)
        with _newest(request, editor, "gate"):
            preview = preview_gate(plan=plan, scope=request.scope, on=body.on or clock.today())
        return gate_out(plan, preview)

    @router.post("/audience/customer", response=audience_schemas.CustomerOut, allow=READERS, reads=True)
    def ask_one(request: ScopedRequest, body: audience_schemas.CustomerBody) -> dict[str, Any]:
        """Say whether a customer is in an audience, and if not, why."""
        plan, customer = read_plan(body.dict(), request.scope), body.customer_id.strip()
        found = ask_customer(plan=plan, scope=request.scope, customer_id=customer, on=body.on or clock.today())
        said = {"verdict": found.verdict, "reason": found.reason}
        unmet = asdict(found.unmet) if found.unmet else None
        return {"customer_id": customer, **said, **verdict_text(said), "unmet": unmet}

    @router.post("/forecast", response=audience_schemas.ForecastOut, allow=PLANNERS, reads=True)
    def foretell(request: ScopedRequest, body: schemas.CampaignBody, editor: Editor = "") -> dict[str, Any]:
        """Foretell what a plan would do, without saving it."""
        plan = read_plan(body.dict(), request.scope)
        with _newest(request, editor, "forecast"):
            return forecast_out(forecast(plan=plan, on=clock.today()))

    @router.post("/audience/give-up", response={204: None}, allow=READERS, reads=True)
    def stop_answering(request: ScopedRequest, body: audience_schemas.EditorBody) -> tuple[int, None]:
        """End the questions that an editor has asked: whoever asked them is gone."""
        for question in ("size", "count", "gate", "forecast"):
            give_up(_question(request, body.editor, question))
        return 204, None

    @router.get("/tag-users", response=list[audience_schemas.TagUserOut], allow=READERS | {Role.DATA_STEWARD})
    def list_tag_users(request: ScopedRequest, tag: str) -> list[dict[str, Any]]:
        """List the campaigns and saved audiences that name a tag."""
        return tag_users(request.scope, tag)

    @router.post("/tag-replacements", response=audience_schemas.ReplacementOut, allow=PLANNERS)
    def replace(request: ScopedRequest, body: audience_schemas.ReplaceTagBody) -> dict[str, Any]:
        """Put another tag in the place of one in the plans and saved audiences that the asker may change."""
        return asdict(replace_tag(old=body.old, new=body.new, scope=request.scope, actor=request.actor))

    @router.get("/indicator-users", response=list[audience_schemas.TagUserOut], allow=READERS | {Role.DATA_STEWARD})
    def list_indicator_users(request: ScopedRequest, indicator: str) -> list[dict[str, Any]]:
        """List the campaigns and saved audiences that ask for an indicator of the customer's grid."""
        return indicator_users(request.scope, indicator)

    @router.get("/tag-use", response=dict[str, int], allow=READERS | {Role.DATA_STEWARD})
    def count_tag_use(request: ScopedRequest) -> dict[str, int]:
        """Say how many campaigns and saved audiences name each tag."""
        return tag_use_counts(request.scope)

    @router.get("/templates", response=Page[audience_schemas.TemplateOut], allow=READERS)
    def list_templates(request: ScopedRequest, params: Query[PageParams]) -> dict[str, Any]:
        """List saved audiences."""
        rows = templates(request.scope)
        if params.q:
            rows = rows.filter(name_zh__icontains=params.q) | rows.filter(name_en__icontains=params.q)
        allowed = {"name_zh": "name_zh", "name_en": "name_en", "updated_at": "updated_at"}
        return paged(rows.order_by(*ordering(params.sort, allowed, ["name_zh"])), params, template_out)

    @router.post("/templates", response={201: audience_schemas.TemplateOut}, allow=PLANNERS)
    def create_template(request: ScopedRequest, body: audience_schemas.TemplateBody) -> tuple[int, dict[str, Any]]:
        """Save an audience under a name."""
        return 201, _saved(save_template(given=body.dict(), scope=request.scope, actor=request.actor))

    @router.put("/templates/{template_id}", response=audience_schemas.TemplateOut, allow=PLANNERS)
    def replace_template(
        request: ScopedRequest, template_id: int, body: audience_schemas.TemplateBody
    ) -> dict[str, Any]:
        """Replace a saved audience of one's own unit."""
        return _saved(
            save_template(given=body.dict(), scope=request.scope, actor=request.actor, template_id=template_id)
        )

    @router.delete("/templates/{template_id}", response={204: None}, allow=PLANNERS)
    def remove_template(request: ScopedRequest, template_id: int) -> tuple[int, None]:
        """Delete a saved audience of one's own unit."""
        delete_template(template_id=template_id, scope=request.scope, actor=request.actor)
        return 204, None


def _question(request: ScopedRequest, editor: str, question: str) -> str:
    return f"{request.user.pk}/{editor}/{question}"


def _newest(request: ScopedRequest, editor: str, question: str) -> AbstractContextManager[None]:
    """Answer only the newest question of an editor; of one that gives no name every question is answered."""
    return newest_of(_question(request, editor, question)) if editor else nullcontext()


def _saved(row: AudienceTemplate) -> dict[str, Any]:
    return template_out(row)
