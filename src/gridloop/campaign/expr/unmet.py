"""The first condition that leaves a customer out of an audience."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gridloop.campaign.expr.audience import audience_predicate
from gridloop.campaign.expr.conditions import Group, Rule

if TYPE_CHECKING:
    import ibis.expr.types as ir

Path = tuple[int, ...]
"""Where a rule stands in the tree: the number of the part on each level."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """A rule that decided. ``negated``: he meets it, and must not. ``alternatives``: so many, of which one would do."""

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
    """Return the first rule that leaves out a customer who meets ``met``; None when he meets the conditions.

    The rule named decides: under a negation it is one that he meets and must not, under two of them again one that he
    does not meet.
    """
    return None if _holds(group, met, above) else _decider(group, met, above, wanted=True)


def _decider(part: Rule | Group, met: Mapping[Path, bool], path: Path, *, wanted: bool) -> Unmet:
    """Return the first rule because of which a part is not what it ought to be."""
    if isinstance(part, Rule):
        return Unmet(path, part, negated=not wanted)
    inside = wanted is not part.negated
    parts = [(number, one) for number, one in enumerate(part.parts) if not (isinstance(one, Group) and one.empty)]
    number, one = next((n, one) for n, one in parts if _part_holds(one, met, (*path, n)) is not inside)
    found = _decider(one, met, (*path, number), wanted=inside)
    one_would_do = (part.combinator == "or") is inside
    return replace(found, alternatives=len(parts)) if one_would_do and len(parts) > 1 else found


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
