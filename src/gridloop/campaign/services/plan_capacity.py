"""How many contacts the people a plan would use have room for."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Count

from gridloop.campaign.models import CampaignTarget
from gridloop.campaign.queries.campaigns import running_codes
from gridloop.campaign.queries.organisation import organisation
from gridloop.campaign.types import Arm, Plan, WorkingCalendar, daily_share
from gridloop.kernel.queries import ancestors, people
from gridloop.kernel.types import WHOLE_COMPANY, Role


def room_of(plan: Plan, *, on: date) -> dict[str, int]:
    """Return how many targets each active person can still take in the plan's days.

    That is the share of his daily contacts that the plan may use on its working days from ``on``, at most what other
    running campaigns of the cycle have left of his time.
    """
    days = len(WorkingCalendar().days(max(on, plan.starts_on), plan.ends_on))
    taken = _taken(plan)
    return {
        code: max(0, min(daily_share(capacity, plan.capacity_share) * days, capacity * days - taken[code]))
        for code, capacity in people(WHOLE_COMPANY).values_list("code", "daily_capacity")
    }


def pools() -> dict[str, tuple[str, ...]]:
    """Return, for each grid, the call agents of the nearest unit above it that has any."""
    agents: dict[str, list[str]] = {}
    rows = people(WHOLE_COMPANY, role=Role.CALL_AGENT).values_list("org_unit__code", "code")
    for unit, code in rows.order_by("code"):
        agents.setdefault(unit, []).append(code)
    found = {}
    for grid in organisation(WHOLE_COMPANY).grids:
        nearest = next((unit for unit in reversed(ancestors(grid.path)) if unit in agents), None)
        found[grid.code] = tuple(agents[nearest]) if nearest else ()
    return found


def deputies() -> dict[str, str]:
    """Return, for each grid, its manager: he takes the customers that belong to nobody."""
    rows = people(WHOLE_COMPANY, role=Role.GRID_MANAGER).order_by("-code")
    return dict(rows.values_list("org_unit__code", "code"))


def _taken(plan: Plan) -> Counter[str]:
    rows = CampaignTarget.objects.filter(
        campaign__code__in=running_codes(plan.cycle, besides=plan.code), arm=Arm.TREATED
    )
    return Counter(dict(rows.values_list("assignee_code").annotate(Count("pk")).order_by()))
