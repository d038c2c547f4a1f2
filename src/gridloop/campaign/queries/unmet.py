"""Which condition leaves a customer out of a campaign's audience, with his value and when that was computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from gridloop.campaign.expr.conditions import Group, Rule, fields_used, read_conditions
from gridloop.campaign.expr.fields import IN_A_ROW, ORGANISATION, AudienceField, FieldGroup, run_column
from gridloop.campaign.expr.unmet import first_unmet, rule_met, rules_of
from gridloop.campaign.queries.audience import field_catalogue, latest_month
from gridloop.campaign.queries.population import DATASET, population_of, with_what_is_asked
from gridloop.campaign.types import Plan
from gridloop.kernel import clock
from gridloop.lake.queries import open_lake_at, version_facts

if TYPE_CHECKING:
    import ibis.expr.types as ir

_DATASETS = {
    FieldGroup.PROFILE: "customer_profile",
    FieldGroup.TAG: "customer_tag",
    FieldGroup.SCORE: "customer_score",
    FieldGroup.ORGANISATION: "ownership",
    FieldGroup.GRID: "indicator_value",
}


@dataclass(frozen=True, slots=True)
class UnmetCondition:
    """A rule as the plan states it, and the customer's own value (None: unknown).

    ``negated``: he meets it and must not. ``alternatives``: one of so many, none of which he meets. ``month`` is the
    month whose data was asked, ``computed_at`` when his value was worked out.
    """

    field: str
    operator: str
    value: Any
    actual: Any
    negated: bool
    alternatives: int
    month: date
    computed_at: datetime | None


def unmet_condition(plan: Plan, reads: Mapping[str, int], customer_id: str) -> UnmetCondition | None:
    """Return the first condition of a plan that a customer does not meet; None when he meets them all, or is not known.

    ``reads`` are the versions of datasets that decided; what is not among them is read as it is now.
    """
    population = version_facts(DATASET, reads[DATASET]) if DATASET in reads else None
    with open_lake_at({**(population.reads if population else {}), **reads}) as lake:
        month = latest_month(lake, plan.cycle)
        catalogue = field_catalogue(lake)
        conditions = _with_reach(plan, read_conditions(plan.audience, catalogue), catalogue)
        used = [catalogue[name] for name in fields_used(conditions)]
        wide = population_of(
            lake,
            month,
            tag_names={field.name.split(".")[-1] for field in used if field.group is FieldGroup.TAG},
            models={field.name.split(".")[1] for field in used if field.group is FieldGroup.SCORE},
        )
        wide = with_what_is_asked(wide, lake, month, conditions, on=plan.launched_on or clock.today())
        rules = list(rules_of(conditions))
        asked = {f"met_{n}": rule_met(wide, rule) for n, (_, rule) in enumerate(rules)}
        asked |= {f"value_{n}": _held(wide, rule) for n, (_, rule) in enumerate(rules)}
        rows = lake.run(wide.mutate(**asked).filter(wide.customer_id == customer_id).select(*asked)).to_pylist()
        versions = lake.reads
    if not rows:
        return None
    met = {path: bool(rows[0][f"met_{n}"]) for n, (path, _) in enumerate(rules)}
    found = first_unmet(conditions, met)
    if found is None:
        return None
    dataset = _DATASETS[found.rule.field.group]
    version = versions.get(dataset, (population.reads if population else {}).get(dataset))
    facts = version_facts(dataset, version) if version is not None else None
    stated = _stated(plan, found.path)
    return UnmetCondition(
        field=found.rule.field.name,
        operator=found.rule.operator,
        value=stated,
        actual=rows[0][f"value_{[path for path, _ in rules].index(found.path)}"],
        negated=found.negated,
        alternatives=found.alternatives,
        month=month,
        computed_at=facts.created_at if facts else None,
    )


def _held(wide: ir.Table, rule: Rule) -> ir.Value:
    """Return what a rule looks at: the customer's value, or for how many months in a row his grid's has run."""
    way = IN_A_ROW.get(rule.operator)
    return wide[run_column(rule.field.column, way)] if way else wide[rule.field.column]


def _with_reach(plan: Plan, conditions: Group, catalogue: Mapping[str, AudienceField]) -> Group:
    """A plan reaches the customers of its own unit: that is asked first."""
    return Group("and", False, (Rule(catalogue[ORGANISATION], "in", (plan.org_code,)), conditions))


def _stated(plan: Plan, path: tuple[int, ...]) -> Any:
    first, *others = path
    if first == 0:
        return [plan.org_code]
    node: Any = plan.audience
    for number in others:
        node = node["rules"][number]
    return node.get("value")
