"""Delimited text: plain (``txt``) or with quoted fields that may hold delimiters and line breaks (``csv``)."""

from __future__ import annotations

import csv
import gc
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from heapq import merge
from itertools import chain, islice
from pathlib import Path

import numpy as np

from gridloop.kernel.problems import Problem
from gridloop.lake.contract_types import Contract, FileFormat
from gridloop.lake.intake.bulk import MOST_ODD_SHARE, WITH_UNDERSCORES, BulkText, column_types
from gridloop.lake.intake.decode import (
    beginning,
    check_is_text,
    last_text,
    lines,
    looks_like,
    other_encoding,
    sniff,
    write_as_utf8,
)
from gridloop.lake.intake.probable import LOOKED_AT, improbable_characters
from gridloop.lake.intake.source import (
    BLOCK_ROWS,
    Block,
    Picked,
    columns_of_rows,
    declared_header,
    few_enough,
    plain_header,
)
from gridloop.lake.intake.survey import Pieces, Survey, lines_at, lines_saying, survey
from gridloop.lake.intake.trailer import first_word, rows_claimed, word_of

HEADER_WITHIN = 20
"""The header is looked for in so many records: reports have titles above it."""
LONGEST_RECORD = 200
"""Lines a quoted field may span; an opening quote that is never closed spoils its own line only."""
ONE_SIGN = "\x1f"
"""What stands for a delimiter of several characters in text that the engine reads: the sign that was made for it."""
_PROBE_ROWS = 1_000
_MOST_KEPT = 100_000
csv.field_size_limit(16 * 1024 * 1024)

Records = tuple[list[int], list[str], int]
"""Line numbers, texts, and bytes read so far."""


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Keep the garbage collector from walking a block's lists again and again: they hold no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class DelimitedSource:
    """A delimited text file under its contract."""

    def __init__(self, path: Path, contract: Contract) -> None:
        self._path = path
        self._contract = contract
        self._delimiter = contract.delimiter
        self._quoted = contract.format is FileFormat.CSV
        check_is_text(path)
        self._encoding, self._skip = sniff(path, contract.encoding)
        self._has_header = contract.has_header
        self._above = 0
        self._header_lines = 0
        """The line of the header, which is how many lines stand before the first row."""
        self._pieces: Pieces | None = None
        """The file, or its text as the engine reads it, when a line is a row."""
        self._plain_delimiter = self._delimiter
        self._kept: dict[int, str] = {}
        self.ends: list[tuple[int, str]] = []
        """The lines at the end that are no rows, as the contract says; known once all of the file was read."""
        self.total = path.stat().st_size
        first = list(islice(self._first_records(), HEADER_WITHIN))
        if not first:
            raise Problem("lake.file_empty", 422, file=path.name)
        self.headers = tuple(plain_header(p.header) for p in contract.properties)
        texts = [text for _, text in first]
        if self._has_header:
            self._above, self.headers = self._find_header(texts, contract)
            self._header_lines = first[self._above][0]
            texts = texts[self._above + 1 :]
        self.headers = _as_wide_as(self.headers, [self._split(text) for text in texts])
        self._check_encoding(contract)

    def improbable(self) -> Mapping[str, int]:
        """Return the characters that tell that the text is hardly written as it was read; empty when it is."""
        if self._encoding != "gb18030":
            return {}
        return improbable_characters(beginning(self._path, self._encoding, LOOKED_AT))

    def blocks(self) -> Iterator[Block]:
        """Yield the rows; a row with more or fewer fields than the header is ragged."""
        for numbers, texts, done in self._records():
            with _collector_resting():
                block = self._block(numbers, texts, done)
            yield block

    def _block(self, numbers: list[int], texts: list[str], done: int) -> Block:
        width = len(self.headers)
        rows = self._split_all(texts)
        if all(len(row) == width for row in rows):
            return Block(numbers, columns_of_rows(rows, width), done=done)
        pairs = list(zip(numbers, rows, strict=True))
        whole = [(number, row) for number, row in pairs if len(row) == width]
        ragged = [number for number, row in pairs if len(row) != width]
        return Block([n for n, _ in whole], columns_of_rows([row for _, row in whole], width), ragged, done)

    def picked(self, wanted: Collection[int]) -> Iterator[Picked]:
        """Yield the rows that begin on the wanted lines."""
        if self._pieces:  # nothing but the wanted lines is looked at
            others = sorted(number for number in wanted if number not in self._kept)
            found = chain(self._plain_lines(others) if others else (), self._kept.items())
            for number, text in found:
                if number in wanted:
                    yield Picked(number, text, self._split(text))
            return
        for numbers, texts, _ in self._records():
            for number, text in zip(numbers, texts, strict=True):
                if number in wanted:
                    yield Picked(number, text, self._split(text))

    def for_engine(self, in_utf8: Path) -> BulkText | None:
        """Return the file as the engine may read it by the look of its beginning, None when it cannot.

        Text in another encoding, behind a mark, or cut by several characters is written to ``in_utf8`` first.
        """
        path = self._path
        if not (len(self._delimiter) == 1 and self._delimiter.isascii()):
            if not write_as_utf8(path, self._encoding, self._skip, in_utf8, (self._delimiter, ONE_SIGN)):
                return None
            path, self._plain_delimiter = in_utf8, ONE_SIGN
        elif self._encoding != "utf-8" or self._skip:
            write_as_utf8(path, self._encoding, self._skip, in_utf8)
            path = in_utf8
        found = self._surveyed(path, glance=True)
        if found is None or self._contract.trailer and self._ends_look_like_rows():
            return None
        probe = [self._split(text) for text in next(self._records())[1][:_PROBE_ROWS]]
        if sum(len(row) != len(self.headers) for row in probe) > MOST_ODD_SHARE * len(probe):
            return None
        types = column_types(self._contract, self.headers, probe, found)
        return BulkText(path, found, self._plain_delimiter, self.headers, types, self._header_lines)

    def _ends_look_like_rows(self) -> bool:
        """Find the lines at the end that are no rows; tell whether the engine would take one for a row."""
        words = {word_of(word) for word in self._contract.trailer}
        text = last_text(self._path, self._encoding)
        self.ends = []
        for line in reversed([line.removesuffix("\r") for line in text.split("\n") if line.strip()]):
            fields = self._split(line)
            if first_word(fields) not in words:
                return False
            if len(fields) == len(self.headers):
                return True
            self.ends.append((0, line))
        return True  # all that was looked at: the careful reader sees where they begin

    def _surveyed(self, path: Path, *, glance: bool = False) -> Survey | None:
        return survey(
            path,
            delimiter=self._plain_delimiter,
            quoted=self._quoted,
            above=self._header_lines,
            width=len(self.headers),
            glance=glance,
        )

    def surveyed(self, text: BulkText) -> BulkText | None:
        """Return the same as all of the file says, None when only reading it line by line will do."""
        found = self._surveyed(text.path)
        if found is None:
            return None
        self._pieces = found.pieces
        types = tuple("VARCHAR" if found.underscores and kind in WITH_UNDERSCORES else kind for kind in text.types)
        return replace(text, survey=found, types=types)

    def blocks_of(self, wanted: Sequence[int]) -> Iterator[Block]:
        """Yield some lines of the file, each of which is a row by itself; what is blank is no row.

        The first of them are kept: most will be asked for again, because they are refused.
        """
        ends = {line for _, line in self.ends}
        found = ((n, line) for n, line in self._plain_lines(wanted) if line.strip() and line not in ends)
        while taken := list(islice(found, BLOCK_ROWS)):
            self._kept |= taken[: max(0, _MOST_KEPT - len(self._kept))]
            yield self._block([n for n, _ in taken], [line for _, line in taken], 0)

    def given_up(self, told: Sequence[tuple[int, str]]) -> list[int] | None:
        """Return the numbers of the lines that the engine gave up and tells of, None when they cannot be made out."""
        if self._pieces is None:
            return None if told else []
        found = lines_saying(self._pieces, told)
        if found is None:
            return None
        if len(found) <= _MOST_KEPT:
            self._kept = {number: self._as_delivered(line) for number, line in found.items()}
        return sorted(found)

    def _plain_lines(self, wanted: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield lines of the file that the engine reads as they stand in the delivered one."""
        kept = [(number, self._kept[number]) for number in wanted if number in self._kept]
        others = np.asarray([number for number in wanted if number not in self._kept], np.int64)
        read = lines_at(self._pieces, others) if self._pieces and len(others) else iter(())
        yield from merge(kept, ((number, self._as_delivered(line)) for number, line in read))

    def _as_delivered(self, line: str) -> str:
        if self._plain_delimiter == self._delimiter:
            return line
        return line.replace(self._plain_delimiter, self._delimiter)

    def _check_encoding(self, contract: Contract) -> None:
        """Name the encoding when the header makes sense in the other one only."""
        required = {plain_header(p.header) for p in contract.properties if p.required}
        if self._skip or self._encoding == "utf-8" or required <= set(self.headers):
            return
        if looks_like(self._path, "utf-8"):
            head = next(lines(self._path, "utf-8", 0))[0][0]
            if required <= {declared_header(cell, contract) for cell in self._split(head)}:
                raise other_encoding(self._path, self._encoding, "utf-8", 0, 1)

    def _find_header(self, first: list[str], contract: Contract) -> tuple[int, tuple[str, ...]]:
        """Return how many records stand above the header, and the headers: titles lack the required columns."""
        required = {plain_header(p.header) for p in contract.properties if p.required}
        found = []
        for text in first:
            cells = few_enough(self._split(text), self._path)
            found.append(tuple(declared_header(cell, contract) for cell in cells))
        return next(((n, headers) for n, headers in enumerate(found) if required <= set(headers)), (0, found[0]))

    def _first_records(self) -> Iterator[tuple[int, str]]:
        for numbers, texts, _ in self._assembled():
            yield from zip(numbers, texts, strict=True)

    def rows_claimed(self) -> int | None:
        """Return how many rows the file itself says it has at its end, None where it says nothing."""
        claims = [rows_claimed(self._split(text)) for _, text in self.ends]
        return next((claim for claim in claims if claim is not None), None)

    def _records(self) -> Iterator[Records]:
        """Yield the data records: all but the header, what stands above it, and what ends the file."""
        if not self._contract.trailer:
            yield from self._records_and_ends()
            return
        held: Records = ([], [], 0)
        words = {word_of(word) for word in self._contract.trailer}
        for numbers, texts, done in self._records_and_ends():
            if not texts:
                continue
            numbers, texts = [*held[0], *numbers], [*held[1], *texts]
            rows = len(texts)
            while rows and first_word(self._split(texts[rows - 1])) in words:
                rows -= 1
            held = (numbers[rows:], texts[rows:], done)
            yield numbers[:rows], texts[:rows], done
        self.ends = list(zip(held[0], held[1], strict=True))

    def _records_and_ends(self) -> Iterator[Records]:
        before = self._above + 1 if self._has_header else 0
        for numbers, texts, done in self._assembled():
            if before:
                numbers, texts, before = numbers[before:], texts[before:], max(0, before - len(texts))
            yield numbers, texts, done

    def _assembled(self) -> Iterator[Records]:
        """Yield all records with the line each begins on; blank lines are no records."""
        assembler = _Assembler(self._delimiter) if self._quoted else None
        line_no = 0
        for texts, done in lines(self._path, self._encoding, self._skip):
            numbers = range(line_no + 1, line_no + len(texts) + 1)
            line_no += len(texts)
            if assembler is not None:
                yield (*assembler.take(numbers, texts), done)
            else:
                kept = [(n, text) for n, text in zip(numbers, texts, strict=True) if text.strip()]
                yield [n for n, _ in kept], [text for _, text in kept], done
        if assembler is not None:
            yield (*assembler.rest(), self.total)

    def _split_all(self, texts: list[str]) -> list[list[str]]:
        if not self._quoted:
            return [text.split(self._delimiter) for text in texts]
        try:
            rows = list(csv.reader(texts, delimiter=self._delimiter))
        except csv.Error:
            rows = []
        return rows if len(rows) == len(texts) else [self._split(text) for text in texts]

    def _split(self, text: str) -> list[str]:
        if not self._quoted:
            return text.split(self._delimiter)
        try:
            return next(csv.reader([text], delimiter=self._delimiter), [text])
        except csv.Error:
            return [text]


def _as_wide_as(headers: tuple[str, ...], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the headers as wide as most rows are, where a delimiter at the end of lines makes the difference.

    Many systems end every row with a delimiter, and only some of them the header as well. A single row proves nothing:
    one of its fields may hold the delimiter.
    """
    width = len(headers)
    if sum(len(row) == width + 1 and not row[-1].strip() for row in rows) > max(1, len(rows) / 2):
        return (*headers, "")
    if headers[-1:] == ("",) and sum(len(row) == width - 1 for row in rows) > max(1, len(rows) / 2):
        return headers[:-1]
    return headers


class _Assembler:
    """Joins physical lines to records: a line goes on when it ends inside a quoted field."""

    def __init__(self, delimiter: str) -> None:
        self._delimiter = delimiter
        self._open: list[tuple[int, str]] = []

    def take(self, numbers: range, texts: list[str]) -> tuple[list[int], list[str]]:
        """Return the records that these lines complete."""
        if not self._open and all(text and text.count('"') % 2 == 0 and not text.isspace() for text in texts):
            return list(numbers), texts
        out_numbers: list[int] = []
        out_texts: list[str] = []

        def put(number: int, text: str) -> None:
            if text.strip():
                out_numbers.append(number)
                out_texts.append(text)

        for number, text in zip(numbers, texts, strict=True):
            if not self._open and text.count('"') % 2 == 0:
                put(number, text)
            else:
                self._go_on(number, text, put)
        return out_numbers, out_texts

    def rest(self) -> tuple[list[int], list[str]]:
        """Return what is left at the file's end, line by line."""
        left, self._open = self._open, []
        kept = [(number, text) for number, text in left if text.strip()]
        return [number for number, _ in kept], [text for _, text in kept]

    def _go_on(self, number: int, text: str, put: Callable[[int, str], None]) -> None:
        self._open.append((number, text))
        joined = "\n".join(line for _, line in self._open)
        if not self._ends_inside(joined):
            put(self._open[0][0], joined)
            self._open = []
        elif len(self._open) >= LONGEST_RECORD:
            first, *others = self._open
            self._open = []
            put(*first)
            for other_number, other in others:
                if not self._open and other.count('"') % 2 == 0:
                    put(other_number, other)
                else:
                    self._go_on(other_number, other, put)

    def _ends_inside(self, text: str) -> bool:
        if text.count('"') % 2 == 0:
            return False
        try:
            list(csv.reader([text], delimiter=self._delimiter, strict=True))
        except csv.Error as error:
            return "unexpected end of data" in str(error)
        return False
