"""One file of a delivery, in its format, with dirty rows strewn in, and its control file written last."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from abc import ABC, abstractmethod
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet
import xlsxwriter

from twin.feeds.dirt import Spot, spoil, spots_in

CHUNK = 1 << 20


class FeedFile(ABC):
    """A feed file being written: `add` tables in turn, then `close`. The name ends in .part until it is whole."""

    suffix: str

    def __init__(self, folder: Path, feed: str, business_date: str, rng: np.random.Generator) -> None:
        self.feed, self.business_date, self.rng = feed, business_date, rng
        self.path = folder / f"{feed}_{business_date}{self.suffix}"
        self.part = self.path.with_name(self.path.name + ".part")
        self.rows = 0
        self.dirt: Counter[str] = Counter()

    def add(self, table: pa.Table) -> None:
        """Append the table's rows, with the dirt that belongs into so many rows."""
        spots = spots_in(self.feed, len(table), self.rng)
        self.rows += len(table) + sum(not spot.replaces for spot in spots)
        self.dirt.update(spot.dirt.kind for spot in spots)
        self._write(table, spots)

    @abstractmethod
    def _write(self, table: pa.Table, spots: list[Spot]) -> None: ...

    @abstractmethod
    def _finish(self) -> None: ...

    def close(self) -> None:
        """Finish the file, give it its name, and write the control file beside it."""
        self._finish()
        self.part.replace(self.path)
        control = {
            "file": self.path.name, "bytes": self.path.stat().st_size, "rows": self.rows,
            "sha256": _sha256(self.path), "feed": self.feed, "business_date": self.business_date,
        }  # fmt: skip
        text = json.dumps(control, ensure_ascii=False, indent=1)
        self.path.with_name(self.path.name + ".ctl").write_text(text, encoding="utf-8")


class TextFile(FeedFile):
    """Delimited text: header first, dirty rows as spoiled lines among the good ones."""

    delimiter = ","
    encoding = "utf-8"
    suffix = ".csv"
    quoting = "none"
    """Arrow's word: `none` fails loudly when a field holds a delimiter, `needed` puts all text into quotes."""

    def __init__(self, folder: Path, feed: str, business_date: str, rng: np.random.Generator) -> None:
        super().__init__(folder, feed, business_date, rng)
        self._out: BinaryIO = self.part.open("wb")
        self._header: list[str] = []

    def _write(self, table: pa.Table, spots: list[Spot]) -> None:
        if not self._header:
            self._header = list(table.column_names)
            self._out.write((self.delimiter.join(self._header) + "\n").encode(self.encoding))
        start = 0
        for spot in spots:
            kept = spot.row + (0 if spot.replaces else 1)
            self._out.write(self._lines(table.slice(start, kept - start)))
            self._out.write(self._spoiled_line(table, spot))
            start = spot.row + 1
        self._out.write(self._lines(table.slice(start)))

    def _lines(self, table: pa.Table) -> bytes:
        buffer = io.BytesIO()
        options = pa.csv.WriteOptions(include_header=False, quoting_style=self.quoting)
        pa.csv.write_csv(table, buffer, options)
        return buffer.getvalue()

    def _spoiled_line(self, table: pa.Table, spot: Spot) -> bytes:
        line = self._lines(table.slice(spot.row, 1)).decode(self.encoding).rstrip("\n")
        fields = next(csv.reader([line], delimiter=self.delimiter))
        out = io.StringIO()
        spoiled = spoil(fields, self._header, spot.dirt, self.rng)
        csv.writer(out, delimiter=self.delimiter, lineterminator="\n").writerow(spoiled)
        return out.getvalue().encode(self.encoding)

    def _finish(self) -> None:
        self._out.close()


class QuotedTextFile(TextFile):
    """CSV whose text holds commas, as polygons and names do."""

    quoting = "needed"


class ChineseTextFile(TextFile):
    """Text in GB18030 with `|` between the fields, and no quotes: fields hold no `|`."""

    delimiter = "|"
    encoding = "gb18030"
    suffix = ".txt"

    def _lines(self, table: pa.Table) -> bytes:
        columns = [column.cast(pa.string()) for column in table.columns]
        lines = pc.binary_join_element_wise(*columns, "|", null_handling="replace", null_replacement="")
        return "".join(f"{line}\n" for line in lines.to_pylist()).encode(self.encoding)


class ParquetFile(FeedFile):
    """Parquet, one row group for each table; dirty rows stand at its end."""

    suffix = ".parquet"

    def __init__(self, folder: Path, feed: str, business_date: str, rng: np.random.Generator) -> None:
        super().__init__(folder, feed, business_date, rng)
        self._writer: pa.parquet.ParquetWriter | None = None

    def _write(self, table: pa.Table, spots: list[Spot]) -> None:
        if self._writer is None:
            self._writer = pa.parquet.ParquetWriter(self.part, table.schema, compression="zstd")
        spoiled = [self._spoiled_row(table, spot) for spot in spots]
        self._writer.write_table(pa.concat_tables([table, *spoiled]))

    def _spoiled_row(self, table: pa.Table, spot: Spot) -> pa.Table:
        header = list(table.column_names)
        row = table.slice(spot.row, 1)
        fields = spoil([str(row[name][0]) for name in header], header, spot.dirt, self.rng)
        columns = [
            pa.array([None if text == "" else text]).cast(row.schema.field(name).type)
            for name, text in zip(header, fields, strict=True)
        ]
        return pa.table(columns, schema=table.schema)

    def _finish(self) -> None:
        if self._writer is not None:
            self._writer.close()


class ExcelFile(FeedFile):
    """An Excel sheet as people keep it: bold header, dates as dates, telephones as text."""

    suffix = ".xlsx"

    def __init__(self, folder: Path, feed: str, business_date: str, rng: np.random.Generator) -> None:
        super().__init__(folder, feed, business_date, rng)
        self._book = xlsxwriter.Workbook(str(self.part))
        # without a stated time the same sheet would be another file every second
        self._book.set_properties({"created": datetime.fromisoformat(f"{business_date}T06:00:00+00:00")})
        self._sheet = self._book.add_worksheet(feed)
        self._bold = self._book.add_format({"bold": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._line = 0

    def _write(self, table: pa.Table, spots: list[Spot]) -> None:
        header = list(table.column_names)
        self._sheet.write_row(0, 0, header, self._bold)
        self._sheet.set_column(0, len(header) - 1, 18)
        by_row = {spot.row: spot for spot in spots}
        for number, record in enumerate(table.to_pylist()):
            spot = by_row.get(number)
            if spot is None or not spot.replaces:
                self._put(list(record.values()))
            if spot is not None:
                self._put(self._spoiled_cells(list(record.values()), header, spot))

    def _spoiled_cells(self, values: list[object], header: list[str], spot: Spot) -> list[object]:
        """The row with the dirt applied; cells that the dirt does not touch keep their type."""
        texts = ["" if value is None else str(value) for value in values]
        spoiled = spoil(texts, header, spot.dirt, self.rng)
        return [old if str(old) == new else new for old, new in zip(values, spoiled, strict=True)]

    def _put(self, values: list[object]) -> None:
        self._line += 1
        for column, value in enumerate(values):
            if value is None or value == "":
                continue
            if hasattr(value, "isoformat"):
                self._sheet.write_datetime(self._line, column, value, self._day)
            elif isinstance(value, str):
                self._sheet.write_string(self._line, column, value)
            else:
                self._sheet.write_number(self._line, column, value)

    def _finish(self) -> None:
        self._book.close()


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
