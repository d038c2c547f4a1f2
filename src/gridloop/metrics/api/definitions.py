"""An operator's own tags and indicators, defined without code: check, preview, draft, publish, retire."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Field, Schema

from gridloop.kernel.api import ScopedRequest, StageRouter
from gridloop.metrics import queries
from gridloop.metrics.api.readers import DEFINERS, READERS
from gridloop.metrics.api.splits import MemberOut
from gridloop.metrics.models import LibraryEntry
from gridloop.metrics.services.define import publish_definition, retire_definition, save_draft
from gridloop.metrics.types import Domain, LibraryKind, Sensitivity, State, Steward, TagType, Unit


class Both(Schema):
    """A text in both languages."""

    zh: str = Field(min_length=1, max_length=200)
    en: str = Field(min_length=1, max_length=200)


class TagIn(Schema):
    """A tag as it is defined; a manual one has no condition."""

    names: Both
    description: Both
    type: TagType
    owner: Steward
    condition: str = Field("", max_length=2_000)
    sensitivity: Sensitivity = Sensitivity.NORMAL


class MeasureIn(Schema):
    """What is added up: rows counted or an expression summed, over a semantic model, of the rows a filter keeps."""

    model: str
    agg: Literal["sum", "count", "count_distinct"]
    expr: str = Field(max_length=2_000)
    filter: str = Field("", max_length=2_000)


class IndicatorIn(Schema):
    """An indicator as it is defined; with a denominator it is a ratio."""

    names: Both
    formula: Both
    domain: Domain
    unit: Unit
    direction: Literal["up", "down", "neutral"]
    owner: Steward
    numerator: MeasureIn
    denominator: MeasureIn | None = None
    people: str = Field("", max_length=60)


class TagConditionIn(Schema):
    """A condition to try."""

    condition: str = Field(max_length=2_000)


class RetirementIn(Schema):
    """Why."""

    reason: str = Field(max_length=500)


class TagColumnOut(Schema):
    """One word of the language: a column, what it is called, what its values are."""

    name: str
    name_zh: str
    name_en: str
    type: str
    unit: str
    source: str
    values: list[MemberOut]


class SemanticFactsOut(Schema):
    """One table of facts an indicator can stand on."""

    name: str
    name_zh: str
    name_en: str
    snapshot: bool
    columns: list[TagColumnOut]
    measures: list[str]


class TagSampleOut(Schema):
    """One customer whom a condition fits; name and number are masked. ``values`` are the columns it names."""

    customer_id: str
    name: str
    phone: str
    grid_code: str | None
    values: dict[str, Any]


class TagPreviewOut(Schema):
    """Whom a condition fits among the asker's customers."""

    cycle: str
    customers: int
    total: int
    sample: list[TagSampleOut]


class TrialRowOut(Schema):
    """What an indicator on trial comes to for a unit."""

    org_code: str
    name_zh: str
    name_en: str
    kind: str
    numerator: float | None
    denominator: float | None
    value: float | None


class IndicatorTrialOut(Schema):
    """An indicator worked out for one month; ``dimensions`` are what it can be split by."""

    cycle: str
    rows: list[TrialRowOut]
    dimensions: list[str]


class DefinitionOut(Schema):
    """An own definition: what is in force (``body``) and what is being worked on (``draft``)."""

    kind: LibraryKind
    code: str
    own: bool
    state: State
    version: int
    body: dict[str, Any]
    draft: dict[str, Any] | None
    reason: str
    changed_by: str
    changed_at: datetime


def add_definitions(router: StageRouter) -> None:
    """Declare the operations on own definitions."""

    @router.get("/tag-columns", response=list[TagColumnOut], allow=READERS)
    def list_tag_columns(request: ScopedRequest) -> Any:
        """List the words tags are written in."""
        return list(queries.tag_columns().values())

    @router.get("/semantic-models", response=list[SemanticFactsOut], allow=READERS)
    def list_semantic_models(request: ScopedRequest) -> Any:
        """List the tables of facts that indicators stand on."""
        return queries.semantic_facts()

    @router.post("/tag-previews", response=TagPreviewOut, allow=DEFINERS, reads=True)
    def preview_tag(request: ScopedRequest, given: TagConditionIn) -> Any:
        """Say whom a condition fits, without keeping it."""
        return queries.tag_preview(request.scope, given.condition)

    @router.post("/indicator-trials", response=IndicatorTrialOut, allow=DEFINERS, reads=True)
    def try_indicator(request: ScopedRequest, given: IndicatorIn) -> Any:
        """Work out an indicator for the newest month, without keeping it."""
        return queries.indicator_trial(request.scope, given.dict())

    @router.get("/definitions/{kind}/{code}", response=DefinitionOut, allow=READERS)
    def read_definition(request: ScopedRequest, kind: LibraryKind, code: str) -> Any:
        """Return an own definition, or what was decided on a shipped one."""
        return queries.definition(kind, code)

    @router.put("/tag-drafts/{code}", response=DefinitionOut, allow=DEFINERS)
    def draft_tag(request: ScopedRequest, code: str, given: TagIn) -> LibraryEntry:
        """Keep a tag as a draft."""
        return save_draft(kind=LibraryKind.TAG, code=code, body=given.dict(), actor=request.actor)

    @router.put("/indicator-drafts/{code}", response=DefinitionOut, allow=DEFINERS)
    def draft_indicator(request: ScopedRequest, code: str, given: IndicatorIn) -> LibraryEntry:
        """Keep an indicator as a draft."""
        return save_draft(kind=LibraryKind.INDICATOR, code=code, body=given.dict(), actor=request.actor)

    @router.post("/definitions/{kind}/{code}/publish", response=DefinitionOut, allow=DEFINERS)
    def publish(request: ScopedRequest, kind: LibraryKind, code: str) -> LibraryEntry:
        """Put a draft in force, or bring back what was retired."""
        return publish_definition(kind=kind, code=code, actor=request.actor)

    @router.post("/definitions/{kind}/{code}/retire", response=DefinitionOut, allow=DEFINERS)
    def retire(request: ScopedRequest, kind: LibraryKind, code: str, given: RetirementIn) -> LibraryEntry:
        """Take a definition out of force."""
        return retire_definition(kind=kind, code=code, reason=given.reason, actor=request.actor)
