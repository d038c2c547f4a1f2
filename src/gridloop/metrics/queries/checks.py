"""What a definition would mean, before it is published: whether it can be understood, and whom or what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import ibis

from gridloop.kernel.clock import cycle_of
from gridloop.kernel.models import OrgUnit
from gridloop.kernel.privacy import customer_name
from gridloop.kernel.problems import Problem, Trouble
from gridloop.kernel.queries import ancestors, org_units
from gridloop.kernel.scope import lake_predicate
from gridloop.kernel.types import OrgKind
from gridloop.lake.queries import open_lake
from gridloop.lake.services.reveal_phone import masked
from gridloop.metrics.expr.formula import FormulaError, columns_named, compile_condition, compile_formula
from gridloop.metrics.expr.semantics import SemanticModel
from gridloop.metrics.expr.tag_facts import tag_facts
from gridloop.metrics.queries.library import layer_with
from gridloop.metrics.queries.parts import compute_parts, schema_of_facts
from gridloop.metrics.queries.shipped import fact_column, shipped_layer, tag_columns
from gridloop.metrics.queries.sources import deciles_of, tag_sources
from gridloop.metrics.rules import roll_up, value_of
from gridloop.metrics.types import IndicatorKind, SemanticFacts, TagPreview, Trial, TrialRow

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from gridloop.kernel.types import Scope

SAMPLE = 20


def check_condition(condition: str, where: str = "condition") -> None:
    """Raise ``Problem`` (400) with the place of the fault when a tag's condition cannot be meant."""
    table = ibis.table({column.name: column.type for column in tag_columns().values()}, name="facts")
    _refuse_faults([(where, lambda: compile_condition(condition, table))])


def check_measures(body: Mapping[str, Any]) -> None:
    """Raise ``Problem`` (400) with every fault when an indicator's measures cannot be meant."""
    troubles = [
        Trouble(f"{side}.model", "metrics.unknown_model", {"model": str(part["model"])[:60]})
        for side, part in _sides(body)
        if part["model"] not in {model.name for model in fact_models()}
    ]
    if troubles:
        raise Problem("metrics.definition_invalid", 400, tuple(troubles))
    named = {part["model"] for _, part in _sides(body)}
    tables = _schemas(model for model in fact_models() if model.name in named)
    checks: list[tuple[str, Callable[[], Any]]] = []
    for side, part in _sides(body):
        table = tables[part["model"]]
        checks.append((f"{side}.expr", _number_check(part, table)))
        if part.get("filter"):
            checks.append((f"{side}.filter", _condition_check(part["filter"], table)))
    _refuse_faults(checks)


def fact_models() -> tuple[SemanticModel, ...]:
    """Return the semantic models that hold facts; the others describe an entity."""
    return tuple(model for model in shipped_layer().models if not model.primary)


def semantic_facts() -> list[SemanticFacts]:
    """Return the semantic models that own indicators can stand on, with their columns."""
    models = fact_models()
    tables = _schemas(models)
    return [
        SemanticFacts(
            name=model.name,
            name_zh=model.name_zh,
            name_en=model.name_en,
            snapshot=model.snapshot,
            columns=tuple(
                fact_column(model.name, name, str(kind), model.model)
                for name, kind in tables[model.name].schema().items()
                if name != "next_month"
            ),
            measures=tuple(f"{measure.name} = {measure.agg}({measure.expr})" for measure in model.measures),
        )
        for model in models
    ]


def tag_preview(scope: Scope, condition: str) -> TagPreview:
    """Return how many of the scope's customers a condition fits in the newest month, and a few of them, masked.

    Raises ``Problem``: 400 when the condition cannot be meant, 409 before the first profile.
    """
    check_condition(condition)
    with open_lake() as lake:
        months = lake.months("customer_profile")
        if not months:
            raise Problem("metrics.nothing_built", 409)
        named = columns_named(condition)
        facts = tag_facts(tag_sources(lake), months[-1], named, deciles_of(lake, months[-1], named))
        seen = facts.filter(lake_predicate(scope, facts))
        fits = compile_condition(condition, seen)
        counted = lake.run(seen.aggregate(total=seen.count(), customers=fits.sum())).to_pylist()[0]
        person = lake.table("customer").select("customer_id", "name", "phone_last4")
        shown = sorted(named | {"grid_code"})
        some = seen.filter(fits).order_by("customer_id").limit(SAMPLE).select("customer_id", *shown)
        rows = lake.run(some.left_join(person, "customer_id").order_by("customer_id")).to_pylist()
    return TagPreview(
        cycle=cycle_of(months[-1]),
        customers=int(counted["customers"] or 0),
        total=int(counted["total"]),
        sample=tuple(
            {
                "customer_id": row["customer_id"],
                "name": customer_name(scope, row["name"]),
                "phone": masked(row["phone_last4"]),
                "grid_code": row["grid_code"],
                "values": {name: row[name] for name in sorted(named)},
            }
            for row in rows
        ),
    )


def indicator_trial(scope: Scope, body: Mapping[str, Any]) -> Trial:
    """Return what an indicator would have been in the newest month, for the scope's branches and the whole of it.

    Raises ``Problem``: 400 when it cannot be meant, 409 before the first bills.
    """
    check_measures(body)
    code = "on_trial"
    layer = layer_with([(code, body)])
    metric = layer.metrics[-1]
    with open_lake() as lake:
        months = lake.months("bill")
        if not months:
            raise Problem("metrics.nothing_built", 409)
        parts = compute_parts(lake, layer, [metric], months[-1:]).parts.to_pylist()
    grids = {row["grid_code"]: (row["numerator"], row["denominator"]) for row in parts}
    dimensions = tuple(one.name for one in layer.dimensions_of(metric))
    return Trial(cycle_of(months[-1]), _by_branch(scope, grids, body), dimensions)


def _by_branch(scope: Scope, grids: Mapping[str, tuple[float, float]], body: Mapping[str, Any]) -> tuple[TrialRow, ...]:
    kind = IndicatorKind.RATIO if body.get("denominator") else IndicatorKind.SIMPLE
    above = {unit.code: ancestors(unit.path) for unit in OrgUnit.objects.all()}
    sums = roll_up(grids, above)
    units = [unit for unit in org_units(scope) if unit.kind in (OrgKind.COMPANY.value, OrgKind.BRANCH.value)]
    return tuple(
        TrialRow(
            org_code=unit.code,
            name_zh=unit.name_zh,
            name_en=unit.name_en,
            kind=unit.kind,
            numerator=sums[unit.code][0] if unit.code in sums else None,
            denominator=sums[unit.code][1] if unit.code in sums and kind is IndicatorKind.RATIO else None,
            value=value_of(kind, *sums[unit.code]) if unit.code in sums else None,
        )
        for unit in units
    )


def _sides(body: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    yield "numerator", body["numerator"]
    if body.get("denominator"):
        yield "denominator", body["denominator"]


def _number_check(part: Mapping[str, Any], table: ir.Table) -> Callable[[], Any]:
    def check() -> None:
        value = compile_formula(part["expr"], table)
        if part["agg"] == "sum" and not value.type().is_numeric():
            raise FormulaError(part["expr"], 1, "not_a_number")

    return check


def _condition_check(text: str, table: ir.Table) -> Callable[[], Any]:
    return lambda: compile_condition(text, table)


def _refuse_faults(checks: Iterable[tuple[str, Callable[[], Any]]]) -> None:
    troubles = []
    for where, check in checks:
        try:
            check()
        except FormulaError as fault:
            troubles.append(
                Trouble(where, f"metrics.formula_{fault.code}", {"position": fault.position, **fault.params})
            )
    if troubles:
        raise Problem("metrics.definition_invalid", 400, tuple(troubles))


def _schemas(models: Iterable[SemanticModel]) -> Mapping[str, ir.Table]:
    """Return the tables of facts behind semantic models, by model, to compile formulas on; they hold nothing."""
    with open_lake() as lake:
        facts = schema_of_facts(lake)
        return {model.name: facts[model.model] for model in models}
