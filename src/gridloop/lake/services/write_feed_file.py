"""Writes a feed's file as its contract wants it: to be filled in, or looked over, and then loaded like any other."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import Path

import xlsxwriter

from gridloop.kernel.problems import Problem
from gridloop.kernel.wording import Language
from gridloop.lake.contract_types import Contract, FileFormat
from gridloop.lake.intake.cells import text_of

_BREAKS = re.compile(r"[\n\r]")


def write_feed_file(
    *, contract: Contract, rows: Iterable[Mapping[str, object]], folder: Path, day: date, language: Language
) -> Path:
    """Write rows (by the contract's plain column names) into ``folder`` and return the file.

    Headers are the source system's own in Chinese, the plain names in English: both are read. Raises ``Problem`` (409)
    for a feed that arrives as Parquet, which nobody fills in by hand.
    """
    if contract.format is FileFormat.PARQUET:
        raise Problem("lake.not_by_hand", 409, feed=contract.feed)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / contract.file_pattern.replace("*", day.isoformat())
    names = [p.name for p in contract.properties]
    headers = [p.header if language == "zh" else p.name for p in contract.properties]
    lines = ([_cell(row.get(name), contract.decimal_comma) for name in names] for row in rows)
    if contract.format is FileFormat.XLSX:
        _write_sheet(file, headers, lines)
    else:
        _write_text(file, contract, chain([headers] if contract.has_header else [], lines))
    return file


def _cell(value: object, decimal_comma: bool) -> str:
    if value is None:
        return ""
    text = text_of(value)
    return text.replace(".", ",") if decimal_comma and isinstance(value, float | Decimal) else text


def _write_sheet(file: Path, headers: list[str], lines: Iterable[list[str]]) -> None:
    with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(chain([headers], lines)):
            sheet.write_row(number, 0, line)


def _write_text(file: Path, contract: Contract, lines: Iterable[list[str]]) -> None:
    with file.open("w", encoding=contract.encoding, newline="") as stream:
        if contract.format is FileFormat.CSV:
            csv.writer(stream, delimiter=contract.delimiter, lineterminator="\n").writerows(lines)
        else:
            # a line is a row: a line break inside a text would be another
            stream.writelines(contract.delimiter.join(map(_on_one_line, line)) + "\n" for line in lines)


def _on_one_line(text: str) -> str:
    return " ".join(text.splitlines()) if _BREAKS.search(text) else text
