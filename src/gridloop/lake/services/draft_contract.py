"""Drafts a contract from a sample file: reads its beginning, guesses, and keeps nothing of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineWorkbook

from gridloop.kernel.problems import Problem
from gridloop.lake.contract_changes import FIRST
from gridloop.lake.contract_document import TRAITS, ColumnFacts, ContractFacts
from gridloop.lake.contract_types import FileFormat, Kind
from gridloop.lake.datasets import DATASETS
from gridloop.lake.intake.decode import CHUNK, looks_like, sniff
from gridloop.lake.intake.guess import GuessedColumn, guess_columns, guess_delimiter, guess_header, split_lines
from gridloop.lake.intake.sheet import HEADER_WITHIN, cell_text
from gridloop.lake.intake.source import plain_header
from gridloop.lake.library import contracts
from gridloop.lake.types import Semantics

SAMPLE_ROWS = 2_000
_DATE_IN_NAME = re.compile(r"\d{4}[-_]?\d{2}([-_]?\d{2})?")
_BROKEN = (CalamineError, pa.ArrowException, OSError, ValueError, KeyError, UnicodeDecodeError)


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a file as texts, and how it was read."""

    format: FileFormat
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    encoding: str = "utf-8"
    has_header: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """A contract as it is proposed, and what was seen of each column; nothing secret is among it."""

    facts: ContractFacts
    seen: tuple[GuessedColumn, ...]
    rows: int


def draft_contract(*, path: Path, file_name: str) -> Draft:
    """Return the contract that a sample seems to ask for; raises ``Problem`` (422) when it cannot be made out."""
    try:
        sample = _read(path, file_name)
    except Problem:
        raise
    except _BROKEN as error:
        raise _unreadable(
            file_name, str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        ) from error
    if not sample.headers or not sample.rows:
        raise _unreadable(file_name, "no rows")
    seen = guess_columns(sample.headers, sample.rows, known_names())
    return Draft(_facts(sample, seen, file_name), seen, len(sample.rows))


def known_names() -> Mapping[str, str]:
    """Return what columns are called in the contracts there are, by header, titles and name in small letters."""
    found: dict[str, str] = {}
    for contract in contracts().values():
        for prop in contract.properties:
            for word in (prop.name, prop.header, prop.title_zh, prop.title_en):
                found.setdefault(plain_header(word).casefold(), prop.name)
    return found


def _unreadable(file_name: str, detail: str) -> Problem:
    return Problem("lake.sample_unreadable", 422, file=file_name, detail=detail)


def _read(path: Path, file_name: str) -> Sample:
    suffix = PurePath(file_name).suffix.lower().removeprefix(".")
    if path.stat().st_size == 0:
        raise Problem("lake.file_empty", 422, file=file_name)
    if suffix == FileFormat.XLSX:
        return _read_sheet(path)
    if suffix == FileFormat.PARQUET:
        return _read_parquet(path)
    if suffix in (FileFormat.CSV, FileFormat.TXT):
        return _read_text(path, FileFormat(suffix))
    raise Problem("lake.sample_unreadable", 422, file=file_name, detail=suffix or "?")


def _read_text(path: Path, form: FileFormat) -> Sample:
    encoding, skip = sniff(path, "utf-8")
    if not skip and not looks_like(path, "utf-8"):
        encoding = "gb18030"
    with path.open("rb") as file:
        head = file.read(CHUNK)[skip:]
    text = head.decode(encoding, errors="ignore" if len(head) >= CHUNK - skip else "strict")
    lines = [line for line in text.splitlines() if line.strip()][: SAMPLE_ROWS + 1]
    delimiter = guess_delimiter(lines[:200])
    rows = split_lines(lines, delimiter) if form is FileFormat.CSV else [line.split(delimiter) for line in lines]
    has_header = guess_header(rows)
    if not rows:
        raise ValueError("no rows")
    headers = rows[0] if has_header else [f"column_{n}" for n in range(1, len(rows[0]) + 1)]
    data = rows[1:] if has_header else rows
    return Sample(form, _headers(headers), _whole(data, len(headers)), delimiter, encoding, has_header)


def _read_sheet(path: Path) -> Sample:
    """The header is the first row that is filled like the widest of the first rows; titles above it are not."""
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    rows = []
    for row in sheet.iter_rows():
        rows.append([cell_text(cell) for cell in row])
        if len(rows) > SAMPLE_ROWS + HEADER_WITHIN:
            break
    rows = [row for row in rows if any(row)]
    filled = [sum(bool(cell) for cell in row) for row in rows[:HEADER_WITHIN]]
    at = next((n for n, cells in enumerate(filled) if cells == max(filled)), 0)
    headers = _headers(rows[at]) if rows else ()
    return Sample(FileFormat.XLSX, headers, _whole(rows[at + 1 :], len(headers)))


def _read_parquet(path: Path) -> Sample:
    file = pq.ParquetFile(path)
    names = file.schema_arrow.names
    batch = next(file.iter_batches(SAMPLE_ROWS), None)
    if batch is None:
        return Sample(FileFormat.PARQUET, (), ())
    columns = [pc.cast(column, pa.string()).to_pylist() for column in batch.columns]
    rows = tuple(tuple(text or "" for text in row) for row in zip(*columns, strict=True))
    return Sample(FileFormat.PARQUET, tuple(names), rows)


def _headers(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(plain_header(cell) or f"column_{number}" for number, cell in enumerate(cells, start=1))


def _whole(rows: Sequence[Sequence[str]], width: int) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in rows[:SAMPLE_ROWS] if len(row) == width)


def _facts(sample: Sample, seen: Sequence[GuessedColumn], file_name: str) -> ContractFacts:
    stem = PurePath(file_name).stem
    plain_stem = _DATE_IN_NAME.sub("", stem)
    feed = re.sub(r"[^a-z0-9]+", "_", plain_stem.casefold()).strip("_")[:60].strip("_")
    suffix = sample.format.value
    month = any(column.kind is Kind.MONTH for column in seen)
    facts = ContractFacts(
        feed=feed if feed[:1].isalpha() else "new_feed",
        version=FIRST,
        title_zh=plain_stem.strip("_- ") or stem,
        title_en=plain_stem.strip("_- ") or stem,
        format=sample.format,
        delimiter=sample.delimiter,
        encoding=sample.encoding,
        has_header=sample.has_header,
        file_pattern=f"{_DATE_IN_NAME.sub('*', stem)}.{suffix}" if _DATE_IN_NAME.search(stem) else f"{stem}*.{suffix}",
        semantics=Semantics.PERIOD if month else Semantics.FULL,
        columns=tuple(_column(column) for column in seen),
    )
    return _with_target(facts)


def _column(guessed: GuessedColumn) -> ColumnFacts:
    return ColumnFacts(
        name=guessed.name,
        header=guessed.header,
        kind=guessed.kind,
        was=guessed.name,
        title_zh=guessed.header,
        title_en=guessed.name.replace("_", " "),
        required=guessed.key,
        key=guessed.key,
        allowed=guessed.allowed,
        unit=guessed.unit,
        sensitive=guessed.sensitive,
    )


def _keyed(columns: Sequence[ColumnFacts], key: Sequence[str]) -> tuple[ColumnFacts, ...]:
    """Return the columns with the dataset's own key, which knows more than a sample, where all of it is there."""
    if not set(key) <= {column.name for column in columns}:
        return tuple(columns)
    return tuple(
        replace(column, key=True, required=True, allowed=()) if column.name in key else replace(column, key=False)
        for column in columns
    )


def _with_target(facts: ContractFacts) -> ContractFacts:
    """Choose the dataset of the operator's model that needs nothing more and takes the most of the columns."""
    names = {
        column.name.removesuffix("_yuan") + "_fen" if column.kind is Kind.MONEY else column.name
        for column in facts.columns
        if not column.sensitive
    }
    fed = {name for contract in contracts().values() for name in contract.datasets}
    fitting = [
        dataset
        for name, dataset in DATASETS.items()
        if name in fed and all(column.nullable or column.name in names for column in dataset.columns)
    ]
    if fitting:
        said = set(facts.feed.split("_"))  # a file that is called after a dataset mostly is that
        best = max(fitting, key=lambda dataset: (dataset.name in said, len(names & set(dataset.types))))
        columns = _keyed(facts.columns, best.key)
        return replace(facts, becomes=best.name, semantics=best.semantics, columns=columns)
    if "customer_id" in names:
        return replace(facts, becomes=TRAITS, semantics=Semantics.FULL)
    return replace(facts, becomes=facts.feed)
