"""Brings quarantined rows back: mended values go through the same checks and join what their file became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import F

from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.contract_types import Contract
from gridloop.lake.datasets import DATASETS
from gridloop.lake.engine import Lake
from gridloop.lake.intake.checks import Check
from gridloop.lake.intake.lock import feed_lock
from gridloop.lake.intake.mapping import key_queries
from gridloop.lake.intake.references import reference_queries
from gridloop.lake.intake.source import Block, plain_header
from gridloop.lake.intake.staging import Staging
from gridloop.lake.library import contract_of
from gridloop.lake.models import FeedBatch, QuarantinedRow, SealedRow
from gridloop.lake.queries import open_lake
from gridloop.lake.rules import Delivery
from gridloop.lake.services.keep_batch_versions import keep_batch_versions
from gridloop.lake.services.keep_quarantine import describe_refusal, secret_headers
from gridloop.lake.services.publish_delivery import (
    PreparedDelivery,
    commit_delivery,
    keys_that_hold,
    prepare_delivery,
)
from gridloop.lake.services.seal_phones import mark_sealed, seal_phones
from gridloop.lake.types import BatchState, RowReason

_SHOWN = 100
_CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What a replay did; ``shown_ids`` are the first rows it tried."""

    replayed: int
    still_refused: int
    shown_ids: tuple[int, ...] = ()
    published: dict[str, int] = field(default_factory=dict)

    def plus(self, other: ReplayReport) -> ReplayReport:
        """Return both together."""
        return ReplayReport(
            self.replayed + other.replayed,
            self.still_refused + other.still_refused,
            (self.shown_ids + other.shown_ids)[:_SHOWN],
            {**self.published, **other.published},
        )


def replay_rows(*, mends: Mapping[int, Mapping[str, str]], actor: Actor) -> ReplayReport:
    """Try quarantined rows of one batch again with corrected texts (row id -> column -> text).

    A column that is left out, or sent as it was shown, keeps what the file said. Rows that pass are merged into
    the datasets as a new version; the others wait on under their new reason, and so does a ragged row that nobody
    mended. Raises ``Problem`` for rows already
    replayed, unknown columns, or when a later delivery has replaced the batch.
    """
    batches = set(QuarantinedRow.objects.filter(pk__in=mends).values_list("batch_id", flat=True))
    if not batches:
        raise NotFoundProblem("quarantined_row", ", ".join(map(str, mends)))
    if len(batches) > 1:
        raise Problem("lake.rows_of_several_batches", 400)
    return _replay(batches.pop(), mends, actor)


def replay_batch(*, batch_id: int, reason: RowReason | None, actor: Actor) -> ReplayReport:
    """Try the waiting rows of a batch again as they are, after a contract or a referred dataset was mended.

    Ragged rows are left out: which text belongs to which column is for a person to say.
    """
    waiting = QuarantinedRow.objects.filter(batch=batch_id, state=QuarantinedRow.State.OPEN)
    waiting = waiting.exclude(reason=RowReason.RAGGED_ROW.value)
    if reason is not None:
        waiting = waiting.filter(reason=reason.value)
    ids = list(waiting.values_list("pk", flat=True))
    total = ReplayReport(0, 0)
    for start in range(0, len(ids), _CHUNK):
        chunk: dict[int, dict[str, str]] = {row_id: {} for row_id in ids[start : start + _CHUNK]}
        total = total.plus(_replay(batch_id, chunk, actor))
    return total


@dataclass(slots=True)
class _Attempt:
    """One row with the texts it is tried with."""

    row: QuarantinedRow
    values: dict[str, str]
    mended: list[str]


def _replay(batch_id: int, mends: Mapping[int, Mapping[str, str]], actor: Actor) -> ReplayReport:
    feed = FeedBatch.objects.values_list("feed", flat=True).get(pk=batch_id)
    contract = contract_of(feed)
    with feed_lock(feed):
        batch = FeedBatch.objects.get(pk=batch_id)
        attempts = _attempts(contract, batch, mends)
        with open_lake() as lake:
            tried = [one for one in attempts if one.mended or one.row.reason != RowReason.RAGGED_ROW.value]
            refused = _stage(contract, batch.business_date, tried, lake).refused(0)
            passed = [one for one in tried if one.row.line_no not in refused]
            prepared = _prepare(contract, batch, lake) if passed else None
            sealed = prepared is not None and seal_phones(contract=contract, prepared=prepared, lake=lake)
            with transaction.atomic():
                published = _commit(batch, prepared, actor, lake)
                if sealed:
                    mark_sealed(published=published)
                _close(batch, passed, published, actor)
                for one in tried:
                    if one.row.line_no in refused:
                        _keep_waiting(contract, one, refused[one.row.line_no])
    shown = tuple(one.row.pk for one in attempts[:_SHOWN])
    return ReplayReport(len(passed), len(attempts) - len(passed), shown, published)


def _attempts(contract: Contract, batch: FeedBatch, mends: Mapping[int, Mapping[str, str]]) -> list[_Attempt]:
    rows = QuarantinedRow.objects.filter(pk__in=mends, batch=batch).select_related("sealed").order_by("line_no")
    if batch.state != BatchState.LOADED.value or any(r.state != QuarantinedRow.State.OPEN for r in rows):
        raise Problem("lake.row_not_open", 409)
    return [_attempt(contract, row, mends[row.pk]) for row in rows]


def _attempt(contract: Contract, row: QuarantinedRow, mend: Mapping[str, str]) -> _Attempt:
    headers = [plain_header(p.header) for p in contract.properties]
    given = {plain_header(name): text for name, text in mend.items()}
    for name in given:
        if name not in headers and name not in row.values:
            raise Problem("lake.unknown_column", 400, column=name, allowed=", ".join(headers))
    changed = {name: text for name, text in given.items() if text != row.values.get(name)}
    sealed = row.sealed.values if hasattr(row, "sealed") else {}
    return _Attempt(row, {**row.values, **sealed, **changed}, sorted(changed))


def _stage(contract: Contract, day: date, attempts: Sequence[_Attempt], lake: Lake) -> Staging:
    """Type and check the rows as a load does, and against the keys that are already there."""
    headers = [plain_header(p.header) for p in contract.properties]
    block = Block(
        lines=[one.row.line_no for one in attempts],
        columns=[[one.values.get(header, "") for one in attempts] for header in headers],
    )
    staging = Staging(contract, lake.connection, day, reference_queries(contract, lake, own=True))
    staging.add(0, headers, block)
    staging.refuse_unknown_parents()
    staging.refuse_repeated_keys()
    for dataset, query in key_queries(contract, day):
        if dataset in lake.versions:
            key = ", ".join(f'"{name}"' for name in DATASETS[dataset].key)
            present = f"SELECT {key} FROM ({lake.sql(lake.table(dataset))})"
            if contract.semantics.by_key:
                present = keys_that_hold(contract, dataset, day, lake, corrections=False)
            staging.refuse_lines_of(f"SELECT file_no, line_no FROM ({query}) SEMI JOIN ({present}) USING ({key})")
    return staging


def _prepare(contract: Contract, batch: FeedBatch, lake: Lake) -> PreparedDelivery:
    delivery = Delivery(batch.feed, batch.business_date, frozenset({batch.file_name}), bool(contract.month_of))
    prepared = prepare_delivery(contract=contract, delivery=delivery, lake=lake, replayed=True)
    if prepared.superseded:
        raise Problem("lake.replay_superseded", 409, business_date=str(batch.business_date))
    return prepared


def _commit(batch: FeedBatch, prepared: PreparedDelivery | None, actor: Actor, lake: Lake) -> dict[str, int]:
    if prepared is None:
        return {}
    run = f"feed {batch.feed} {batch.business_date} replay"
    return commit_delivery(prepared=prepared, run=run, actor=actor, lake=lake)


def _close(batch: FeedBatch, passed: Sequence[_Attempt], published: dict[str, int], actor: Actor) -> None:
    """Mark the rows that passed and move them from quarantined to loaded; what was sealed is forgotten."""
    ids = [one.row.pk for one in passed]
    QuarantinedRow.objects.filter(pk__in=ids).update(
        state=QuarantinedRow.State.REPLAYED, replayed_at=clock.now(), replayed_by=actor.name
    )
    SealedRow.objects.filter(row__in=ids).delete()
    FeedBatch.objects.filter(pk=batch.pk).update(
        rows_loaded=F("rows_loaded") + len(ids),
        rows_quarantined=F("rows_quarantined") - len(ids),
        rows_replayed=F("rows_replayed") + len(ids),
        published={**batch.published, **published},
    )
    keep_batch_versions(batch=batch, published=published)
    audit.record(
        actor=actor,
        action="lake.replay",
        object_kind="feed_batch",
        object_id=batch.pk,
        rows=len(ids),
        lines=[one.row.line_no for one in passed[:_SHOWN]],
        mended=sorted({name for one in passed for name in one.mended}),
    )


def _keep_waiting(contract: Contract, attempt: _Attempt, check: Check) -> None:
    """Keep what was tried, under the reason for which it failed this time."""
    row = attempt.row
    refusal = describe_refusal(secret_headers(contract), attempt.values, check)
    row.reason, row.column, row.params = refusal.reason.value, refusal.column, refusal.params
    row.values = refusal.shown
    row.save(update_fields=["reason", "column", "params", "values"])
    SealedRow.objects.update_or_create(row=row, defaults={"values": refusal.sealed})
