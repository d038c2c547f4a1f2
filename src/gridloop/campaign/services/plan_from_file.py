"""Drafting the campaigns of a cycle from a plan file, so that a month's routine needs no screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from gridloop.campaign.models import Campaign
from gridloop.campaign.services.draft import draft_campaign
from gridloop.campaign.services.forecast import keep_forecast
from gridloop.campaign.services.submit import submit as submit_campaign
from gridloop.campaign.types import CampaignChannel, CampaignState, Objective, OfferChoice, Routing
from gridloop.kernel import clock
from gridloop.kernel.money import yuan_to_fen
from gridloop.kernel.problems import Problem, Trouble
from gridloop.kernel.types import Actor, Role, Scope

_PLANNER = Scope(role=Role.PLANNER, org_paths=("/",))
_SAME = ("audience", "exclusions", "control_share", "capacity_share", "max_targets", "priority", "scripts")
_KEYS = frozenset(
    {
        *_SAME,
        "key",
        "name",
        "objective",
        "unit",
        "channel",
        "routing",
        "offer",
        "goal_successes",
        "goal_revenue_yuan",
        "budget_yuan",
        "unit_costs_yuan",
        "first_day",
        "last_day",
        "success_window_days",
    }
)


def plan_from_file(*, file: Path, cycle: str, actor: Actor, submit: bool = False, scope: Scope = _PLANNER) -> list[str]:
    """Draft the campaigns of a YAML plan for a cycle and return their codes.

    A campaign is known by its ``key``: one that the cycle has already is left as it is, whatever the file says by now.
    With ``submit`` the drafts are also handed in for approval. Raises ``Problem`` (400) naming the entry at fault.
    """
    codes = []
    for entry in read_plan(file):
        existing = Campaign.objects.filter(cycle=cycle, plan_key=entry["key"]).first()
        code = existing.code if existing else _draft(entry, cycle, scope, actor)
        if submit and Campaign.objects.get(code=code).state == CampaignState.DRAFT:
            submit_campaign(code=code, scope=scope, actor=actor)
        codes.append(code)
    return codes


def forecast_plans(codes: Iterable[str], *, actor: Actor, scope: Scope = _PLANNER) -> dict[str, dict[str, Any]]:
    """Foretell those of the plans that are still to be approved, and keep the forecast with them; return it by code."""
    waiting = Campaign.objects.filter(
        code__in=list(codes), state__in=[CampaignState.DRAFT.value, CampaignState.SUBMITTED.value]
    )
    return {row.code: keep_forecast(code=row.code, scope=scope, actor=actor) for row in waiting.order_by("code")}


def read_plan(file: Path) -> list[dict[str, Any]]:
    """Return the entries of a plan file; raises ``Problem`` (400) for a file that is not a plan."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Problem("campaign.plan_file_unreadable", 400, file=str(file), message=str(error)) from error
    entries = content.get("campaigns") if isinstance(content, Mapping) else None
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise Problem("campaign.plan_file_empty", 400, file=str(file))
    troubles = [t for number, entry in enumerate(entries) for t in _troubles(number, entry)]
    keys = [entry.get("key") for entry in entries]
    troubles += [Trouble(str(key), "campaign.plan_key_repeats") for key in set(keys) if keys.count(key) > 1]
    if troubles:
        raise Problem("campaign.plan_invalid", 400, tuple(troubles), count=len(troubles))
    return [dict(entry) for entry in entries]


def _troubles(number: int, entry: Mapping[str, Any]) -> list[Trouble]:
    where = str(entry.get("key") or f"campaigns[{number}]")
    troubles = [
        Trouble(where, "campaign.plan_key_unknown", {"name": name, "allowed": ", ".join(sorted(_KEYS))})
        for name in sorted(set(entry) - _KEYS)
    ]
    troubles += [
        Trouble(where, "campaign.plan_key_missing", {"name": name})
        for name in ("key", "name", "objective", "audience", "budget_yuan")
        if not entry.get(name)
    ]
    return troubles


def _draft(entry: Mapping[str, Any], cycle: str, scope: Scope, actor: Actor) -> str:
    try:
        given = _given(entry, cycle)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        trouble = Trouble(str(entry["key"]), "campaign.plan_value", {"message": str(error)})
        raise Problem("campaign.plan_invalid", 400, (trouble,), count=1) from error
    return draft_campaign(given=given, scope=scope, actor=actor, plan_key=str(entry["key"]))


def _given(entry: Mapping[str, Any], cycle: str) -> dict[str, Any]:
    name = entry["name"]
    offer = str(entry.get("offer", OfferChoice.MATCHING.value))
    matching = offer == OfferChoice.MATCHING.value
    given: dict[str, Any] = {
        "cycle": cycle,
        "name_zh": name["zh"],
        "name_en": name["en"],
        "objective": Objective(entry["objective"]),
        "org_code": str(entry.get("unit", "")),
        "channel": CampaignChannel(entry.get("channel", "visit")).value,
        "routing": Routing(entry.get("routing", "owner")).value,
        "offer_choice": (OfferChoice.MATCHING if matching else OfferChoice.FIXED).value,
        "offer_code": "" if matching else offer,
        "budget_fen": yuan_to_fen(str(entry["budget_yuan"])),
        "goal_successes": int(entry.get("goal_successes", 0)),
        "goal_revenue_fen": yuan_to_fen(str(entry.get("goal_revenue_yuan", 0))),
        "success_window_days": entry.get("success_window_days"),
    }
    given |= {key: entry[key] for key in _SAME if key in entry}
    if "unit_costs_yuan" in entry:
        costs = entry["unit_costs_yuan"].items()
        given["unit_costs_fen"] = {channel: yuan_to_fen(str(cost)) for channel, cost in costs}
    for key, target in (("first_day", "starts_on"), ("last_day", "ends_on")):
        if key in entry:
            given[target] = clock.month_of(cycle).replace(day=int(entry[key]))
    return given
