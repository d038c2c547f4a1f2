"""All grids side by side, on the screen and as a workbook."""

from __future__ import annotations

from typing import Any

from ninja import Query, Schema

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.metrics import queries
from gridloop.metrics.api.exports import sheet_answer
from gridloop.metrics.api.readers import READERS
from gridloop.metrics.queries.grid_table import GridTable, grid_table
from gridloop.metrics.queries.sheets import SheetWords, grids_sheet
from gridloop.metrics.types import GridKind


class GridLineOut(Schema):
    """One grid; ``values`` are its indicators by code, null where there is no data."""

    org_code: str
    name_zh: str
    name_en: str
    path: str
    branch_zh: str
    branch_en: str
    kind: GridKind | None
    values: dict[str, float | None]


class GridTableParams(PageParams):
    """``indicators`` by comma, in the order wanted (without it the operating ones); ``sort`` is one of them."""

    cycle: str | None = None
    indicators: str = ""


def add_grids(router: StageRouter) -> None:
    """Declare the operations on the table of grids."""

    @router.get("/grid-table", response=Page[GridLineOut], allow=READERS)
    def list_grid_table(request: ScopedRequest, params: Query[GridTableParams]) -> dict[str, Any]:
        """List the grids of the reader's scope with their indicators of a month."""
        return paged(_asked(request, params).rows, params, lambda row: row)

    @router.get("/grid-table.xlsx", allow=READERS)
    def export_grid_table(request: ScopedRequest, params: Query[GridTableParams]) -> Any:
        """Give the same rows, in the same order, as a workbook."""
        table, words = _asked(request, params), SheetWords(request.language)
        late = words.outdated_names(table.indicators, table.cycle)
        notes = words.notes(month=table.cycle, outdated_names=late, search=params.q, sort=params.sort)
        return sheet_answer(request, grids_sheet(words, table, notes), "grids", table.cycle)


def _asked(request: ScopedRequest, params: GridTableParams) -> GridTable:
    codes = [code for code in params.indicators.split(",") if code]
    month = queries.month_of_cycle(params.cycle)
    return grid_table(request.scope, month=month, codes=codes, q=params.q, sort=params.sort)
