"""Asking for the work orders of a campaign."""

from __future__ import annotations

from datetime import date

from gridloop.campaign.queries import campaign_row
from gridloop.campaign.types import CampaignState
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import jobs
from gridloop.kernel.types import Actor, Scope


def start_generation(*, campaign_code: str, on: date, scope: Scope, actor: Actor) -> int:
    """Queue the generation of a running campaign's orders and return the job's id."""
    row = campaign_row(scope, campaign_code)
    if row.state != CampaignState.LAUNCHED:
        raise Problem("dispatch.campaign_not_running", 409, code=campaign_code, state=row.state)
    payload: dict[str, object] = {"campaign_code": campaign_code, "on": on.isoformat()}
    return jobs.start(kind="dispatch.generate", key=campaign_code, payload=payload, actor=actor).pk
