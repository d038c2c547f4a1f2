"""Deciding about a plan that was handed in."""

from __future__ import annotations

from django.db import transaction

from gridloop.campaign.models import Campaign
from gridloop.campaign.queries.campaigns import campaign_row
from gridloop.campaign.queries.permissions import may_decide_about
from gridloop.campaign.rules import after
from gridloop.campaign.types import CampaignState
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, Scope


def approve(*, code: str, note: str, scope: Scope, actor: Actor) -> None:
    """Approve a plan that somebody else handed in; raises ``Problem`` (403) for everybody who may not."""
    _decide("approve", code, note, scope, actor)


def reject(*, code: str, note: str, scope: Scope, actor: Actor) -> None:
    """Send a plan back with the reason why."""
    if not note.strip():
        raise Problem("campaign.reject_needs_note", 400)
    _decide("reject", code, note, scope, actor)


def locked(code: str, scope: Scope) -> Campaign:
    """Return a campaign that the scope may see, locked until the transaction ends."""
    return Campaign.objects.select_for_update().get(pk=campaign_row(scope, code).pk)


def move(row: Campaign, verb: str) -> None:
    """Set the state that ``verb`` leads to; raises ``Problem`` (409) when it cannot be done now."""
    target = after(CampaignState(row.state), verb)
    if target is None:
        raise Problem("campaign.wrong_state", 409, code=row.code, state=row.state, verb=verb)
    row.state = target.value


def _decide(verb: str, code: str, note: str, scope: Scope, actor: Actor) -> None:
    with transaction.atomic():
        row = locked(code, scope)
        if not may_decide_about(row, scope, actor):
            raise Problem("campaign.may_not_decide", 403, code=code)
        move(row, verb)
        row.decided_by, row.decided_at, row.decision_note = actor.name, clock.now(), note.strip()
        row.save()
        audit.record(actor=actor, action=f"campaign.{verb}", object_kind="campaign", object_id=code, note=note.strip())
