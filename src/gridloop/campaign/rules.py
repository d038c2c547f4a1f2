"""Pure decisions about campaigns: what may become of one, who may approve it, what its texts may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter

from gridloop.campaign.types import CampaignChannel, CampaignState, Objective, OfferChoice, Script
from gridloop.kernel.problems import Trouble
from gridloop.kernel.types import OrgKind, Role

_S = CampaignState
TRANSITIONS: Mapping[str, tuple[frozenset[CampaignState], CampaignState]] = {
    "submit": (frozenset({_S.DRAFT, _S.REJECTED}), _S.SUBMITTED),
    "approve": (frozenset({_S.SUBMITTED}), _S.APPROVED),
    "reject": (frozenset({_S.SUBMITTED}), _S.REJECTED),
    "launch": (frozenset({_S.APPROVED}), _S.LAUNCHED),
    "pause": (frozenset({_S.LAUNCHED}), _S.PAUSED),
    "resume": (frozenset({_S.PAUSED}), _S.LAUNCHED),
    "end": (frozenset({_S.LAUNCHED, _S.PAUSED}), _S.ENDED),
    "close": (frozenset({_S.LAUNCHED, _S.PAUSED, _S.APPROVED}), _S.CLOSED),
}
"""What becomes of a campaign: from which states, to which state."""
BY_ITSELF = frozenset({"end"})
"""What happens to a campaign in the daily work; nobody does it."""
EDITABLE = frozenset({_S.DRAFT, _S.REJECTED})
"""States in which a plan may still be changed."""
RUNNING = frozenset({_S.LAUNCHED, _S.PAUSED})
"""States in which a campaign's targets are spoken for."""

PLACEHOLDERS = (
    "customer_name",
    "seller_name",
    "offer_name",
    "offer_fee",
    "current_offer",
    "current_fee",
    "contract_days_left",
    "reason",
)
"""What a script may leave open for each customer."""
_LONGEST_CAMPAIGN_DAYS = 92

# What planning assumes before there is experience of one's own. The first figures are near the reference
# deployment's (12.07 % of targets succeeded); they give way to what past contacts showed.
ACCEPTANCE: Mapping[Objective, float] = {
    Objective.RETAIN: 0.12,
    Objective.RENEW: 0.20,
    Objective.UPSELL: 0.10,
    Objective.ACQUIRE: 0.05,
}
"""Share of the targets dispatched that succeed."""
REACHED: Mapping[CampaignChannel, float] = {CampaignChannel.VISIT: 0.62, CampaignChannel.CALL: 0.55}
"""Share of the targets dispatched who are reached in person."""
CONTACTS_PER_TARGET: Mapping[CampaignChannel, float] = {CampaignChannel.VISIT: 1.2, CampaignChannel.CALL: 1.4}
"""Contacts made for each target, tries that reach nobody included."""
UNIT_COST_FEN: Mapping[CampaignChannel, int] = {CampaignChannel.VISIT: 900, CampaignChannel.CALL: 250}
"""What one contact costs."""
COST_IN_SCORES_FEN = 900
"""What mining has already taken off an expected value for the contact; a plan puts its own cost in its place."""
PRIOR_WEIGHT = 200
"""How many past targets the assumptions above weigh as much as."""
MONTHS_WITHOUT_CONTRACT = 12
"""Months that an offer without a contract is expected to be kept."""
CONTROL_SHARE = 0.1
SUCCESS_WINDOW_DAYS = 31


def after(state: CampaignState, verb: str) -> CampaignState | None:
    """Return the state that ``verb`` leads to, None when it cannot be done in ``state``."""
    sources, target = TRANSITIONS[verb]
    return target if state in sources else None


def verbs_from(state: CampaignState) -> tuple[str, ...]:
    """Return what somebody can do with a campaign in ``state``."""
    return tuple(verb for verb, (sources, _) in TRANSITIONS.items() if state in sources and verb not in BY_ITSELF)


def may_plan(role: Role, org_kind: OrgKind) -> bool:
    """Tell whether a role may plan for a unit of that level (which must lie in its scope)."""
    if role is Role.PLANNER:
        return True
    if role is Role.BRANCH_MANAGER:
        return org_kind is not OrgKind.COMPANY
    return role is Role.GRID_MANAGER and org_kind is OrgKind.GRID


def may_decide(role: Role, org_kind: OrgKind) -> bool:
    """Tell whether a role may approve or reject what a unit of that level (in its scope) asks for.

    An executive decides everything; a branch manager what the offices and grids of his branch ask for, but not
    what his own branch asks for.
    """
    if role is Role.EXECUTIVE:
        return True
    return role is Role.BRANCH_MANAGER and org_kind in (OrgKind.OFFICE, OrgKind.GRID)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What is checked of a plan before it can be handed in."""

    cycle: str
    objective: Objective
    model: str
    offer_choice: OfferChoice
    offer_code: str
    starts_on: date
    ends_on: date
    control_share: float
    budget_fen: int
    unit_cost_fen: int
    has_audience: bool
    scripts: Mapping[str, Script]


def plan_troubles(plan: PlanFacts) -> tuple[Trouble, ...]:
    """Return what is wrong with a plan; none means that it can be handed in."""
    return (
        *_window_troubles(plan),
        *_offer_troubles(plan),
        *_money_troubles(plan),
        *(trouble for kind, script in plan.scripts.items() for trouble in script_troubles(kind, script)),
        *(() if plan.has_audience else (Trouble("audience", "campaign.audience_empty"),)),
        *(() if plan.scripts else (Trouble("scripts", "campaign.script_missing"),)),
    )


def _window_troubles(plan: PlanFacts) -> tuple[Trouble, ...]:
    if plan.ends_on < plan.starts_on:
        return (Trouble("ends_on", "campaign.ends_before_start"),)
    if (plan.ends_on - plan.starts_on).days > _LONGEST_CAMPAIGN_DAYS:
        return (Trouble("ends_on", "campaign.too_long", {"days": _LONGEST_CAMPAIGN_DAYS}),)
    if f"{plan.starts_on:%Y-%m}" != plan.cycle:
        return (Trouble("starts_on", "campaign.starts_outside_cycle", {"cycle": plan.cycle}),)
    return ()


def _offer_troubles(plan: PlanFacts) -> tuple[Trouble, ...]:
    if plan.offer_choice is OfferChoice.FIXED and not plan.offer_code:
        return (Trouble("offer_code", "campaign.offer_missing"),)
    if plan.offer_choice is OfferChoice.MATCHING and not plan.model:
        return (Trouble("offer_choice", "campaign.no_model_no_matching"),)
    return ()


def _money_troubles(plan: PlanFacts) -> tuple[Trouble, ...]:
    if plan.budget_fen <= 0:
        return (Trouble("budget_fen", "campaign.budget_missing"),)
    if plan.unit_cost_fen <= 0:
        return (Trouble("unit_costs_fen", "campaign.unit_cost_missing"),)
    return ()


def script_troubles(kind: str, script: Script) -> tuple[Trouble, ...]:
    """Return what is wrong with one script: an unknown placeholder, a broken brace, one language only."""
    troubles = []
    for language, text in (("zh", script.zh), ("en", script.en)):
        where = f"scripts.{kind}.{language}"
        if not text.strip():
            troubles.append(Trouble(where, "campaign.script_language_missing"))
            continue
        try:
            unknown = unknown_placeholders(text)
        except ValueError:
            troubles.append(Trouble(where, "campaign.script_broken"))
            continue
        if unknown:
            allowed = ", ".join(PLACEHOLDERS)
            params: dict[str, object] = {"names": ", ".join(unknown), "allowed": allowed}
            troubles.append(Trouble(where, "campaign.script_placeholder", params))
    return tuple(troubles)


def unknown_placeholders(text: str) -> list[str]:
    """Return the placeholders of a text that nobody fills in; raises ``ValueError`` for a broken brace."""
    unknown = set()
    for _, name, form, conversion in Formatter().parse(text):
        if name is not None and (name not in PLACEHOLDERS or form or conversion):
            unknown.add(name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else ""))
    return sorted(unknown)
