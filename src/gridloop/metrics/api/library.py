"""The indicator and tag libraries."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Query, Schema

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.metrics import queries
from gridloop.metrics.api.exports import sheet_answer
from gridloop.metrics.api.readers import READERS
from gridloop.metrics.queries.sheets import (
    SheetWords,
    library_sheet,
    say_domain,
    say_owner,
    say_tag_type,
    tag_library_sheet,
)
from gridloop.metrics.types import Domain, IndicatorKind, Sensitivity, State, Steward, TagType, Unit, UpdateMode


class OutdatedMonthOut(Schema):
    """A month whose numbers follow an earlier definition (``version``; null: nobody wrote down which).

    ``awaited`` ones are worked out again, the newest first; the others stay, because their facts are gone.
    """

    cycle: str
    version: int | None
    awaited: bool


class IndicatorOut(Schema):
    """One indicator of the library.

    ``people`` is the tag of the customers behind it; ``has_draft`` says that an own one has changes not yet published.
    ``underway`` says that it was just published and is being worked out; ``outdated`` are the months that do not follow
    the definition in force, newest first.
    """

    code: str
    name_zh: str
    name_en: str
    domain: Domain
    unit: Unit
    direction: Literal["up", "down", "neutral"]
    formula_zh: str
    formula_en: str
    grain: str
    dimensions: list[str]
    sources: list[str]
    owner: Steward
    version: int
    kind: IndicatorKind
    numerator: str
    denominator: str | None
    people: str
    snapshot: bool
    own: bool
    state: State
    has_draft: bool = False
    underway: bool
    outdated: list[OutdatedMonthOut]


class TagOut(Schema):
    """One tag with how many of the reader's customers carry it (null before the first build).

    ``cycle`` is the month whose data it stands on, ``built_at`` when it was last worked out, ``sources`` the datasets
    its condition reads; ``underway`` says that it was just published and is being worked out.
    """

    code: str
    name_zh: str
    name_en: str
    group: str
    type: TagType
    owner: Steward
    version: int
    condition: str
    description_zh: str
    description_en: str
    update: UpdateMode
    sensitivity: Sensitivity
    sources: list[str]
    columns: list[str]
    own: bool
    state: State
    has_draft: bool = False
    cycle: str | None
    built_at: datetime | None
    customers: int | None
    share: float | None
    underway: bool


class IndicatorParams(PageParams):
    """Filters of the indicator library; without ``state`` those in force."""

    domain: Domain | None = None
    owner: Steward | None = None
    own: bool | None = None
    state: State = State.PUBLISHED


class TagParams(PageParams):
    """Filters of the tag library; without ``state`` those in force."""

    type: TagType | None = None
    owner: Steward | None = None
    sensitivity: Sensitivity | None = None
    own: bool | None = None
    state: State = State.PUBLISHED


def add_library(router: StageRouter) -> None:
    """Declare the reads of the libraries."""

    @router.get("/indicators", response=Page[IndicatorOut], allow=READERS)
    def list_indicators(request: ScopedRequest, params: Query[IndicatorParams]) -> dict[str, Any]:
        """List the indicator library."""
        return paged(_indicators(params), params, lambda row: row)

    @router.get("/indicators.xlsx", allow=READERS)
    def export_indicators(request: ScopedRequest, params: Query[IndicatorParams]) -> Any:
        """Give the same rows, in the same order, as a workbook."""
        words = SheetWords(request.language)
        narrowed = [
            say_domain(words, params.domain.value) if params.domain else "",
            say_owner(words, params.owner.value) if params.owner else "",
        ]
        notes = words.notes(filter=", ".join(one for one in narrowed if one), search=params.q, sort=params.sort)
        return sheet_answer(request, library_sheet(words, _indicators(params), notes), "indicators", None)

    @router.get("/tags", response=Page[TagOut], allow=READERS)
    def list_tags(request: ScopedRequest, params: Query[TagParams]) -> dict[str, Any]:
        """List the tag library with the coverage among the reader's customers."""
        return paged(_tags(request, params), params, lambda row: row)

    @router.get("/tags.xlsx", allow=READERS)
    def export_tags(request: ScopedRequest, params: Query[TagParams]) -> Any:
        """Give the same rows, in the same order, as a workbook."""
        words = SheetWords(request.language)
        narrowed = [
            say_tag_type(words, params.type.value) if params.type else "",
            say_owner(words, params.owner.value) if params.owner else "",
        ]
        notes = words.notes(filter=", ".join(one for one in narrowed if one), search=params.q, sort=params.sort)
        return sheet_answer(request, tag_library_sheet(words, _tags(request, params), notes), "tags", None)


def _tags(request: ScopedRequest, params: TagParams) -> list[dict[str, Any]]:
    """Return the tags that a reader's parameters ask for, in their order."""
    wanted = {name: getattr(params, name) for name in ("type", "owner", "sensitivity", "own", "state")}
    underway = queries.tags_underway()
    rows = [queries.tag_row(row, underway) for row in queries.tag_coverage(request.scope)]
    found = [row for row in _fitting(rows, wanted) if _found(params.q, row)]
    return queries.sorted_rows(found, params.sort, "code", "customers", "type")


def _indicators(params: IndicatorParams) -> list[dict[str, Any]]:
    """Return the indicators that a reader's parameters ask for, in their order."""
    wanted = {"domain": params.domain, "owner": params.owner, "own": params.own, "state": params.state}
    library = queries.indicator_library()
    outdated, underway = queries.outdated_months(library), queries.indicators_underway()
    rows = [
        {**queries.indicator_row(one), "underway": one.code in underway, "outdated": outdated[one.code]}
        for one in library
    ]
    found = [row for row in _fitting(rows, wanted) if _found(params.q, row)]
    return queries.sorted_rows(found, params.sort, "code", "owner", "version")


def _fitting(rows: list[dict[str, Any]], wanted: dict[str, Any]) -> list[dict[str, Any]]:
    asked = {name: value for name, value in wanted.items() if value is not None}
    return [row for row in rows if all(row[name] == value for name, value in asked.items())]


def _found(q: str, row: dict[str, Any]) -> bool:
    return queries.mentions(q, row["code"], row["name_zh"], row["name_en"])
