"""Words of the lake that other stages may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class ColumnType(StrEnum):
    """The few types a lake column can have."""

    TEXT = "string"
    WHOLE = "int64"
    REAL = "float64"
    FLAG = "boolean"
    DAY = "date"
    INSTANT = "timestamp"


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
    version has is kept with the version.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    semantics: Semantics = Semantics.FULL
    open: bool = False

    @property
    def types(self) -> dict[str, ColumnType]:
        """Return the declared columns' types by name."""
        return {column.name: column.type for column in self.columns}


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One committed version of a dataset. ``columns`` maps each column to its type's name."""

    dataset: str
    version: int
    rows: int
    columns: dict[str, str] = field(default_factory=dict)


def columns_of(text: str) -> tuple[Column, ...]:
    """Return columns from a compact declaration: one ``name type [!]`` a line, ``!`` for never empty."""
    columns = []
    for line in text.strip().splitlines():
        words = line.split()
        columns.append(Column(words[0], ColumnType(words[1]), nullable="!" not in words[2:]))
    return tuple(columns)
