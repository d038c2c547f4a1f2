"""A small semantic layer: semantic models with measures, and metrics over them, compiled to Ibis.

The words are those of the dbt semantic layer. A metric is *simple* (one measure) or a *ratio* (one measure over
another, from the same or from different semantic models). The result has one row per grid, month and metric, with the
sums of numerator and denominator, so that any level is rolled up from sums.

A measure that adds up is summed by grid, month and the categorical dimensions of its facts at once; the sums by grid
and month, and those by one dimension, are then added up from these few. A distinct count does not add up over the
members of a dimension, so it is summed by grid and month only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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
class Dimension:
    """What facts can be told apart by: ``expr`` names the column, ``members`` the values with their names."""

    name: str
    expr: str
    name_zh: str = ""
    name_en: str = ""
    members: tuple[tuple[str, str, str], ...] = ()
    """(value, Chinese name, English name), in the order they are shown."""


UNKNOWN = "unknown"
"""The member of rows that a dimension says nothing of; every split has it, so that members add up to the whole."""
CUSTOMER, PLACE, GRID = "customer", "place", "grid"
DISTINCT = "count_distinct"
DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class SemanticModel:
    """A table of facts with the entity by which its rows find their grid.

    One whose entity is primary describes that entity: its dimensions can split the facts of every model that has
    the entity.
    """

    name: str
    model: str
    time: str
    entity: str
    key: str
    snapshot: bool
    measures: tuple[Measure, ...]
    name_zh: str = ""
    name_en: str = ""
    dimensions: tuple[Dimension, ...] = ()
    primary: bool = False
    events: bool = False
    """Whether rows are things that happened: a grid without any in a month had none, which is zero."""
    revision: int = 1
    """Counted up when the code that puts the rows together begins to mean something else by them."""

    def adds_up_by_customer(self, measure: Measure) -> bool:
        """Tell whether a measure's sums over parts of the customers add up to its sum over all of them.

        A distinct count does when it counts the customers themselves, each of whom is in one part only.
        """
        return self.entity == CUSTOMER and (measure.agg != DISTINCT or measure.expr == self.key)


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric; a simple one has no denominator. ``only`` narrows what it can be split by.

    Where ``none_is_unknown``, nothing added up means that nothing was told, not that there is nothing.
    """

    name: str
    numerator: str
    denominator: str | None
    only: tuple[str, ...] | None = None
    none_is_unknown: bool = False
    version: int = 0
    """The version that the declaration bears; 0 for an operator's own, of which the measures tell everything."""


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

    def dimensions_of(self, metric: Metric) -> tuple[Dimension, ...]:
        """Return what a metric can be split by: what all its measures can; distinct counts by nothing but the grid."""
        by_measure = [self.dimensions_of_measure(name) for name in (metric.numerator, metric.denominator) if name]
        shared = (one for one in by_measure[0] if all(one in others for others in by_measure[1:]))
        return tuple(one for one in shared if metric.only is None or one.name in metric.only)

    def kept_dimensions(self, model: SemanticModel) -> tuple[Dimension, ...]:
        """Return the dimensions by which a model's measures are kept apart: its own, and its customers'."""
        own = () if model.primary else model.dimensions
        return (*(self._described(CUSTOMER) if model.entity == CUSTOMER else ()), *own)

    def grid_dimensions(self) -> tuple[Dimension, ...]:
        """Return what describes a whole grid; nothing needs to be kept apart for it, sums are grouped when read."""
        return self._described(GRID)

    def dimensions_of_measure(self, name: str) -> tuple[Dimension, ...]:
        """Return what a measure can be split by."""
        model = self.model_of(name)
        distinct = next(one for one in model.measures if one.name == name).agg == DISTINCT
        return (*self.grid_dimensions(), *(() if distinct else self.kept_dimensions(model)))

    def _described(self, entity: str) -> tuple[Dimension, ...]:
        return tuple(
            one for model in self.models if model.primary and model.entity == entity for one in model.dimensions
        )

    def is_snapshot(self, metric: Metric) -> bool:
        """Tell whether a metric can be computed for the present month only."""
        names = [name for name in (metric.numerator, metric.denominator) if name]
        return any(self.model_of(name).snapshot for name in names)


@dataclass(frozen=True, slots=True)
class GridKeys:
    """How rows find their grid: the tables that map a customer or a place to it."""

    customer: ir.Table
    """customer_id, grid_code; to keep dimensions apart also month and a column for each of the customer's."""
    place: ir.Table
    """place_code, grid_code"""


def read_semantic_layer(declared: Mapping[str, Any]) -> SemanticLayer:
    """Return the semantic layer of a declaration; every metric's measures must exist (``KeyError``)."""
    layer = SemanticLayer(
        tuple(_model(model) for model in declared["semantic_models"]),
        tuple(read_metric(metric) for metric in declared["metrics"] if metric["type"] != DERIVED),
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
        dimensions=tuple(_dimension(one) for one in model["dimensions"] if one["type"] == "categorical"),
        primary=entity["type"] == "primary",
        events=bool(model.get("events", False)),
        revision=int(model.get("revision", 1)),
    )


def _dimension(declared: Mapping[str, Any]) -> Dimension:
    meta = declared["meta"]
    members = tuple((str(code), names["zh"], names["en"]) for code, names in meta["members"].items())
    return Dimension(
        name=declared["name"],
        expr=declared.get("expr", declared["name"]),
        name_zh=meta["names"]["zh"],
        name_en=meta["names"]["en"],
        members=members,
    )


def read_metric(metric: Mapping[str, Any]) -> Metric:
    """Return a declared metric; one that is derived from others is none of a layer's."""
    params, meta = metric["type_params"], metric.get("meta", {})
    only = meta.get("dimensions")
    narrowed = None if only is None else tuple(only)
    version = int(meta.get("version", 0))
    if metric["type"] == "simple":
        unknown = bool(meta.get("none_is_unknown"))
        return Metric(metric["name"], params["measure"], None, narrowed, unknown, version)
    return Metric(metric["name"], params["numerator"], params["denominator"], narrowed, version=version)


def measures_of(metrics: Iterable[Metric]) -> frozenset[str]:
    """Return the names of the measures that metrics are made of."""
    return frozenset(name for metric in metrics for name in (metric.numerator, metric.denominator) if name)


def measure_sums(
    layer: SemanticLayer,
    model: SemanticModel,
    measures: Sequence[Measure],
    table: ir.Table,
    grids: GridKeys,
    *,
    apart: bool = False,
) -> ir.Table:
    """Return measures of one semantic model summed by grid and month, ``apart`` also by all its kept dimensions.

    The sums are few (grids x months x members), so whoever runs this keeps them and makes every indicator from them:
    however many stand on a model, its facts are read once.
    """  # fmt: skip
    dimensions = layer.kept_dimensions(model) if apart else ()
    placed = _with_grid(model, table, grids)
    own = {_column(one): _member(placed[one.expr]) for one in dimensions if _column(one) not in placed.columns}
    placed = placed.mutate(month=_[model.time], **own).filter(_.grid_code.notnull())
    by = ("grid_code", "month", *(_column(one) for one in dimensions))
    return placed.group_by(*by).agg(**{m.name: _aggregate(m, placed) for m in measures})


def add_up(sums: ir.Table, dimension: Dimension | None = None) -> ir.Table:
    """Return kept sums added up by grid and month, or by one dimension's ``member`` as well."""
    by: dict[str, Any] = {} if dimension is None else {"member": _[_column(dimension)]}
    names = [name for name in sums.columns if name not in ("grid_code", "month") and not name.startswith(_APART)]
    return sums.group_by("grid_code", "month", **by).agg(**{name: _[name].sum() for name in names})


def with_quiet_grids(sums: ir.Table, grids: ir.Table) -> ir.Table:
    """Return sums of events by grid and month, with zeros for the grids where nothing happened.

    ``grids`` holds all grid codes. A month without any event of the whole company stays without: it was not delivered.
    """
    quiet = sums.select("month").distinct().cross_join(grids.select("grid_code").distinct())
    quiet = quiet.anti_join(sums, ["grid_code", "month"])
    named = [name for name in sums.columns if name not in ("grid_code", "month")]
    zeros = quiet.select("grid_code", "month", **{name: ibis.literal(0.0) for name in named})
    return sums.select("grid_code", "month", *named).union(zeros)


def add_together(sums: ir.Table) -> ir.Table:
    """Return sums of several parts of the customers as the sums of all of them."""
    by = [name for name in sums.columns if name in ("grid_code", "month") or name.startswith(_APART)]
    return sums.group_by(*by).agg(**{name: _[name].sum() for name in sums.columns if name not in by})


def customer_member(dimension: Dimension, value: ir.Value) -> dict[str, ir.Value]:
    """Return the column by which a customer's rows are kept apart, for ``GridKeys.customer``."""
    return {_column(dimension): _member(value)}


def metric_parts(layer: SemanticLayer, metrics: Iterable[Metric], sums: Mapping[str, ir.Table]) -> ir.Table:
    """Return grid_code, month, indicator, numerator, denominator of the metrics from the sums of their measures."""
    return _together([_told(metric, _parts(metric, *_sides(layer, metric, sums))) for metric in metrics])


def _told(metric: Metric, parts: ir.Table) -> ir.Table:
    return parts.filter(_.numerator != 0) if metric.none_is_unknown else parts


def metric_splits(
    layer: SemanticLayer,
    metrics: Iterable[Metric],
    dimension: Dimension,
    sums: Mapping[str, ir.Table],
    members: Mapping[str, ir.Table],
) -> ir.Table:
    """Return the parts of metrics by the members of a dimension, for the grids and months that have the metric.

    ``sums`` are those by grid and month, ``members`` those by the dimension's member. A member that has one side of a
    ratio only counts with zero on the other: the members' sums are those of the whole.
    """
    return _together([_split(layer, metric, dimension, sums, members) for metric in metrics])


def _together(tables: list[ir.Table]) -> ir.Table:
    """Return the rows of many tables; joined two by two, so that a long library does not nest deeply."""
    while len(tables) > 1:
        pairs = [tables[at : at + 2] for at in range(0, len(tables), 2)]
        tables = [pair[0].union(pair[1]) if len(pair) > 1 else pair[0] for pair in pairs]
    return tables[0]


_APART = "apart__"


def _column(dimension: Dimension) -> str:
    return f"{_APART}{dimension.name}"


def _member(value: Any) -> Any:
    text = value.cast("string")
    return ibis.coalesce(text, ibis.literal(UNKNOWN))


def _with_grid(model: SemanticModel, table: ir.Table, grids: GridKeys) -> ir.Table:
    if model.entity == GRID:
        return table.mutate(grid_code=_[model.key])
    mapped = grids.customer if model.entity == CUSTOMER else grids.place
    if "grid_code" in table.columns:
        table = table.drop("grid_code")
    on: list[Any] = [(model.key, mapped.columns[0])]
    if "month" in mapped.columns:
        on.append((model.time, "month"))
    return table.inner_join(mapped, on)


def _aggregate(measure: Measure, table: ir.Table) -> ir.FloatingValue:
    """Return a measure's sum; nothing where none of the rows has the figure: what was not delivered is not zero."""
    where = compile_condition(measure.filter, table) if measure.filter else None
    aggregates: Mapping[str, Callable[[], Any]] = {
        "sum": lambda: _sum(compile_formula(measure.expr, table), where),
        "sum_boolean": lambda: compile_condition(measure.expr, table).sum(where=where),
        "count": lambda: compile_formula(measure.expr, table).count(where=where),
        DISTINCT: lambda: compile_formula(measure.expr, table).nunique(where=where),
    }
    summed = aggregates[measure.agg]().cast("float64").fill_null(0.0)
    if measure.agg != "sum":
        return summed
    return ibis.ifelse(compile_formula(measure.expr, table).count() > 0, summed, ibis.null("float64"))


def _sum(values: Any, where: ir.BooleanValue | None) -> Any:
    return exact_sum(values, where) if values.type().is_floating() else values.sum(where=where)


def _sides(layer: SemanticLayer, metric: Metric, sums: Mapping[str, ir.Table]) -> tuple[ir.Table, ir.Table | None]:
    above = sums[metric.numerator]
    return above, None if metric.denominator is None else sums[metric.denominator]


def _parts(metric: Metric, above: ir.Table, below: ir.Table | None) -> ir.Table:
    """Return both sides by grid and month.

    A grid that has one side only (customers, but not one complaint) counts with zero on the other, so that the sums of
    both sides are those of the whole company. A month in which a side has no facts at all has no value.
    """
    if below is None or metric.denominator is None:
        table = above.mutate(below=ibis.literal(1.0))
    elif below is above:
        table = above.mutate(below=_[metric.denominator])
    else:
        sides = (
            above.select(
                "grid_code",
                "month",
                over=_[metric.numerator],
                under=ibis.literal(0.0),
                lacks=_[metric.numerator].isnull(),
            ),
            below.select(
                "grid_code",
                "month",
                over=ibis.literal(0.0),
                under=_[metric.denominator],
                lacks=_[metric.denominator].isnull(),
            ),
        )
        months = above.select("month").distinct().semi_join(below, "month")
        both = _together(list(sides)).group_by("grid_code", "month")
        table = both.agg(over=_.over.sum(), below=_.under.sum(), lacks=_.lacks.any()).filter(~_.lacks)
        table = table.semi_join(months, "month").rename({metric.numerator: "over"})
    return table.filter(_[metric.numerator].notnull(), _.below.notnull()).select(
        "grid_code", "month", indicator=ibis.literal(metric.name), numerator=_[metric.numerator], denominator=_.below,
    )  # fmt: skip


def _split(
    layer: SemanticLayer,
    metric: Metric,
    dimension: Dimension,
    sums: Mapping[str, ir.Table],
    members: Mapping[str, ir.Table],
) -> ir.Table:
    known = _parts(metric, *_sides(layer, metric, sums)).select("grid_code", "month")
    above, below = _sides(layer, metric, members)
    sides = [above.select("grid_code", "month", "member", numerator=_[metric.numerator], denominator=ibis.literal(0.0))]
    if below is not None and metric.denominator is not None:
        zero = ibis.literal(0.0)
        sides.append(below.select("grid_code", "month", "member", numerator=zero, denominator=_[metric.denominator]))
    both = _together(sides).group_by("grid_code", "month", "member")
    added = both.agg(numerator=_.numerator.sum().fill_null(0.0), denominator=_.denominator.sum().fill_null(0.0))
    if metric.denominator is None:
        added = added.mutate(denominator=ibis.literal(1.0))
    return added.semi_join(known, ["grid_code", "month"]).select(
        "grid_code", "month", indicator=ibis.literal(metric.name), dimension=ibis.literal(dimension.name),
        member=_.member, numerator=_.numerator, denominator=_.denominator,
    )  # fmt: skip
