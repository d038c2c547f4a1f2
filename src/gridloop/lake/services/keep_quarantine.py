"""Keeps refused rows with their reason, so that they can be mended and replayed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from gridloop.kernel.services.insert_rows import insert_missing_values
from gridloop.lake.contract_types import Contract
from gridloop.lake.intake.checks import Check
from gridloop.lake.intake.source import Picked, Source, plain_header
from gridloop.lake.models import FeedBatch, QuarantinedRow, SealedRow
from gridloop.lake.rules import hide, hide_digits, masked_text
from gridloop.lake.types import RowReason

CHUNK = 1000
_LONGEST_RAW = 20_000
_MOST_EXTRA = 100


def keep_quarantine(
    *,
    batch: FeedBatch,
    contract: Contract,
    source: Source,
    refused: Mapping[int, Check],
    ragged: Sequence[int],
) -> None:
    """Read the refused rows once more and keep them, in chunks; seen only once their batch is loaded."""
    wanted = set(refused) | set(ragged)
    if not wanted:
        return
    secret = secret_headers(contract)
    rows = (_row(secret, source.headers, picked, refused.get(picked.line_no)) for picked in source.picked(wanted))
    while chunk := list(islice(rows, CHUNK)):
        _insert(batch, chunk)


def _insert(batch: FeedBatch, rows: Sequence[_Row]) -> None:
    as_ever = (batch.pk, QuarantinedRow.State.OPEN.value, None, "")
    sealed = {row.line_no: row.refusal.sealed for row in rows if row.refusal.sealed}
    with transaction.atomic():
        insert_missing_values(QuarantinedRow, _COLUMNS, [(*as_ever, *row.values()) for row in rows])
        if sealed:
            kept = QuarantinedRow.objects.filter(batch=batch, line_no__in=sealed).values_list("line_no", "pk")
            pairs = [(row_id, sealed[line_no]) for line_no, row_id in kept]
            insert_missing_values(SealedRow, ("row_id", "values"), pairs)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row is refused, its values as they may be shown, and the sensitive ones in clear."""

    reason: RowReason
    column: str
    params: dict[str, object]
    shown: dict[str, str]
    sealed: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Row:
    """A refused row as it is kept."""

    line_no: int
    raw: str
    refusal: Refusal

    def values(self) -> tuple[object, ...]:
        refusal = self.refusal
        return self.line_no, self.raw, refusal.shown, refusal.reason.value, refusal.column, refusal.params


_COLUMNS = (
    *("batch_id", "state", "replayed_at", "replayed_by"),
    *("line_no", "raw", "values", "reason", "column", "params"),
)


def secret_headers(contract: Contract) -> frozenset[str]:
    """Return the headers of a contract's sensitive columns as they stand in a file."""
    return frozenset(plain_header(header) for header in contract.sensitive_headers)


def describe_refusal(secret: Collection[str], values: Mapping[str, str], check: Check) -> Refusal:
    """Return the refusal of a row (texts by header, some of them ``secret``) that failed a check."""
    sealed = {name: values[name] for name in secret if values.get(name)}
    shown = {**values, **{name: masked_text(text) for name, text in sealed.items()}}
    value = ", ".join(shown.get(plain_header(name), "") for name in check.header.split(", "))
    return Refusal(check.reason, check.header, {**check.params, "value": value}, shown, sealed)


def _describe_ragged(secret: Collection[str], values: Mapping[str, str], expected: int, found: int) -> Refusal:
    """Which text is the sensitive one is not known in a ragged row: every long number is masked."""
    hidden = {name: hide_digits(text) for name, text in values.items()} if secret else {}
    sealed = {name: values[name] for name, text in hidden.items() if text != values[name]}
    params: dict[str, object] = {"expected": expected, "found": found}
    return Refusal(RowReason.RAGGED_ROW, "", params, {**values, **hidden}, sealed)


def _row(secret: Collection[str], headers: Sequence[str], picked: Picked, check: Check | None) -> _Row:
    values = by_header(headers, [text.replace("\x00", "") for text in picked.fields])
    if check is None:
        refusal = _describe_ragged(secret, values, len(headers), len(picked.fields))
        raw = hide_digits(picked.raw) if secret else picked.raw
    else:
        refusal = describe_refusal(secret, values, check)
        raw = hide(picked.raw, refusal.sealed.values())
    return _Row(picked.line_no, raw.replace("\x00", "")[:_LONGEST_RAW], refusal)


def by_header(headers: Sequence[str], fields: Sequence[str]) -> dict[str, str]:
    """Return fields by header; what a ragged row has too many (the first hundred) stands under ``+1``, ``+2``, …"""
    named = {header: fields[i] if i < len(fields) else "" for i, header in enumerate(headers) if header}
    extra = {f"+{n}": text for n, text in enumerate(fields[len(headers) :][:_MOST_EXTRA], start=1)}
    return named | extra
