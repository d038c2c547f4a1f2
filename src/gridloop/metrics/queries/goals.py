"""Reads of goals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from gridloop.kernel.queries import org_units, people
from gridloop.metrics.models import Goal
from gridloop.metrics.types import GoalRow

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gridloop.kernel.types import Scope


def goals(
    scope: Scope,
    *,
    cycle: str | None = None,
    indicator: str | None = None,
    org_code: str | None = None,
    person_code: str | None = None,
) -> QuerySet[Goal]:
    """Return the goals of units and people inside the scope (a seller sees his own only)."""
    of_people = Q(person_code__in=people(scope).values("code"))
    of_units = Q(org_code__in=org_units(scope).values("code"))
    visible = of_people if scope.own_customers_only else of_people | of_units
    wanted = {"cycle": cycle, "indicator": indicator, "org_code": org_code, "person_code": person_code}
    return Goal.objects.filter(visible, **{name: value for name, value in wanted.items() if value is not None})


def unit_goals(cycles: tuple[str, ...], org_codes: list[str]) -> dict[tuple[str, str, str], float]:
    """Return the goals of units by (org code, indicator, cycle)."""
    rows = Goal.objects.filter(cycle__in=cycles, org_code__in=org_codes)
    return {(row.org_code, row.indicator, row.cycle): row.value for row in rows}


def goal_row(goal: Goal) -> GoalRow:
    """Return a goal as other stages see it."""
    return GoalRow(
        id=goal.pk,
        indicator=goal.indicator,
        org_code=goal.org_code,
        person_code=goal.person_code,
        cycle=goal.cycle,
        value=goal.value,
        set_by=goal.set_by,
    )
