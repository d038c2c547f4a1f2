"""The indicator and tag libraries as they are declared in YAML."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from gridloop.metrics.expr.semantics import SemanticLayer, read_semantic_layer
from gridloop.metrics.types import Direction, Indicator, IndicatorKind, Tag, TagType, Unit

GRAIN = "grid, month"


def _declared(name: str) -> dict[str, Any]:
    text = (files("gridloop.metrics") / name).read_text(encoding="utf-8")
    declared: dict[str, Any] = yaml.safe_load(text)
    return declared


@cache
def semantic_layer() -> SemanticLayer:
    """Return the semantic models and metrics behind the indicators."""
    return read_semantic_layer(_declared("indicators.yaml"))


@cache
def indicator_definitions() -> tuple[Indicator, ...]:
    """Return the indicator library in its order of importance."""
    return tuple(_indicator(metric) for metric in _declared("indicators.yaml")["metrics"])


@cache
def tag_definitions() -> tuple[Tag, ...]:
    """Return the tag library."""
    return tuple(_tag(tag) for tag in _declared("tags.yaml")["tags"])


def indicators_by_code() -> dict[str, Indicator]:
    """Return the indicator library by code."""
    return {indicator.code: indicator for indicator in indicator_definitions()}


def _indicator(metric: Mapping[str, Any]) -> Indicator:
    meta, params = metric["meta"], metric["type_params"]
    kind = IndicatorKind(metric["type"])
    return Indicator(
        code=metric["name"],
        name_zh=meta["names"]["zh"],
        name_en=meta["names"]["en"],
        unit=Unit(meta["unit"]),
        direction=Direction(meta["direction"]),
        formula_zh=meta["formula"]["zh"],
        formula_en=meta["formula"]["en"],
        grain=GRAIN,
        owner=meta["owner"],
        version=meta["version"],
        kind=kind,
        numerator=params["measure"] if kind is IndicatorKind.SIMPLE else params["numerator"],
        denominator=params.get("denominator"),
    )


def _tag(tag: Mapping[str, Any]) -> Tag:
    return Tag(
        code=tag["code"],
        name_zh=tag["names"]["zh"],
        name_en=tag["names"]["en"],
        type=TagType(tag["type"]),
        owner=tag["owner"],
        version=tag["version"],
        condition=str(tag["condition"]),
        description_zh=tag["description"]["zh"],
        description_en=tag["description"]["en"],
    )
