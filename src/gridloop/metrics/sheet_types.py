"""A table as it is exported: columns with their units, and cells."""

from __future__ import annotations

from dataclasses import dataclass

POINTS, CHANGE = "points", "change"
"""How a difference of two shares, and a relative change, stand in an exported column."""
PERCENT, WHOLE_PERCENT, TENTHS = "percent", "whole_percent", "tenths"
"""What is no indicator but said of one, with the fewer digits that the screen gives it: a goal reached, a coverage; how
many peers are surpassed; deviations."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of an exported table; ``unit`` is that of its numbers (a ``Unit`` or one of those above)."""

    title: str
    unit: str = "count"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a column whose rows count different things; its own unit instead of the column's."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table as it is seen: what it is called, what it was narrowed by, its columns and rows."""

    title: str
    notes: tuple[tuple[str, str], ...]
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[str | float | Amount | None, ...], ...]
