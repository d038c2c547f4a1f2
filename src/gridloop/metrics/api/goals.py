"""Goals, and building everything anew."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ninja import Query, Schema

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.queries import ActorNames
from gridloop.kernel.services import jobs
from gridloop.kernel.types import LEADERS, Role
from gridloop.metrics import queries
from gridloop.metrics.api.readers import READERS
from gridloop.metrics.services.set_goal import set_goal

GOAL_SETTERS = LEADERS


class GoalOut(Schema):
    """One goal: of a unit (``org_code``) or of a person (``person_code``)."""

    id: int
    indicator: str
    org_code: str
    person_code: str
    cycle: str
    value: float
    set_by: str
    set_by_name: str


class GoalIn(Schema):
    """A goal to set; give either ``org_code`` or ``person_code``."""

    indicator: str
    org_code: str = ""
    person_code: str = ""
    cycle: str
    value: float


class GoalParams(PageParams):
    """Filters of goals."""

    cycle: str | None = None
    indicator: str | None = None
    org_code: str | None = None
    person_code: str | None = None


class BuildIn(Schema):
    """The cycle to build profile, tags and indicators for."""

    cycle: str


class BuildOut(Schema):
    """The job that does it; its progress is under the kernel's jobs."""

    id: int
    state: str


def add_goals(router: StageRouter) -> None:
    """Declare the operations on goals and builds."""

    @router.get("/goals", response=Page[GoalOut], allow=READERS | {Role.COMMUNITY_MANAGER, Role.ACCOUNT_MANAGER})
    def list_goals(request: ScopedRequest, params: Query[GoalParams]) -> dict[str, Any]:
        """List goals of the units and people the reader may see."""
        filters = params.dict(include={"cycle", "indicator", "org_code", "person_code"}, exclude_none=True)
        names = ActorNames()
        return paged(
            queries.goals(request.scope, **filters), params, lambda goal: _goal_out(queries.goal_row(goal), names)
        )

    @router.put("/goals", response=GoalOut, allow=GOAL_SETTERS)
    def put_goal(request: ScopedRequest, given: GoalIn) -> Any:
        """Set (or change) one goal."""
        return _goal_out(set_goal(scope=request.scope, actor=request.actor, **given.dict()), ActorNames())

    @router.post("/builds", response={202: BuildOut}, allow={Role.PLANNER, Role.DATA_STEWARD})
    def start_build(request: ScopedRequest, given: BuildIn) -> tuple[int, Any]:
        """Build profile, tags and indicators of a cycle, in the background."""
        queries.month_of_cycle(given.cycle)
        payload: dict[str, object] = {"cycle": given.cycle}
        return 202, jobs.start(kind="metrics.build", key=given.cycle, payload=payload, actor=request.actor)


def _goal_out(goal: Any, names: ActorNames) -> dict[str, Any]:
    return {**asdict(goal), "set_by_name": names.of(goal.set_by)}
