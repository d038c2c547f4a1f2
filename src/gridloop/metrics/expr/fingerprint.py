"""Tells whether two definitions mean the same: a short digest of everything that a metric's numbers depend on.

Names, formulas in words, steward and direction are no part of it: whoever mends a word need not wait for numbers.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from gridloop.metrics.expr.semantics import CUSTOMER

if TYPE_CHECKING:
    from gridloop.metrics.expr.semantics import Metric, SemanticLayer

_DIGITS = 16


def fingerprint(layer: SemanticLayer, metric: Metric) -> str:
    """Return a digest that changes exactly when the metric's sums, or what they are split by, may change."""
    sides = [_side(layer, name) for name in (metric.numerator, metric.denominator) if name]
    dimensions = [(one.name, one.expr) for one in layer.dimensions_of(metric)]
    told = [sides, dimensions, metric.none_is_unknown, metric.version]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:_DIGITS]


def _side(layer: SemanticLayer, name: str) -> list[Any]:
    model = layer.model_of(name)
    measure = next(one for one in model.measures if one.name == name)
    kinds = [one.revision for one in layer.models if one.primary and model.entity == one.entity == CUSTOMER]
    return [
        [model.model, model.time, model.entity, model.key, model.snapshot, model.events, model.revision, kinds],
        [measure.agg, measure.expr, measure.filter],
    ]
