"""The beginning of a file that no contract describes yet: what form it has, how it is cut, where its header stands.

The form is told by the content, not by the name: systems call the same text ``.txt``, ``.dat``, ``.del`` or nothing.
Never more is read than a beginning, so that a file of any size, or one that unpacks to any size, is answered at once.
"""

from __future__ import annotations

import codecs
import gzip
import re
import zipfile
import zlib
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.lake.contract_types import FileFormat
from gridloop.lake.intake.decode import CHUNK, other_form
from gridloop.lake.intake.guess import guess_delimiter, guess_header, split_lines
from gridloop.lake.intake.probable import LOOKED_AT, improbable_characters, shown
from gridloop.lake.intake.sheet import DEEPEST_HEADER, HEADER_WITHIN, OLD_EXCEL, cell_text, filled_header, sheets_seen
from gridloop.lake.intake.source import MOST_COLUMNS, plain_header
from gridloop.lake.intake.trailer import likely_trailer
from gridloop.lake.intake.workbook import check_workbook

SAMPLE_ROWS = 2_000
_BROKEN = (CalamineError, pa.ArrowException, zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, EOFError)
_PACKED, _SHEET, _PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"
_FEW_LAST = 5
_MOST_NULS = 0.05
"""Some systems pad texts with zero bytes; what holds more of them is no text."""
_END = 64 << 10
"""Of a file that is longer than its beginning, so much of the end is looked at."""
_ENDED = 0.95
"""Share of the rows that must end with the delimiter; others are bad rows."""
_VALUE = re.compile(r"[+-]?[¥￥]?[\d,]*\d(\.\d+)?%?|\d{2,4}[-/.年]\d{1,2}[-/.月].*")
"""What a row of data holds and a row of a header does not."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a file as texts, and how it was read."""

    format: FileFormat
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    encoding: str = "utf-8"
    has_header: bool = True
    improbable: str = ""
    """Some of the characters that make it unlikely that the text is in this encoding; empty for likely text."""
    alike_sheets: tuple[str, ...] = ()
    """The sheets that people see and that have this very header, where there are several."""
    trailer: tuple[str, ...] = ()
    """What the first field of the last line says, where that is likely no row."""


def read_sample(path: Path, file_name: str) -> Sample:
    """Return the beginning of a file; raises ``Problem`` (422) when it is no table that can be read."""
    if path.stat().st_size == 0:
        raise Problem("lake.file_empty", 422, file=file_name)
    try:
        sample = _read(path, file_name)
    except _BROKEN as error:
        detail = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise Problem("lake.sample_unreadable", 422, file=file_name, detail=detail) from error
    if not sample.rows:
        raise Problem("lake.sample_without_rows", 422, file=file_name)
    return sample


def _read(path: Path, file_name: str) -> Sample:
    with path.open("rb") as file:
        begins = file.read(8)
    if begins.startswith(_SHEET):
        return _read_sheet(path)
    if begins.startswith(_PARQUET):
        return _read_parquet(path)
    if begins.startswith(OLD_EXCEL):
        raise Problem("lake.file_old_excel", 422, file=file_name)
    packed = begins.startswith(_PACKED)
    with gzip.open(path) if packed else path.open("rb") as content:
        head = content.read(CHUNK)
        more = bool(content.read(1))
        end = b"" if packed or not more else _end_of(path)
    inside = PurePath(file_name).stem if packed else file_name
    return _read_text(head, more, inside, file_name, end)


def _end_of(path: Path) -> bytes:
    with path.open("rb") as content:
        content.seek(-_END, 2)
        return content.read()


def _read_text(head: bytes, more: bool, inside: str, file_name: str, end: bytes) -> Sample:
    _check_is_text(head, file_name)
    encoding, skip = _encoding(head, file_name)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    text = decoder.decode(head[skip:], final=not more).replace("\x00", "")
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    if more:
        if len(lines) == 1:
            raise Problem("lake.file_line_too_long", 422, file=file_name, line=1, limit=CHUNK)
        lines.pop()  # cut off
    lines = [line for line in lines if line.strip()]
    if not more and len(lines) > SAMPLE_ROWS + HEADER_WITHIN:
        end = head[-_END:]
    lines = lines[: SAMPLE_ROWS + HEADER_WITHIN]
    if not lines:
        raise Problem("lake.file_empty", 422, file=file_name)
    delimiter = guess_delimiter(lines[:200])
    rows = split_lines(lines, delimiter)
    quoted = inside.lower().endswith(".csv") or any(_is_quoted(line, delimiter) for line in lines)
    form = FileFormat.CSV if quoted and len(delimiter) == 1 else FileFormat.TXT
    if form is FileFormat.TXT:
        rows = [line.split(delimiter) for line in lines]
    _check_width(rows, file_name)
    rows = _without_ends(rows)
    at = _header_at(rows)
    width = len(rows[at if at is not None else 0])
    headers = rows[at] if at is not None else [f"column_{n}" for n in range(1, width + 1)]
    data = rows[at + 1 :] if at is not None else rows
    odd = improbable_characters(text[:LOOKED_AT]) if encoding == "gb18030" else {}
    ends = _split_end(end, encoding, delimiter, form) if end else data
    data, trailer = (data, _without_trailer(ends, width)[1]) if end else _without_trailer(data, width)
    return Sample(
        form, _headers(headers), _whole(data, width), delimiter, encoding, at is not None, shown(odd), trailer=trailer
    )


def _split_end(end: bytes, encoding: str, delimiter: str, form: FileFormat) -> list[list[str]]:
    """Return the rows of the last bytes of a file, from the beginning of a line on."""
    text = end.partition(b"\n")[2].decode(encoding, "ignore")
    lines = [line.removesuffix("\r") for line in text.split("\n") if line.strip()]
    return split_lines(lines, delimiter) if form is FileFormat.CSV else [line.split(delimiter) for line in lines]


def _without_trailer(rows: list[list[str]], width: int) -> tuple[list[list[str]], tuple[str, ...]]:
    """Return the rows without the last ones that are likely none, and what their first fields say."""
    words: list[str] = []
    kept = len(rows)
    while kept > 1 and (said := likely_trailer(rows[kept - 1], width)):
        words.append(said)
        kept -= 1
    return rows[:kept], tuple(dict.fromkeys(words))


def _check_is_text(head: bytes, file_name: str) -> None:
    begins = head.lstrip(codecs.BOM_UTF8).lstrip()[:200].lower()
    found = other_form(head)
    if begins.startswith(b"%pdf"):
        found = "PDF"
    elif begins.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        found = "HTML"
    elif begins.startswith(b"<?xml"):
        found = "XML"
    elif re.match(rb'[\[{]\s*(["{\[]|[0-9])', begins):
        found = "JSON"
    elif not found and head.count(b"\x00") > _MOST_NULS * len(head) and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        found = "?"
    if found:
        raise Problem("lake.sample_no_table", 422, file=file_name, found=found)


def _encoding(head: bytes, file_name: str) -> tuple[str, int]:
    """Return what the beginning is written in, and how many bytes of mark to skip."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8", len(codecs.BOM_UTF8)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Problem("lake.file_utf16", 422, file=file_name)
    for encoding in ("utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(encoding)("strict").decode(head, False)
        except UnicodeDecodeError as error:
            offset = error.start
            continue
        return encoding, 0
    line = head[:offset].count(b"\n") + 1
    raise Problem("lake.file_bad_bytes", 422, file=file_name, encoding="GB18030", offset=offset, line=line)


def _is_quoted(line: str, delimiter: str) -> bool:
    return line.startswith('"') or f'{delimiter}"' in line


def _check_width(rows: Sequence[Sequence[str]], file_name: str) -> None:
    widest = max(len(row) for row in rows)
    if widest > MOST_COLUMNS:
        raise Problem("lake.file_too_many_columns", 422, file=file_name, columns=widest, limit=MOST_COLUMNS)


def _without_ends(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows without the empty field behind a delimiter that ends most rows, or the header alone."""
    [(width, times)] = Counter(len(row) for row in rows).most_common(1)
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        if len(row) == width and row[-1].strip() and guess_header([row]):
            return rows  # a column like any other, which has nothing in it
        if len(row) == width + 1 and not row[-1].strip() and guess_header([row[:-1]]):
            return [*rows[:at], row[:-1], *rows[at + 1 :]]
    ended = sum(len(row) == width and not row[-1].strip() for row in rows)
    if width < 2 or ended < max(2, _ENDED * times):
        return rows
    return [row[:-1] if len(row) == width and not row[-1].strip() else row for row in rows]


def _header_at(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which row names the columns, titles above it passed over; None when the first row is data already."""
    [(width, _)] = Counter(len(row) for row in rows).most_common(1)
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        if len(row) == width and guess_header([row]):
            return at
        if len(row) == width and sum(not cell.strip() for cell in row) * 2 < width:
            return None
    return None


def _read_sheet(path: Path) -> Sample:
    """Read the first sheet that holds anything; a header may stand in several rows, below titles."""
    check_workbook(path)
    book = CalamineWorkbook.from_path(str(path))
    seen, hidden = sheets_seen(book)
    for name in (*seen, *hidden):
        sheet = book.get_sheet_by_name(name)
        rows = []
        for row in sheet.iter_rows():
            rows.append([cell_text(cell) for cell in row])
            if len(rows) >= SAMPLE_ROWS + HEADER_WITHIN:
                break
        if any(any(row) for row in rows):
            _check_width(rows, path.name)
            headers, first = _sheet_headers(sheet, rows)
            below = [row for row in rows[first:] if any(row)]
            if len(rows) >= SAMPLE_ROWS + HEADER_WITHIN:
                last = deque(sheet.iter_rows(), _FEW_LAST)
                trailer = _without_trailer([[cell_text(cell) for cell in row] for row in last], len(headers))[1]
            else:
                below, trailer = _without_trailer(below, len(headers))
            data = _whole(below, len(headers))
            return Sample(FileFormat.XLSX, headers, data, alike_sheets=_alike(book, seen, headers), trailer=trailer)
    return Sample(FileFormat.XLSX, (), ())


def _alike(book: CalamineWorkbook, names: Sequence[str], headers: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sheets with a row, or rows, of these headers: a month in each, perhaps."""
    found = []
    for name in names:
        sheet = book.get_sheet_by_name(name)
        rows = [[cell_text(cell) for cell in row] for row in islice(sheet.iter_rows(), 2 * HEADER_WITHIN)]
        if any(any(row) for row in rows) and _sheet_headers(sheet, rows)[0] == headers:
            found.append(name)
    return tuple(found) if len(found) > 1 else ()


def _sheet_headers(sheet: CalamineSheet, rows: list[list[str]]) -> tuple[tuple[str, ...], int]:
    """Return the headers, and the index of the first row below them."""
    most = max(sum(bool(cell) for cell in row) for row in rows[:HEADER_WITHIN])
    fullest = next(n for n, row in enumerate(rows) if sum(bool(cell) for cell in row) == most)
    data = next((n for n, row in enumerate(rows[:HEADER_WITHIN]) if _is_data(row, most)), 0)
    if data == 0:
        return _headers(rows[fullest]), fullest + 1
    top = data
    filled: list[list[str]] = []
    while top > max(0, data - DEEPEST_HEADER):
        wider = filled_header(sheet, data, rows[top - 1 : data])
        if len(set(filter(None, wider[0]))) < 2 and len(wider[0]) > 1:
            break  # a title, or who made the sheet and when
        filled, top = wider, top - 1
    return _joined(filled or [rows[fullest]]), data


def _is_data(row: Sequence[str], most: int) -> bool:
    return sum(bool(cell) for cell in row) * 2 > most and any(_VALUE.fullmatch(cell) for cell in row)


def _joined(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return one header for each column: its lowest text, or all of them where that says too little by itself."""
    columns = [list(dict.fromkeys(text for text in column if text)) for column in zip(*rows, strict=True)]
    lowest = Counter(texts[-1] for texts in columns if texts)
    return _headers(
        [
            "".join(texts) if texts and (lowest[texts[-1]] > 1 or "元" in texts[0]) else (texts or [""])[-1]
            for texts in columns
        ]
    )


def _read_parquet(path: Path) -> Sample:
    file = pq.ParquetFile(path)
    names = file.schema_arrow.names
    if len(names) > MOST_COLUMNS:
        raise Problem("lake.file_too_many_columns", 422, file=path.name, columns=len(names), limit=MOST_COLUMNS)
    batch = next(file.iter_batches(SAMPLE_ROWS), None)
    if batch is None:
        return Sample(FileFormat.PARQUET, (), ())
    columns = [_readable(column).to_pylist() for column in batch.columns]
    rows = tuple(tuple(text or "" for text in row) for row in zip(*columns, strict=True))
    return Sample(FileFormat.PARQUET, tuple(names), rows)


def _readable(column: pa.Array) -> pa.Array:
    """Return a column as texts; bytes that are no text cannot be shown."""
    try:
        return column_texts(column)
    except pa.ArrowInvalid:
        return pa.nulls(len(column), pa.string())


def column_texts(column: pa.Array) -> pa.Array:
    """Return a column as texts: what holds parts (lists, records, maps) as JSON, a whole float without its point.

    An instant is the tenant's day and time: midnight of a month's first day must not become the evening before.
    What data frames write where there is nothing (NaN) is nothing.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        return column_texts(column.dictionary_decode())
    if pa.types.is_timestamp(kind) and kind.tz:
        column = pc.local_timestamp(pc.cast(column, pa.timestamp(kind.unit, tz=str(clock.zone()))))
    if pa.types.is_float16(kind):
        column = pc.cast(column, pa.float32())
    if pa.types.is_nested(kind):
        values = (None if value is None else orjson.dumps(value, default=str).decode() for value in column.to_pylist())
        return pa.array(values, pa.string())
    if pa.types.is_floating(kind):
        column = pc.if_else(pc.is_nan(column), None, column)
        whole = pc.and_kleene(pc.equal(pc.trunc(column), column), pc.less(pc.abs(column), 1e15))
        numbers = pc.if_else(whole, column, None).cast(pa.int64(), safe=False).cast(pa.string())
        return pc.if_else(pc.fill_null(whole, False), numbers, pc.cast(column, pa.string()))
    return pc.cast(column, pa.string())


def _headers(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(plain_header(cell) or f"column_{number}" for number, cell in enumerate(cells, start=1))


def _whole(rows: Sequence[Sequence[str]], width: int) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in rows[:SAMPLE_ROWS] if len(row) == width)
