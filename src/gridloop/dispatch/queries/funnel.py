"""How far the work is: dispatched, contacted, reached, interested, accepted; late; and at what pace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any

from django.db.models import Count, Q, QuerySet

from gridloop.dispatch.models import WorkOrder
from gridloop.dispatch.queries.orders import campaign_titles, overdue_condition, step_conditions
from gridloop.dispatch.queries.people import sellers
from gridloop.dispatch.queries.scope import order_condition
from gridloop.dispatch.queries.units import branch_of_grids, unit_names
from gridloop.dispatch.types import OPEN_STATES, FunnelBy, FunnelLine, FunnelStep, OrderState, SourceKind
from gridloop.kernel import clock
from gridloop.kernel.types import WHOLE_COMPANY, OrgKind, Scope

_COUNTS = tuple(field.name for field in fields(FunnelLine) if field.name not in ("key", "name_zh", "name_en"))
_COLUMN = {
    FunnelBy.COMPANY: "grid_code",
    FunnelBy.BRANCH: "grid_code",
    FunnelBy.GRID: "grid_code",
    FunnelBy.ASSIGNEE: "assignee_code",
    FunnelBy.CAMPAIGN: "source_id",
}
Names = Mapping[str, tuple[str, str]]


def funnel(
    scope: Scope, by: FunnelBy, campaign_code: str | None = None, cycle: str | None = None
) -> tuple[FunnelLine, list[FunnelLine]]:
    """Return the sum of the scope's orders, and one line for each unit, person or campaign, by key."""
    counted = _counted(_rows(scope, by, campaign_code, cycle), _COLUMN[by])
    key_of, names = _naming(by, counted)
    sums: dict[str, dict[str, int]] = {}
    for value, counts in counted.items():
        line = sums.setdefault(key_of(value), dict.fromkeys(_COUNTS, 0))
        for name in _COUNTS:
            line[name] += counts[name]
    lines = [_line(key, *names.get(key, (key, key)), counts) for key, counts in sorted(sums.items())]
    return _total(lines), lines


def _rows(scope: Scope, by: FunnelBy, campaign_code: str | None, cycle: str | None) -> QuerySet[WorkOrder]:
    rows = WorkOrder.objects.filter(order_condition(scope))
    if campaign_code or by is FunnelBy.CAMPAIGN:
        rows = rows.filter(source_kind=SourceKind.CAMPAIGN)
    if campaign_code:
        rows = rows.filter(source_id=campaign_code)
    return rows.filter(cycle=cycle) if cycle else rows


def _counted(rows: QuerySet[WorkOrder], column: str) -> dict[str, dict[str, int]]:
    """Return every count for each value of a column, in one query."""
    steps = step_conditions()
    gone_out = steps[FunnelStep.DISPATCHED]
    is_open = Q(state__in=[state.value for state in OPEN_STATES])
    conditions = {
        **{step.value: condition for step, condition in steps.items()},
        "failed": Q(state=OrderState.FAILED),
        "open": is_open,
        "overdue": overdue_condition(),
        "held": Q(state=OrderState.HELD),
        "recalled": Q(state=OrderState.CANCELLED),
        "planned_by_now": gone_out & Q(first_planned_on__lte=clock.today()),
    }
    counts: dict[str, Any] = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    aliased = {f"n_{name}": count for name, count in counts.items()}
    found = rows.order_by().values(column).annotate(**aliased)
    return {row[column]: {name: row[f"n_{name}"] for name in _COUNTS} for row in found}


def _naming(by: FunnelBy, values: Iterable[str]) -> tuple[Callable[[str], str], Names]:
    """Return how a counted value becomes the key of its line, and the names of the keys."""
    if by is FunnelBy.ASSIGNEE:
        people = sellers(WHOLE_COMPANY, values)
        return str, {code: (person.name, person.name) for code, person in people.items()}
    if by is FunnelBy.CAMPAIGN:
        return str, {code: (both["zh"], both["en"]) for code, both in campaign_titles(values).items()}
    units = unit_names(WHOLE_COMPANY)
    names = {code: (unit.name_zh, unit.name_en) for code, unit in units.items()}
    if by is FunnelBy.GRID:
        return str, names
    if by is FunnelBy.BRANCH:
        branches = branch_of_grids(units)
        return lambda grid: branches.get(grid, grid), names
    top = next((unit.code for unit in units.values() if unit.kind is OrgKind.COMPANY), "")
    return lambda grid: top, names


def _line(key: str, name_zh: str, name_en: str, counts: Mapping[str, int]) -> FunnelLine:
    return FunnelLine(key=key, name_zh=name_zh, name_en=name_en, **counts)


def _total(lines: list[FunnelLine]) -> FunnelLine:
    return _line("", "", "", {name: sum(getattr(line, name) for line in lines) for name in _COUNTS})
