"""Excel sheets as people keep them: titles above the header, dates as dates, numbers that are really codes."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from gridloop.kernel.problems import Problem
from gridloop.lake.contract_types import Contract
from gridloop.lake.intake.source import BLOCK_ROWS, Block, Picked, columns_of_rows, declared_header, plain_header

HEADER_WITHIN = 20
"""The header is looked for in so many rows."""
_UNPACKED_FACTOR = 20
_BROKEN = (CalamineError, zipfile.BadZipFile, OSError, ValueError, NotImplementedError)


class SheetSource:
    """The first sheet of a workbook that has the contract's required columns."""

    def __init__(self, path: Path, contract: Contract) -> None:
        try:
            _check_unpacked(path)
            found = _find(CalamineWorkbook.from_path(str(path)), contract)
        except _BROKEN as error:
            raise Problem("lake.file_broken", 422, file=path.name, format="xlsx", detail=str(error)[:200]) from error
        if found is None:
            raise Problem("lake.file_empty", 422, file=path.name)
        self._sheet, self._header_row, self.headers = found
        self.total = self._sheet.height

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
        width = len(self.headers)
        for line_no, row in _numbered(self._sheet):
            if line_no <= self._header_row:
                continue
            cells = [cell_text(cell) for cell in row[:width]]
            if any(cells):
                yield line_no, cells


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


def _check_unpacked(path: Path) -> None:
    """Refuse a small file that would unpack to a huge one."""
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    limit = settings.MAX_UPLOAD_BYTES * _UNPACKED_FACTOR
    if unpacked > limit:
        raise Problem("lake.file_too_large", 413, file=path.name, size=unpacked, limit=limit)


def _numbered(sheet: CalamineSheet) -> Iterator[tuple[int, list[object]]]:
    first = (sheet.start or (0, 0))[0] + 1
    yield from enumerate(sheet.iter_rows(), start=first)


def _find(book: CalamineWorkbook, contract: Contract) -> tuple[CalamineSheet, int, tuple[str, ...]] | None:
    """Return the sheet, the row its header stands in, and the headers (else the first row that has any)."""
    required = {plain_header(p.header) for p in contract.properties if p.required}
    best: tuple[CalamineSheet, int, tuple[str, ...]] | None = None
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        for line_no, row in _numbered(sheet):
            if line_no > HEADER_WITHIN:
                break
            headers = tuple(declared_header(cell_text(cell), contract) for cell in row)
            if required <= set(headers):
                return sheet, line_no, headers
            if best is None and any(headers):
                best = sheet, line_no, headers
    return best
