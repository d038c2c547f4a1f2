"""What somebody may do with a campaign now."""

from __future__ import annotations

from gridloop.campaign.models import Campaign
from gridloop.campaign.queries.organisation import organisation
from gridloop.campaign.rules import EDITABLE, may_decide, may_plan, verbs_from
from gridloop.campaign.types import CampaignState
from gridloop.kernel.types import WHOLE_COMPANY, Actor, Role, Scope


def may_decide_about(row: Campaign, scope: Scope, actor: Actor) -> bool:
    """Tell whether somebody may approve or reject a plan: at the right level, over that unit, and not his own."""
    unit = organisation(WHOLE_COMPANY).unit(row.org_code)
    own = actor.name in (row.submitted_by, row.drafted_by)
    return may_decide(scope.role, unit.kind) and scope.covers(unit.path) and not own


def may_plan_for(row: Campaign, scope: Scope) -> bool:
    """Tell whether somebody may change, hand in, launch and steer a campaign of that unit."""
    unit = organisation(WHOLE_COMPANY).unit(row.org_code)
    return may_plan(scope.role, unit.kind) and scope.covers(unit.path)


def campaign_may(row: Campaign, scope: Scope, actor: Actor) -> list[str]:
    """Return the verbs somebody can use on a campaign now: update, submit, approve, reject, launch, …"""
    state = CampaignState(row.state)
    planning, deciding = may_plan_for(row, scope), may_decide_about(row, scope, actor)
    steering = planning or scope.role is Role.EXECUTIVE
    allowed = {
        "submit": planning,
        "approve": deciding,
        "reject": deciding,
        "launch": steering,
        "pause": steering,
        "resume": steering,
        "close": steering,
    }
    verbs = [verb for verb in verbs_from(state) if allowed[verb]]
    return (["update"] if planning and state in EDITABLE else []) + verbs
