"""A small semantic layer: semantic models with measures, and metrics over them, compiled to Ibis.

The words are those of the dbt semantic layer. A metric is *simple* (one measure) or a *ratio* (one measure over
another, from the same or from different semantic models). The result has one row per grid, month and metric, with the
sums of numerator and denominator, so that any level is rolled up from sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis
from ibis import _

from gridloop.metrics.expr.exact import exact_sum
from gridloop.metrics.expr.formula import compile_condition, compile_formula

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is added up: ``expr`` over the semantic model's columns, of the rows that ``filter`` keeps."""

    name: str
    agg: str
    expr: str
    filter: str = ""


@dataclass(frozen=True, slots=True)
class SemanticModel:
    """A table of facts with the entity by which its rows find their grid."""

    name: str
    model: str
    time: str
    entity: str
    key: str
    snapshot: bool
    measures: tuple[Measure, ...]
    name_zh: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric; a simple one has no denominator."""

    name: str
    numerator: str
    denominator: str | None


@dataclass(frozen=True, slots=True)
class SemanticLayer:
    """All semantic models and metrics."""

    models: tuple[SemanticModel, ...]
    metrics: tuple[Metric, ...]

    def model_of(self, measure: str) -> SemanticModel:
        """Return the semantic model that holds a measure; raises ``KeyError``."""
        for model in self.models:
            if any(found.name == measure for found in model.measures):
                return model
        raise KeyError(measure)

    def is_snapshot(self, metric: Metric) -> bool:
        """Tell whether a metric can be computed for the present month only."""
        names = [name for name in (metric.numerator, metric.denominator) if name]
        return any(self.model_of(name).snapshot for name in names)


@dataclass(frozen=True, slots=True)
class GridKeys:
    """How rows find their grid: the tables that map a customer or a place to it."""

    customer: ir.Table
    """customer_id, grid_code"""
    place: ir.Table
    """place_code, grid_code"""


def read_semantic_layer(declared: Mapping[str, Any]) -> SemanticLayer:
    """Return the semantic layer of a declaration; every metric's measures must exist (``KeyError``)."""
    layer = SemanticLayer(
        tuple(_model(model) for model in declared["semantic_models"]),
        tuple(_metric(metric) for metric in declared["metrics"]),
    )
    for metric in layer.metrics:
        layer.is_snapshot(metric)
    return layer


def _model(model: Mapping[str, Any]) -> SemanticModel:
    entity = model["entities"][0]
    return SemanticModel(
        name=model["name"],
        model=model["model"],
        time=model["defaults"]["agg_time_dimension"],
        entity=entity["name"],
        key=entity["expr"],
        snapshot=bool(model.get("snapshot", False)),
        measures=tuple(Measure(m["name"], m["agg"], str(m["expr"]), m.get("filter", "")) for m in model["measures"]),
        name_zh=model["names"]["zh"],
        name_en=model["names"]["en"],
    )


def _metric(metric: Mapping[str, Any]) -> Metric:
    params = metric["type_params"]
    if metric["type"] == "simple":
        return Metric(metric["name"], params["measure"], None)
    return Metric(metric["name"], params["numerator"], params["denominator"])


def measures_of(metrics: Iterable[Metric]) -> frozenset[str]:
    """Return the names of the measures that metrics are made of."""
    return frozenset(name for metric in metrics for name in (metric.numerator, metric.denominator) if name)


def measure_sums(
    layer: SemanticLayer, metrics: Iterable[Metric], tables: Mapping[str, ir.Table], grids: GridKeys
) -> dict[str, ir.Table]:
    """Return, for each semantic model that the metrics need, its measures summed by grid and month.

    The sums are few (grids x months), so whoever runs this keeps them and lets ``metric_parts`` read them: however
    many indicators stand on a model, its facts are read once.
    """
    wanted = measures_of(metrics)
    found = {}
    for model in layer.models:
        measures = [measure for measure in model.measures if measure.name in wanted]
        if measures:
            found[model.name] = _summed(model, measures, tables[model.model], grids)
    return found


def metric_parts(layer: SemanticLayer, metrics: Iterable[Metric], sums: Mapping[str, ir.Table]) -> ir.Table:
    """Return grid_code, month, indicator, numerator, denominator of the metrics from the sums of their measures."""
    return _together([_parts(layer, metric, sums) for metric in metrics])


def _together(tables: list[ir.Table]) -> ir.Table:
    """Return the rows of many tables; joined two by two, so that a long library does not nest deeply."""
    while len(tables) > 1:
        pairs = [tables[at : at + 2] for at in range(0, len(tables), 2)]
        tables = [pair[0].union(pair[1]) if len(pair) > 1 else pair[0] for pair in pairs]
    return tables[0]


def _summed(model: SemanticModel, measures: Iterable[Measure], table: ir.Table, grids: GridKeys) -> ir.Table:
    placed = _with_grid(model, table, grids).mutate(month=_[model.time])
    placed = placed.filter(_.grid_code.notnull())
    return placed.group_by("grid_code", "month").agg(**{m.name: _aggregate(m, placed) for m in measures})


def _with_grid(model: SemanticModel, table: ir.Table, grids: GridKeys) -> ir.Table:
    if model.entity == "grid":
        return table.mutate(grid_code=_[model.key])
    mapped = grids.customer if model.entity == "customer" else grids.place
    if "grid_code" in table.columns:
        table = table.drop("grid_code")
    return table.inner_join(mapped, [(model.key, mapped.columns[0])])


def _aggregate(measure: Measure, table: ir.Table) -> ir.FloatingValue:
    where = compile_condition(measure.filter, table) if measure.filter else None
    aggregates: Mapping[str, Callable[[], Any]] = {
        "sum": lambda: _sum(compile_formula(measure.expr, table), where),
        "sum_boolean": lambda: compile_condition(measure.expr, table).sum(where=where),
        "count": lambda: compile_formula(measure.expr, table).count(where=where),
        "count_distinct": lambda: compile_formula(measure.expr, table).nunique(where=where),
    }
    return aggregates[measure.agg]().cast("float64").fill_null(0.0)


def _sum(values: Any, where: ir.BooleanValue | None) -> Any:
    return exact_sum(values, where) if values.type().is_floating() else values.sum(where=where)


def _parts(layer: SemanticLayer, metric: Metric, sums: Mapping[str, ir.Table]) -> ir.Table:
    above = sums[layer.model_of(metric.numerator).name]
    if metric.denominator is None:
        below, denominator = above, ibis.literal(1.0)
    else:
        below = sums[layer.model_of(metric.denominator).name]
        denominator = _[metric.denominator]
    table = above if below is above else above.inner_join(below, ["grid_code", "month"])
    return table.select(
        "grid_code", "month", indicator=ibis.literal(metric.name), numerator=_[metric.numerator],
        denominator=denominator,
    )  # fmt: skip
