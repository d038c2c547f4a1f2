"""Figures of units: dashboard, one indicator over a level, series."""

from __future__ import annotations

from typing import Any

from ninja import Query, Schema

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.clock import cycle_of
from gridloop.kernel.types import OrgKind
from gridloop.metrics import queries
from gridloop.metrics.api.exports import sheet_answer
from gridloop.metrics.api.readers import READERS
from gridloop.metrics.queries.sheets import SheetWords, board_sheet, ranking_sheet, say_domain
from gridloop.metrics.types import Domain, UnitFigures


class FigureOut(Schema):
    """One indicator of one unit in one month; ``value`` is null where there is no data.

    ``outdated`` says that the month still follows an earlier definition (the library's ``outdated`` says which).
    Changes are null between months of different definitions.
    """

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
    outdated: bool


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
    """``org_code`` defaults to the reader's own unit, ``cycle`` to the latest month with figures.

    ``domain`` narrows the indicators to one part of the business; without it the ten headline figures are shown.
    """

    org_code: str | None = None
    cycle: str | None = None
    domain: Domain | None = None


class TableParams(PageParams):
    """One indicator of all units of a level; ``sort`` is value, change, change_ratio, rank, org_code."""

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
    """One month of a series; ``outdated`` where it still follows an earlier definition."""

    cycle: str
    value: float | None
    goal: float | None
    outdated: bool


class SeriesOut(Schema):
    """An indicator of a unit over the months."""

    indicator: str
    org_code: str
    points: list[SeriesPointOut]


def add_figures(router: StageRouter) -> None:
    """Declare the operations on figures."""

    @router.get("/dashboard", response=DashboardOut, allow=READERS)
    def read_dashboard(request: ScopedRequest, params: Query[DashboardParams]) -> Any:
        """Return all indicators of a unit and of the units below it, with change and rank."""
        month = queries.month_of_cycle(params.cycle)
        return queries.dashboard(request.scope, month=month, org_code=params.org_code, domain=params.domain)

    @router.get("/indicator-table", response=Page[TableRowOut], allow=READERS)
    def list_indicator_table(request: ScopedRequest, params: Query[TableParams]) -> dict[str, Any]:
        """List one indicator over all units of a level inside the reader's scope."""
        return paged(_ranked(request, params), params, queries.table_row)

    @router.get("/indicator-table.xlsx", allow=READERS)
    def export_indicator_table(request: ScopedRequest, params: Query[TableParams]) -> Any:
        """Give the same rows, in the same order, as a workbook."""
        words, known = SheetWords(request.language), queries.indicators_by_code()
        rows = _ranked(request, params)
        indicator = known[params.indicator]
        notes = words.notes(
            month=params.cycle,
            level=words.say(f"level_{params.level.value}"),
            formula=indicator.formula_zh if request.language == "zh" else indicator.formula_en,
            outdated=words.outdated(indicator, {params.cycle or _newest()}),
            search=params.q,
            sort=params.sort,
        )
        return sheet_answer(request, ranking_sheet(words, indicator, rows, notes), params.indicator, params.cycle)

    @router.get("/dashboard.xlsx", allow=READERS)
    def export_dashboard(request: ScopedRequest, params: Query[DashboardParams]) -> Any:
        """Give the figures of a unit as a workbook."""
        words, month = SheetWords(request.language), queries.month_of_cycle(params.cycle)
        board = queries.dashboard(request.scope, month=month, org_code=params.org_code, domain=params.domain)
        domain = say_domain(words, params.domain.value) if params.domain else None
        known = queries.indicators_by_code()
        late = words.outdated_names([known[one.indicator] for one in board.unit.figures], board.cycle)
        notes = words.notes(month=board.cycle, unit=board.unit.org_code, domain=domain, outdated_names=late)
        table = board_sheet(words, board, known, notes)
        return sheet_answer(request, table, f"figures-{board.unit.org_code}", board.cycle)

    @router.get("/series", response=SeriesOut, allow=READERS)
    def read_series(request: ScopedRequest, indicator: str, org_code: str) -> dict[str, Any]:
        """Return one indicator of one unit over all months."""
        points = queries.indicator_series(request.scope, indicator, org_code)
        return {"indicator": indicator, "org_code": org_code, "points": points}


def _newest() -> str:
    months = queries.indicator_cycles()
    return cycle_of(months[-1]) if months else ""


def _ranked(request: ScopedRequest, params: TableParams) -> list[UnitFigures]:
    """Return the units that a reader's parameters ask for, in their order."""
    month = queries.month_of_cycle(params.cycle)
    rows = queries.indicator_table(request.scope, params.indicator, month=month, level=params.level)
    found = [row for row in rows if queries.mentions(params.q, row.org_code, row.name_zh, row.name_en)]
    return queries.sorted_by_figure(found, params.sort)
