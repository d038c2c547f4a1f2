"""Indicators by the members of a dimension."""

from __future__ import annotations

from typing import Any

from ninja import Query, Schema

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.types import OrgKind
from gridloop.metrics import queries
from gridloop.metrics.api.exports import sheet_answer
from gridloop.metrics.api.readers import READERS
from gridloop.metrics.queries.sheets import SheetWords, split_sheet
from gridloop.metrics.queries.splits import SplitTable, dimensions, split_series, split_table


class MemberOut(Schema):
    """One value of a dimension."""

    code: str
    name_zh: str
    name_en: str


class DimensionOut(Schema):
    """What indicators can be split by; an indicator's own ``dimensions`` say by which."""

    name: str
    name_zh: str
    name_en: str
    members: list[MemberOut]


class SplitSeriesOut(Schema):
    """An indicator of a unit by member (``values``) and over all members (``total``), month by month.

    ``outdated`` are the months that still follow an earlier definition.
    """

    indicator: str
    dimension: DimensionOut
    members: list[MemberOut]
    cycles: list[str]
    values: dict[str, list[float | None]]
    total: list[float | None]
    outdated: list[str]


class SplitRowOut(Schema):
    """A unit with an indicator by member, and over all members."""

    org_code: str
    name_zh: str
    name_en: str
    path: str
    total: float | None
    values: dict[str, float | None]


class SplitParams(PageParams):
    """``sort`` is org_code, name, total or a member; ``org_code`` narrows to the units below one."""

    indicator: str
    dimension: str
    level: OrgKind = OrgKind.GRID
    cycle: str | None = None
    org_code: str | None = None


def add_splits(router: StageRouter) -> None:
    """Declare the operations on splits."""

    @router.get("/dimensions", response=list[DimensionOut], allow=READERS)
    def list_dimensions(request: ScopedRequest) -> Any:
        """List what indicators can be split by."""
        return list(dimensions())

    @router.get("/split-series", response=SplitSeriesOut, allow=READERS)
    def read_split_series(request: ScopedRequest, indicator: str, dimension: str, org_code: str) -> Any:
        """Return an indicator of a unit by the members of a dimension over all months."""
        return split_series(request.scope, indicator, dimension, org_code)

    @router.get("/split-table", response=Page[SplitRowOut], allow=READERS)
    def list_split_table(request: ScopedRequest, params: Query[SplitParams]) -> dict[str, Any]:
        """List the units of a level with an indicator by member."""
        return paged(_asked(request, params).rows, params, lambda row: row)

    @router.get("/split-table.xlsx", allow=READERS)
    def export_split_table(request: ScopedRequest, params: Query[SplitParams]) -> Any:
        """Give the same rows, in the same order, as a workbook."""
        table, words = _asked(request, params), SheetWords(request.language)
        notes = words.notes(
            month=table.cycle,
            unit=params.org_code,
            level=words.say(f"level_{params.level.value}"),
            dimension=words.name(table.dimension),
            formula=table.indicator.formula_zh if request.language == "zh" else table.indicator.formula_en,
            outdated=words.outdated(table.indicator, {table.cycle or ""}),
            search=params.q,
            sort=params.sort,
        )
        name = f"{params.indicator}-{params.dimension}"
        return sheet_answer(request, split_sheet(words, table, notes), name, table.cycle)


def _asked(request: ScopedRequest, params: SplitParams) -> SplitTable:
    return split_table(
        request.scope,
        params.indicator,
        params.dimension,
        month=queries.month_of_cycle(params.cycle),
        level=params.level,
        org_code=params.org_code,
        q=params.q,
        sort=params.sort,
    )
