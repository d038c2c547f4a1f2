"""Background work of campaign planning."""

from __future__ import annotations

from gridloop.campaign.services.build_population import JOB_KIND, build_population
from gridloop.campaign.services.launch import launch_campaign
from gridloop.kernel.services.jobs import JobHandle, job


@job("campaign.launch")
def launch(handle: JobHandle) -> dict[str, object]:
    """Launch one campaign."""
    report = launch_campaign(campaign_code=handle.payload["campaign_code"], actor=handle.actor, report=handle.advance)
    return {"treated": report.treated, "control": report.control, "verdicts": dict(report.verdicts)}


@job(JOB_KIND)
def lay_out_population(handle: JobHandle) -> dict[str, object]:
    """Build the population that serves ``payload["cycle"]``; from the start when it was interrupted."""
    cycle = handle.payload["cycle"]
    return {"version": build_population(cycle=cycle, actor=handle.actor, progress=handle.advance)}
