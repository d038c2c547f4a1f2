"""Holds a delivery against what its feed brought before; what differs too much waits until a person lets it pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
from django.db.models import Sum

from gridloop.kernel.problems import Problem
from gridloop.lake.contract_types import Contract, Kind
from gridloop.lake.intake.checks import Check
from gridloop.lake.intake.staging import GOOD
from gridloop.lake.models import FeedBatch
from gridloop.lake.types import BatchState, RowReason, Semantics
from gridloop.lake.variance import Finding, Severity, judge_empty, judge_rows, shown_share

UNUSUAL = ("lake.rows_changed", "lake.column_empty")
"""Problems that a person may overrule."""


@dataclass(frozen=True, slots=True)
class JudgedFile:
    """One file of a delivery: how many rows were read, and which were refused."""

    batch: FeedBatch
    read: int
    refused: Mapping[int, Check]


def judge_delivery(
    *, contract: Contract, business_date: date, files: Sequence[JudgedFile], connection: duckdb.DuckDBPyConnection
) -> list[dict[str, object]]:
    """Return the notes on a delivery whose good rows are staged; its measures are put on its batches.

    Raises ``Problem`` (422) for the first figure beyond the contract's ``stop``, unless somebody has accepted it.
    """
    months = _months(contract, connection)
    rows = sum(file.read for file in files)
    before = _before(contract, business_date)
    together = _loaded_rows(contract, business_date, files) + rows
    found = [judge_rows(round(together / months), before, contract.row_change), *_empty(contract, files, connection)]
    findings = [finding for finding in found if finding is not None]
    for file in files:
        file.batch.measures = {"rows": together, "months": months}
    notes = [_note(finding) for finding in findings]
    stops = [finding for finding in findings if finding.severity is Severity.STOP]
    if stops and not all(file.batch.accepted for file in files):
        for file in files:
            file.batch.notes = [_note(finding) for finding in findings if finding is not stops[0]]
        raise Problem(_code(stops[0]), 422, feed=contract.feed, **_params(stops[0]))
    accepted = files[0].batch.accepted if stops else {}
    if accepted:
        notes.append({"code": "lake.note_accepted", "params": {"by": accepted["by"], "why": accepted["reason"]}})
    return notes


def _code(finding: Finding) -> str:
    return UNUSUAL[1] if finding.column else UNUSUAL[0]


def _params(finding: Finding) -> dict[str, object]:
    return {
        "share": shown_share(finding.share, signed=not finding.column),
        "limit": shown_share(finding.limit),
        "now": finding.now,
        "before": finding.before,
        "column": finding.column,
    }


def _note(finding: Finding) -> dict[str, object]:
    code = "lake.note_column_empty" if finding.column else "lake.note_rows_changed"
    return {"code": code, "params": _params(finding)}


def _months(contract: Contract, connection: duckdb.DuckDBPyConnection) -> int:
    """Return how many months a delivery brings; a feed by period may bring its history at first, then one a month."""
    if contract.semantics is not Semantics.PERIOD:
        return 1
    named = next((p.typed_name for p in contract.properties if p.kind is Kind.MONTH), "")
    column = "month" if contract.month_of else named
    if not column:
        return 1
    counted = connection.execute(f'SELECT count(DISTINCT "{column}") FROM {GOOD}').fetchone()
    return max(1, int(counted[0]) if counted else 1)


def _before(contract: Contract, business_date: date) -> int | None:
    """Return the rows a month of the latest delivery of an earlier date; None when there was none."""
    loaded = FeedBatch.objects.filter(
        feed=contract.feed, state=BatchState.LOADED.value, business_date__lt=business_date
    )
    latest = loaded.order_by("-business_date", "-id").first()
    if latest is None:
        return None
    same_day = loaded.filter(business_date=latest.business_date)
    rows = same_day.aggregate(total=Sum("rows_read"))["total"] or 0
    return round(rows / max(1, int(latest.measures.get("months", 1))))


def _loaded_rows(contract: Contract, business_date: date, files: Sequence[JudgedFile]) -> int:
    """Return the rows of the same date that other files brought already: they complete each other."""
    others = FeedBatch.objects.filter(
        feed=contract.feed, state=BatchState.LOADED.value, business_date=business_date
    ).exclude(pk__in=[file.batch.pk for file in files])
    names = {file.batch.file_name for file in files}
    return sum(row.rows_read for row in others if row.file_name not in names)


def _empty(
    contract: Contract, files: Sequence[JudgedFile], connection: duckdb.DuckDBPyConnection
) -> list[Finding | None]:
    judged = [p for p in contract.properties if p.empty_share.warn is not None or p.empty_share.stop is not None]
    if not judged:
        return []
    counts = ", ".join(f'count(*) - count("{prop.typed_name}")' for prop in judged)
    row = connection.execute(f"SELECT count(*), {counts} FROM {GOOD}").fetchone() or (0,) * (len(judged) + 1)
    missing = [
        check.header for file in files for check in file.refused.values() if check.reason is RowReason.MISSING_VALUE
    ]
    found = []
    for prop, empty in zip(judged, row[1:], strict=True):
        refused = missing.count(prop.header)  # empty ones that must not be stand in quarantine, and count too
        found.append(judge_empty(prop.header, empty + refused, row[0] + refused, prop.empty_share))
    return found
