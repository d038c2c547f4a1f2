"""The life of a batch row: opened, taken over after a crash, found unchanged, failed."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.contract_types import Contract
from gridloop.lake.intake.control import Incoming
from gridloop.lake.intake.decode import fingerprint
from gridloop.lake.models import DatasetVersion, FeedBatch, QuarantinedRow
from gridloop.lake.services.emit_lineage import emit_failure
from gridloop.lake.types import BatchState, FileReport

_IN_FORCE = (BatchState.LOADED.value, BatchState.UNCHANGED.value)


def open_batch(*, contract: Contract, business_date: date, incoming: Incoming, actor: Actor) -> tuple[FeedBatch, bool]:
    """Return the batch row of a file, and whether there is anything to load.

    A file that was loaded for the same date is left alone, unless the contract has a new version of the same major
    number since; so is one whose content is what the feed's latest
    delivery already brought. A failed batch, and one that a dead process left in ``loading``, starts anew. Call
    while holding the feed's lock.
    """
    sha256, size = fingerprint(incoming.path)
    with transaction.atomic():
        batch = FeedBatch.objects.filter(feed=contract.feed, business_date=business_date, sha256=sha256).first()
        if batch is not None:
            if batch.state in _IN_FORCE and not _reads_anew(batch, contract):
                return batch, False
            QuarantinedRow.objects.filter(batch=batch).delete()
        else:
            batch = FeedBatch(feed=contract.feed, business_date=business_date, sha256=sha256, size=size)
        _reset(batch, contract, incoming, actor)
        same = _same_in_force(contract, batch)
        if same is not None:
            _mark_unchanged(batch, same, actor)
            _carry_on(contract, same.business_date, business_date)
            return batch, False
        batch.save()
    return batch, True


def _reads_anew(batch: FeedBatch, contract: Contract) -> bool:
    """A newer contract that takes all that the old one took makes more of the same file.

    One of another major version might refuse what is in force: a file is judged by the version it came under.
    """
    before, now = (version.split(".")[0] for version in (batch.contract_version, contract.version))
    return batch.contract_version != contract.version and before == now


def _reset(batch: FeedBatch, contract: Contract, incoming: Incoming, actor: Actor) -> None:
    batch.file_name = incoming.file_name
    batch.source_path = str(incoming.path)[:1000]
    batch.state = BatchState.LOADING.value
    batch.contract_version = contract.version
    batch.rows_read = batch.rows_loaded = batch.rows_quarantined = batch.rows_replayed = 0
    batch.published, batch.notes, batch.timings = {}, [], {}
    batch.error_code, batch.error_params, batch.rolled_back = "", {}, {}
    batch.loaded_by, batch.started_at, batch.finished_at = actor.name, clock.now(), None


def _same_in_force(contract: Contract, batch: FeedBatch) -> FeedBatch | None:
    """Return the batch that brought this very content, when it is all that the feed delivered last."""
    if contract.uses_business_date or contract.semantics.by_key:
        return None  # by key, the same content for another date moves the dates of its keys
    others = FeedBatch.objects.filter(feed=contract.feed, state__in=_IN_FORCE).exclude(pk=batch.pk)
    latest = others.order_by("-business_date", "-id").first()
    if latest is None or latest.business_date > batch.business_date:
        return None
    if others.filter(business_date=latest.business_date).count() > 1:
        return None
    same = latest.sha256 == batch.sha256 and latest.contract_version == contract.version
    return latest if same else None


def _mark_unchanged(batch: FeedBatch, same: FeedBatch, actor: Actor) -> None:
    batch.state = BatchState.UNCHANGED.value
    batch.finished_at = clock.now()
    params = {"file": same.file_name, "business_date": str(same.business_date)}
    batch.notes = [{"code": "lake.note_unchanged", "params": params}]
    batch.save()
    _audit(batch, actor, "lake.load_unchanged")


def _carry_on(contract: Contract, before: date, now: date) -> None:
    """Let what is in force count as delivered for the new date, so that nothing older replaces it."""
    for dataset in contract.datasets:
        row = DatasetVersion.objects.filter(dataset=dataset).first()
        if row is None:
            continue
        for feeds in row.origins.values():
            mine = feeds.get(contract.feed)
            if mine is not None and mine["date"] == before.isoformat():
                mine["date"] = now.isoformat()
        row.save(update_fields=["origins"])


def fail_batch(*, batch: FeedBatch, problem: Problem, actor: Actor) -> None:
    """Refuse a file as a whole: nothing of it is kept, the reason is."""
    with transaction.atomic():
        QuarantinedRow.objects.filter(batch=batch).delete()
        batch.state = BatchState.FAILED.value
        batch.rows_read = batch.rows_loaded = batch.rows_quarantined = 0
        batch.error_code = problem.code
        batch.error_params = {name: _plain(value) for name, value in problem.params.items()}
        batch.finished_at = clock.now()
        batch.save()
        _audit(batch, actor, "lake.load_failed", code=problem.code)
        emit_failure(batch, problem.title("en"))


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str | dict) else str(value)


def _audit(batch: FeedBatch, actor: Actor, action: str, **detail: object) -> None:
    audit.record(
        actor=actor,
        action=action,
        object_kind="feed_batch",
        object_id=batch.pk,
        feed=batch.feed,
        file=batch.file_name,
        **detail,
    )


def report_of(batch: FeedBatch, *, unchanged: bool = False) -> FileReport:
    """Return what became of a batch; ``unchanged`` when this run found nothing to do."""
    return FileReport(
        feed=batch.feed,
        file_name=batch.file_name,
        business_date=batch.business_date,
        state=BatchState.UNCHANGED if unchanged else BatchState(batch.state),
        batch_id=batch.pk,
        rows_read=batch.rows_read,
        rows_loaded=batch.rows_loaded,
        rows_quarantined=batch.rows_quarantined,
        published=dict(batch.published),
        problem=(batch.error_code, dict(batch.error_params)) if batch.error_code else None,
    )
