"""Writes the grids' table as a workbook, just as somebody sees it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.db import transaction

from gridloop.kernel.services import audit
from gridloop.metrics.queries.grid_table import GridTable
from gridloop.metrics.types import Unit

if TYPE_CHECKING:
    from gridloop.kernel.types import Actor
    from gridloop.kernel.wording import Language

_FORMATS = {
    Unit.FEN: ("#,##0.00", 0.01),
    Unit.SHARE: ("0.00%", 1.0),
    Unit.PER_10K: ("#,##0.0", 10_000.0),
    Unit.COUNT: ("#,##0", 1.0),
}
_HEADS = {"zh": ("网格编码", "网格", "上级单位"), "en": ("Code", "Grid", "Belongs to")}
_NOTE = {"zh": "周期 {cycle}；导出人 {actor}", "en": "Month {cycle}; exported by {actor}"}
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def export_grids(*, table: GridTable, language: Language, actor: Actor) -> bytes:
    """Return the table as a workbook, rows and columns in the order given; the export is audited.

    Amounts are in yuan, shares in per cent, as on the screen. Text is never a formula: what would look like one to a
    spreadsheet is marked as text.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        _write(book, table, language, actor)
    with transaction.atomic():
        audit.record(
            actor=actor,
            action="metrics.export_grids",
            object_kind="cycle",
            object_id=table.cycle or "",
            grids=len(table.rows),
            indicators=[one.code for one in table.indicators],
        )
    return content.getvalue()


def _write(book: Any, table: GridTable, language: Language, actor: Actor) -> None:
    sheet = book.add_worksheet(table.cycle or "-")
    bold, text = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
    numbers = {unit: book.add_format({"num_format": shape}) for unit, (shape, _) in _FORMATS.items()}
    plain = book.add_format({"num_format": "#,##0.00"})
    heads = [*_HEADS[language], *(one.name_zh if language == "zh" else one.name_en for one in table.indicators)]
    for column, head in enumerate(heads):
        _text(sheet, 0, column, head, text, bold)
    for line, row in enumerate(table.rows, start=1):
        names = (row["org_code"], row[f"name_{language}"], row[f"branch_{language}"])
        for column, name in enumerate(names):
            _text(sheet, line, column, name, text)
        for column, one in enumerate(table.indicators, start=len(names)):
            value = row["values"][one.code]
            if value is not None:
                scale = _FORMATS[one.unit][1] if one.unit in _FORMATS else 1.0
                sheet.write_number(line, column, round(value * scale, 10), numbers.get(one.unit, plain))
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, len(heads) - 1, 14)
    note = _NOTE[language].format(cycle=table.cycle or "-", actor=actor.name)
    _text(sheet, len(table.rows) + 2, 0, note, text)


def _text(sheet: Any, line: int, column: int, value: str, marked: Any, usual: Any = None) -> None:
    sheet.write_string(line, column, value, marked if value.startswith(_RISKY) else usual)
