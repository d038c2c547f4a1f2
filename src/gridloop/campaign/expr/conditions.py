"""Reads an audience's condition tree as the query builder writes it, and refuses what it cannot mean.

A group is ``{"combinator": "and"|"or", "not": bool, "rules": [...]}``, a rule ``{"field", "operator", "value"}``.
Every refusal names the rule it concerns, such as ``audience.rules[1].rules[0]``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gridloop.campaign.expr.fields import BESIDE_THE_GRID, IN_A_ROW, LONGEST_RUN, AudienceField, FieldKind
from gridloop.kernel.problems import Problem, Trouble

MOST_RULES = 200
MOST_VALUES = 1000
DEEPEST = 8
_RANGE = ("between", "notBetween")
_MANY = ("in", "notIn")
_NONE = ("null", "notNull", *BESIDE_THE_GRID)


@dataclass(frozen=True, slots=True)
class Rule:
    """One checked condition; ``values`` has none, one, two or many values as the operator takes."""

    field: AudienceField
    operator: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions joined by ``and`` or ``or``; an empty group says nothing."""

    combinator: str
    negated: bool
    parts: tuple[Rule | Group, ...]

    @property
    def empty(self) -> bool:
        """True when nothing in the group says anything."""
        return all(isinstance(part, Group) and part.empty for part in self.parts)


EVERYBODY = Group("and", False, ())


def read_conditions(tree: Mapping[str, Any], fields: Mapping[str, AudienceField]) -> Group:
    """Return the checked tree; raises ``Problem`` (400) with one trouble for each rule that cannot be meant."""
    reader = _Reader(fields)
    group = reader.group(tree, "audience", 1) if tree else EVERYBODY
    if reader.rules > MOST_RULES:
        reader.troubles.append(Trouble("audience", "campaign.audience_too_many_rules", {"most": MOST_RULES}))
    if reader.troubles:
        raise Problem("campaign.audience_invalid", 400, tuple(reader.troubles), count=len(reader.troubles))
    return group


def rules_in(group: Group) -> Iterator[Rule]:
    """Yield every rule of a tree, in the order in which they are read."""
    for part in group.parts:
        if isinstance(part, Group):
            yield from rules_in(part)
        else:
            yield part


def fields_used(group: Group) -> set[str]:
    """Return the names of the fields a tree uses."""
    return {rule.field.name for rule in rules_in(group)}


class _Reader:
    def __init__(self, fields: Mapping[str, AudienceField]) -> None:
        self.fields = fields
        self.troubles: list[Trouble] = []
        self.rules = 0

    def trouble(self, where: str, code: str, **params: object) -> None:
        self.troubles.append(Trouble(where, f"campaign.audience_{code}", params))

    def group(self, node: object, where: str, depth: int) -> Group:
        if not isinstance(node, Mapping) or not isinstance(node.get("rules", []), list):
            self.trouble(where, "not_a_group")
            return EVERYBODY
        combinator = node.get("combinator", "and")
        if combinator not in ("and", "or"):
            self.trouble(where, "combinator", combinator=str(combinator)[:20])
            return EVERYBODY
        if depth > DEEPEST:
            self.trouble(where, "too_deep", deepest=DEEPEST)
            return EVERYBODY
        parts = tuple(
            part
            for number, child in enumerate(node.get("rules", []))
            if (part := self.part(child, f"{where}.rules[{number}]", depth)) is not None
        )
        return Group(combinator, bool(node.get("not", False)), parts)

    def part(self, node: object, where: str, depth: int) -> Rule | Group | None:
        if isinstance(node, Mapping) and "rules" in node:
            return self.group(node, where, depth + 1)
        if not isinstance(node, Mapping) or "field" not in node:
            self.trouble(where, "not_a_rule")
            return None
        self.rules += 1
        return self.rule(node, where)

    def rule(self, node: Mapping[str, Any], where: str) -> Rule | None:
        name, operator = str(node.get("field")), str(node.get("operator"))
        field = self.fields.get(name)
        if field is None:
            self.trouble(where, "unknown_field", field=name[:60])
            return None
        if operator not in field.operators:
            allowed = " ".join(field.operators)
            self.trouble(where, "operator", field=name, operator=operator[:20], allowed=allowed)
            return None
        if node.get("valueSource", "value") not in ("value", None, ""):
            self.trouble(where, "value_source", field=name)
            return None
        values = self.values(field, operator, node.get("value"), where)
        return None if values is None else Rule(field, operator, values)

    def values(self, field: AudienceField, operator: str, given: object, where: str) -> tuple[Any, ...] | None:
        if operator in _NONE:
            return ()
        listed = _listed(given) if operator in _RANGE + _MANY else [given]
        if operator in _RANGE and len(listed) != 2:
            self.trouble(where, "range", field=field.name)
            return None
        if operator in _MANY and not 0 < len(listed) <= MOST_VALUES:
            self.trouble(where, "list", field=field.name, most=MOST_VALUES)
            return None
        values = tuple(_READ[field.kind](field, value) for value in listed)
        for value, raw in zip(values, listed, strict=True):
            if value is None:
                code = f"value_{field.kind.value}"
                self.trouble(where, code, field=field.name, value=str(raw)[:40])
                return None
        if operator in IN_A_ROW and not (isinstance(values[0], int) and 1 <= values[0] <= LONGEST_RUN):
            self.trouble(where, "months", field=field.name, most=LONGEST_RUN)
            return None
        if operator in _RANGE and values[0] > values[1]:
            self.trouble(where, "range", field=field.name)
            return None
        return values


def _listed(given: object) -> list[object]:
    if isinstance(given, str):
        return [part.strip() for part in given.split(",") if part.strip()]
    return list(given) if isinstance(given, (list, tuple)) else []


def _number(field: AudienceField, value: object) -> float | int | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    if not math.isfinite(number) or abs(number) > 2**53:
        return None
    return int(number) if number.is_integer() else number


def _flag(field: AudienceField, value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else None


def _text(field: AudienceField, value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    text = str(value).strip()
    return text if 0 < len(text) <= 200 else None


def _unit(field: AudienceField, value: object) -> str | None:
    return value if isinstance(value, str) and value in (field.units or {}) else None


_READ: Mapping[FieldKind, Callable[[AudienceField, object], Any]] = {
    FieldKind.NUMBER: _number,
    FieldKind.FLAG: _flag,
    FieldKind.CHOICE: _text,
    FieldKind.TEXT: _text,
    FieldKind.ORG: _unit,
}
