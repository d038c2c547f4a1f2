"""The indicator and tag libraries in force: what is shipped, and what the operator added or retired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from gridloop.kernel.problems import NotFoundProblem
from gridloop.metrics.expr.semantics import Metric, SemanticLayer
from gridloop.metrics.models import LibraryEntry
from gridloop.metrics.queries.shipped import (
    own_measure,
    own_measures,
    read_indicator,
    read_tag,
    shipped_indicators,
    shipped_layer,
    shipped_tags,
)
from gridloop.metrics.types import Domain, Indicator, LibraryKind, State, Tag

OWN = "own"
"""The group of tags that the operator defined himself."""
HEADLINE = (
    "revenue", "arpu", "users", "net_adds", "churn_rate", "contract_expiries", "bundle_penetration", "port_use",
    "contact_rate", "success_rate",
)  # fmt: skip
"""The ten that a dashboard shows first; other screens rely on them, so they are never retired."""


def dashboard_indicators(domain: Domain | None) -> tuple[Indicator, ...]:
    """Return the indicators of a part of the business, or the headline ones."""
    known = indicator_definitions()
    if domain is not None:
        return tuple(one for one in known if one.domain is domain)
    by_code = {one.code: one for one in known}
    return tuple(by_code[code] for code in HEADLINE)


def semantic_layer() -> SemanticLayer:
    """Return the semantic models and metrics of all indicators in force."""
    return layer_with((row.code, row.body) for row in _entries(LibraryKind.INDICATOR) if _in_force(row))


def layer_with(own: Iterable[tuple[str, Mapping[str, Any]]]) -> SemanticLayer:
    """Return the shipped semantic layer with operators' own indicators, given as (code, definition), added to it."""
    layer = shipped_layer()
    models, metrics = {model.name: model for model in layer.models}, list(layer.metrics)
    for code, body in own:
        for name, measure in own_measures(code, body):
            models[name] = replace(models[name], measures=(*models[name].measures, measure))
        denominator = own_measure(code, "denominator") if body.get("denominator") else None
        metrics.append(Metric(code, own_measure(code, "numerator"), denominator))
    return SemanticLayer(tuple(models.values()), tuple(metrics))


def indicator_definitions() -> tuple[Indicator, ...]:
    """Return the indicators in force, shipped ones first, by domain."""
    return tuple(one for one in indicator_library() if one.state is State.PUBLISHED)


def indicator_library() -> tuple[Indicator, ...]:
    """Return every indicator, drafts and retired ones too."""
    rows = _entries(LibraryKind.INDICATOR)
    retired = {row.code for row in rows if row.state == State.RETIRED.value}
    shipped = [replace(one, state=State.RETIRED) if one.code in retired else one for one in shipped_indicators()]
    return (*shipped, *(own_indicator(row) for row in rows if row.own))


def tag_definitions() -> tuple[Tag, ...]:
    """Return the tags in force, shipped ones first."""
    return tuple(tag for tag in tag_library() if tag.state is State.PUBLISHED)


def tag_library() -> tuple[Tag, ...]:
    """Return every tag, drafts and retired ones too."""
    rows = _entries(LibraryKind.TAG)
    retired = {row.code for row in rows if row.state == State.RETIRED.value}
    shipped = [replace(tag, state=State.RETIRED) if tag.code in retired else tag for tag in shipped_tags()]
    return (*shipped, *(own_tag(row) for row in rows if row.own))


def indicators_by_code() -> dict[str, Indicator]:
    """Return the indicators in force by code."""
    return {indicator.code: indicator for indicator in indicator_definitions()}


def own_indicator(row: LibraryEntry) -> Indicator:
    """Return an operator's own indicator as the library shows it: the published definition, or the first draft."""
    body = row.body or row.draft or {}
    kind = "ratio" if body.get("denominator") else "simple"
    names = {side: own_measure(row.code, side) for side in ("numerator", "denominator")}
    declared = {
        "name": row.code,
        "type": kind,
        "type_params": names if kind == "ratio" else {"measure": names["numerator"]},
        "meta": {**body, "version": row.version},
    }
    layer = layer_with([(row.code, body)])
    found = read_indicator(declared, Domain(body["domain"]), layer, own=True, state=State(row.state))
    return replace(found, has_draft=row.draft is not None)


def own_tag(row: LibraryEntry) -> Tag:
    """Return an operator's own tag as the library shows it: the published definition, or the first draft."""
    body = row.body or row.draft or {}
    found = read_tag({**body, "code": row.code, "version": row.version}, OWN, own=True, state=State(row.state))
    return replace(found, has_draft=row.draft is not None)


def definition(kind: LibraryKind, code: str) -> LibraryEntry:
    """Return the row of an own definition, or of a shipped one that was decided on; raises ``NotFoundProblem``."""
    row = LibraryEntry.objects.filter(kind=kind.value, code=code).first()
    if row is None:
        raise NotFoundProblem(kind.value, code)
    return row


def indicator_row(indicator: Indicator) -> dict[str, Any]:
    """Return an indicator as one flat row."""
    return asdict(indicator)


def _entries(kind: LibraryKind) -> list[LibraryEntry]:
    return list(LibraryEntry.objects.filter(kind=kind.value))


def _in_force(row: LibraryEntry) -> bool:
    return row.own and row.state == State.PUBLISHED.value
