"""Compiles an audience to the lake's language.

Logic is two-valued: a value that is unknown meets no condition but ``null``, so it does not meet ``!=`` either, and
the negation of a condition it does not meet holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

import ibis

from gridloop.campaign.expr.conditions import Group, Rule
from gridloop.campaign.expr.fields import (
    BESIDE_THE_GRID,
    IN_A_ROW,
    FieldGroup,
    FieldKind,
    median_column,
    run_column,
    tag_column,
)
from gridloop.campaign.types import Exclusions

if TYPE_CHECKING:
    import ibis.expr.types as ir

_COMPARE: Mapping[str, Callable[[Any, tuple[Any, ...]], Any]] = {
    "=": lambda column, values: column == values[0],
    "!=": lambda column, values: column != values[0],
    "<": lambda column, values: column < values[0],
    "<=": lambda column, values: column <= values[0],
    ">": lambda column, values: column > values[0],
    ">=": lambda column, values: column >= values[0],
    "between": lambda column, values: column.between(values[0], values[1]),
    "notBetween": lambda column, values: ~column.between(values[0], values[1]),
    "in": lambda column, values: column.isin(values),
    "notIn": lambda column, values: ~column.isin(values),
    "beginsWith": lambda column, values: column.startswith(values[0]),
    "contains": lambda column, values: column.contains(values[0]),
}
_HAS_TAG = ("=", (True,))


def audience_predicate(population: ir.Table, group: Group) -> ir.BooleanValue:
    """Return whether a row of the population meets the conditions; never unknown."""
    return audience_condition(population, group).fill_null(False)


def audience_condition(population: ir.Table, group: Group) -> ir.BooleanValue:
    """Return the condition to filter a population by; it may be unknown where it is not met.

    Without a negation between them, "unknown" and "not met" come to the same in a filter, and a plain comparison is one
    that the engine can hold against what it knows of whole blocks of a file.
    """
    parts = [part for part in group.parts if not (isinstance(part, Group) and part.empty)]
    if not parts:
        return ibis.literal(True)
    met = [
        audience_condition(population, part) if isinstance(part, Group) else _rule(population, part) for part in parts
    ]
    joined = reduce(and_ if group.combinator == "and" else or_, met)
    return ~joined.fill_null(False) if group.negated else joined


def _rule(population: ir.Table, rule: Rule) -> ir.BooleanValue:
    column = population[rule.field.column]
    if rule.operator == "null":
        return column.isnull()
    if rule.operator == "notNull":
        return column.notnull()
    values = rule.values
    if rule.operator in IN_A_ROW:
        return population[run_column(rule.field.column, IN_A_ROW[rule.operator])] >= values[0]
    if rule.operator in BESIDE_THE_GRID:
        median = population[median_column(rule.field.column)]
        return column > median if rule.operator == "aboveGrid" else column < median
    if rule.field.kind is FieldKind.FLAG and rule.field.group is FieldGroup.TAG and (rule.operator, values) != _HAS_TAG:
        column = column.fill_null(False)  # a customer without a row of tags has none of them
    if rule.field.kind is FieldKind.ORG:
        units = rule.field.units or {}
        values = tuple(sorted({grid for unit in rule.values for grid in units[unit]}))
        if not values:
            return column.notnull() if rule.operator == "notIn" else ibis.literal(False)
    condition: ir.BooleanValue = _COMPARE[rule.operator](column, values)
    return condition


def exclusion_reason(population: ir.Table, exclusions: Exclusions, spoken_for: ir.Table | None) -> ir.StringValue:
    """Return why a row is left out (``segment``, ``tag:<tag>``, ``campaign:<code>``, ``listed``), NULL when it is not.

    ``spoken_for`` (customer_id, campaign_code) holds at most one row for a customer; the population must already
    be joined to it as column ``spoken_for``.
    """
    reasons: list[tuple[ir.BooleanValue, Any]] = []
    if exclusions.customers:
        reasons.append((population.customer_id.isin(exclusions.customers), "listed"))
    if exclusions.segments:
        reasons.append((population.segment.isin(exclusions.segments).fill_null(False), "segment"))
    for tag in exclusions.tags:
        reasons.append((population[tag_column(tag)].fill_null(False), f"tag:{tag}"))
    if spoken_for is not None:
        reasons.append((population.spoken_for.notnull(), ibis.literal("campaign:") + population.spoken_for))
    if not reasons:
        return ibis.null("string")
    return ibis.cases(*reasons)
