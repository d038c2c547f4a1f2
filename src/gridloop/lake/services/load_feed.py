"""Loads delivered files of one feed: read, check, quarantine, publish; all or nothing per delivery.

A batch row is ``loading`` until one transaction makes the new versions current and the batch ``loaded``. Whatever
dies before leaves the last good snapshot; the next run takes the batch over and starts it anew.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from django.db import transaction

from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.kernel.wording import say_both
from gridloop.lake.contract_types import Contract
from gridloop.lake.datasets import DATASETS
from gridloop.lake.engine import Lake
from gridloop.lake.intake.checks import Check
from gridloop.lake.intake.control import Incoming, check_content, check_contract_version, check_rows
from gridloop.lake.intake.delimited import DelimitedSource
from gridloop.lake.intake.lock import feed_lock
from gridloop.lake.intake.mapping import follows_lines, key_queries
from gridloop.lake.intake.opening import notes_about, open_source
from gridloop.lake.intake.references import reference_queries
from gridloop.lake.intake.source import Source
from gridloop.lake.intake.staging import Staging
from gridloop.lake.intake.unpacking import plain_file, unpack_folder
from gridloop.lake.intake.watched import watched
from gridloop.lake.models import FeedBatch
from gridloop.lake.queries import open_lake
from gridloop.lake.rules import Delivery, mostly_refused
from gridloop.lake.services.judge_delivery import JudgedFile, judge_delivery
from gridloop.lake.services.keep_batch_versions import keep_batch_versions
from gridloop.lake.services.keep_quarantine import keep_quarantine
from gridloop.lake.services.open_batch import fail_batch, open_batch, report_of
from gridloop.lake.services.publish_delivery import (
    PreparedDelivery,
    commit_delivery,
    keys_that_hold,
    prepare_delivery,
)
from gridloop.lake.services.seal_phones import mark_sealed, seal_phones
from gridloop.lake.types import BatchState, FileReport, LoadStage, RowReason, Semantics

BULK_BYTES = 1 << 20
"""Smaller files are read line by line in no time."""
Progress = Callable[[str, LoadStage, int, int], None]
"""Called with a file's name, what is done with it, how far that is, and how long it is (0: nobody knows).

What it raises ends the load before anything of it is visible.
"""


@dataclass(slots=True)
class _File:
    """One file of the delivery while it is worked on."""

    number: int
    incoming: Incoming
    batch: FeedBatch
    source: Source | None = None
    read: int = 0
    ragged: list[int] = field(default_factory=list)
    refused: dict[int, Check] = field(default_factory=dict)
    notes: list[dict[str, object]] = field(default_factory=list)
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def quarantined(self) -> int:
        """Return how many of its rows are refused."""
        return len(self.ragged) + len(self.refused)


def no_progress(file_name: str, stage: LoadStage, done: int, total: int) -> None:
    """Report nothing."""


def load_delivery(
    *,
    contract: Contract,
    business_date: date,
    files: Sequence[Incoming],
    actor: Actor,
    progress: Progress = no_progress,
) -> list[FileReport]:
    """Load the files of one feed and business date and publish what they become, once.

    A file that is refused as a whole fails alone. Raises ``Problem`` (409) when the feed is being loaded already.
    """
    with feed_lock(contract.feed):
        reports: list[FileReport] = []
        work: list[_File] = []
        for incoming in files:
            batch, to_do = open_batch(contract=contract, business_date=business_date, incoming=incoming, actor=actor)
            if to_do and all(file.batch.pk != batch.pk for file in work):  # the same content under two names is one
                work.append(_File(len(work), incoming, batch))
            else:
                reports.append(replace(report_of(batch, unchanged=True), file_name=incoming.file_name))
        if work:
            _load(contract, business_date, work, actor, progress)
        return reports + [report_of(file.batch) for file in work]


def _load(contract: Contract, business_date: date, work: list[_File], actor: Actor, progress: Progress) -> None:
    try:
        with open_lake() as lake, unpack_folder(contract.feed) as folder:
            staging = Staging(contract, lake.connection, business_date, reference_queries(contract, lake))
            whole = [file for file in work if _read_file(contract, staging, file, folder, actor, progress)]
            _is_at(LoadStage.CHECKING, work[-1], progress)
            staging.refuse_unknown_parents()
            staging.refuse_repeated_keys()
            if contract.semantics is Semantics.APPEND and not contract.ignore_repeats:
                _refuse_known_keys(contract, business_date, staging, lake)
            whole = [file for file in whole if _judge(contract, staging, file, actor)]
            if follows_lines(contract):
                staging.place_rows()
            if whole:
                judged = [JudgedFile(file.batch, file.read, file.refused) for file in whole]
                notes = judge_delivery(
                    contract=contract, business_date=business_date, files=judged, connection=lake.connection
                )
                for file in whole:
                    file.notes += notes
                _publish(contract, business_date, whole, staging, lake, actor, progress)
    except Problem as problem:
        _fail_open(work, problem, actor)
    except Exception as error:
        _fail_open(work, Problem("lake.load_broken", 500, detail=f"{type(error).__name__}: {error}"[:300]), actor)
        raise


def _fail_open(work: list[_File], problem: Problem, actor: Actor) -> None:
    for file in work:
        if file.batch.state == BatchState.LOADING.value:
            fail_batch(batch=file.batch, problem=problem, actor=actor)


def _is_at(stage: LoadStage, file: _File, progress: Progress) -> None:
    """Tell what is done with a file that has been read."""
    total = file.source.total if file.source else file.batch.size
    progress(file.incoming.file_name, stage, total, total)


def _read_file(
    contract: Contract, staging: Staging, file: _File, folder: Path, actor: Actor, progress: Progress
) -> bool:
    """Read one file into the engine; return False when it is refused as a whole."""
    started, name = time.perf_counter(), file.incoming.file_name
    try:
        progress(name, LoadStage.READING, 0, file.batch.size)
        check_content(file.incoming, file.batch.sha256, file.batch.size)
        check_contract_version(file.incoming, contract.version)
        source = open_source(plain_file(file.incoming.path, folder / str(file.number)), contract)
        if not _read_in_bulk(contract, staging, file, source, folder / f"{file.number}.utf8", progress):
            for block in source.blocks():
                staging.add(file.number, source.headers, block)
                file.read += block.rows
                file.ragged += block.ragged
                _check_ragged(file, contract)
                progress(name, LoadStage.READING, block.done, source.total)
        check_rows(file.incoming, file.read)
        if file.read == 0 and contract.semantics is Semantics.FULL:
            raise Problem("lake.file_without_rows", 422, file=file.incoming.file_name)
    except Problem as problem:
        staging.drop_file(file.number)
        fail_batch(batch=file.batch, problem=problem, actor=actor)
        return False
    file.notes += notes_about(source, contract, file.read)
    file.source = source
    progress(name, LoadStage.READING, source.total, source.total)
    file.timings["read"] = round(time.perf_counter() - started, 3)
    return True


def _read_in_bulk(
    contract: Contract, staging: Staging, file: _File, source: Source, in_utf8: Path, progress: Progress
) -> bool:
    """Let the engine read a large plain file at once; return False when it has to be read line by line."""
    if not isinstance(source, DelimitedSource) or source.total < BULK_BYTES:
        return False
    text = source.for_engine(in_utf8)
    if text is None:
        return False
    name, total = file.incoming.file_name, source.total
    tally = watched(
        staging.connection,
        lambda: staging.add_text(file.number, text, source),
        lambda share: progress(name, LoadStage.READING, round(share * total), total),
    )
    if tally is None:
        return False
    file.read, file.ragged = tally.read, tally.ragged
    _check_ragged(file, contract)
    return True


def _check_ragged(file: _File, contract: Contract) -> None:
    """Stop reading a file that was cut with the wrong delimiter."""
    if mostly_refused(file.read, len(file.ragged), contract.max_refused_share):
        raise _mostly_bad(file, RowReason.RAGGED_ROW, "")


def _mostly_bad(file: _File, reason: RowReason, column: str) -> Problem:
    return Problem(
        "lake.file_mostly_bad",
        422,
        file=file.incoming.file_name,
        refused=file.quarantined,
        read=file.read,
        line=min([*file.ragged, *file.refused]),
        reason=say_both(f"lake.label_{reason.value}"),
        column=column,
    )


def _refuse_known_keys(contract: Contract, business_date: date, staging: Staging, lake: Lake) -> None:
    """Refuse what an append brings under a key that is there already (from an earlier business date)."""
    for dataset, query in key_queries(contract, business_date):
        key = ", ".join(f'"{name}"' for name in DATASETS[dataset].key)
        known = keys_that_hold(contract, dataset, business_date, lake, corrections=True)
        staging.refuse_lines_of(f"SELECT file_no, line_no FROM ({query}) SEMI JOIN ({known}) USING ({key})")


def _judge(contract: Contract, staging: Staging, file: _File, actor: Actor) -> bool:
    """Collect a file's refused rows; return False when they are so many that the file itself must be wrong."""
    file.refused = staging.refused(file.number)
    if not mostly_refused(file.read, file.quarantined, contract.max_refused_share):
        return True
    counted = Counter((check.reason, check.header) for check in file.refused.values())
    counted[(RowReason.RAGGED_ROW, "")] = len(file.ragged)
    (reason, column), _ = counted.most_common(1)[0]
    staging.drop_file(file.number)
    fail_batch(batch=file.batch, problem=_mostly_bad(file, reason, column), actor=actor)
    return False


def _publish(
    contract: Contract,
    business_date: date,
    files: list[_File],
    staging: Staging,
    lake: Lake,
    actor: Actor,
    progress: Progress,
) -> None:
    started = time.perf_counter()
    _is_at(LoadStage.WRITING, files[-1], progress)
    keep = cache(lambda: _keep_refused(contract, files, progress))  # once
    delivery = Delivery(
        feed=contract.feed,
        business_date=business_date,
        file_names=frozenset(file.incoming.file_name for file in files),
        adds_only=bool(contract.month_of),
    )
    prepared = prepare_delivery(contract=contract, delivery=delivery, lake=lake, by_key=staging.by_key, meanwhile=keep)
    keep()
    sealed = seal_phones(contract=contract, prepared=prepared, lake=lake)
    for file in files:
        file.timings["publish"] = round(time.perf_counter() - started, 3)
        file.notes += _superseded_notes(prepared, contract.semantics)
    run = f"feed {contract.feed} {business_date}"
    _is_at(LoadStage.WRITING, files[-1], progress)  # the last moment to stop it
    with transaction.atomic():
        published = commit_delivery(prepared=prepared, run=run, actor=actor, lake=lake)
        if sealed:
            mark_sealed(published=published)
        for file in files:
            _finish(file, published, actor)


def _keep_refused(contract: Contract, files: list[_File], progress: Progress) -> None:
    for file in files:
        if file.source is None:
            continue
        started = time.perf_counter()
        keep_quarantine(
            batch=file.batch, contract=contract, source=file.source, refused=file.refused, ragged=file.ragged
        )
        _is_at(LoadStage.WRITING, file, progress)
        file.timings["quarantine"] = round(time.perf_counter() - started, 3)


def _superseded_notes(prepared: PreparedDelivery, semantics: Semantics) -> list[dict[str, object]]:
    notes: list[dict[str, object]] = [
        {"code": "lake.note_superseded", "params": {"dataset": dataset, "part": part}}
        for dataset, part in prepared.superseded
    ]
    for dataset, rows in prepared.passed_over.items():
        code = f"lake.note_passed_over_{semantics.value}"
        notes.append({"code": code, "params": {"dataset": dataset, "rows": rows}})
    return notes


def _finish(file: _File, published: dict[str, int], actor: Actor) -> None:
    batch = file.batch
    batch.state = BatchState.LOADED.value
    batch.rows_read = file.read
    batch.rows_quarantined = file.quarantined
    batch.rows_loaded = file.read - file.quarantined
    batch.published, batch.notes, batch.timings = published, file.notes, file.timings
    batch.finished_at = clock.now()
    batch.save()
    keep_batch_versions(batch=batch, published=published)
    audit.record(
        actor=actor,
        action="lake.load",
        object_kind="feed_batch",
        object_id=batch.pk,
        feed=batch.feed,
        file=batch.file_name,
        read=batch.rows_read,
        loaded=batch.rows_loaded,
        quarantined=batch.rows_quarantined,
    )
