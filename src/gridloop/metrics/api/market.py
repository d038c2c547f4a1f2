"""Market position: what every operator has of the market, by area."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Query, Schema

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.types import OrgKind
from gridloop.metrics import queries
from gridloop.metrics.api.exports import sheet_answer
from gridloop.metrics.api.readers import READERS
from gridloop.metrics.queries.market import MarketAreas, market_areas, market_place
from gridloop.metrics.queries.sheets import SheetWords, market_sheet


class OperatorOut(Schema):
    """An operator of the market."""

    code: str
    name_zh: str
    name_en: str
    is_own: bool


class MarketUnitOut(Schema):
    """An org unit as an area of the market."""

    org_code: str
    name_zh: str
    name_en: str
    kind: OrgKind
    path: str


class MarketMonthOut(Schema):
    """An operator's shares of a unit's market in a month; null where not known."""

    cycle: str
    operator: str
    users: float | None
    revenue: float | None
    new_users: float | None
    quality_index: float | None


class OwnBooksOut(Schema):
    """One of our own figures as the market feed tells it, beside our own systems; ``difference`` is relative."""

    figure: Literal["users", "revenue", "new_users"]
    told: float | None
    kept: float | None
    difference: float | None


class MarketOut(Schema):
    """The market of a unit; without ``cycle`` nothing was delivered yet."""

    cycle: str | None
    cycles: list[str]
    unit: MarketUnitOut
    trail: list[MarketUnitOut]
    operators: list[OperatorOut]
    months: list[MarketMonthOut]
    own_books: list[OwnBooksOut]
    sources: list[str]


class MarketAreaOut(MarketUnitOut):
    """An operator's position in an area. Changes are differences of shares; ``growth_lead`` is against the market."""

    market_users: float | None
    user_share: float | None
    user_share_change: float | None
    user_share_year_change: float | None
    revenue_share: float | None
    revenue_share_change: float | None
    revenue_share_year_change: float | None
    new_user_share: float | None
    quality_index: float | None
    growth_lead: float | None
    sources: list[str]
    is_estimate: bool


class MarketParams(Schema):
    """``org_code`` defaults to the reader's own unit, ``cycle`` to the latest month delivered."""

    org_code: str | None = None
    cycle: str | None = None


class MarketAreaParams(PageParams):
    """Areas of a level below a unit; ``operator`` is our own without one; ``sort`` is a figure, org_code, name_zh."""

    cycle: str | None = None
    org_code: str | None = None
    operator: str = ""
    level: OrgKind = OrgKind.GRID


def add_market(router: StageRouter) -> None:
    """Declare the operations on market position."""

    @router.get("/market", response=MarketOut, allow=READERS)
    def read_market(request: ScopedRequest, params: Query[MarketParams]) -> Any:
        """Return every operator's shares of a unit's market over the months."""
        month = queries.month_of_cycle(params.cycle)
        return market_place(request.scope, org_code=params.org_code, month=month)

    @router.get("/market-areas", response=Page[MarketAreaOut], allow=READERS)
    def list_market_areas(request: ScopedRequest, params: Query[MarketAreaParams]) -> dict[str, Any]:
        """List the areas of the reader's scope with an operator's position in each."""
        return paged(_asked(request, params).rows, params, lambda row: row)

    @router.get("/market-areas.xlsx", allow=READERS)
    def export_market_areas(request: ScopedRequest, params: Query[MarketAreaParams]) -> Any:
        """Give the same rows, in the same order, as a workbook."""
        areas, words = _asked(request, params), SheetWords(request.language)
        notes = words.notes(
            month=areas.cycle,
            unit=params.org_code,
            operator=areas.operator,
            level=words.say(f"level_{params.level.value}"),
            search=params.q,
            sort=params.sort,
        )
        return sheet_answer(request, market_sheet(words, areas, notes), "market", areas.cycle)


def _asked(request: ScopedRequest, params: MarketAreaParams) -> MarketAreas:
    return market_areas(
        request.scope,
        month=queries.month_of_cycle(params.cycle),
        level=params.level,
        org_code=params.org_code,
        operator=params.operator,
        q=params.q,
        sort=params.sort,
    )
