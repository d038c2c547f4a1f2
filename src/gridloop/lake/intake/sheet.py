"""Excel sheets as people keep them: titles above the header, dates as dates, numbers that are really codes."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from gridloop.kernel.problems import Problem
from gridloop.lake.contract_types import Contract, Kind
from gridloop.lake.intake.source import (
    BLOCK_ROWS,
    Block,
    Picked,
    columns_of_rows,
    declared_header,
    few_enough,
    plain_header,
)
from gridloop.lake.intake.trailer import rows_claimed, without_trailer
from gridloop.lake.intake.workbook import check_workbook, counts_from_1904

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""What a file of the format before 2007 begins with."""
HEADER_WITHIN = 20
"""The header is looked for in so many rows."""
DEEPEST_HEADER = 3
"""A header may stand in so many rows, groups above columns."""
_JOINTS = ("", "-", "_", "/", " ")
_SERIAL = re.compile(r"[2-7][0-9]{4}(\.[0-9]+)?")
_DAY_ZERO = date(1899, 12, 30)
_LATER_BY = timedelta(days=1462)
_BROKEN = (CalamineError, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError)


SHEET_NAME = "@sheet"
"""The header of a column that is in no sheet: what the sheet is called."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One sheet that is read: where its header stands, which column each of ours is, and how many lines are before."""

    sheet: CalamineSheet
    header_row: int
    columns: tuple[int, ...]
    before: int


class SheetSource:
    """The first sheet of a workbook that has the contract's required columns, or all of them; hidden ones come last.

    The lines of several sheets are counted on from one to the next.
    """

    def __init__(self, path: Path, contract: Contract) -> None:
        with path.open("rb") as file:
            if file.read(8).startswith(OLD_EXCEL):
                raise Problem("lake.file_old_excel", 422, file=path.name)
        try:
            check_workbook(path)
            book = CalamineWorkbook.from_path(str(path))
            found = _find(book, contract, path)
            others = _others(book, found[0].name, contract, path) if found else ()
            self.unread = () if contract.all_sheets else tuple(sheet.name for sheet, _, _ in others)
            """Other sheets that people see, with the same columns: nothing of them is read."""
            self._day_zero = _DAY_ZERO + (_LATER_BY if counts_from_1904(path) else timedelta())
        except _BROKEN as error:
            raise Problem("lake.file_broken", 422, file=path.name, format="xlsx", detail=str(error)[:200]) from error
        if found is None:
            raise Problem("lake.file_empty", 422, file=path.name)
        first, self._header_row, self.headers = found
        self._trailer = contract.trailer
        self._ends: dict[int, list[tuple[int, list[str]]]] = {}
        self._named = any(prop.header == SHEET_NAME for prop in contract.properties)
        self.sheet = first.name
        self._parts = list(_parts([found, *(others if contract.all_sheets else ())]))
        self.total = sum(_last_line(part.sheet) for part in self._parts)
        days = {plain_header(p.header) for p in contract.properties if p.kind in (Kind.DAY, Kind.MONTH)}
        self._days = [number for number, header in enumerate(self.headers) if header in days]
        if self._named:
            self.headers = (*self.headers, SHEET_NAME)

    def lines_of_sheets(self) -> dict[str, tuple[int, int]]:
        """Return which lines each sheet that is read has, as they are counted here."""
        return {part.sheet.name: (part.before + 1, part.before + _last_line(part.sheet)) for part in self._parts}

    def blocks(self) -> Iterator[Block]:
        """Yield the rows below the header; empty ones are no rows."""
        lines: list[int] = []
        rows: list[Sequence[str | None]] = []
        done = self._header_row
        for line_no, cells in self._rows():
            lines.append(line_no)
            rows.append(cells)
            if len(rows) == BLOCK_ROWS:
                done += len(rows)
                yield Block(lines, columns_of_rows(rows, len(self.headers)), done=done)
                lines, rows = [], []
        yield Block(lines, columns_of_rows(rows, len(self.headers)), done=self.total)

    def picked(self, wanted: Collection[int]) -> Iterator[Picked]:
        """Yield the wanted rows; their raw text has the cells apart by tabs."""
        for line_no, cells in self._rows():
            if line_no in wanted:
                yield Picked(line_no, "\t".join(cells), cells)

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        for part in self._parts:  # totals end each sheet
            ends: list[tuple[int, list[str]]] = []
            yield from without_trailer(self._rows_of(part), self._trailer, lambda row: row[1], ends)
            self._ends[part.before] = ends

    @property
    def ends(self) -> list[tuple[int, str]]:
        """Return the lines at the end of the sheets that are no rows; known once all of them were read."""
        return [(number, "\t".join(cells)) for found in self._ends.values() for number, cells in found]

    def rows_claimed(self) -> int | None:
        """Return how many rows the sheet itself says it has at its end, None where it says nothing."""
        claims = [rows_claimed(cells) for found in self._ends.values() for _, cells in found]
        return next((claim for claim in claims if claim is not None), None) if len(self._parts) == 1 else None

    def _rows_of(self, part: _Part) -> Iterator[tuple[int, list[str]]]:
        for line_no, row in _numbered(part.sheet):
            if line_no <= part.header_row:
                continue
            cells = [cell_text(row[column]) if 0 <= column < len(row) else "" for column in part.columns]
            if any(cells):
                for number in self._days:
                    cells[number] = self._day(cells[number])
                yield part.before + line_no, [*cells, part.sheet.name] if self._named else cells

    def _day(self, text: str) -> str:
        """Return a day that lost its format, and is a count of days now, as a day again."""
        if not _SERIAL.fullmatch(text):
            return text
        return (self._day_zero + timedelta(days=int(float(text)))).isoformat()


def cell_text(cell: object) -> str:
    """Return a cell as text: 12.0 is "12", a date is ISO."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell).replace("\x00", "").strip()


def _numbered(sheet: CalamineSheet) -> Iterator[tuple[int, list[object]]]:
    """Yield the rows with their numbers in the sheet: from its first row, though only from the first column used."""
    yield from enumerate(sheet.iter_rows(), start=1)


def _find(book: CalamineWorkbook, contract: Contract, path: Path) -> tuple[CalamineSheet, int, tuple[str, ...]] | None:
    """Return the sheet, the (last) row its header stands in, and the headers (else the first row that has any).

    Of several rows that have the required columns, the one that names most of the declared ones is the header: of a
    cell merged over two rows, the upper one alone has the text.
    """
    seen, hidden = sheets_seen(book)
    for name in (*seen, *hidden):
        found = _header_of(book.get_sheet_by_name(name), contract, path)
        if found:
            return book.get_sheet_by_name(name), *found
    for name in (*seen, *hidden):
        for line_no, headers in _candidates(book.get_sheet_by_name(name), contract, path):
            if any(headers):
                return book.get_sheet_by_name(name), line_no, headers
    return None


def sheets_seen(book: CalamineWorkbook) -> tuple[list[str], list[str]]:
    """Return the names of the sheets that people see, and of those hidden from them: old figures, lists of choices."""
    sheets = book.sheets_metadata
    return (
        [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible],
        [sheet.name for sheet in sheets if sheet.visible != SheetVisibleEnum.Visible],
    )


_Found = tuple[CalamineSheet, int, tuple[str, ...]]


def _others(book: CalamineWorkbook, name: str, contract: Contract, path: Path) -> tuple[_Found, ...]:
    seen, _ = sheets_seen(book)
    sheets = [book.get_sheet_by_name(other) for other in seen if other != name]
    found = [(sheet, _header_of(sheet, contract, path)) for sheet in sheets]
    return tuple((sheet, *header) for sheet, header in found if header)


def _parts(found: Sequence[_Found]) -> Iterator[_Part]:
    """Yield the sheets in the order of the workbook's; their columns may stand in another order, or be missing."""
    headers, before = found[0][2], 0
    for sheet, header_row, own in found:
        columns = range(len(own)) if own == headers else (own.index(h) if h and h in own else -1 for h in headers)
        yield _Part(sheet, header_row, tuple(columns), before)
        before += _last_line(sheet)


def _last_line(sheet: CalamineSheet) -> int:
    return sheet.end[0] + 1 if sheet.end else 0


def _header_of(sheet: CalamineSheet, contract: Contract, path: Path) -> tuple[int, tuple[str, ...]] | None:
    """Return the (last) row and the headers of the best header that has the required columns, if there is one."""
    declared = {plain_header(p.header) for p in contract.properties}
    required = {plain_header(p.header) for p in contract.properties if p.required} - {SHEET_NAME}
    found = [
        (sum(header in declared for header in headers), -line_no, headers)
        for line_no, headers in _candidates(sheet, contract, path)
        if required <= set(headers)
    ]
    if not found:
        return None
    _, before, headers = max(found)
    return -before, headers


def _candidates(sheet: CalamineSheet, contract: Contract, path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield what the header would be if it stood in each of the first rows, by itself or with the rows above it."""
    above: list[list[str]] = []
    for line_no, row in _numbered(sheet):
        if line_no > HEADER_WITHIN:
            return
        texts = few_enough([cell_text(cell) for cell in row], path)
        above = [*above, texts][-DEEPEST_HEADER:]
        yield line_no, tuple(declared_header(text, contract) for text in texts)
        for depth in range(2, len(above) + 1):
            yield line_no, _deep_headers(filled_header(sheet, line_no, above[-depth:]), contract)


def filled_header(sheet: CalamineSheet, last_line: int, rows: list[list[str]]) -> list[list[str]]:
    """Return header rows in which every cell of a merged range says what its first one says."""
    filled = [list(row) for row in rows]
    first_line = last_line - len(rows)
    first_column = (sheet.start or (0, 0))[1]
    for (top, far_left), (bottom, far_right) in sheet.merged_cell_ranges or []:
        left, right = far_left - first_column, far_right - first_column
        if not first_line <= top < last_line or not 0 <= left < len(filled[0]):
            continue
        text = filled[top - first_line][left]
        for line in range(top, min(bottom, last_line - 1) + 1):
            row = filled[line - first_line]
            row[left : right + 1] = [text] * len(row[left : right + 1])
    return filled


def _deep_headers(rows: list[list[str]], contract: Contract) -> tuple[str, ...]:
    """Return the header of each column from the texts above each other: together, or the lowest, or the highest."""
    declared = {plain_header(p.header) for p in contract.properties}
    headers = []
    for column in zip(*rows, strict=True):
        texts = list(dict.fromkeys(text for text in column if text))
        together = [joint.join(texts) for joint in _JOINTS]
        named = [declared_header(text, contract) for text in (*together, *reversed(texts))]
        headers.append(next((header for header in named if header in declared), named[-1]))
    return tuple(headers)
