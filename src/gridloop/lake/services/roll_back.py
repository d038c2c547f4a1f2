"""Takes a loaded batch back: every dataset it published returns to the state without it, as a new version.

One transaction makes the versions current and the batch ``rolled_back``; whatever dies before changes nothing.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable
from django.db import transaction

from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.datasets import DATASETS
from gridloop.lake.engine import Lake, dataset_folder
from gridloop.lake.intake.lock import feed_lock
from gridloop.lake.models import BatchVersion, DatasetVersion, FeedBatch, SealedPhone
from gridloop.lake.queries import columns_of_version
from gridloop.lake.rollback import Parts, Retreat, Step, retreat
from gridloop.lake.rules import WHOLE
from gridloop.lake.services.publish import PreparedVersion, commit_version
from gridloop.lake.services.write_receipt import renew_receipt
from gridloop.lake.types import BatchState, ColumnType, PublishedVersion, Semantics

_PHONES = "customer"
_CHUNK = 500
ROLLBACK = "rollback"
"""Last word of the run that takes a batch back."""


@dataclass(frozen=True, slots=True)
class Blocking:
    """What was built on a batch and has to be taken back first; no batch for a version of another origin."""

    dataset: str
    version: int
    run: str
    batch_id: int | None
    file_name: str


@dataclass(frozen=True, slots=True)
class DatasetRetreat:
    """How one dataset goes back: the parts, and the row that is current now."""

    dataset: str
    retreat: Retreat
    before: DatasetVersion | None
    """The version in force when the batch came; None when it was the first."""
    current: DatasetVersion


@dataclass(frozen=True, slots=True)
class RollbackPlan:
    """What taking a batch back means: which batches go together, which datasets go back, what stands in the way."""

    batches: tuple[FeedBatch, ...]
    datasets: tuple[DatasetRetreat, ...]
    blocking: tuple[Blocking, ...]


@dataclass(frozen=True, slots=True)
class RollbackReport:
    """What was taken back."""

    batch_ids: tuple[int, ...]
    published: dict[str, int] = field(default_factory=dict)
    phones_forgotten: int = 0


def plan_rollback(*, batch_id: int) -> RollbackPlan:
    """Return what taking a batch back would do; raises ``Problem`` (409) unless it is loaded."""
    batch = FeedBatch.objects.filter(pk=batch_id).first()
    if batch is None:
        raise NotFoundProblem("batch", batch_id)
    if batch.state != BatchState.LOADED.value:
        raise Problem("lake.batch_not_loaded", 409)
    loaded = _delivered_together(batch)
    ours = {(row.dataset, row.version) for row in BatchVersion.objects.filter(batch__in=loaded, undone=False)}
    found = [_dataset_retreat(name, {version for dataset, version in ours if dataset == name})
             for name in sorted({dataset for dataset, _ in ours})]  # fmt: skip
    blocking = [_blocking(one.dataset, version) for one in found for version in one.retreat.blocking]
    again = FeedBatch.objects.filter(
        feed=batch.feed,
        state=BatchState.UNCHANGED.value,
        sha256__in=[one.sha256 for one in loaded],
        business_date__gte=batch.business_date,
    )
    return RollbackPlan((*loaded, *again), tuple(found), tuple(blocking))


def _delivered_together(batch: FeedBatch) -> list[FeedBatch]:
    """Return the batches whose rows went into the same versions: they can only go together."""
    versions = BatchVersion.objects.filter(batch=batch, undone=False)
    together = {batch.pk}
    for row in versions:
        same = BatchVersion.objects.filter(dataset=row.dataset, version=row.version, undone=False)
        together |= set(same.values_list("batch_id", flat=True))
    return list(FeedBatch.objects.filter(pk__in=together).order_by("pk"))


def _dataset_retreat(name: str, ours: set[int]) -> DatasetRetreat:
    rows = list(DatasetVersion.objects.filter(dataset=name).order_by("pk"))
    first = next(number for number, row in enumerate(rows) if row.version in ours)
    since = rows[max(first - 1, 0) :]
    undone = set(BatchVersion.objects.filter(dataset=name, undone=True).values_list("version", flat=True))
    steps = [
        Step(
            version=row.version,
            parts=_parts(name, row.version),
            ours=row.version in ours,
            undone=row.version in undone or row.run.endswith(f" {ROLLBACK}"),
        )
        for row in since
    ]
    return DatasetRetreat(name, retreat(steps), rows[first - 1] if first else None, rows[-1])


def _parts(name: str, version: int) -> Parts:
    parts: dict[str, set[str]] = {}
    for file, month, _ in _files(name, version):
        parts.setdefault(month or WHOLE, set()).add(file)
    return {part: frozenset(files) for part, files in parts.items()}


def _files(name: str, version: int) -> list[tuple[str, str | None, int]]:
    """Return (path, month, rows) of the files of a version."""
    table = DeltaTable(str(dataset_folder(name)), version=version)
    actions = pa.table(table.get_add_actions(flatten=True)).to_pylist()
    return [
        (one["path"], None if one.get("partition.month") is None else str(one["partition.month"]), one["num_records"])
        for one in actions
    ]


def _blocking(dataset: str, version: int) -> Blocking:
    row = DatasetVersion.objects.get(dataset=dataset, version=version)
    by = BatchVersion.objects.filter(dataset=dataset, version=version, undone=False).select_related("batch").first()
    return Blocking(dataset, version, row.run, by.batch.pk if by else None, by.batch.file_name if by else "")


def roll_back(*, batch_id: int, reason: str, actor: Actor) -> RollbackReport:
    """Take a batch back, with the batches that came in the same delivery; its files can be loaded again afterwards.

    Raises ``Problem`` without a reason (400), when it is not loaded, or when something later was built on what it
    published (409; says what has to be taken back first).
    """
    if not reason.strip():
        raise Problem("lake.decision_reason_needed", 400)
    feed = FeedBatch.objects.filter(pk=batch_id).values_list("feed", flat=True).first()
    if feed is None:
        raise NotFoundProblem("batch", batch_id)
    with feed_lock(feed):
        plan = plan_rollback(batch_id=batch_id)
        if plan.blocking:
            raise _blocked(plan.blocking[-1])
        prepared = [(one, _prepare(one)) for one in plan.datasets]
        forgotten = _other_phones(plan)
        with transaction.atomic():
            published = {
                one.dataset: commit_version(
                    prepared=version,
                    run=f"feed {feed} {plan.batches[0].business_date} {ROLLBACK}",
                    actor=actor,
                    reads={},
                    origins=_origins(one),
                    basis=one.current.pk,
                ).version
                for one, version in prepared
                if version is not None
            }
            for start in range(0, len(forgotten), _CHUNK):
                SealedPhone.objects.filter(customer_id__in=forgotten[start : start + _CHUNK]).delete()
            _close(plan, reason.strip(), actor, published)
    for batch in plan.batches:
        renew_receipt(batch)
    return RollbackReport(tuple(batch.pk for batch in plan.batches), published, len(forgotten))


def _blocked(blocking: Blocking) -> Problem:
    if blocking.batch_id is None:
        return Problem(
            "lake.rollback_overwritten", 409, dataset=blocking.dataset, version=blocking.version, run=blocking.run
        )
    return Problem(
        "lake.rollback_blocked", 409, dataset=blocking.dataset, batch=blocking.batch_id, file=blocking.file_name
    )


def _prepare(one: DatasetRetreat) -> PreparedVersion | None:
    """Return the parts as they were before; None when nothing has to change."""
    if not one.retreat.parts:
        return None
    folder = dataset_folder(one.dataset)
    former = (
        {path: (month, rows) for path, month, rows in _files(one.dataset, one.before.version)} if one.before else {}
    )
    columns = columns_of_version(one.before or one.current)
    files: list[tuple[Path, str | None, int]] = []
    for part, paths in sorted(one.retreat.parts.items()):
        month = None if DATASETS[one.dataset].semantics is Semantics.FULL else part
        if paths:
            files += [(folder / path, month, former[path][1]) for path in sorted(paths)]
        else:
            files.append((_empty_file(folder, month, columns), month, 0))
    return PreparedVersion(one.dataset, columns, tuple(files))


def _empty_file(folder: Path, month: str | None, columns: dict[str, str]) -> Path:
    """Write a file without rows: a part that was not there before has to be emptied, not left as it is."""
    place = folder / (f"month={month}" if month else "all")
    place.mkdir(parents=True, exist_ok=True)
    file = place / f"part-{uuid.uuid4().hex}.parquet"
    kinds = {
        ColumnType.TEXT: pa.string(),
        ColumnType.WHOLE: pa.int64(),
        ColumnType.REAL: pa.float64(),
        ColumnType.FLAG: pa.bool_(),
        ColumnType.DAY: pa.date32(),
        ColumnType.INSTANT: pa.timestamp("us"),
    }
    pq.write_table(pa.schema([(name, kinds[ColumnType(kind)]) for name, kind in columns.items()]).empty_table(), file)
    return file


def _origins(one: DatasetRetreat) -> dict[str, object]:
    """Return where the rows of the parts came from before."""
    before = one.before.origins if one.before else {}
    if DATASETS[one.dataset].semantics is Semantics.FULL:
        return dict(before)
    kept = {part: before[part] for part in one.retreat.parts if part in before}
    if WHOLE in one.current.origins:  # where the keys of changes by key stand, whose business dates go back as well
        kept[WHOLE] = before.get(WHOLE, {})
    return kept


def _other_phones(plan: RollbackPlan) -> list[str]:
    """Return the customers whose number the batch brought or changed: no number is better than a wrong one."""
    one = next((one for one in plan.datasets if one.dataset == _PHONES and one.retreat.parts), None)
    if one is None:
        return []
    with (
        Lake({_PHONES: _version(one.current)}) as now,
        Lake({_PHONES: _version(one.before)} if one.before else {}) as old,
    ):
        columns = ("customer_id", "phone_hash")
        then = old.run(old.table(_PHONES).select(*columns))
        now.attach("former_phones", then)
        current = now.sql(now.table(_PHONES).select(*columns))
        found = now.connection.execute(
            f"SELECT customer_id FROM ({current}) AS c LEFT JOIN former_phones AS o USING (customer_id) "
            "WHERE c.phone_hash IS NOT NULL AND c.phone_hash IS DISTINCT FROM o.phone_hash ORDER BY 1"
        ).fetchall()
    return [customer for (customer,) in found]


def _version(row: DatasetVersion) -> PublishedVersion:
    return PublishedVersion(row.dataset, row.version, row.rows, columns_of_version(row))


def _close(plan: RollbackPlan, reason: str, actor: Actor, published: dict[str, int]) -> None:
    BatchVersion.objects.filter(batch__in=plan.batches).update(undone=True)
    for batch in plan.batches:
        batch.state = BatchState.ROLLED_BACK.value
        batch.rolled_back = {"by": actor.name, "at": clock.now().isoformat(), "reason": reason}
        batch.accepted, batch.published = {}, {}
        batch.save(update_fields=["state", "rolled_back", "accepted", "published"])
        audit.record(
            actor=actor,
            action="lake.roll_back",
            object_kind="feed_batch",
            object_id=batch.pk,
            feed=batch.feed,
            file=batch.file_name,
            reason=reason,
            published=published,
        )
