"""Background work of campaign planning."""

from __future__ import annotations

from gridloop.campaign.services.launch import launch_campaign
from gridloop.kernel.services.jobs import JobHandle, job


@job("campaign.launch")
def launch(handle: JobHandle) -> dict[str, object]:
    """Launch one campaign."""
    report = launch_campaign(campaign_code=handle.payload["campaign_code"], actor=handle.actor, report=handle.advance)
    return {"treated": report.treated, "control": report.control, "verdicts": dict(report.verdicts)}
