"""The first condition that leaves a customer out of an audience."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridloop.campaign.expr.audience import audience_predicate
from gridloop.campaign.expr.conditions import Group, Rule

if TYPE_CHECKING:
    import ibis.expr.types as ir

Path = tuple[int, ...]
"""Where a rule stands in the tree: the number of the part on each level."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """A rule that decided. ``negated``: he meets it, and must not. ``alternatives``: of so many none is met."""

    path: Path
    rule: Rule
    negated: bool = False
    alternatives: int = 1


def rules_of(group: Group, above: Path = ()) -> Iterator[tuple[Path, Rule]]:
    """Yield every rule of a tree with its place, in the order in which they are read."""
    for number, part in enumerate(group.parts):
        if isinstance(part, Group):
            yield from rules_of(part, (*above, number))
        else:
            yield (*above, number), part


def rule_met(population: ir.Table, rule: Rule) -> ir.BooleanValue:
    """Return whether a row of the population meets one rule; never unknown."""
    return audience_predicate(population, Group("and", False, (rule,)))


def first_unmet(group: Group, met: Mapping[Path, bool], above: Path = ()) -> Unmet | None:
    """Return the first rule that leaves out a customer who meets ``met``; None when he meets the conditions."""
    parts = [(number, part) for number, part in enumerate(group.parts) if not (isinstance(part, Group) and part.empty)]
    if not parts or _holds(group, met, above):
        return None
    truths = [(number, part, _part_holds(part, met, (*above, number))) for number, part in parts]
    if group.negated:  # what stands inside holds: the first part of it that does is what must not be
        number, part = next((number, part) for number, part, true in truths if true)
        return Unmet(*_first_rule(part, (*above, number)), negated=True)
    number, part = next((number, part) for number, part, true in truths if not true)
    alternatives = len(parts) if group.combinator == "or" else 1
    if isinstance(part, Rule):
        return Unmet((*above, number), part, alternatives=alternatives)
    inner = first_unmet(part, met, (*above, number))
    if inner is None or alternatives == 1:
        return inner
    return Unmet(inner.path, inner.rule, inner.negated, alternatives)


def _first_rule(part: Rule | Group, path: Path) -> tuple[Path, Rule]:
    return (path, part) if isinstance(part, Rule) else next(rules_of(part, path))


def _part_holds(part: Rule | Group, met: Mapping[Path, bool], path: Path) -> bool:
    return met[path] if isinstance(part, Rule) else _holds(part, met, path)


def _holds(group: Group, met: Mapping[Path, bool], above: Path) -> bool:
    truths = [
        _part_holds(part, met, (*above, number))
        for number, part in enumerate(group.parts)
        if not (isinstance(part, Group) and part.empty)
    ]
    if not truths:
        return True
    joined = all(truths) if group.combinator == "and" else any(truths)
    return joined is not group.negated
