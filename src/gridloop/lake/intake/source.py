"""What every form of file is read as: headers, then blocks of all-text columns with their line numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from gridloop.kernel.problems import Problem
from gridloop.lake.contract_types import Contract

BLOCK_ROWS = 100_000
MOST_COLUMNS = 5_000
"""A file with more is no table: somebody mistook the line breaks, or means harm."""


@dataclass(slots=True)
class Block:
    """Some rows of a file: line numbers, columns in the order of the headers, and the lines that are ragged."""

    lines: list[int]
    columns: list[Sequence[str | None]]
    ragged: list[int] = field(default_factory=list)
    done: int = 0
    """How far the file is read, in the unit of ``Source.total``."""

    @property
    def rows(self) -> int:
        """Return how many rows were read, ragged ones included."""
        return len(self.lines) + len(self.ragged)


@dataclass(frozen=True, slots=True)
class Picked:
    """One row as it stands in the file."""

    line_no: int
    raw: str
    fields: list[str]


class Source(Protocol):
    """A file that is read twice at most: all of it in blocks, then the few rows that were refused."""

    headers: tuple[str, ...]
    total: int

    def blocks(self) -> Iterator[Block]:
        """Yield the rows; raises ``Problem`` where the file cannot be read on."""
        ...

    def picked(self, wanted: Collection[int]) -> Iterator[Picked]:
        """Yield the rows that begin on the wanted lines."""
        ...


_UNSEEN = re.compile("[\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
"""What nobody sees in a text: marks of no width, of direction and of byte order, and control characters (NEL)."""


def plain(text: str) -> str:
    """Return text with full-width and other compatibility characters made plain (NFKC), and without unseen ones."""
    return text if text.isascii() else _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def plain_header(text: str) -> str:
    """Return a header as it is compared: plain, without blanks around it."""
    return plain(text).strip()


def declared_header(text: str, contract: Contract) -> str:
    """Return a file's header as its contract has it: a column may also go by its plain name (``staff_code``).

    The headers of the shipped contracts are in the language of the systems they come from; whoever makes a file by hand
    need not write that language.
    """
    header = plain_header(text)
    if any(plain_header(p.header) == header for p in contract.properties):
        return header
    return next((plain_header(p.header) for p in contract.properties if p.name == header), header)


def few_enough(header: list[str], path: Path) -> list[str]:
    """Return a header without the empty cells at its end; raises ``Problem`` when it has too many columns."""
    last = next((number for number in range(len(header), 0, -1) if header[number - 1]), 0)
    if last > MOST_COLUMNS:
        raise Problem("lake.file_too_many_columns", 422, file=path.name, columns=last, limit=MOST_COLUMNS)
    return header


def columns_of_rows(rows: Sequence[Sequence[str | None]], width: int) -> list[Sequence[str | None]]:
    """Turn rows of one width into columns."""
    return list(zip(*rows, strict=True)) if rows else [()] * width
