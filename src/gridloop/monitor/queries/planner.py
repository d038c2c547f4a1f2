"""Which campaigns need me today?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, Q, Sum

from gridloop.campaign.queries import campaign_facts, campaigns, target_counts
from gridloop.campaign.types import OVER, CampaignFacts, CampaignState
from gridloop.dispatch.queries import orders
from gridloop.evaluate.queries import campaign_lifts, verdict_text
from gridloop.evaluate.types import CampaignLift
from gridloop.kernel import clock
from gridloop.kernel.types import Scope
from gridloop.kernel.wording import Language, say
from gridloop.monitor.queries.funnel import empty_row, funnel
from gridloop.monitor.queries.team import reasons
from gridloop.monitor.queries.units import cycle_or_present
from gridloop.monitor.rules import CampaignStanding, campaign_needs, severity


def planner_home(scope: Scope, *, cycle: str = "", language: Language) -> dict[str, Any]:
    """Return the campaigns of a cycle, and earlier ones that are not over, those that need somebody first.

    An ended one stays while success may still come in: until then nobody knows what it was worth.
    """
    chosen = cycle_or_present(cycle)
    rows = campaigns(scope).filter(Q(cycle=chosen) | Q(code__in=_unsettled()))
    stored = {row["code"]: row for row in rows.values("code", "id", "created_at", "launched_at", "closed_at")}
    ids = {code: row["id"] for code, row in stored.items()}
    facts = campaign_facts(sorted(ids))
    targets = target_counts(ids.values())
    lifts = campaign_lifts(scope, ids)
    live = _live(scope, facts)
    made = _contacts(scope, facts)
    cards = []
    for code, row in stored.items():
        contacts, first = made.get(code, (0, None))
        urgency, card = _card(
            facts[code], targets.get(row["id"], {}), live.get(code), contacts, lifts.get(code), language
        )
        times = {
            "drafted_at": row["created_at"],
            "launched_at": row["launched_at"],
            "first_contact_at": first,
            "closed_at": row["closed_at"],
        }
        cards.append((urgency, {**card, "times": times}))
    cards.sort(key=lambda pair: (-pair[0], pair[1]["campaign_code"]))
    return {
        "cycle": chosen,
        "as_of": clock.now(),
        "campaigns": [card for _, card in cards],
        "needing": sum(bool(card["needs"]) for _, card in cards),
    }


def _unsettled() -> list[str]:
    """Return the codes of the campaigns that are not over, or ended within their success window."""
    return [
        one.code
        for one in campaign_facts().values()
        if one.state not in OVER
        or (one.state is CampaignState.ENDED and clock.today() <= one.ends_on + timedelta(one.success_window_days))
    ]


def _live(scope: Scope, facts: Mapping[str, CampaignFacts]) -> dict[str, dict[str, Any]]:
    """Return the funnel row of each campaign."""
    found: dict[str, dict[str, Any]] = {}
    for cycle in {one.cycle for one in facts.values()}:
        found |= {row["key"]: row for row in funnel(scope, by="campaign", cycle=cycle).rows}
    return found


def _contacts(scope: Scope, facts: Mapping[str, CampaignFacts]) -> dict[str, tuple[int, datetime]]:
    """Return how many contacts were made for each campaign, and when the first."""
    cycles = {one.cycle for one in facts.values()}
    rows = orders(scope).filter(source_kind="campaign", cycle__in=cycles, contacts__gt=0).order_by()
    sums = rows.values("source_id").annotate(made=Sum("contacts"), first=Min("first_contact_at"))
    return {row["source_id"]: (row["made"], row["first"]) for row in sums}


def _card(
    facts: CampaignFacts,
    targets: Mapping[str, int],
    row: Mapping[str, Any] | None,
    contacts: int,
    lift: CampaignLift | None,
    language: Language,
) -> tuple[int, dict[str, Any]]:
    counts = dict(row or empty_row(facts.code, facts.name_zh, facts.name_en))
    spent = contacts * facts.unit_cost_fen
    standing = CampaignStanding(
        state=facts.state.value,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        **{name: counts[name] for name in ("planned_to_date", "contacted", "orders", "overdue")},
        budget_fen=facts.budget_fen,
        spent_fen=spent,
        verdict=lift.verdict.value if lift else "",
    )
    findings = campaign_needs(standing, clock.today())
    return severity(findings), {
        "campaign_code": facts.code,
        "name_zh": facts.name_zh,
        "name_en": facts.name_en,
        "state": facts.state.value,
        "cycle": facts.cycle,
        "needs": reasons(findings, language),
        "funnel": counts,
        "treated": targets.get("treated", 0),
        "control": targets.get("control", 0),
        "budget_fen": facts.budget_fen,
        "spent_fen": spent,
        "spent_share": spent / facts.budget_fen if facts.budget_fen else None,
        "lift": _lift(lift, language),
    }


def _lift(lift: CampaignLift | None, language: Language) -> dict[str, Any]:
    if lift is None:
        text = say("monitor.lift_none", language)
        return {"verdict": "", "verdict_text": text, "estimate": None, "low": None, "high": None}
    found = lift.success_difference
    return {
        "verdict": lift.verdict.value,
        "verdict_text": verdict_text(lift.verdict, language),
        "estimate": found.estimate if found else None,
        "low": found.low if found else None,
        "high": found.high if found else None,
    }
