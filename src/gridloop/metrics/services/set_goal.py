"""Sets a goal."""

from __future__ import annotations

from math import isfinite
from typing import Any

from django.db import transaction

from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.queries import org_unit, people
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, Scope
from gridloop.metrics.models import Goal
from gridloop.metrics.queries.goals import goal_row
from gridloop.metrics.queries.library import indicators_by_code
from gridloop.metrics.types import GoalRow


def set_goal(
    *,
    scope: Scope,
    actor: Actor,
    indicator: str,
    cycle: str,
    value: float,
    org_code: str = "",
    person_code: str = "",
) -> GoalRow:
    """Set the goal of a unit or a person for a cycle, replacing an earlier one.

    Raises ``Problem`` when the holder is outside the scope (404), is the setter's own unit (403; the company's goals,
    which come from outside, are entered by its leaders), or the input is wrong (400).
    """
    _check_input(indicator, cycle, value, org_code, person_code)
    _check_holder(scope, org_code, person_code)
    holder: dict[str, Any] = {"indicator": indicator, "org_code": org_code, "person_code": person_code, "cycle": cycle}
    with transaction.atomic():
        goal, _ = Goal.objects.update_or_create(
            **holder, defaults={"value": value, "set_by": actor.name, "set_at": clock.now()}
        )
        audit.record(
            actor=actor, action="metrics.set_goal", object_kind="goal", object_id=goal.pk, value=value, **holder
        )
    return goal_row(goal)


def _check_input(indicator: str, cycle: str, value: float, org_code: str, person_code: str) -> None:
    if indicator not in indicators_by_code():
        raise Problem("metrics.unknown_indicator", 400, indicator=indicator)
    try:
        clock.month_of(cycle)
    except ValueError as error:
        raise Problem("kernel.bad_cycle", 400, value=cycle) from error
    if bool(org_code) == bool(person_code):
        raise Problem("metrics.goal_holder", 400)
    if not isfinite(value) or value <= 0:
        raise Problem("metrics.goal_value", 400)


def _check_holder(scope: Scope, org_code: str, person_code: str) -> None:
    if person_code and not people(scope).filter(code=person_code).exists():
        raise NotFoundProblem("person", person_code)
    if not org_code:
        return
    unit = org_unit(scope, org_code)
    if unit.path in scope.org_paths and unit.parent_id is not None:  # the company has nobody above it here
        raise Problem("metrics.goal_not_yours", 403)
