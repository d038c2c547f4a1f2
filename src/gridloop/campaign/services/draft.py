"""Drafting a campaign, and changing the draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from gridloop.campaign.models import Campaign
from gridloop.campaign.queries.campaigns import campaign_row
from gridloop.campaign.rules import EDITABLE
from gridloop.campaign.services.read_draft import change, new_campaign, planning_unit
from gridloop.campaign.types import CampaignState
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, Scope

_TRIES = 5


def draft_campaign(*, given: Mapping[str, Any], scope: Scope, actor: Actor, plan_key: str = "") -> str:
    """Save a new draft and return its code, such as ``C202610-01``.

    A grid manager drafts for his own grid, a branch manager for his branch or a unit below, a planner for any unit.
    """
    row = new_campaign(given, scope, drafted_by=actor.name)
    row.plan_key = plan_key
    for last_try in (*([False] * (_TRIES - 1)), True):
        try:
            with transaction.atomic():
                row.pk = None
                row.code = _next_code(row.cycle)
                row.save(force_insert=True)
                audit.record(
                    actor=actor,
                    action="campaign.draft",
                    object_kind="campaign",
                    object_id=row.code,
                    org_code=row.org_code,
                    name=row.name_zh,
                )
            return row.code
        except IntegrityError:  # somebody took the number, or drafted the same plan, at the same time
            same = Campaign.objects.filter(cycle=row.cycle, plan_key=plan_key).exclude(plan_key="").first()
            if same is not None:
                return same.code
            if last_try:
                raise
    raise AssertionError("unreachable")


def update_campaign(*, code: str, changes: Mapping[str, Any], scope: Scope, actor: Actor) -> None:
    """Change a draft, or a plan that was sent back: it is a draft again then.

    Raises ``Problem`` (409) once it was handed in, (403) for a role that may not plan for its unit.
    """
    with transaction.atomic():
        row = campaign_row(scope, code)
        row = Campaign.objects.select_for_update().get(pk=row.pk)
        planning_unit(scope, row.org_code)
        if CampaignState(row.state) not in EDITABLE:
            raise Problem("campaign.not_editable", 409, code=code, state=row.state)
        change(row, changes)
        row.state = CampaignState.DRAFT.value
        row.submitted_by = row.decided_by = ""
        row.submitted_at = row.decided_at = None
        row.forecast = {}
        row.save()
        audit.record(
            actor=actor,
            action="campaign.update",
            object_kind="campaign",
            object_id=code,
            fields=sorted(changes),
        )


def _next_code(cycle: str) -> str:
    prefix = f"C{cycle.replace('-', '')}-"
    last = Campaign.objects.filter(code__startswith=prefix).order_by("-id").values_list("code", flat=True).first()
    number = int(last.removeprefix(prefix)) + 1 if last else 1
    return f"{prefix}{number:02d}"
