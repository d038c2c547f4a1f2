"""Keeps refused rows with their reason, so that they can be mended and replayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from gridloop.kernel.services.insert_rows import insert_missing
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
    rows = (
        _row(batch, contract, source.headers, picked, refused.get(picked.line_no)) for picked in source.picked(wanted)
    )
    while chunk := list(islice(rows, CHUNK)):
        _insert(chunk)


def _insert(pairs: Sequence[tuple[QuarantinedRow, dict[str, str]]]) -> None:
    sealed = {row.line_no: values for row, values in pairs if values}
    with transaction.atomic():
        insert_missing([row for row, _ in pairs])
        if sealed:
            kept = QuarantinedRow.objects.filter(batch=pairs[0][0].batch, line_no__in=sealed)
            ids = kept.values_list("line_no", "pk")
            insert_missing([SealedRow(row_id=row_id, values=sealed[line_no]) for line_no, row_id in ids])


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row is refused, its values as they may be shown, and the sensitive ones in clear."""

    reason: RowReason
    column: str
    params: dict[str, object]
    shown: dict[str, str]
    sealed: dict[str, str]


def describe_refusal(contract: Contract, values: Mapping[str, str], check: Check) -> Refusal:
    """Return the refusal of a row (texts by header) that failed a check."""
    secret = {plain_header(header) for header in contract.sensitive_headers}
    sealed = {name: text for name, text in values.items() if name in secret and text}
    shown = {name: masked_text(text) if name in sealed else text for name, text in values.items()}
    value = ", ".join(shown.get(plain_header(name), "") for name in check.header.split(", "))
    return Refusal(check.reason, check.header, {**check.params, "value": value}, shown, sealed)


def _describe_ragged(contract: Contract, values: Mapping[str, str], expected: int, found: int) -> Refusal:
    """Which text is the sensitive one is not known in a ragged row: every long number is masked."""
    hidden = {name: hide_digits(text) for name, text in values.items()} if contract.sensitive_headers else {}
    sealed = {name: values[name] for name, text in hidden.items() if text != values[name]}
    params: dict[str, object] = {"expected": expected, "found": found}
    return Refusal(RowReason.RAGGED_ROW, "", params, {**values, **hidden}, sealed)


def _row(
    batch: FeedBatch, contract: Contract, headers: Sequence[str], picked: Picked, check: Check | None
) -> tuple[QuarantinedRow, dict[str, str]]:
    values = by_header(headers, [text.replace("\x00", "") for text in picked.fields])
    if check is None:
        refusal = _describe_ragged(contract, values, len(headers), len(picked.fields))
        raw = hide_digits(picked.raw) if contract.sensitive_headers else picked.raw
    else:
        refusal = describe_refusal(contract, values, check)
        raw = hide(picked.raw, refusal.sealed.values())
    row = QuarantinedRow(
        batch=batch,
        line_no=picked.line_no,
        raw=raw.replace("\x00", "")[:_LONGEST_RAW],
        values=refusal.shown,
        reason=refusal.reason.value,
        column=refusal.column,
        params=refusal.params,
    )
    return row, refusal.sealed


def by_header(headers: Sequence[str], fields: Sequence[str]) -> dict[str, str]:
    """Return fields by header; what a ragged row has too many (the first hundred) stands under ``+1``, ``+2``, …"""
    named = {header: fields[i] if i < len(fields) else "" for i, header in enumerate(headers) if header}
    extra = {f"+{n}": text for n, text in enumerate(fields[len(headers) :][:_MOST_EXTRA], start=1)}
    return named | extra
