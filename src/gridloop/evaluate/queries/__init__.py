"""Reads of evaluation; what a scope may see is narrowed in ``visible``."""

from gridloop.evaluate.queries.closing import appeal, appeal_facts, appeals, cycle_facts, cycles
from gridloop.evaluate.queries.ledger import ledger, line_detail, line_facts, line_text, scheme_facts
from gridloop.evaluate.queries.points import people_points, person_points, points_facts, points_totals
from gridloop.evaluate.queries.results import (
    campaign_lifts,
    confirmed_counts,
    cycle_summary,
    order_evidence,
    result,
    result_facts,
    results,
    verdict_text,
)
from gridloop.evaluate.queries.truth import check, check_facts, checks, open_checks_by_kind, truth_rates
from gridloop.evaluate.queries.visible import Names

__all__ = [
    "Names",
    "appeal",
    "appeal_facts",
    "appeals",
    "campaign_lifts",
    "check",
    "check_facts",
    "checks",
    "confirmed_counts",
    "cycle_facts",
    "cycle_summary",
    "cycles",
    "ledger",
    "line_detail",
    "line_facts",
    "line_text",
    "open_checks_by_kind",
    "order_evidence",
    "people_points",
    "person_points",
    "points_facts",
    "points_totals",
    "result",
    "result_facts",
    "results",
    "scheme_facts",
    "truth_rates",
    "verdict_text",
]
