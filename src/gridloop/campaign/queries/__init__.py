"""Reads of campaign planning."""

from gridloop.campaign.queries.audience import audience_fields, field_catalogue, latest_month
from gridloop.campaign.queries.campaigns import (
    campaign_facts,
    campaign_row,
    campaigns,
    launch_job,
    launchable_codes,
    launched_codes,
    plan_of,
    stopped_codes,
    templates,
)
from gridloop.campaign.queries.names import customer_names, offer_names
from gridloop.campaign.queries.permissions import campaign_may
from gridloop.campaign.queries.reasons import held_text, held_trouble, reason_texts
from gridloop.campaign.queries.targets import (
    approved_targets,
    target_counts,
    target_rows,
    targets,
    treated_by_assignee,
    verdict_customers,
    verdict_summary,
    why_not,
)

__all__ = [
    "approved_targets",
    "audience_fields",
    "campaign_facts",
    "campaign_may",
    "campaign_row",
    "campaigns",
    "customer_names",
    "field_catalogue",
    "held_text",
    "held_trouble",
    "latest_month",
    "launch_job",
    "launchable_codes",
    "launched_codes",
    "offer_names",
    "plan_of",
    "reason_texts",
    "stopped_codes",
    "target_counts",
    "target_rows",
    "targets",
    "templates",
    "treated_by_assignee",
    "verdict_customers",
    "verdict_summary",
    "why_not",
]
