"""Reading a draft: from what somebody sent to a plan that is whole and means something."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from gridloop.campaign.expr.conditions import read_conditions
from gridloop.campaign.models import Campaign
from gridloop.campaign.queries.audience import field_catalogue
from gridloop.campaign.queries.campaigns import plan_of
from gridloop.campaign.queries.organisation import Unit, organisation, top_unit
from gridloop.campaign.rules import (
    CONTROL_SHARE,
    SUCCESS_WINDOW_DAYS,
    UNIT_COST_FEN,
    may_plan,
    script_troubles,
)
from gridloop.campaign.types import MODELS, Direction, Objective, Plan, Script
from gridloop.catalog.types import OfferKind
from gridloop.kernel import clock
from gridloop.kernel.money import currency_word
from gridloop.kernel.problems import Problem, Trouble
from gridloop.kernel.types import Role, Scope
from gridloop.kernel.wording import messages_of
from gridloop.lake.queries import open_lake

PLAIN = (
    "name_zh",
    "name_en",
    "audience",
    "exclusions",
    "channel",
    "routing",
    "offer_choice",
    "offer_code",
    "goal_successes",
    "goal_revenue_fen",
    "budget_fen",
    "capacity_share",
    "max_targets",
    "priority",
)
"""What is taken over as it was sent."""


def new_campaign(given: Mapping[str, Any], scope: Scope, *, drafted_by: str) -> Campaign:
    """Return an unsaved draft; what was left out is filled with proposals. Raises ``Problem`` for what cannot be."""
    cycle = _cycle(given["cycle"])
    unit = planning_unit(scope, str(given.get("org_code") or ""))
    objective = Objective(given["objective"])
    row = _proposal(cycle, unit, objective)
    row.direction, row.drafted_by, row.created_at = _direction(scope), drafted_by, clock.now()
    change(row, given)
    return row


def read_plan(given: Mapping[str, Any], scope: Scope) -> Plan:
    """Return what somebody is still thinking about as a plan that can be counted and foretold."""
    unit = visible_unit(scope, str(given.get("org_code") or ""))
    cycle = _cycle(given.get("cycle") or clock.cycle_of(clock.today()))
    objective = Objective(given.get("objective") or Objective.ACQUIRE)
    row = _proposal(cycle, unit, objective)
    change(row, given)
    return plan_of(row)


def change(row: Campaign, given: Mapping[str, Any]) -> None:
    """Put what was sent into a draft and check it; ``None`` takes the proposal back, where there is one."""
    if given.get("objective"):
        row.objective = Objective(given["objective"]).value
        row.model = MODELS[Objective(given["objective"])]
    for name in PLAIN:
        if name in given and (given[name] is not None or name == "max_targets"):
            setattr(row, name, getattr(given[name], "value", given[name]))
    for name in ("starts_on", "ends_on", "success_window_days", "control_share"):
        if given.get(name) is not None:
            setattr(row, name, given[name])
    if given.get("unit_costs_fen"):
        row.unit_costs_fen = {**row.unit_costs_fen, **given["unit_costs_fen"]}
    if given.get("scripts"):
        row.scripts = {kind: {"zh": text["zh"], "en": text["en"]} for kind, text in given["scripts"].items()}
    row.name_en = row.name_en or row.name_zh
    _check(row)


def _proposal(cycle: str, unit: Unit, objective: Objective) -> Campaign:
    return Campaign(
        cycle=cycle,
        org_code=unit.code,
        objective=objective.value,
        model=MODELS[objective],
        starts_on=_first_day(cycle),
        ends_on=_last_day(cycle),
        scripts=proposed_scripts(),
        success_window_days=SUCCESS_WINDOW_DAYS,
        control_share=CONTROL_SHARE,
        unit_costs_fen={channel.value: cost for channel, cost in UNIT_COST_FEN.items()},
    )


def visible_unit(scope: Scope, org_code: str) -> Unit:
    """Return the unit named, or the highest of the scope; raises ``Problem`` when there is none in scope."""
    found = organisation(scope)
    unit = found.unit(org_code) if org_code else top_unit(found)
    if unit is None:
        raise Problem("campaign.no_unit", 403)
    return unit


def planning_unit(scope: Scope, org_code: str) -> Unit:
    """Return the unit to plan for: the one named, else the highest of the scope.

    Raises ``NotFoundProblem`` for a unit outside the scope, ``Problem`` (403) when the role may not plan for it.
    """
    unit = visible_unit(scope, org_code)
    if not may_plan(scope.role, unit.kind):
        raise Problem("campaign.may_not_plan_for", 403, unit=unit.code)
    return unit


def proposed_scripts() -> dict[str, dict[str, str]]:
    """Return the script proposed for each kind of offer, its placeholders still open, the currency filled in."""
    return {
        name.removeprefix("script_for_"): {
            language: text.replace("{currency}", currency_word(language)) for language, text in texts.items()
        }
        for name, texts in messages_of("campaign").items()
        if name.startswith("script_for_")
    }


def _check(row: Campaign) -> None:
    scripts = {kind: Script(text["zh"], text["en"]) for kind, text in row.scripts.items()}
    kinds = (*(kind.value for kind in OfferKind), "default")
    troubles = [
        Trouble(f"scripts.{kind}", "campaign.script_kind_unknown", {"kind": kind, "allowed": ", ".join(kinds)})
        for kind in scripts
        if kind not in kinds
    ]
    for kind, script in scripts.items():
        troubles += script_troubles(kind, script)
    troubles += [
        Trouble(f"unit_costs_fen.{channel}", "campaign.unit_cost_missing")
        for channel, cost in row.unit_costs_fen.items()
        if not isinstance(cost, int) or isinstance(cost, bool) or cost < 0
    ]
    if troubles:
        raise Problem("campaign.plan_invalid", 400, tuple(troubles), count=len(troubles))
    with open_lake() as lake:
        read_conditions(row.audience, field_catalogue(lake))


def _direction(scope: Scope) -> str:
    bottom_up = scope.role in (Role.GRID_MANAGER, Role.BRANCH_MANAGER)
    return (Direction.BOTTOM_UP if bottom_up else Direction.TOP_DOWN).value


def _cycle(text: str) -> str:
    try:
        clock.month_of(text)
    except ValueError as error:
        raise Problem("kernel.bad_cycle", 400, value=text) from error
    return text


def _first_day(cycle: str) -> date:
    first, today = clock.month_of(cycle), clock.today()
    return today if clock.cycle_of(today) == cycle else first


def _last_day(cycle: str) -> date:
    first = clock.month_of(cycle)
    return first.replace(day=monthrange(first.year, first.month)[1])
