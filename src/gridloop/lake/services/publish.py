"""Committing a new version of a dataset.

The engine writes Parquet files sorted by the dataset's key; one commit to the table's log makes them its content;
the database row then names the version as the current one. A crash anywhere before the row leaves the former
version current.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable, Schema
from deltalake.transaction import AddAction, create_table_with_add_actions
from django.db import transaction

from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.datasets import DATASETS
from gridloop.lake.engine import Lake, connect, dataset_folder
from gridloop.lake.models import DatasetLock, DatasetVersion
from gridloop.lake.queries import current_version
from gridloop.lake.services.emit_lineage import emit_version
from gridloop.lake.types import DUCKDB_TYPES, EVERYBODY, ColumnType, Dataset, PublishedVersion, Semantics

if TYPE_CHECKING:
    import ibis.expr.types as ir

_INCOMING = "incoming_rows"
ROW_GROUP = 122_880
"""Rows whose least and greatest values stand together in a file: what a range of customers is told by."""
_DIFFERENCES = ", PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 5000"
"""Numbers and texts of many values as differences: smaller, and quicker to write and to read, than a dictionary.

Not where there are fractions, whose bytes would be split up in a way that Spark cannot read.
"""
WrittenFile = tuple[Path, str | None, int]
"""File, month (None for a dataset replaced whole), rows."""
Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Report nothing."""


def publish(
    *, dataset: str, rows: pa.Table | pa.RecordBatchReader, run: str, actor: Actor, reads: Mapping[str, int]
) -> PublishedVersion:
    """Publish Arrow rows as a new version; see ``publish_query`` for what is checked."""
    prepared = prepare_rows(dataset, rows)
    with transaction.atomic():
        return commit_version(prepared=prepared, run=run, actor=actor, reads=reads)


def prepare_rows(dataset: str, rows: pa.Table | pa.RecordBatchReader, months: Sequence[date] = ()) -> PreparedVersion:
    """Check Arrow rows and write them beside the dataset's files; see ``prepare_version``."""
    with connect() as connection:
        connection.register(_INCOMING, rows)
        kinds = _kinds(f"FROM {_INCOMING}", connection)
        query = f"SELECT * FROM {_INCOMING}"
        return prepare_version(dataset=dataset, query=query, kinds=kinds, connection=connection, months=months)


def publish_expression(*, dataset: str, expression: ir.Table, lake: Lake, run: str, actor: Actor) -> PublishedVersion:
    """Publish the result of an Ibis expression over an open lake; the versions it read are kept with it."""
    query = lake.sql(expression)
    return publish_query(
        dataset=dataset,
        query=query,
        kinds=_kinds(query, lake.connection),
        connection=lake.connection,
        run=run,
        actor=actor,
        reads=lake.reads,
    )


def publish_by_customer(
    *, dataset: str, expression: ir.Table, lake: Lake, run: str, actor: Actor, progress: Progress = no_progress
) -> PublishedVersion:
    """Publish an expression that treats every customer apart from the others, some hundred thousand at a time.

    Memory then depends on the size of a range, not of the province. ``expression`` must bring rows together by
    customer only, and the dataset's key must hold customer_id. ``progress`` is told (ranges done, ranges).
    """

    def prepare() -> PreparedVersion:
        query = lake.sql(expression)
        kinds = _kinds(query, lake.connection)
        return prepare_version(dataset=dataset, query=query, kinds=kinds, connection=lake.connection)

    return _publish_ranges(dataset, prepare, lake, run, actor, progress)


def publish_batches_by_customer(
    *,
    dataset: str,
    batches: Callable[[], pa.RecordBatchReader],
    lake: Lake,
    run: str,
    actor: Actor,
    progress: Progress = no_progress,
) -> PublishedVersion:
    """Publish the rows that ``batches`` makes of the customers the lake shows, range by range; see above."""
    return _publish_ranges(dataset, lambda: prepare_rows(dataset, batches()), lake, run, actor, progress)


def _publish_ranges(
    dataset: str, prepare: Callable[[], PreparedVersion], lake: Lake, run: str, actor: Actor, progress: Progress
) -> PublishedVersion:
    if "customer_id" not in DATASETS[dataset].key:
        raise ValueError(f"{dataset} is not kept by customer")
    ranges = lake.customer_ranges()
    files: list[WrittenFile] = []
    columns: dict[str, str] = {}
    try:
        for done, part in enumerate(ranges):
            progress(done, len(ranges))
            lake.show(part)
            written = prepare()
            columns = written.columns
            files += written.files
    finally:
        lake.show(EVERYBODY)
    progress(len(ranges), len(ranges))
    with transaction.atomic():
        return commit_version(
            prepared=PreparedVersion(dataset, columns, tuple(files)), run=run, actor=actor, reads=lake.reads
        )


def publish_query(
    *,
    dataset: str,
    query: str,
    kinds: Mapping[str, str],
    connection: duckdb.DuckDBPyConnection,
    run: str,
    actor: Actor,
    reads: Mapping[str, int],
) -> PublishedVersion:
    """Publish the rows of a SQL query as a new version of a dataset.

    Columns are cast to their declared types. FULL datasets are replaced, PERIOD ones only in the months that the
    rows carry. Raises ``Problem`` (409) when a declared column is missing, a key repeats, or a column that is never
    empty is empty: nothing is committed then.
    """
    prepared = prepare_version(dataset=dataset, query=query, kinds=kinds, connection=connection)
    with transaction.atomic():
        return commit_version(prepared=prepared, run=run, actor=actor, reads=reads)


@dataclass(frozen=True, slots=True)
class PreparedVersion:
    """Rows that are checked and written to files, but not yet part of the dataset."""

    dataset: str
    columns: dict[str, str]
    files: tuple[WrittenFile, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the rows of a query, and so need not be found out."""

    held: bool = False
    """It reads a table that the engine holds already: it may run several times instead of being kept once more."""
    unique: bool = False
    """No key can repeat."""
    in_order: bool = False
    """Its rows come in the order of the dataset's files."""


def nothing_else() -> None:
    """Do nothing while files are written."""


def prepare_version(
    *,
    dataset: str,
    query: str,
    kinds: Mapping[str, str],
    connection: duckdb.DuckDBPyConnection,
    months: Sequence[date] = (),
    known: Known = Known(),
    meanwhile: Callable[[], None] = nothing_else,
) -> PreparedVersion:
    """Check the rows of a SQL query and write them beside the dataset's files; nobody sees them yet.

    ``months`` of a PERIOD dataset are written even where the query has no row (any more) for them. ``meanwhile`` is
    called while the engine writes; it must leave ``connection`` alone.
    """
    declared = DATASETS[dataset]
    columns = _columns(declared, kinds)
    _lay_out(columns, query, connection, held=known.held)
    check_outgoing(declared, connection, unique=known.unique)
    with ThreadPoolExecutor(1) as engine:
        writing = engine.submit(_write_files, declared, connection, months, in_order=known.in_order)
        meanwhile()
    return PreparedVersion(dataset, columns, tuple(writing.result()))


def commit_version(
    *,
    prepared: PreparedVersion,
    run: str,
    actor: Actor,
    reads: Mapping[str, int],
    origins: Mapping[str, Any] | None = None,
    basis: int | None = None,
) -> PublishedVersion:
    """Make prepared rows the current version; call inside the transaction that says so to the rest.

    ``origins`` tells where the rows of each part came from (None: they were computed from ``reads``). ``basis`` is
    the version number (0 for none) they were merged with: raises ``Problem`` (409) when another has become current
    meanwhile.
    """
    dataset, declared = prepared.dataset, DATASETS[prepared.dataset]
    _take_lock(dataset)
    before = DatasetVersion.objects.filter(dataset=dataset).first()
    if basis is not None and basis != (before.pk if before else 0):
        raise Problem("lake.publish_outdated", 409, dataset=dataset)
    version = _commit(declared, prepared.columns, list(prepared.files))
    total = _count(dataset, version)
    row = DatasetVersion.objects.create(
        dataset=dataset,
        version=version,
        rows=total,
        columns=prepared.columns,
        run=run,
        reads=dict(reads),
        origins=_kept_origins(prepared, before) | dict(_made_of(prepared, reads) if origins is None else origins),
        created_at=clock.now(),
    )
    emit_version(row, origins or {})
    audit.record(
        actor=actor,
        action="lake.publish",
        object_kind="dataset",
        object_id=dataset,
        version=version,
        rows=sum(rows for _, _, rows in prepared.files),
        run=run,
    )
    return PublishedVersion(dataset, version, total, prepared.columns)


def _kept_origins(prepared: PreparedVersion, before: DatasetVersion | None) -> dict[str, Any]:
    """Return the origins of the months that a version leaves as they were."""
    if before is None or DATASETS[prepared.dataset].semantics is Semantics.FULL:
        return {}
    written = {month for _, month, _ in prepared.files}
    return {part: origin for part, origin in before.origins.items() if part not in written}


def _made_of(prepared: PreparedVersion, reads: Mapping[str, int]) -> dict[str, Any]:
    """Return the versions that each month of a computed dataset was made from: they are computed at various times."""
    if not DATASETS[prepared.dataset].made_from:
        return {}
    return {month: made_from(reads) for _, month, _ in prepared.files if month}


def made_from(reads: Mapping[str, int]) -> dict[str, Any]:
    """Return the origin of a month that was computed from these versions."""
    return {"reads": {"versions": dict(reads), "files": []}}


def _take_lock(dataset: str) -> None:
    """Let one publisher of a dataset commit at a time, until the transaction ends."""
    DatasetLock.objects.get_or_create(dataset=dataset)
    DatasetLock.objects.select_for_update().get(dataset=dataset)


_FROM_DUCKDB = {
    "BOOLEAN": "boolean",
    "VARCHAR": "string",
    "DATE": "date",
    "DOUBLE": "float64",
    "FLOAT": "float64",
    "BIGINT": "int64",
    "INTEGER": "int64",
}


def _kinds(query: str, connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return {row[0]: str(row[1]) for row in connection.execute(f"DESCRIBE {query}").fetchall()}


def _columns(declared: Dataset, kinds: Mapping[str, str]) -> dict[str, str]:
    missing = [name for name in declared.types if name not in kinds]
    if missing:
        raise Problem("lake.publish_missing_columns", 409, dataset=declared.name, columns=", ".join(missing))
    columns = {name: kind.value for name, kind in declared.types.items()}
    if declared.open:
        columns |= {name: _FROM_DUCKDB[kind] for name, kind in kinds.items() if name not in columns}
    return columns


def _lay_out(columns: Mapping[str, str], query: str, connection: duckdb.DuckDBPyConnection, *, held: bool) -> None:
    """Make the rows of a query available as ``outgoing``, cast to their types."""
    chosen = ", ".join(f'CAST("{c}" AS {DUCKDB_TYPES[ColumnType(k)]}) AS "{c}"' for c, k in columns.items())
    if held:
        connection.execute(f"CREATE OR REPLACE TEMP VIEW outgoing AS SELECT {chosen} FROM ({query})")
        return
    connection.execute(f"CREATE OR REPLACE TEMP TABLE outgoing_kept AS SELECT {chosen} FROM ({query})")
    connection.execute("CREATE OR REPLACE TEMP VIEW outgoing AS FROM outgoing_kept")


def _write_files(
    declared: Dataset, connection: duckdb.DuckDBPyConnection, also: Sequence[date], *, in_order: bool
) -> list[WrittenFile]:
    """Write the rows; return (file, month or None, rows) for each file."""
    months: list[date | None] = [None]
    if declared.semantics is not Semantics.FULL:
        found = {month for (month,) in connection.execute("SELECT DISTINCT month FROM outgoing").fetchall()}
        months = sorted(found | set(also))
    columns = ", ".join(f'"{name}"' for name in declared.order)
    order = "" if in_order else f" ORDER BY {columns}"
    fractions = "DOUBLE" in _kinds("FROM outgoing", connection).values()
    form = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}{'' if fractions else _DIFFERENCES}"
    connection.execute(f"SET preserve_insertion_order={str(in_order).lower()}")
    try:
        return [_write_one(declared, month, order, form, connection) for month in months]
    finally:
        connection.execute("SET preserve_insertion_order=false")


def check_outgoing(declared: Dataset, connection: duckdb.DuckDBPyConnection, *, unique: bool = False) -> None:
    """Raise ``Problem`` (409) when rows in ``outgoing`` lack a value or, unless they are ``unique``, repeat a key."""
    never_empty = [column.name for column in declared.columns if not column.nullable]
    empty = " OR ".join(f'"{name}" IS NULL' for name in never_empty) or "false"
    key = ", ".join(f'"{name}"' for name in declared.key)
    counted = connection.execute(f"SELECT count(*) FROM outgoing WHERE {empty}").fetchone()
    if counted and counted[0]:
        raise Problem("lake.publish_empty_values", 409, dataset=declared.name, count=counted[0])
    if unique:
        return
    groups = f"SELECT count(*) AS n FROM outgoing GROUP BY {key} HAVING n > 1"
    repeated = connection.execute(f"SELECT coalesce(sum(n - 1), 0)::BIGINT FROM ({groups})").fetchone()
    if repeated and repeated[0]:
        raise Problem("lake.publish_repeated_keys", 409, dataset=declared.name, count=repeated[0])


def _write_one(
    declared: Dataset, month: date | None, order: str, form: str, connection: duckdb.DuckDBPyConnection
) -> WrittenFile:
    folder = dataset_folder(declared.name) / (f"month={month}" if month else "all")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"part-{uuid.uuid4().hex}.parquet"
    where = f"WHERE month = DATE '{month}'" if month else ""
    connection.execute(f"COPY (SELECT * FROM outgoing {where}{order}) TO '{file}' ({form})")
    return file, (str(month) if month else None), pq.ParquetFile(file).metadata.num_rows


def _commit(declared: Dataset, columns: Mapping[str, str], files: list[WrittenFile]) -> int:
    folder = dataset_folder(declared.name)
    folder.mkdir(parents=True, exist_ok=True)
    by_month = declared.semantics is Semantics.PERIOD
    # a month that has no row any more is overwritten by no file: which months there are is told by the files
    actions = [_add_action(folder, file, month, rows) for file, month, rows in files if rows or not by_month]
    schema = Schema.from_arrow(_arrow_schema(columns))
    partition_by = ["month"] if by_month else []
    if not DeltaTable.is_deltatable(str(folder)):
        create_table_with_add_actions(
            table_uri=str(folder), schema=schema, add_actions=actions, mode="error", partition_by=partition_by
        )
        return int(DeltaTable(str(folder)).version())
    current = current_version(declared.name)
    table = DeltaTable(str(folder))
    if current is not None and table.version() != current.version:
        table.restore(current.version)  # a commit whose row was never written is undone first
        table = DeltaTable(str(folder))
    if not by_month:
        table.create_write_transaction(actions, mode="overwrite", schema=schema, partition_by=partition_by)
        return int(DeltaTable(str(folder)).version())
    months = sorted({str(month) for _, month, _ in files})
    if months:
        table.create_write_transaction(
            actions,
            mode="overwrite",
            schema=schema,
            partition_by=partition_by,
            partition_filters=[("month", "in", months)],
        )
    return int(DeltaTable(str(folder)).version())


def _add_action(folder: Path, file: Path, month: str | None, rows: int) -> AddAction:
    return AddAction(
        path=str(file.relative_to(folder)),
        size=file.stat().st_size,
        partition_values={"month": month} if month else {},
        modification_time=int(time.time() * 1000),
        data_change=True,
        stats=json.dumps({"numRecords": rows}),
    )


def _arrow_schema(columns: Mapping[str, str]) -> pa.Schema:
    kinds = {
        "string": pa.string(),
        "int64": pa.int64(),
        "float64": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "timestamp": pa.timestamp("us"),
    }
    return pa.schema([(name, kinds[kind]) for name, kind in columns.items()])


def _count(dataset: str, version: int) -> int:
    table = DeltaTable(str(dataset_folder(dataset)), version=version)
    actions = pa.table(table.get_add_actions(flatten=True))
    return int(sum(actions["num_records"].to_pylist()))
