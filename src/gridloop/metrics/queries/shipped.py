"""The indicator and tag libraries as Gridloop ships them, in YAML; read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from gridloop.metrics.alert_types import AlertKind, AlertRuleRow
from gridloop.metrics.expr.formula import columns_named, evaluate_formula
from gridloop.metrics.expr.semantics import Measure, SemanticLayer, read_metric, read_semantic_layer
from gridloop.metrics.types import (
    DerivedInput,
    Direction,
    Domain,
    Indicator,
    IndicatorKind,
    Member,
    Part,
    Sensitivity,
    State,
    Steward,
    Tag,
    TagColumn,
    TagType,
    Unit,
    UpdateMode,
)

GRAIN = "grid, month"
_TAG_FILES = ("identity", "holdings", "value", "usage", "competitor", "service", "contact", "predicted", "manual")
_SOURCES: Mapping[str, tuple[str, ...]] = {
    "customer_month": ("customer", "subscription", "bill"),
    "contract_month": ("subscription", "offer"),
    "line_month": ("subscription",),
    "signing_month": ("subscription", "offer"),
    "place_month": ("place",),
    "fault_month": ("fault", "ownership", "place"),
    "market_month": ("market_position", "market_operator"),
}
"""The lake's datasets behind the tables of facts that are put together first; others bear their dataset's name."""


def _declared(name: str) -> dict[str, Any]:
    text = (files("gridloop.metrics") / f"{name}.yaml").read_text(encoding="utf-8")
    declared: dict[str, Any] = yaml.safe_load(text)
    return declared


@cache
def shipped_metrics() -> tuple[tuple[Domain, Mapping[str, Any]], ...]:
    """Return the shipped indicators as they are declared, with their domains, in the library's order."""
    return tuple((domain, metric) for domain in Domain for metric in _declared(f"indicators/{domain.value}")["metrics"])


@cache
def shipped_layer() -> SemanticLayer:
    """Return the shipped semantic models and metrics."""
    models = _declared("indicators/models")["semantic_models"]
    for dimension in (one for model in models for one in model["dimensions"] if "meta" in one):
        members = dimension["meta"]["members"]
        if isinstance(members, str):
            dimension["meta"]["members"] = _declared("codes")[members]
    return read_semantic_layer({"semantic_models": models, "metrics": [metric for _, metric in shipped_metrics()]})


@cache
def shipped_indicators() -> tuple[Indicator, ...]:
    """Return the shipped indicator library, by domain."""
    return tuple(read_indicator(metric, domain, shipped_layer()) for domain, metric in shipped_metrics())


@cache
def code_names(codes: str | None) -> tuple[Member, ...]:
    """Return what the codes of a list (``segment``, ``place_kind`` …) are called, in the order they are shown."""
    if codes is None:
        return ()
    return tuple(Member(code, name["zh"], name["en"]) for code, name in _declared("codes")[codes].items())


def name_of_code(codes: str, value: str) -> tuple[str, str]:
    """Return the Chinese and English name of a code; one that is on no list is called by itself."""
    return next(((one.name_zh, one.name_en) for one in code_names(codes) if one.code == value), (value, value))


@cache
def tag_columns() -> Mapping[str, TagColumn]:
    """Return the vocabulary of tags by name."""
    return {
        row["name"]: TagColumn(
            name=row["name"],
            name_zh=row["zh"],
            name_en=row["en"],
            type=row["type"],
            unit=row.get("unit", ""),
            source=row["source"],
            values=code_names(row.get("codes")),
        )
        for row in _declared("tags/columns")["columns"]
    }


@cache
def _fact_words() -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """Return how the columns of facts are called, by semantic model ("" for any) and column."""
    rows = _declared("indicators/columns")["columns"]
    return {(model, row["name"]): row for row in rows for model in row.get("models", ("",))}


def fact_column(model: str, name: str, type_: str, source: str) -> TagColumn:
    """Return a column of a semantic model with what it is called; one that nobody named is called by its code."""
    words = _fact_words()
    row = words.get((model, name)) or words.get(("", name)) or {}
    return TagColumn(
        name=name,
        name_zh=row.get("zh", name),
        name_en=row.get("en", name),
        type=type_,
        unit=row.get("unit", ""),
        source=source,
        values=code_names(row.get("codes")),
    )


@cache
def shipped_tags() -> tuple[Tag, ...]:
    """Return the shipped tag library, by group."""
    return tuple(read_tag(tag, group) for group in _TAG_FILES for tag in _declared(f"tags/{group}")["tags"])


@cache
def shipped_rules() -> tuple[AlertRuleRow, ...]:
    """Return the shipped alert rules."""
    return tuple(
        AlertRuleRow(row["code"], row["indicator"], AlertKind(row["kind"]), float(row["limit"]))
        for row in _declared("alerts")["rules"]
    )


def read_indicator(
    metric: Mapping[str, Any],
    domain: Domain,
    layer: SemanticLayer,
    *,
    own: bool = False,
    state: State = State.PUBLISHED,
) -> Indicator:
    """Return an indicator of a declaration (in the words of the dbt semantic layer) over a layer with its measures."""
    meta, params = metric["meta"], metric["type_params"]
    kind = IndicatorKind(metric["type"])
    if kind is IndicatorKind.DERIVED:
        return _derived(metric, domain, layer)
    numerator = params["measure"] if kind is IndicatorKind.SIMPLE else params["numerator"]
    denominator = params.get("denominator")
    models = [layer.model_of(name) for name in (numerator, denominator) if name]
    dimensions = layer.dimensions_of(read_metric(metric))
    sources = {source for model in models for source in _SOURCES.get(model.model, (model.model,))}
    return Indicator(
        **_described(metric),
        kind=kind,
        numerator=numerator,
        denominator=denominator,
        domain=domain,
        people=meta.get("people", ""),
        snapshot=any(model.snapshot for model in models),
        sources=tuple(sorted(sources | {"ownership"} if any(m.entity == "customer" for m in models) else sources)),
        dimensions=("org_unit", "month", *(one.name for one in dimensions)),
        own=own,
        state=state,
    )


def _described(metric: Mapping[str, Any]) -> dict[str, Any]:
    meta = metric["meta"]
    return {
        "code": metric["name"],
        "name_zh": meta["names"]["zh"],
        "name_en": meta["names"]["en"],
        "unit": Unit(meta["unit"]),
        "direction": Direction(meta["direction"]),
        "formula_zh": meta["formula"]["zh"],
        "formula_en": meta["formula"]["en"],
        "grain": GRAIN,
        "owner": Steward(meta["owner"]).value,
        "version": meta["version"],
    }


def _derived(metric: Mapping[str, Any], domain: Domain, layer: SemanticLayer) -> Indicator:
    """Return a derived indicator; its inputs must be metrics of the layer, and its expression name no others."""
    params, known = metric["type_params"], {one.name: one for one in layer.metrics}
    inputs = tuple(
        DerivedInput(
            alias=one.get("alias", one["name"]),
            indicator=one["name"],
            kind=IndicatorKind.SIMPLE if known[one["name"]].denominator is None else IndicatorKind.RATIO,
            part=Part(one.get("part", Part.VALUE)),
            offset_months=int(one.get("offset_months", 0)),
        )
        for one in params["metrics"]
    )
    evaluate_formula(params["expr"], {one.alias: 1.0 for one in inputs})
    models = [layer.model_of(known[one.indicator].numerator).model for one in inputs]
    return Indicator(
        **_described(metric),
        kind=IndicatorKind.DERIVED,
        numerator="",
        domain=domain,
        sources=tuple(sorted({source for model in models for source in _SOURCES.get(model, (model,))})),
        dimensions=("org_unit", "month"),
        expr=params["expr"],
        inputs=inputs,
    )


def read_tag(tag: Mapping[str, Any], group: str, *, own: bool = False, state: State = State.PUBLISHED) -> Tag:
    """Return a tag of a declaration; raises ``FormulaError`` when its condition is none."""
    condition = str(tag.get("condition", ""))
    named = sorted(columns_named(condition)) if condition else []
    known = tag_columns()
    sources = sorted({known[name].source for name in named if name in known})
    return Tag(
        code=tag["code"],
        name_zh=tag["names"]["zh"],
        name_en=tag["names"]["en"],
        type=TagType(tag["type"]),
        owner=Steward(tag["owner"]).value,
        version=tag["version"],
        condition=condition,
        description_zh=tag["description"]["zh"],
        description_en=tag["description"]["en"],
        group=group,
        update=_update(tag["type"], sources),
        sensitivity=Sensitivity(tag.get("sensitivity", "normal")),
        columns=tuple(named),
        sources=tuple(sources),
        own=own,
        state=state,
    )


def _update(kind: str, sources: list[str]) -> UpdateMode:
    if kind == TagType.MANUAL.value:
        return UpdateMode.BY_HAND
    return UpdateMode.SCORES if "customer_score" in sources else UpdateMode.BUILD


def own_measures(code: str, body: Mapping[str, Any]) -> list[tuple[str, Measure]]:
    """Return the measures of an operator's own indicator, each with the semantic model it belongs to."""
    sides = [("numerator", body["numerator"])]
    if body.get("denominator"):
        sides.append(("denominator", body["denominator"]))
    return [
        (part["model"], Measure(own_measure(code, side), part["agg"], part["expr"], part.get("filter", "")))
        for side, part in sides
    ]


def own_measure(code: str, side: str) -> str:
    """Return the name of a measure that belongs to one indicator of the operator's own."""
    return f"own__{code}__{side}"
