"""From what services and queries return to the bodies of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gridloop.campaign.models import AudienceTemplate, Campaign, CampaignTarget
from gridloop.campaign.queries import (
    campaign_may,
    customer_names,
    held_text,
    launch_job,
    offer_names,
    reason_texts,
    target_counts,
)
from gridloop.campaign.queries.organisation import Unit, organisation
from gridloop.campaign.rules import CONTROL_SHARE, PLACEHOLDERS, SUCCESS_WINDOW_DAYS, UNIT_COST_FEN
from gridloop.campaign.services.count_audience import FIGURES, AudienceCount
from gridloop.campaign.services.preview_gate import GatePreview
from gridloop.campaign.services.read_draft import proposed_scripts
from gridloop.campaign.types import MODELS, CampaignChannel, Objective, Plan, Routing
from gridloop.catalog.types import OfferKind
from gridloop.kernel.queries import ActorNames, acts_on, people
from gridloop.kernel.types import WHOLE_COMPANY, Actor, Scope
from gridloop.kernel.wording import messages_of, say_both
from gridloop.metrics.queries import name_of_code

_LINE = (
    "code",
    "name_zh",
    "name_en",
    "objective",
    "model",
    "cycle",
    "org_code",
    "direction",
    "state",
    "channel",
    "starts_on",
    "ends_on",
    "budget_fen",
    "priority",
    "goal_successes",
    "drafted_by",
    "submitted_by",
    "decided_by",
    "launched_at",
)
_WHOLE = (
    "audience",
    "exclusions",
    "routing",
    "offer_choice",
    "offer_code",
    "scripts",
    "goal_revenue_fen",
    "unit_costs_fen",
    "success_window_days",
    "control_share",
    "capacity_share",
    "max_targets",
    "decision_note",
    "created_at",
    "submitted_at",
    "decided_at",
    "closed_at",
    "verdicts",
)

_ACTS = ("draft", "update", "submit", "approve", "reject", "launch", "pause", "resume", "end", "close")


def named(value: str, message: str) -> dict[str, str]:
    """Return a value with its name in both languages."""
    both = say_both(f"campaign.{message}")
    return {"value": value, "name_zh": both["zh"], "name_en": both["en"]}


def choices() -> dict[str, Any]:
    """Return the body of ``ChoicesOut``."""
    operators = [name for name in messages_of("campaign") if name.startswith("operator_")]
    return {
        "objectives": [named(o.value, f"objective_{o.value}") for o in Objective],
        "models": {objective.value: model for objective, model in MODELS.items()},
        "channels": [named(c.value, f"channel_{c.value}") for c in CampaignChannel],
        "routings": [named(r.value, f"routing_{r.value}") for r in Routing],
        "offers": [{"value": code, **names} for code, names in offer_names().items()],
        "offer_kinds": [*(_offer_kind(kind) for kind in OfferKind), named("default", "offer_kind_default")],
        "placeholders": [named(p, f"placeholder_{p}") for p in PLACEHOLDERS],
        "operators": [named(name.removeprefix("operator_"), name) for name in operators],
        "scripts": proposed_scripts(),
        "unit_costs_fen": {channel.value: cost for channel, cost in UNIT_COST_FEN.items()},
        "success_window_days": SUCCESS_WINDOW_DAYS,
        "control_share": CONTROL_SHARE,
    }


def count_out(plan: Plan, counted: AudienceCount) -> dict[str, Any]:
    """Return the body of ``CountOut``."""
    units = organisation(WHOLE_COMPANY).units
    return {
        "cycle": plan.cycle,
        "as_of": counted.month,
        "customers": counted.customers,
        "total": counted.total,
        "remaining": counted.remaining,
        "excluded": counted.total - counted.remaining,
        "branches": [
            {
                "org_code": code,
                "name_zh": units[code].name_zh if code in units else code,
                "name_en": units[code].name_en if code in units else code,
                "total": total,
                "remaining": remaining,
            }
            for code, (total, remaining) in counted.branches.items()
        ],
        "segments": [{**_segment(code), "remaining": remaining} for code, remaining in counted.segments.items()],
        "profile": [
            {
                "field": name,
                "name_zh": say_both(f"campaign.field_{name}")["zh"],
                "name_en": say_both(f"campaign.field_{name}")["en"],
                "unit": FIGURES[name],
                "audience": audience,
                "everybody": everybody,
            }
            for name, (audience, everybody) in counted.profile.items()
        ],
    }


def gate_out(plan: Plan, preview: GatePreview) -> dict[str, Any]:
    """Return the body of ``GateOut``."""
    return {
        "channel": plan.channel,
        "on": preview.on,
        "asked": preview.asked,
        "allowed": preview.allowed,
        "held": preview.asked - preview.allowed,
        "reasons": [{"code": code, **_texts(held_text(code)), "count": count} for code, count in preview.held.items()],
    }


def forecast_out(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of ``ForecastOut``."""
    named_rates = []
    for rate in kept["assumptions"]:
        both = say_both(f"campaign.assumption_{rate['code']}")
        named_rates.append({**rate, "name_zh": both["zh"], "name_en": both["en"]})
    return {**kept, "assumptions": named_rates}


def template_out(row: AudienceTemplate) -> dict[str, Any]:
    """Return the body of ``TemplateOut``."""
    names = ("id", "name_zh", "name_en", "org_code", "audience", "exclusions", "created_by", "updated_at")
    return {name: getattr(row, name) for name in names}


def campaign_lines(rows: Sequence[Campaign]) -> list[dict[str, Any]]:
    """Return the bodies of ``CampaignLine``."""
    counts = target_counts([row.pk for row in rows])
    units = organisation(WHOLE_COMPANY).units
    names = ActorNames()
    return [
        {name: getattr(row, name) for name in _LINE}
        | {f"{name}_name": names.of(getattr(row, name)) for name in ("drafted_by", "submitted_by", "decided_by")}
        | {
            "org_name_zh": units[row.org_code].name_zh if row.org_code in units else row.org_code,
            "org_name_en": units[row.org_code].name_en if row.org_code in units else row.org_code,
            "targets": counts.get(row.pk, {}).get("treated", 0) if row.launched_at else 0,
            "control": counts.get(row.pk, {}).get("control", 0) if row.launched_at else 0,
        }
        for row in rows
    ]


def campaign_out(row: Campaign, scope: Scope, actor: Actor) -> dict[str, Any]:
    """Return the body of ``CampaignOut``."""
    whole = {name: getattr(row, name) for name in _WHOLE}
    return {
        **campaign_lines([row])[0],
        **whole,
        "forecast": forecast_out(row.forecast) if row.forecast else None,
        "history": _history(row.code),
        "launch_job": launch_job(row.code),
        "may": campaign_may(row, scope, actor),
    }


def _history(code: str) -> list[dict[str, Any]]:
    """Return what was done to a campaign, oldest first; of changes one after the other only the last."""
    names = ActorNames()
    acts = acts_on("campaign", code, [f"campaign.{verb}" for verb in _ACTS])
    told = [
        act
        for act, after in zip(acts, [*acts[1:], None], strict=True)
        if act.action != "campaign.update" or after is None or after.action != act.action
    ]
    return [
        {
            "what": act.action.removeprefix("campaign."),
            "at": act.at,
            "actor": act.actor,
            "actor_name": names.of(act.actor),
            "note": act.detail.get("note", ""),
        }
        for act in told
    ]


def verdict_customer_lines(rows: Sequence[Mapping[str, Any]], scope: Scope) -> list[dict[str, Any]]:
    """Return the bodies of ``VerdictCustomerOut``."""
    names = customer_names(scope, [row["customer_id"] for row in rows])
    owners = {row["assignee_code"] or "" for row in rows}
    sellers = dict(people(WHOLE_COMPANY).filter(code__in=owners).values_list("code", "name"))
    units = organisation(WHOLE_COMPANY).units
    return [
        {
            "customer_id": row["customer_id"],
            "customer_name": names.get(row["customer_id"], ""),
            "verdict": row["verdict"],
            "reason": row["reason"] or "",
            **verdict_text({"verdict": row["verdict"], "reason": row["reason"] or ""}),
            "assignee_code": row["assignee_code"] or "",
            "assignee_name": sellers.get(row["assignee_code"] or "", ""),
            **_grid(row["grid_code"] or "", units),
        }
        for row in rows
    ]


def target_lines(rows: Sequence[CampaignTarget], scope: Scope) -> list[dict[str, Any]]:
    """Return the bodies of ``TargetOut``; names come as the scope may read them."""
    names = customer_names(scope, [row.customer_id for row in rows])
    offers = offer_names()
    units = organisation(WHOLE_COMPANY).units
    sellers = dict(
        people(WHOLE_COMPANY).filter(code__in={row.assignee_code for row in rows}).values_list("code", "name")
    )
    return [
        {
            "customer_id": row.customer_id,
            "customer_name": names.get(row.customer_id, ""),
            "step": row.step,
            "rank": row.rank,
            "arm": row.arm,
            "offer_code": row.offer_code,
            "offer_name_zh": offers.get(row.offer_code, {}).get("name_zh", row.offer_code),
            "offer_name_en": offers.get(row.offer_code, {}).get("name_en", row.offer_code),
            "probability": row.probability,
            "uplift": row.uplift,
            "expected_value_fen": row.expected_value_fen,
            "reasons": reason_texts(row.reasons),
            "assignee_code": row.assignee_code,
            "assignee_name": sellers.get(row.assignee_code, ""),
            **_grid(row.grid_code, units),
        }
        for row in rows
    ]


def _grid(code: str, units: Mapping[str, Unit]) -> dict[str, str]:
    known = units.get(code)
    return {
        "grid_code": code,
        "grid_name_zh": known.name_zh if known else code,
        "grid_name_en": known.name_en if known else code,
    }


def verdict_lines(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the bodies of ``VerdictCount``; assignees without room are told as one reason."""
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        reason = "" if row["verdict"] == "over_capacity" else row["reason"] or ""
        counts[row["verdict"], reason] = counts.get((row["verdict"], reason), 0) + row["count"]
    return [
        {"verdict": verdict, "reason": reason, "count": count} | verdict_text({"verdict": verdict, "reason": reason})
        for (verdict, reason), count in sorted(counts.items())
    ]


def verdict_text(found: Mapping[str, str]) -> dict[str, str]:
    """Return what a verdict means, in both languages."""
    verdict, reason = found["verdict"], found["reason"]
    said = held_text(reason) if verdict == "held" else _own_reason(reason)
    both = messages_of("campaign")[f"verdict_{verdict}"]
    return {f"text_{lang}": both[lang].format(reason=said[lang]) for lang in ("zh", "en")}


def _own_reason(reason: str) -> dict[str, str]:
    kind, _, rest = reason.partition(":")
    known = messages_of("campaign").get(f"reason_{kind}")
    if known is None:
        return {"zh": reason, "en": reason}
    return {lang: f"{known[lang]} {rest}".strip() for lang in ("zh", "en")}


def _offer_kind(kind: OfferKind) -> dict[str, str]:
    zh, en = name_of_code("offer_kind", kind.value)
    return {"value": kind.value, "name_zh": zh, "name_en": en}


def _segment(code: str) -> dict[str, str]:
    zh, en = name_of_code("segment", code)
    return {"value": code, "name_zh": zh, "name_en": en}


def _texts(both: Mapping[str, str]) -> dict[str, str]:
    return {f"text_{lang}": text for lang, text in both.items()}
