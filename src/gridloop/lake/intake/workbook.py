"""What is looked at in an Excel file before anything reads it: how far it unpacks, how wide it is spread."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from django.conf import settings

from gridloop.kernel.problems import Problem

MOST_CELLS = 50_000_000
"""Cells of the rectangle that a sheet's cells span: a reader lays out all of it."""
_UNPACKED_FACTOR = 5
_CHUNK = 1 << 20
_LONGEST_TAG = 200
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_COUNTS_FROM_1904 = re.compile(rb'date1904="(?:1|true)"')


def check_workbook(path: Path) -> None:
    """Raise ``Problem`` for a workbook that unpacks to too much, or whose cells lie too far apart.

    Every part is unpacked once and counted: what the archive says of itself is not believed (a part that is longer
    than it says has a wrong checksum, ``zipfile.BadZipFile``).
    """
    limit = settings.MAX_UPLOAD_BYTES * _UNPACKED_FACTOR
    size = 0
    with zipfile.ZipFile(path) as archive:
        declared = sum(entry.file_size for entry in archive.infolist())
        if declared > limit:
            raise Problem("lake.file_too_large", 413, file=path.name, size=declared, limit=limit)
        for entry in archive.infolist():
            is_sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
            extent, tail = _Extent(), b""
            with archive.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    if is_sheet:
                        extent.take(tail + chunk)
                        tail = chunk[-_LONGEST_TAG:]
            if extent.cells > MOST_CELLS:
                raise Problem(
                    "lake.file_too_many_cells",
                    413,
                    file=path.name,
                    rows=extent.rows,
                    columns=extent.columns,
                    limit=MOST_CELLS,
                )


def counts_from_1904(path: Path) -> bool:
    """Tell whether a workbook counts its days from 1904 (made on old Macs) instead of 1900."""
    with zipfile.ZipFile(path) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return False
        return _COUNTS_FROM_1904.search(archive.read("xl/workbook.xml")) is not None


class _Extent:
    """The last row and column that a sheet's cells name."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._letters: set[bytes] = set()

    def take(self, text: bytes) -> None:
        """Look at a piece of the sheet."""
        for letters, row in _CELL.findall(text):
            self.rows = max(self.rows, int(row))
            if letters not in self._letters:
                self._letters.add(letters)
                self.columns = max(self.columns, _number(letters))

    @property
    def cells(self) -> int:
        """Return how many cells a reader lays out."""
        return self.rows * self.columns


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
