"""The live funnel: counted from the work orders at the moment it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gridloop.dispatch.queries import funnel as order_funnel
from gridloop.dispatch.types import FunnelBy, FunnelLine
from gridloop.evaluate.queries import confirmed_counts
from gridloop.kernel import clock
from gridloop.kernel.sorting import columns, sort_rows
from gridloop.kernel.types import Scope
from gridloop.monitor.queries.units import Units, cycle_or_present, narrowed, units

_BY = {
    "company": FunnelBy.COMPANY,
    "branch": FunnelBy.BRANCH,
    "grid": FunnelBy.GRID,
    "manager": FunnelBy.ASSIGNEE,
    "campaign": FunnelBy.CAMPAIGN,
}
_CONFIRMED_BY = {"manager": "assignee_code", "campaign": "campaign_code"}
_SORTS = ("key", "orders", "contacted", "reported", "overdue", "pace", "contact_rate", "success_rate")


@dataclass(frozen=True, slots=True)
class Funnel:
    """A funnel's rows, their sum, its cycle, and when it was counted."""

    rows: list[dict[str, Any]]
    whole: dict[str, Any]
    cycle: str
    as_of: datetime


def funnel(
    scope: Scope,
    *,
    by: str,
    org_code: str = "",
    campaign_code: str = "",
    cycle: str = "",
    q: str = "",
    sort: str = "",
) -> Funnel:
    """Return the funnel of a cycle (default: the present one) by company, branch, grid, manager or campaign."""
    asked = narrowed(scope, org_code)
    chosen = cycle_or_present(cycle)
    total, lines = order_funnel(asked, _BY[by], campaign_code or None, chosen)
    confirmed = _confirmed(asked, by, chosen, campaign_code)
    rows = [funnel_row(line, confirmed.get(line.key, 0)) for line in lines]
    found = [row for row in rows if q.lower() in f"{row['key']} {row['name_zh']} {row['name_en']}".lower()]
    allowed = columns(*_SORTS)
    return Funnel(
        sort_rows(found, sort, allowed, "key"), funnel_row(total, sum(confirmed.values())), chosen, clock.now()
    )


def _confirmed(scope: Scope, by: str, cycle: str, campaign_code: str) -> Mapping[str, int]:
    """Return the confirmed successes by the funnel's keys."""
    column = _CONFIRMED_BY.get(by, "grid_code")
    counts = confirmed_counts(scope, column, cycle=cycle, campaign_code=campaign_code)
    if by in ("manager", "campaign", "grid"):
        return counts
    tree = units()
    sums: dict[str, int] = {}
    for grid, count in counts.items():
        key = _unit_key(tree, by, grid)
        sums[key] = sums.get(key, 0) + count
    return sums


def _unit_key(tree: Units, by: str, grid_code: str) -> str:
    if by == "company":
        return next((unit.code for unit in tree.by_code.values() if unit.kind == "company"), "")
    branch = tree.branch_of(grid_code)
    return branch.code if branch else grid_code


def funnel_row(line: FunnelLine, confirmed: int) -> dict[str, Any]:
    """Return the body of one row."""
    orders = line.dispatched
    return {
        "key": line.key,
        "name_zh": line.name_zh,
        "name_en": line.name_en,
        "orders": orders,
        "recalled": line.recalled,
        "held": line.held,
        "planned_to_date": line.planned_by_now,
        "contacted": line.contacted,
        "reached": line.reached,
        "interested": line.interested,
        "reported": line.accepted,
        "confirmed": confirmed,
        "failed": line.failed,
        "open": line.open,
        "overdue": line.overdue,
        "pace": line.pace,
        "contact_rate": _share(line.contacted, orders),
        "reach_rate": _share(line.reached, line.contacted),
        "reported_rate": _share(line.accepted, orders),
        "success_rate": _share(confirmed, orders) if confirmed else None,
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def empty_row(key: str = "", name_zh: str = "", name_en: str = "") -> dict[str, Any]:
    """Return the row of something without orders."""
    return funnel_row(FunnelLine(key, name_zh, name_en, *([0] * 11)), 0)
