"""Words of the lake that other stages may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class ColumnType(StrEnum):
    """The few types a lake column can have."""

    TEXT = "string"
    WHOLE = "int64"
    REAL = "float64"
    FLAG = "boolean"
    DAY = "date"
    INSTANT = "timestamp"


class Engine(StrEnum):
    """What runs the expressions over the lake."""

    DUCKDB = "duckdb"
    """Embedded: the default."""
    SPARK = "spark"
    """An existing cluster, or Spark on this machine."""


DUCKDB_TYPES: dict[ColumnType, str] = {
    ColumnType.TEXT: "VARCHAR",
    ColumnType.WHOLE: "BIGINT",
    ColumnType.REAL: "DOUBLE",
    ColumnType.FLAG: "BOOLEAN",
    ColumnType.DAY: "DATE",
    ColumnType.INSTANT: "TIMESTAMP",
}


class Semantics(StrEnum):
    """What a new delivery of a dataset does to what is there."""

    FULL = "full"
    """Replaces the whole dataset."""
    PERIOD = "period"
    """Replaces the months (column ``month``) it delivers."""
    UPSERT = "upsert"
    """Its rows replace those with the same key, the others stay. Of contracts only, never of a dataset."""
    APPEND = "append"
    """Its rows are added to those that are there. Of contracts only, never of a dataset."""

    @property
    def by_key(self) -> bool:
        """True when what a delivery does is decided key by key, not for whole parts."""
        return self in (Semantics.UPSERT, Semantics.APPEND)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a published dataset."""

    name: str
    type: ColumnType
    nullable: bool = True
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Dataset:
    """A published dataset: its columns, its key, and how deliveries replace each other.

    ``open`` datasets may carry further columns than the declared ones (tags, for instance); which ones a
    version has is kept with the version. ``made_from`` tells of a dataset that is computed month by month which
    months of which delivered (or likewise computed) datasets a month is made from, counted from it: ``(-3, -1)`` are
    the three months before. When one of those changes, the month is computed again. ``made_from_whole`` names the
    datasets without months that it is made from: corrections of what was read reopen a month, news do not.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    semantics: Semantics = Semantics.FULL
    open: bool = False
    made_from: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    made_from_whole: tuple[str, ...] = ()

    @property
    def types(self) -> dict[str, ColumnType]:
        """Return the declared columns' types by name."""
        return {column.name: column.type for column in self.columns}

    @property
    def order(self) -> tuple[str, ...]:
        """Return the columns its files are sorted by: whoever asks for one customer, or a range, reads little."""
        first = ("customer_id",) if "customer_id" in self.types else ()
        return (*first, *(name for name in self.key if name not in first))


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One committed version of a dataset. ``columns`` maps each column to its type's name."""

    dataset: str
    version: int
    rows: int
    columns: dict[str, str] = field(default_factory=dict)
    reads: dict[str, int] = field(default_factory=dict)
    """Versions of the datasets it was made of."""


@dataclass(frozen=True, slots=True)
class CustomerRange:
    """The customers whose ids are at least ``low`` and below ``high``; None leaves that side open."""

    low: str | None = None
    high: str | None = None


EVERYBODY = CustomerRange()


def columns_of(text: str) -> tuple[Column, ...]:
    """Return columns from a compact declaration: one ``name type [!]`` a line, ``!`` for never empty."""
    columns = []
    for line in text.strip().splitlines():
        words = line.split()
        columns.append(Column(words[0], ColumnType(words[1]), nullable="!" not in words[2:]))
    return tuple(columns)


class BatchState(StrEnum):
    """Life of one delivered file."""

    LOADING = "loading"
    """Being worked on, or left behind by a process that died; the next run takes it over."""
    LOADED = "loaded"
    UNCHANGED = "unchanged"
    """Delivered again with the content that is already in force."""
    FAILED = "failed"
    """Refused as a whole; nothing of it was published."""
    ROLLED_BACK = "rolled_back"
    """Was loaded; what it published has been taken back."""
    WAITING = "waiting"
    """Lies in the drop folder without a control file (never kept as a batch)."""


class LoadStage(StrEnum):
    """What a load is at."""

    PULLING = "pulling"
    """Rows are read from a database."""
    READING = "reading"
    CHECKING = "checking"
    """All is read; keys are compared, and the delivery with the one before."""
    WRITING = "writing"


class RowReason(StrEnum):
    """Why a row went to quarantine."""

    MISSING_VALUE = "missing_value"
    BAD_DATE = "bad_date"
    IMPOSSIBLE_DATE = "impossible_date"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE_MONEY = "negative_money"
    OUT_OF_RANGE = "out_of_range"
    VALUE_NOT_ALLOWED = "value_not_allowed"
    NOT_A_PHONE = "not_a_phone"
    UNKNOWN_REFERENCE = "unknown_reference"
    REPEATED_KEY = "repeated_key"
    RAGGED_ROW = "ragged_row"


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one delivered file. ``problem`` is a message code with its parameters."""

    feed: str
    file_name: str
    business_date: date | None
    state: BatchState
    batch_id: int | None = None
    rows_read: int = 0
    rows_loaded: int = 0
    rows_quarantined: int = 0
    published: dict[str, int] = field(default_factory=dict)
    problem: tuple[str, dict[str, object]] | None = None


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a run over the drop folder did, file by file."""

    files: tuple[FileReport, ...]
    seconds: float

    def count(self, state: BatchState) -> int:
        """Return how many files ended in a state."""
        return sum(1 for file in self.files if file.state is state)

    def __str__(self) -> str:
        counts = ", ".join(f"{self.count(state)} {state.value}" for state in BatchState if self.count(state))
        read = sum(file.rows_read for file in self.files if file.state is BatchState.LOADED)
        return f"{len(self.files)} files ({counts or 'none'}), {read:,} rows in {self.seconds:.1f} s"

    @property
    def failed(self) -> tuple[FileReport, ...]:
        """Return the files that were refused as a whole."""
        return tuple(file for file in self.files if file.state is BatchState.FAILED)
