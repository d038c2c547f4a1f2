"""What a data contract says, as frozen values; ``contract`` reads them from the standard's YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gridloop.lake.expressions import columns_in
from gridloop.lake.types import ColumnType, Semantics


class FileFormat(StrEnum):
    """The forms a feed's files come in."""

    CSV = "csv"
    """Delimited text whose fields may be quoted."""
    TXT = "txt"
    """Delimited text without quotes."""
    XLSX = "xlsx"
    PARQUET = "parquet"


class Kind(StrEnum):
    """What a column of a file holds, which decides how its text is read and checked."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    """Text whose full-width characters are made plain."""
    PHONE = "phone"
    """Never published: the lake gets its keyed hash and last four digits."""
    WHOLE = "whole"
    REAL = "real"
    MONEY = "money"
    """Yuan in the file, whole fen in the lake."""
    FLAG = "flag"
    DAY = "day"
    MONTH = "month"


LAKE_TYPES: dict[Kind, ColumnType] = {
    Kind.TEXT: ColumnType.TEXT,
    Kind.IDENTIFIER: ColumnType.TEXT,
    Kind.PHONE: ColumnType.TEXT,
    Kind.WHOLE: ColumnType.WHOLE,
    Kind.REAL: ColumnType.REAL,
    Kind.MONEY: ColumnType.WHOLE,
    Kind.FLAG: ColumnType.FLAG,
    Kind.DAY: ColumnType.DAY,
    Kind.MONTH: ColumnType.DAY,
}
PHONE_COLUMNS = ("phone_hash", "phone_last4")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Shares beyond which something is told (``warn``) or refused (``stop``); None never is."""

    warn: float | None = None
    stop: float | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """One column of a feed's file. ``header`` is its name there, ``name`` ours."""

    name: str
    header: str
    kind: Kind
    title_zh: str = ""
    title_en: str = ""
    required: bool = False
    key: bool = False
    allowed: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    """What the file writes -> what it stands for here."""
    minimum: str | None = None
    maximum: str | None = None
    not_after_delivery: bool = False
    reference: tuple[str, str] | None = None
    """Dataset and column in which the value must exist."""
    unit: str = ""
    written_in: str = ""
    """The unit of the file's numbers, where it is not ``unit``."""
    decimal_comma: bool = False
    """Numbers are written 1.234,56."""
    sensitive: bool = False
    leaks: str = ""
    """Label whose answer this column gives away."""
    empty_share: Thresholds = Thresholds()
    """How much of the column may be empty in a delivery."""

    @property
    def coded(self) -> bool:
        """True where only certain words may stand: they are compared in their plain form."""
        return bool(self.allowed or self.values)

    @property
    def typed_name(self) -> str:
        """Return the column's name once typed: ``x_yuan`` becomes ``x_fen``."""
        return self.name.removesuffix("_yuan") + "_fen" if self.kind is Kind.MONEY else self.name


@dataclass(frozen=True, slots=True)
class Publish:
    """One mapping of a feed's rows to a dataset: SQL expressions over the typed columns."""

    dataset: str
    columns: Mapping[str, str]
    traits: tuple[str, ...] = ()
    """For ``customer_trait``: the columns that each become one row per customer."""
    where: str = ""
    distinct: bool = False
    """Keep one row per key (the first in the file)."""

    @property
    def expressions(self) -> tuple[str, ...]:
        """Return every expression of the mapping."""
        return (*self.columns.values(), *self.traits, *([self.where] if self.where else []))


@dataclass(frozen=True, slots=True)
class ControlShape:
    """What the control files of another system are called and what a line of them holds; a flag holds nothing."""

    suffix: str
    fields: tuple[str, ...] = ()
    separator: str = "|"

    @property
    def holds(self) -> str:
        """Return the fields as a contract writes them."""
        return self.separator.join(self.fields)


@dataclass(frozen=True, slots=True)
class Contract:
    """What a feed delivers, how it is read and checked, and what it becomes."""

    feed: str
    version: str
    title_zh: str
    title_en: str
    description: str
    format: FileFormat
    delimiter: str
    encoding: str
    has_header: bool
    file_pattern: str
    semantics: Semantics
    properties: tuple[Property, ...]
    publishes: tuple[Publish, ...]
    decimal_comma: bool = False
    """Numbers are written 1.234,56."""
    all_sheets: bool = False
    """Of a workbook, every sheet that people see and that has the columns is read, one after the other."""
    trailer: tuple[str, ...] = ()
    """What the first field says of the lines at the end of a file that are no rows: a count, totals."""
    control: ControlShape | None = None
    """The control files of its source, where they are not ours."""
    month_of: str = ""
    """Day column whose month is the typed column ``month``."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Name -> SQL constant, or ``business_date``."""
    gone_column: str = ""
    """Column that tells rows which are gone (upserts only), and the values that say so."""
    gone_values: tuple[str, ...] = ()
    ignore_repeats: bool = False
    """For appends: a key that is there already is passed over, instead of refused."""
    max_refused_share: float = 0.5
    row_change: Thresholds = Thresholds()
    """How much the rows of a delivery may differ from those of the one before."""
    every_months: int = 1
    latency_days: int = 2
    own: bool = False
    """True for an operator's own contract, false for one that ships with Gridloop."""
    yaml: str = field(default="", repr=False)
    description_zh: str = ""
    """What it is for, in Chinese; ``description`` says it in English, or as an operator's own contract has it."""
    contact: str = ""
    """Whom to ask when it does not come or is wrong: a person or desk of the source, with a number."""

    @property
    def key(self) -> tuple[str, ...]:
        """Return the typed names of the columns that identify a row."""
        return tuple(p.typed_name for p in self.properties if p.key)

    @property
    def phone(self) -> Property | None:
        """Return the customer's phone column, when there is one."""
        return next((p for p in self.properties if p.kind is Kind.PHONE), None)

    @property
    def datasets(self) -> tuple[str, ...]:
        """Return the names of the datasets it feeds, each once, in the order of its mappings."""
        return tuple(dict.fromkeys(publish.dataset for publish in self.publishes))

    @property
    def sensitive_headers(self) -> frozenset[str]:
        """Return the headers of the columns that are masked wherever they are shown."""
        return frozenset(p.header for p in self.properties if p.sensitive)

    def found_in_itself(self, reference: tuple[str, str]) -> str:
        """Return the typed column that a reference into what the rows themselves become is found in, else empty."""
        dataset, column = reference
        for publish in self.publishes:
            name = publish.columns.get(column, "").strip('"') if publish.dataset == dataset else ""
            if name in self.typed_columns:
                return name
        return ""

    @property
    def typed_columns(self) -> dict[str, ColumnType]:
        """Return the typed columns that a mapping may use: everything but sensitive values."""
        columns = {p.typed_name: LAKE_TYPES[p.kind] for p in self.properties if not p.sensitive}
        if self.phone is not None:
            columns |= dict.fromkeys(PHONE_COLUMNS, ColumnType.TEXT)
        if self.month_of:
            columns["month"] = ColumnType.DAY
        return columns

    @property
    def uses_business_date(self) -> bool:
        """True when what the file becomes depends on the day it is delivered for."""
        constants = {name for name, value in self.parameters.items() if value == "business_date"}
        expressions = (expression for publish in self.publishes for expression in publish.expressions)
        return any(constants & columns_in(expression) for expression in expressions)
