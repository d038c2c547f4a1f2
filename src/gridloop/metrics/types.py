"""Words of metrics that other stages may see: indicators, tags, figures of a unit, goals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class IndicatorKind(StrEnum):
    """How an indicator is made of its measures (words of the dbt semantic layer)."""

    SIMPLE = "simple"
    """The sum of one measure."""
    RATIO = "ratio"
    """The sum of one measure divided by the sum of another; rolled up from the sums, never from ratios."""


class Unit(StrEnum):
    """What an indicator's value counts."""

    FEN = "fen"
    COUNT = "count"
    SHARE = "share"
    """A part of one: 0.12 is shown as 12 %."""


class Direction(StrEnum):
    """Which way is good."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of the library."""

    code: str
    name_zh: str
    name_en: str
    unit: Unit
    direction: Direction
    formula_zh: str
    formula_en: str
    grain: str
    owner: str
    version: int
    kind: IndicatorKind
    numerator: str
    denominator: str | None = None


class TagType(StrEnum):
    """Where a tag comes from."""

    ATTRIBUTE = "attribute"
    STATISTICAL = "statistical"
    PREDICTED = "predicted"
    MANUAL = "manual"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of the library; ``condition`` is an expression over the columns of ``customer_profile``."""

    code: str
    name_zh: str
    name_en: str
    type: TagType
    owner: str
    version: int
    condition: str
    description_zh: str
    description_en: str


@dataclass(frozen=True, slots=True)
class TagCoverage:
    """How many of the customers somebody may see carry a tag."""

    tag: Tag
    cycle: str | None
    customers: int | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of one unit in one month, with what a reader compares it to.

    ``value`` is None where there is no data: absent is not zero. ``change`` is the plain difference to the month
    before, ``change_ratio`` the relative one; ``year_*`` compare with the same month a year ago. ``rank`` counts from
    the best among the ``ranked`` units of the same level that have a value.
    """

    indicator: str
    value: float | None
    previous: float | None = None
    change: float | None = None
    change_ratio: float | None = None
    year_ago: float | None = None
    year_change: float | None = None
    year_change_ratio: float | None = None
    rank: int | None = None
    ranked: int = 0
    goal: float | None = None
    goal_reached: float | None = None


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """One org unit with its figures."""

    org_code: str
    name_zh: str
    name_en: str
    kind: str
    path: str
    has_children: bool
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A unit's figures in one month, and those of the units below it."""

    cycle: str | None
    cycles: tuple[str, ...]
    unit: UnitFigures
    trail: tuple[UnitFigures, ...] = ()
    children: tuple[UnitFigures, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """An indicator's value in one month."""

    cycle: str
    value: float | None
    goal: float | None = None


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A number to reach, of an indicator, for a unit or a person and a cycle."""

    id: int
    indicator: str
    org_code: str
    person_code: str
    cycle: str
    value: float
    set_by: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build published: the month served, rows, and rows per part where there are parts."""

    dataset: str
    month: date
    version: int
    rows: int
    parts: dict[str, int] = field(default_factory=dict)
