"""Refused rows as a workbook to be mended in Excel, and the mended workbook back through the same door.

The workbook holds one row per waiting row: what it is, why it was refused, how to mend it, then its columns. Cells are
texts with a quote prefix, so that nothing a file contained is ever calculated.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db import transaction
from python_calamine import CalamineError, CalamineWorkbook

from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.kernel.wording import LANGUAGES, Language, say
from gridloop.lake.intake.sheet import cell_text
from gridloop.lake.intake.source import plain_header
from gridloop.lake.library import contract_of
from gridloop.lake.models import FeedBatch, QuarantinedRow
from gridloop.lake.refusals import refusal_words
from gridloop.lake.services.replay import ReplayReport, replay_rows
from gridloop.lake.types import BatchState

MOST_ROWS = 100_000
_FIXED = ("sheet_row", "sheet_line", "sheet_reason", "sheet_column", "sheet_mend")
_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """What became of a returned sheet; ``passed_over`` rows had been loaded before."""

    report: ReplayReport
    passed_over: int


def write_quarantine_sheet(*, batch_id: int, purpose: str, language: Language, actor: Actor) -> tuple[str, bytes]:
    """Return (file name, content) of the waiting rows of a batch.

    Sensitive values are masked, unless a ``purpose`` says what they are needed in clear for. Either way who took the
    rows is kept in the audit trail. Raises ``Problem`` (409) when nothing waits, or more than fits into a sheet.
    """
    batch = _loaded(batch_id)
    waiting = QuarantinedRow.objects.filter(batch=batch, state=QuarantinedRow.State.OPEN).select_related("sealed")
    count = waiting.count()
    if count == 0:
        raise Problem("lake.nothing_waits", 409)
    if count > MOST_ROWS:
        raise Problem("lake.too_many_for_a_sheet", 409, rows=count, limit=MOST_ROWS)
    reveal = bool(purpose.strip())
    with transaction.atomic():
        audit.record(
            actor=actor,
            action="lake.quarantine_reveal" if reveal else "lake.quarantine_sheet",
            object_kind="feed_batch",
            object_id=batch.pk,
            feed=batch.feed,
            rows=count,
            purpose=purpose.strip(),
        )
    content = _workbook(batch, waiting.order_by("line_no").iterator(_CHUNK), reveal, language)
    return f"quarantine_{batch.feed}_{batch.business_date}_{batch.pk}.xlsx", content


def _loaded(batch_id: int) -> FeedBatch:
    batch = FeedBatch.objects.filter(pk=batch_id).first()
    if batch is None:
        raise NotFoundProblem("batch", batch_id)
    if batch.state != BatchState.LOADED.value:
        raise Problem("lake.batch_not_loaded", 409)
    return batch


def _workbook(batch: FeedBatch, rows: Iterable[QuarantinedRow], reveal: bool, language: Language) -> bytes:
    headers = [plain_header(prop.header) for prop in contract_of(batch.feed).properties]
    others: dict[str, None] = {}
    lines: list[tuple[list[str], Mapping[str, str]]] = []
    for row in rows:
        values = row.values | (row.sealed.values if reveal and hasattr(row, "sealed") else {})
        others |= dict.fromkeys(name for name in values if name not in headers)
        text, mend = refusal_words(row.reason, row.column, row.params, language)
        lines.append(([str(row.pk), str(row.line_no), text, row.column, mend], values))
    out = io.BytesIO()
    columns = [*headers, *others]
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        # a text format keeps leading zeros when somebody types, the quote prefix keeps "=…" a text
        cell = book.add_format({"num_format": "@", "quote_prefix": True})
        fixed = book.add_format({"num_format": "@", "quote_prefix": True, "font_color": "#5b6b70"})
        sheet = book.add_worksheet(say("lake.sheet_name", language))
        for number, title in enumerate([*(say(f"lake.{name}", language) for name in _FIXED), *columns]):
            sheet.write_string(0, number, title, cell)
        for at, (facts, values) in enumerate(lines, start=1):
            for number, text in enumerate(facts):
                sheet.write_string(at, number, text, fixed)
            for number, name in enumerate(columns, start=len(facts)):
                sheet.write_string(at, number, values.get(name, ""), cell)
        sheet.freeze_panes(1, 2)
        sheet.set_column(2, 2, 36)
        sheet.set_column(4, 4, 36)
    return out.getvalue()


def return_quarantine_sheet(*, batch_id: int, path: Path, file_name: str, actor: Actor) -> ReturnedSheet:
    """Try the rows of a returned workbook again with what stands in it now.

    Rows that were loaded meanwhile are passed over; what is still wrong waits on under its reason. Raises ``Problem``
    for a workbook that is none of this batch's.
    """
    batch = _loaded(batch_id)
    mends = _mends(path, file_name)
    known = dict(QuarantinedRow.objects.filter(batch=batch).values_list("pk", "state"))
    unknown = sorted(set(mends) - set(known))
    if unknown:
        raise Problem("lake.sheet_of_another_batch", 422, file=file_name, row=unknown[0])
    waiting = [pk for pk in mends if known[pk] == QuarantinedRow.State.OPEN.value]
    total = ReplayReport(0, 0)
    for start in range(0, len(waiting), _CHUNK):
        chunk = {pk: mends[pk] for pk in waiting[start : start + _CHUNK]}
        total = total.plus(replay_rows(mends=chunk, actor=actor))
    return ReturnedSheet(total, len(mends) - len(waiting))


def _mends(path: Path, file_name: str) -> dict[int, dict[str, str]]:
    """Return row id -> column -> text. Columns are found by their titles, in whatever order they are now."""
    rows = _rows(path, file_name)
    titles = [plain_header(cell) for cell in next(rows, [])]
    fixed = {plain_header(say(f"lake.{name}", language)): name for name in _FIXED for language in LANGUAGES}
    ids = [number for number, title in enumerate(titles) if fixed.get(title) == "sheet_row"]
    if len(ids) != 1:
        raise Problem("lake.sheet_not_ours", 422, file=file_name)
    columns = [(number, title) for number, title in enumerate(titles) if title and title not in fixed]
    mends: dict[int, dict[str, str]] = {}
    for line_no, cells in enumerate(rows, start=2):
        if not any(cells):
            continue
        text = cells[ids[0]] if ids[0] < len(cells) else ""
        if not text.isdigit() or int(text) in mends:
            raise Problem("lake.sheet_bad_row", 422, file=file_name, line=line_no, value=text[:40])
        # a ragged row's surplus fields are empty for all others
        mends[int(text)] = {
            title: cells[number] if number < len(cells) else ""
            for number, title in columns
            if not (title.startswith("+") and not (number < len(cells) and cells[number]))
        }
    if not mends:
        raise Problem("lake.nothing_waits", 409)
    return mends


def _rows(path: Path, file_name: str) -> Iterator[Sequence[str]]:
    try:
        sheet: Any = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        detail = str(error)[:200]
        raise Problem("lake.file_broken", 422, file=file_name, format="xlsx", detail=detail) from error
    for row in sheet.iter_rows():
        yield [cell_text(cell) for cell in row]
