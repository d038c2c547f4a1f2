"""Words of metrics that other stages may see: indicators, tags, figures of a unit, goals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class IndicatorKind(StrEnum):
    """How an indicator is made of its measures (words of the dbt semantic layer)."""

    SIMPLE = "simple"
    """The sum of one measure."""
    RATIO = "ratio"
    """The sum of one measure divided by the sum of another; rolled up from the sums, never from ratios."""
    DERIVED = "derived"
    """Worked out from other indicators of the same unit, also of earlier months; never added up itself."""


class Unit(StrEnum):
    """What an indicator's value counts."""

    FEN = "fen"
    COUNT = "count"
    SHARE = "share"
    """A part of one: 0.12 is shown as 12 %."""
    PER_10K = "per_10k"
    """A part of one: 0.012 is shown as 120 per 10,000."""
    HOURS = "hours"
    MINUTES = "minutes"
    MB = "mb"
    MBPS = "mbps"
    NUMBER = "number"
    """A plain number with decimals, such as contacts per success."""


class Direction(StrEnum):
    """Which way is good."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"


class Domain(StrEnum):
    """What part of the business an indicator speaks of; the library's files and screens follow this order."""

    REVENUE = "revenue"
    USERS = "users"
    DEVELOPMENT = "development"
    RETENTION = "retention"
    BROADBAND = "broadband"
    BUNDLES = "bundles"
    NETWORK = "network"
    SERVICE = "service"
    MARKETING = "marketing"
    COST = "cost"
    MARKET = "market"


class Steward(StrEnum):
    """The department that answers for a definition."""

    FINANCE = "finance"
    MARKETING = "marketing"
    RETENTION = "retention"
    NETWORK = "network"
    SERVICE = "service"


class LibraryKind(StrEnum):
    """What the library holds."""

    TAG = "tag"
    INDICATOR = "indicator"


class State(StrEnum):
    """Life of a definition."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Part(StrEnum):
    """What a derived indicator takes of another one."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


@dataclass(frozen=True, slots=True)
class DerivedInput:
    """What a derived indicator's expression calls ``alias``: a part of another indicator, some months earlier."""

    alias: str
    indicator: str
    kind: IndicatorKind
    part: Part = Part.VALUE
    offset_months: int = 0


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of the library; ``people`` is the tag of the customers behind it, empty where there is none.

    ``snapshot`` ones can be computed for the present month only. ``sources`` are the datasets it is added up from.
    """

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
    domain: Domain = Domain.REVENUE
    people: str = ""
    snapshot: bool = False
    sources: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    own: bool = False
    state: State = State.PUBLISHED
    has_draft: bool = False
    expr: str = ""
    inputs: tuple[DerivedInput, ...] = ()


class TagType(StrEnum):
    """Where a tag comes from."""

    ATTRIBUTE = "attribute"
    STATISTICAL = "statistical"
    PREDICTED = "predicted"
    MANUAL = "manual"
    CONTACT = "contact"


class Sensitivity(StrEnum):
    """How carefully a tag is to be handled."""

    NORMAL = "normal"
    PERSONAL = "personal"
    """Says something of the person: age, consent."""
    SENSITIVE = "sensitive"
    """Would hurt or embarrass if it were told: disputes, complaints."""


class UpdateMode(StrEnum):
    """When a tag is worked out again."""

    BUILD = "build"
    """At every build of the month, with the data there is then."""
    SCORES = "scores"
    """When the models have scored the month; nobody carries it before."""
    BY_HAND = "by_hand"
    """A person sets and removes it; in force from the next build on."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of the library; ``condition`` is an expression over the vocabulary of tags (tags/columns.yaml).

    A manual tag has no condition. ``sources`` are the datasets that the condition reads.
    """

    code: str
    name_zh: str
    name_en: str
    type: TagType
    owner: str
    version: int
    condition: str
    description_zh: str
    description_en: str
    group: str = ""
    update: UpdateMode = UpdateMode.BUILD
    sensitivity: Sensitivity = Sensitivity.NORMAL
    columns: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    own: bool = False
    state: State = State.PUBLISHED
    has_draft: bool = False


@dataclass(frozen=True, slots=True)
class TagColumn:
    """One word of the language tags are written in: a column of what is known of a customer."""

    name: str
    name_zh: str
    name_en: str
    type: str
    unit: str
    source: str
    values: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class TagCoverage:
    """How many of the customers somebody may see carry a tag."""

    tag: Tag
    cycle: str | None
    customers: int | None
    share: float | None
    built_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of one unit in one month, with what a reader compares it to.

    ``value`` is None where there is no data: absent is not zero. ``change`` is the plain difference to the month
    before, ``change_ratio`` the relative one; ``year_*`` compare with the same month a year ago. ``rank`` counts from
    the best among the ``ranked`` units of the same level that have a value. Months that were worked out by another
    definition are shown but not compared with; ``outdated`` says that the month itself still follows an earlier one.
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
    outdated: bool = False


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
    """An indicator's value in one month; ``outdated`` where it still follows an earlier definition."""

    cycle: str
    value: float | None
    goal: float | None = None
    outdated: bool = False


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
class OutdatedMonth:
    """A month whose numbers follow an earlier definition, or one that nobody wrote down (``version`` None).

    ``awaited`` ones will be worked out again; the others stay as they are, because their facts are gone.
    """

    cycle: str
    version: int | None
    awaited: bool


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build published: the month served, rows, and rows per part where there are parts."""

    dataset: str
    month: date
    version: int
    rows: int
    parts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SemanticFacts:
    """One table of facts that an operator's own indicators can stand on."""

    name: str
    name_zh: str
    name_en: str
    snapshot: bool
    columns: tuple[TagColumn, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TagPreview:
    """Whom a condition fits, of the customers somebody may see: ``customers`` of ``total``, and a masked sample."""

    cycle: str
    customers: int
    total: int
    sample: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class TrialRow:
    """What an indicator on trial comes to for a unit; None where there is no data."""

    org_code: str
    name_zh: str
    name_en: str
    kind: str
    numerator: float | None
    denominator: float | None
    value: float | None


@dataclass(frozen=True, slots=True)
class Trial:
    """An indicator worked out for one month before it is published; ``dimensions`` are what it can be split by."""

    cycle: str
    rows: tuple[TrialRow, ...]
    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkReport:
    """What became of customers a manual tag was to be set on or taken from; ``unknown`` are not the setter's."""

    done: int
    unchanged: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One value of a dimension, with its names."""

    code: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class SplitDimension:
    """What indicators can be split by."""

    name: str
    name_zh: str
    name_en: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class MarketPlace:
    """The market of a unit: every operator's shares by month, and our own figures beside those of our books."""

    cycle: str | None
    cycles: tuple[str, ...]
    unit: dict[str, Any]
    trail: tuple[dict[str, Any], ...]
    operators: tuple[dict[str, Any], ...]
    months: tuple[dict[str, Any], ...]
    own_books: tuple[dict[str, Any], ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarketRow:
    """What one operator has in an area in a month; None where it is not known."""

    month: date
    area: str
    operator: str
    users: int
    new_users: int | None
    revenue_fen: int | None


class GridKind(StrEnum):
    """What a grid mostly is; comparable grids are those of the same kind."""

    RURAL = "rural"
    BUSINESS = "business"
    RESIDENTIAL = "residential"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """An indicator of a grid beside its peers: ``percentile`` 1 is the best of them, None with too few.

    ``peer_kind`` is None when all grids are compared, because fewer than five are of the same kind.
    """

    indicator: str
    value: float | None
    previous: float | None
    year_ago: float | None
    goal: float | None
    peer_kind: GridKind | None
    peers: int
    peer_median: float | None
    percentile: float | None
    trend: tuple[SeriesPoint, ...]
