"""Indicators worked out from the facts: numerators and denominators by grid and month, and by their dimensions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

import pyarrow as pa

from gridloop.lake.datasets import DATASETS
from gridloop.lake.engine import Lake
from gridloop.lake.types import EVERYBODY
from gridloop.metrics.expr.semantics import (
    CUSTOMER,
    DISTINCT,
    Dimension,
    GridKeys,
    Measure,
    Metric,
    SemanticLayer,
    SemanticModel,
    add_together,
    add_up,
    customer_member,
    measure_sums,
    measures_of,
    metric_parts,
    metric_splits,
    told_parts,
    with_quiet_grids,
)
from gridloop.metrics.expr.service_months import (
    contract_month,
    customer_kinds,
    customer_month,
    fault_month,
    line_month,
    place_month,
    signing_month,
)
from gridloop.metrics.queries.market_facts import market_month
from gridloop.metrics.rules import months_before

if TYPE_CHECKING:
    import ibis.expr.types as ir

DATASET, SPLITS = "indicator_value", "indicator_split"
BY_MONTH = ("bill", "usage", "network_port", "fault", "complaint", "contact_outcome")
CUSTOMER_MONTHS = 1_500_000
"""Customers times months that are worked on at a time."""


@dataclass(frozen=True, slots=True)
class Computed:
    """Numerators and denominators of metrics: by grid and month, and by the members of their dimensions as well."""

    parts: pa.Table
    splits: pa.Table


def compute_parts(
    lake: Lake,
    layer: SemanticLayer,
    metrics: Sequence[Metric],
    months: Sequence[date],
    *,
    present: date | None = None,
    apart: bool = False,
) -> Computed:
    """Return the parts of metrics by grid for some months, ``apart`` also by their dimensions, from an open lake.

    What is known for the present only is worked out for the ``present`` month (one of the months) where it is given.
    Each semantic model's facts are read once. Facts of customers are read some hundred thousand customers at a time
    and their sums added together, so that memory does not depend on how many customers there are.
    """
    if not metrics or not months:
        return Computed(shaped(None), shaped(None, SPLITS))
    run = uuid4().hex[:8]
    spine = _spine(lake, months, f"months_{run}")
    now = spine if present is None else _spine(lake, [present], f"present_{run}")
    facts = fact_tables(lake, months, spine, now)
    kept = _kept_sums(lake, layer, metrics, facts, spine, months, apart=apart, run=run)
    whole = _attached(lake, kept, f"whole_{run}", None, quiet=_event_measures(layer))
    parts = lake.attach(f"parts_{run}", shaped(lake.run(metric_parts(layer, metrics, whole))))
    splits = [shaped(None, SPLITS)]
    for dimension, some in _by_dimension(layer, metrics).items() if apart else ():
        able = {name: table for name, table in kept.items() if dimension in layer.dimensions_of_measure(name)}
        members = _attached(lake, able, f"{dimension.name}_{run}", dimension)
        splits.append(shaped(lake.run(metric_splits(layer, some, dimension, members, parts)), SPLITS))
    return Computed(shaped(lake.run(told_parts(metrics, parts))), pa.concat_tables(splits))


def _by_dimension(layer: SemanticLayer, metrics: Sequence[Metric]) -> dict[Dimension, list[Metric]]:
    """Return the dimensions that are kept apart, each with the metrics that can be split by it."""
    found: dict[Dimension, list[Metric]] = {}
    for metric in metrics:
        for dimension in layer.dimensions_of(metric):
            if dimension not in layer.grid_dimensions():
                found.setdefault(dimension, []).append(metric)
    return found


def _event_measures(layer: SemanticLayer) -> frozenset[str]:
    return frozenset(measure.name for model in layer.models if model.events for measure in model.measures)


def _attached(
    lake: Lake,
    kept: Mapping[str, ir.Table],
    name: str,
    dimension: Dimension | None,
    *,
    quiet: frozenset[str] = frozenset(),
) -> dict[str, ir.Table]:
    """Return kept sums added up by grid and month (and a dimension), by measure; ``quiet`` ones count from zero."""
    added: dict[str, ir.Table] = {}
    for measure, table in kept.items():
        own = table.get_name()
        if own not in added:
            sums = add_up(table, dimension)
            if measure in quiet:
                sums = with_quiet_grids(sums, lake.table("ownership").select("grid_code"))
            added[own] = lake.attach(f"{own}_{name}", lake.run(sums))
    return {measure: added[table.get_name()] for measure, table in kept.items()}


def _kept_sums(
    lake: Lake,
    layer: SemanticLayer,
    metrics: Sequence[Metric],
    facts: Mapping[str, ir.Table],
    spine: ir.Table,
    months: Sequence[date],
    *,
    apart: bool,
    run: str,
) -> dict[str, ir.Table]:
    """Return the sums of all measures that the metrics need, by measure; those of one group share a table."""
    wanted = measures_of(metrics)
    place = lake.table("place")
    places = place.filter(place.grid_code.notnull()).select("place_code", "grid_code")
    groups = [group for model in layer.models for group in _groups(model, wanted, apart)]
    by_customer = [group for group in groups if group.in_ranges]
    sums = _sums_in_ranges(lake, layer, by_customer, facts, spine, months, places, apart=apart)
    keys = GridKeys(lake.table("ownership").select("customer_id", "grid_code"), places)
    for group in groups:
        if not group.in_ranges:
            split = apart and group.additive
            expression = measure_sums(layer, group.model, group.measures, facts[group.model.model], keys, apart=split)
            sums[group] = lake.run(expression)
    tables = {group: lake.attach(f"{group.name}_{run}", rows) for group, rows in sums.items()}
    return {measure.name: tables[group] for group in groups for measure in group.measures}


@dataclass(frozen=True, slots=True)
class _Group:
    """Measures of a model that are summed together: the additive ones, or its distinct counts."""

    name: str
    model: SemanticModel
    measures: tuple[Measure, ...]
    additive: bool
    in_ranges: bool


def _groups(model: SemanticModel, wanted: frozenset[str], apart: bool) -> list[_Group]:
    """Return the groups of a model's wanted measures."""
    chosen = [one for one in model.measures if one.name in wanted]
    kinds: dict[tuple[bool, bool], list[Measure]] = {}
    for one in chosen:
        kinds.setdefault((one.agg != DISTINCT or not apart, model.adds_up_by_customer(one)), []).append(one)
    return [
        _Group(f"sums_{model.name}_{number}", model, tuple(measures), additive, in_ranges)
        for number, ((additive, in_ranges), measures) in enumerate(kinds.items())
    ]


def _sums_in_ranges(
    lake: Lake,
    layer: SemanticLayer,
    groups: Sequence[_Group],
    facts: Mapping[str, ir.Table],
    spine: ir.Table,
    months: Sequence[date],
    places: ir.Table,
    *,
    apart: bool,
) -> dict[_Group, pa.Table]:
    found: dict[_Group, pa.Table] = {}
    if not groups:
        return found
    try:
        for part in lake.customer_ranges(max(CUSTOMER_MONTHS // len(months), 1)):
            lake.show(part)
            keys = GridKeys(_customer_keys(lake, layer, spine, months, apart=apart), places)
            for group in groups:
                split = apart and group.additive
                table = facts[group.model.model]
                rows = lake.run(measure_sums(layer, group.model, group.measures, table, keys, apart=split))
                if group in found:
                    both = lake.attach("sums_so_far", pa.concat_tables([found[group], rows]))
                    rows = lake.run(add_together(both))
                found[group] = rows
    finally:
        lake.show(EVERYBODY)
    return found


def _customer_keys(
    lake: Lake, layer: SemanticLayer, spine: ir.Table, months: Sequence[date], *, apart: bool
) -> ir.Table:
    """Return how a customer's rows find their grid and, ``apart``, what he is each month; kept for the range shown."""
    owner = lake.table("ownership").select("customer_id", "grid_code")
    if not apart:
        return owner
    customer, subscription, offer, bill = (lake.table(name) for name in ("customer", "subscription", "offer", "bill"))
    kinds = customer_kinds(spine, customer, subscription, offer, bill.filter(bill.month.isin(list(months))))
    wide = spine.select("month").cross_join(owner).left_join(kinds, ["customer_id", "month"])
    described = [model for model in layer.models if model.primary and model.entity == CUSTOMER]
    members = {
        name: value
        for model in described
        for one in model.dimensions
        for name, value in customer_member(one, wide[one.expr]).items()
    }
    return lake.keep("customer_keys", wide.select("customer_id", "month", "grid_code", **members))


def _spine(lake: Lake, months: Sequence[date], name: str) -> ir.Table:
    """Return the months with those that follow them."""
    ends = [months_before(day, -1) for day in months]
    schema = pa.schema([("month", pa.date32()), ("next_month", pa.date32())])
    return lake.attach(name, pa.table({"month": list(months), "next_month": ends}, schema=schema))


def schema_of_facts(lake: Lake) -> Mapping[str, ir.Table]:
    """Return the tables of facts to compile formulas on; nothing is read."""
    month = [date(2000, 1, 1)]
    spine = _spine(lake, month, "months_of_schema")
    return fact_tables(lake, month, spine, spine)


def fact_tables(lake: Lake, months: Sequence[date], spine: ir.Table, present: ir.Table) -> Mapping[str, ir.Table]:
    """Return the facts behind the semantic models, cut to the months, those of the present to ``present``.

    A table is put together when it is first asked for: most work is about one or two of them.
    """
    customer, subscription, offer = (lake.table(table) for table in ("customer", "subscription", "offer"))

    def within(name: str) -> ir.Table:
        table = lake.table(name)
        return table.filter(table.month.isin(list(months)))

    return _Asked(
        {
            **{name: partial(within, name) for name in BY_MONTH},
            "customer_month": lambda: customer_month(spine, customer, subscription, offer, within("bill")),
            "contract_month": lambda: contract_month(present, subscription, offer),
            "line_month": lambda: line_month(present, subscription),
            "signing_month": lambda: signing_month(present, subscription, offer),
            "place_month": lambda: place_month(spine, lake.table("place")),
            "fault_month": lambda: fault_month(within("fault"), lake.table("place"), lake.table("ownership")),
            "market_month": lambda: market_month(lake, months),
        }
    )


class _Asked(Mapping[str, "ir.Table"]):
    """Tables by name, each put together when it is first asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], ir.Table]]) -> None:
        self._makers = makers
        self._made: dict[str, ir.Table] = {}

    def __getitem__(self, name: str) -> ir.Table:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def shaped(rows: pa.Table | None, dataset: str = DATASET) -> pa.Table:
    """Return parts with the columns and types of their dataset; an empty table for None."""
    kinds = {"string": pa.string(), "date": pa.date32(), "float64": pa.float64()}
    schema = pa.schema([(name, kinds[kind.value]) for name, kind in DATASETS[dataset].types.items()])
    return schema.empty_table() if rows is None else rows.select(schema.names).cast(schema)
