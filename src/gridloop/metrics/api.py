"""The metrics stage over HTTP: indicator library, dashboard, series, tag library, goals."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ninja import Query, Schema

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.queries import ActorNames
from gridloop.kernel.services import jobs
from gridloop.kernel.types import LEADERS, OrgKind, Role
from gridloop.metrics import queries
from gridloop.metrics.services.set_goal import set_goal
from gridloop.metrics.types import Direction, IndicatorKind, TagType, Unit

READERS = LEADERS | {Role.DATA_STEWARD, Role.AUDITOR}
GOAL_SETTERS = LEADERS

router = StageRouter("metrics")


class IndicatorOut(Schema):
    """One indicator of the library."""

    code: str
    name_zh: str
    name_en: str
    unit: Unit
    direction: Direction
    formula_zh: str
    formula_en: str
    grain: str
    owner: str
    version: int
    kind: IndicatorKind
    numerator: str
    denominator: str | None


class FigureOut(Schema):
    """One indicator of one unit in one month; ``value`` is null where there is no data."""

    indicator: str
    value: float | None
    previous: float | None
    change: float | None
    change_ratio: float | None
    year_ago: float | None
    year_change: float | None
    year_change_ratio: float | None
    rank: int | None
    ranked: int
    goal: float | None
    goal_reached: float | None


class UnitFiguresOut(Schema):
    """One org unit with its figures."""

    org_code: str
    name_zh: str
    name_en: str
    kind: OrgKind
    path: str
    has_children: bool
    figures: list[FigureOut]


class DashboardOut(Schema):
    """A unit's figures, its trail from the top of what the reader may see, and the units below it."""

    cycle: str | None
    cycles: list[str]
    unit: UnitFiguresOut
    trail: list[UnitFiguresOut]
    children: list[UnitFiguresOut]


class DashboardParams(Schema):
    """``org_code`` defaults to the reader's own unit, ``cycle`` to the latest month with figures."""

    org_code: str | None = None
    cycle: str | None = None


class TableParams(PageParams):
    """One indicator of all units of a level; ``sort`` is value, change_ratio, rank, org_code."""

    indicator: str
    level: OrgKind = OrgKind.GRID
    cycle: str | None = None


class TableRowOut(Schema):
    """One unit's figure."""

    org_code: str
    name_zh: str
    name_en: str
    kind: OrgKind
    path: str
    figure: FigureOut


class SeriesPointOut(Schema):
    """One month of a series."""

    cycle: str
    value: float | None
    goal: float | None


class SeriesOut(Schema):
    """An indicator of a unit over the months."""

    indicator: str
    org_code: str
    points: list[SeriesPointOut]


class TagOut(Schema):
    """One tag with how many of the reader's customers carry it (null before the first build)."""

    code: str
    name_zh: str
    name_en: str
    type: TagType
    owner: str
    version: int
    condition: str
    description_zh: str
    description_en: str
    cycle: str | None
    customers: int | None
    share: float | None


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


@router.get("/indicators", response=Page[IndicatorOut], allow=READERS)
def list_indicators(request: ScopedRequest, params: Query[PageParams]) -> dict[str, Any]:
    """List the indicator library."""
    found = [i for i in queries.indicator_definitions() if queries.mentions(params.q, i.code, i.name_zh, i.name_en)]
    return paged(found, params, lambda row: row)


@router.get("/dashboard", response=DashboardOut, allow=READERS)
def read_dashboard(request: ScopedRequest, params: Query[DashboardParams]) -> Any:
    """Return all indicators of a unit and of the units below it, with change and rank."""
    return queries.dashboard(request.scope, month=queries.month_of_cycle(params.cycle), org_code=params.org_code)


@router.get("/indicator-table", response=Page[TableRowOut], allow=READERS)
def list_indicator_table(request: ScopedRequest, params: Query[TableParams]) -> dict[str, Any]:
    """List one indicator over all units of a level inside the reader's scope."""
    month = queries.month_of_cycle(params.cycle)
    rows = queries.indicator_table(request.scope, params.indicator, month=month, level=params.level)
    found = [row for row in rows if queries.mentions(params.q, row.org_code, row.name_zh, row.name_en)]
    return paged(queries.sorted_by_figure(found, params.sort), params, queries.table_row)


@router.get("/series", response=SeriesOut, allow=READERS)
def read_series(request: ScopedRequest, indicator: str, org_code: str) -> dict[str, Any]:
    """Return one indicator of one unit over all months."""
    points = queries.indicator_series(request.scope, indicator, org_code)
    return {"indicator": indicator, "org_code": org_code, "points": points}


@router.get("/tags", response=Page[TagOut], allow=READERS)
def list_tags(request: ScopedRequest, params: Query[PageParams]) -> dict[str, Any]:
    """List the tag library with the coverage among the reader's customers."""
    rows = queries.tag_coverage(request.scope)
    found = [row for row in rows if queries.mentions(params.q, row.tag.code, row.tag.name_zh, row.tag.name_en)]
    return paged(found, params, queries.tag_row)


@router.get("/goals", response=Page[GoalOut], allow=READERS | {Role.COMMUNITY_MANAGER, Role.ACCOUNT_MANAGER})
def list_goals(request: ScopedRequest, params: Query[GoalParams]) -> dict[str, Any]:
    """List goals of the units and people the reader may see."""
    filters = params.dict(include={"cycle", "indicator", "org_code", "person_code"}, exclude_none=True)
    names = ActorNames()
    return paged(queries.goals(request.scope, **filters), params, lambda goal: _goal_out(queries.goal_row(goal), names))


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
