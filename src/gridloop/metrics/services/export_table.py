"""Writes a table as a workbook, just as somebody sees it."""

from __future__ import annotations

import io
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.db import transaction

from gridloop.kernel import clock
from gridloop.kernel.services import audit
from gridloop.kernel.wording import say
from gridloop.metrics.sheet_types import CHANGE, PERCENT, POINTS, TENTHS, WHOLE_PERCENT, Amount
from gridloop.metrics.types import Unit

if TYPE_CHECKING:
    from gridloop.kernel.types import Actor
    from gridloop.kernel.wording import Language
    from gridloop.metrics.sheet_types import SheetTable

_SHAPES: dict[str, tuple[str, float, int]] = {
    Unit.FEN.value: ("#,##0.00", 0.01, 2),
    Unit.SHARE.value: ("0.00%", 1.0, 4),
    CHANGE: ("+0.0%;-0.0%;0.0%", 1.0, 3),
    POINTS: ("+0.00;-0.00;0.00", 100.0, 2),
    Unit.PER_10K.value: ("#,##0.0", 10_000.0, 1),
    Unit.COUNT.value: ("#,##0", 1.0, 0),
    Unit.HOURS.value: ("#,##0.0", 1.0, 1),
    Unit.MINUTES.value: ("#,##0.0", 1.0, 1),
    Unit.MB.value: ("#,##0.0", 1.0, 1),
    Unit.MBPS.value: ("#,##0.0", 1.0, 1),
    Unit.NUMBER.value: ("#,##0.00", 1.0, 2),
    PERCENT: ("0.0%", 1.0, 3),
    WHOLE_PERCENT: ("0%", 1.0, 2),
    TENTHS: ("#,##0.0", 1.0, 1),
}
"""By unit: how a spreadsheet shows it, what it is multiplied with, the digits that the screen shows of it."""
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_WIDTH = 16


def export_table(*, table: SheetTable, language: Language, actor: Actor, action: str, object_id: str) -> bytes:
    """Return the table as a workbook, rows and columns in the order given; the export is audited.

    A first sheet tells what it is: title, month, filters, who took it and when. Figures are rounded to the digits that
    the screen shows and written out in full (amounts in yuan, where the screen shortens them), with the unit in the
    head of the column. Text is never a formula: what would look like one to a spreadsheet is marked as text.
    """
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        _write_header(book, table, language, actor)
        _write_rows(book, table, language)
    with transaction.atomic():
        audit.record(
            actor=actor,
            action=action,
            object_kind="export",
            object_id=object_id,
            rows=len(table.rows),
            columns=[column.title for column in table.columns],
            filters=dict(table.notes),
        )
    return content.getvalue()


def _write_header(book: Any, table: SheetTable, language: Language, actor: Actor) -> None:
    sheet = book.add_worksheet(say("metrics.sheet_about", language))
    bold, text = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
    taken = clock.now().astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M")
    lines = [
        (say("metrics.sheet_title", language), table.title),
        *table.notes,
        (say("metrics.sheet_rows", language), str(len(table.rows))),
        (say("metrics.sheet_taken_by", language), actor.name),
        (say("metrics.sheet_taken_at", language), taken),
    ]
    for line, (name, value) in enumerate(lines):
        _text(sheet, line, 0, name, text, bold)
        _text(sheet, line, 1, value, text)
    sheet.set_column(0, 0, _WIDTH)
    sheet.set_column(1, 1, 4 * _WIDTH)


def _write_rows(book: Any, table: SheetTable, language: Language) -> None:
    sheet = book.add_worksheet(say("metrics.sheet_data", language))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    text = book.add_format({"quote_prefix": True})
    numbers = {unit: book.add_format({"num_format": shape}) for unit, (shape, _, _) in _SHAPES.items()}
    said = say(f"metrics.sheet_unit_{POINTS}", language)
    points = book.add_format({"num_format": f'+0.00" {said}";-0.00" {said}";0.00" {said}"'})
    for place, column in enumerate(table.columns):
        _text(sheet, 0, place, _head(column.title, column.unit, language), text, bold)
    for line, row in enumerate(table.rows, start=1):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            if value is None:
                continue
            if isinstance(value, str):
                _text(sheet, line, place, value, text)
                continue
            amount = value if isinstance(value, Amount) else Amount(value, column.unit)
            shape = points if amount.unit == POINTS and column.unit != POINTS else numbers[amount.unit]
            sheet.write_number(line, place, as_shown(amount.value, amount.unit), shape)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, max(len(table.columns) - 1, 0), _WIDTH)
    sheet.activate()


def as_shown(value: float, unit: str) -> float:
    """Return a figure in the unit and with the digits that the screen shows of it, halves rounded up as it does."""
    _, scale, digits = _SHAPES[unit]
    scaled = Decimal(repr(float(value))) * Decimal(repr(scale))
    return float(scaled.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP))


def _head(title: str, unit: str, language: Language) -> str:
    said = say(f"metrics.sheet_unit_{unit}", language) if unit in _NAMED else ""
    return f"{title} ({said})" if said else title


_NAMED = frozenset({*(one.value for one in Unit), POINTS} - {Unit.SHARE.value, Unit.NUMBER.value, Unit.COUNT.value})


def _text(sheet: Any, line: int, column: int, value: str, marked: Any, usual: Any = None) -> None:
    sheet.write_string(line, column, value, marked if value.startswith(_RISKY) else usual)
