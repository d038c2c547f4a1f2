"""What changed between two versions of a contract, how much that matters, and the version number it asks for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from gridloop.lake.contract_types import Contract, Property

VERSION = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})")
FIRST = "1.0.0"


class Weight(IntEnum):
    """How much a change matters to whoever delivers the files."""

    PATCH = 0
    """What was accepted is still accepted and becomes the same."""
    MINOR = 1
    """What was accepted is still accepted; more may be delivered, or more is made of it."""
    MAJOR = 2
    """A delivery that was right yesterday may be refused, or become something else."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what of the contract or of a column, before and after."""

    weight: Weight
    what: str
    column: str = ""
    before: str = ""
    after: str = ""


def version_of(text: str) -> tuple[int, int, int] | None:
    """Return a version's three numbers, None when it is not written like 1.2.0."""
    found = VERSION.fullmatch(text)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def suggested_version(current: str, changes: tuple[Change, ...]) -> str:
    """Return the version number that the weightiest change asks for."""
    major, minor, patch = version_of(current) or (1, 0, 0)
    weight = max((change.weight for change in changes), default=Weight.PATCH)
    if weight is Weight.MAJOR:
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if weight is Weight.MINOR else f"{major}.{minor}.{patch + 1}"


def changes_between(before: Contract, after: Contract) -> tuple[Change, ...]:
    """Return every difference that the two contracts show to their readers, the weightiest first."""
    return tuple(sorted(_changes(before, after), key=lambda change: -change.weight))


_DELIVERY = {
    "format": Weight.MAJOR,
    "delimiter": Weight.MAJOR,
    "encoding": Weight.MAJOR,
    "has_header": Weight.MAJOR,
    "decimal_comma": Weight.MAJOR,
    "all_sheets": Weight.MAJOR,
    "semantics": Weight.MAJOR,
    "month_of": Weight.MAJOR,
    "file_pattern": Weight.MAJOR,
    "max_refused_share": Weight.PATCH,
    "every_months": Weight.PATCH,
    "latency_days": Weight.PATCH,
    "title_zh": Weight.PATCH,
    "title_en": Weight.PATCH,
    "description": Weight.PATCH,
    "description_zh": Weight.PATCH,
    "contact": Weight.PATCH,
}


def _changes(before: Contract, after: Contract) -> Iterator[Change]:
    for name, weight in _DELIVERY.items():
        old, new = str(getattr(before, name)), str(getattr(after, name))
        if old != new:
            yield Change(weight, name, "", old, new)
    if (before.gone_column, before.gone_values) != (after.gone_column, after.gone_values):
        yield Change(Weight.MAJOR, "gone", "", _gone(before), _gone(after))
    if before.trailer != after.trailer:
        yield Change(Weight.MAJOR, "trailer", "", _text(before.trailer), _text(after.trailer))
    if before.control != after.control:
        yield Change(Weight.MAJOR, "control", "", _control(before), _control(after))
    if before.row_change != after.row_change:
        yield Change(Weight.PATCH, "row_change", "", _shares(before.row_change), _shares(after.row_change))
    if before.key != after.key:
        yield Change(Weight.MAJOR, "key", "", ", ".join(before.key), ", ".join(after.key))
    if (before.publishes, dict(before.parameters)) != (after.publishes, dict(after.parameters)):
        gone = set(before.datasets) - set(after.datasets)
        weight = Weight.MAJOR if gone else Weight.MINOR
        yield Change(weight, "publishes", "", ", ".join(before.datasets), ", ".join(after.datasets))
    old_columns = {prop.name: prop for prop in before.properties}
    new_columns = {prop.name: prop for prop in after.properties}
    for name in old_columns.keys() - new_columns.keys():
        yield Change(Weight.MAJOR, "column_gone", name)
    for name in new_columns.keys() - old_columns.keys():
        # a declared column must be in the file, whether its values may be empty or not
        yield Change(Weight.MAJOR, "column_new", name)
    for name in old_columns.keys() & new_columns.keys():
        yield from _column_changes(old_columns[name], new_columns[name])


def _column_changes(before: Property, after: Property) -> Iterator[Change]:
    for name in ("header", "kind", "unit", "written_in", "reference", "sensitive", "leaks", "not_after_delivery"):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            eased = name in ("reference", "not_after_delivery") and not new
            yield Change(Weight.MINOR if eased else Weight.MAJOR, name, after.name, _text(old), _text(new))
    if before.values != after.values:
        kept = set(before.values) <= set(after.values)
        yield Change(
            Weight.MINOR if kept else Weight.MAJOR, "values", after.name, _words(before.values), _words(after.values)
        )
    if before.required != after.required:
        weight = Weight.MAJOR if after.required else Weight.MINOR
        yield Change(weight, "required", after.name, str(before.required), str(after.required))
    if set(before.allowed) != set(after.allowed):
        narrowed = bool(after.allowed) and not (before.allowed and set(before.allowed) <= set(after.allowed))
        weight = Weight.MAJOR if narrowed else Weight.MINOR
        yield Change(weight, "allowed", after.name, _text(before.allowed), _text(after.allowed))
    for name, sign in (("minimum", 1), ("maximum", -1)):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Change(_bound_weight(old, new, sign), name, after.name, _text(old), _text(new))
    for name in ("title_zh", "title_en"):
        if getattr(before, name) != getattr(after, name):
            yield Change(Weight.PATCH, name, after.name, getattr(before, name), getattr(after, name))
    if before.empty_share != after.empty_share:
        yield Change(Weight.PATCH, "empty_share", after.name, _shares(before.empty_share), _shares(after.empty_share))


def _bound_weight(old: str | None, new: str | None, sign: int) -> Weight:
    """A bound that is taken away or moved outwards lets more in."""
    if new is None:
        return Weight.MINOR
    if old is None:
        return Weight.MAJOR
    try:
        tighter = sign * (float(new) - float(old)) > 0
    except ValueError:  # days compare as they are written
        tighter = new > old if sign > 0 else new < old
    return Weight.MAJOR if tighter else Weight.MINOR


def _text(value: object) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    return str(getattr(value, "value", value))


def _gone(contract: Contract) -> str:
    return f"{contract.gone_column} = {' / '.join(contract.gone_values)}" if contract.gone_column else ""


def _control(contract: Contract) -> str:
    return f"{contract.control.suffix} {contract.control.holds}".strip() if contract.control else ".ctl"


def _words(values: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{written} → {ours}" for written, ours in values)


def _shares(found: object) -> str:
    shares = (getattr(found, "warn", None), getattr(found, "stop", None))
    return " / ".join("–" if share is None else f"{share:.0%}" for share in shares)
