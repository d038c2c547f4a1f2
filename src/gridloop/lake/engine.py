"""Reads the lake: Ibis expressions in, Arrow out, run by the chosen engine over the current files.

Ibis is only the language here: an expression over the unbound tables of ``Lake.table`` is compiled to SQL and run
by a thin executor, ``on_duckdb`` or ``on_spark``. Whatever the engine, loading and the sorting and writing of files are
done by the embedded DuckDB (``Lake.connection``).
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import duckdb
import ibis
import ibis.expr.operations as operations
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable
from django.conf import settings

from gridloop.lake.datasets import DATASETS
from gridloop.lake.executor import Executor, View
from gridloop.lake.on_duckdb import OnDuckDB
from gridloop.lake.types import EVERYBODY, CustomerRange, Engine, PublishedVersion

if TYPE_CHECKING:
    import ibis.expr.types as ir

_MONTH = re.compile(r"/month=(\d{4}-\d{2}-\d{2})/")
RANGE_ROWS = 500_000
"""Customers that are worked on at a time where everything about each of them is brought together."""


def dataset_folder(name: str) -> Path:
    """Return the folder that holds one dataset's files and log."""
    return Path(settings.HOME) / "lake" / name


def connect() -> duckdb.DuckDBPyConnection:
    """Return a fresh in-memory DuckDB bounded by GRIDLOOP_MEMORY (default 4GB) and GRIDLOOP_THREADS (2)."""
    spill = Path(settings.HOME) / "lake" / ".spill"
    spill.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit='{os.environ.get('GRIDLOOP_MEMORY', '4GB')}'")
    connection.execute(f"SET threads={int(os.environ.get('GRIDLOOP_THREADS', '2'))}")
    connection.execute(f"SET temp_directory='{spill}'")
    connection.execute("SET TimeZone='UTC'")
    connection.execute("SET preserve_insertion_order=false")
    connection.execute("SET parquet_metadata_cache=true")  # a file of the lake never changes
    return connection


def _ibis_types(columns: Mapping[str, str]) -> dict[str, str]:
    return {name: ("timestamp" if kind == "timestamp" else kind) for name, kind in columns.items()}


def _on_spark() -> Executor:
    from gridloop.lake.on_spark import OnSpark  # noqa: PLC0415 - an extra: only who chose it has it

    return OnSpark(Path(settings.HOME) / "lake")


class Lake:
    """A consistent view of the lake: the versions it was opened with, whatever is published meanwhile.

    Use as a context manager. ``table`` gives the unbound table to write expressions on, ``attach`` adds an Arrow
    table of the caller's (rows from the database, for instance) under a name of its own.
    """

    def __init__(self, versions: Mapping[str, PublishedVersion], engine: Engine = Engine.DUCKDB) -> None:
        self.versions = dict(versions)
        self._embedded = OnDuckDB(connect)
        self._executor: Executor = self._embedded if engine is Engine.DUCKDB else _on_spark()
        self._shown = EVERYBODY
        self._months: dict[str, date] = {}
        self._read: set[str] = set()
        self._attached: dict[str, ir.Table] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for executor in {self._embedded, self._executor}:
            executor.close()

    @property
    def reads(self) -> dict[str, int]:
        """Return the version numbers of the datasets used so far, to be kept with what is made of them."""
        return {name: self.versions[name].version for name in sorted(self._read) if name in self.versions}

    def months(self, name: str) -> tuple[date, ...]:
        """Return the months a period dataset has rows for, oldest first; nothing is read to tell them."""
        found = self.versions.get(name)
        named = (_MONTH.search(file) for file in dataset_files(found)) if found is not None else ()
        return tuple(sorted({date.fromisoformat(match[1]) for match in named if match}))

    def is_current(self, name: str) -> bool:
        """Tell whether a dataset was made of the very versions that are current now."""
        found = self.versions.get(name)
        return found is not None and all(
            source in self.versions and self.versions[source].version == version
            for source, version in found.reads.items()
        )

    def show(self, part: CustomerRange) -> None:
        """Show only a range of customers from now on, in every dataset that has customers.

        The files are sorted by customer, so what is outside is not even read.
        """
        self._shown = part

    def show_month(self, name: str, month: date, only: Collection[str] | None = None) -> ir.Table:
        """Show only one month of a period dataset from now on, and return its table (of some columns, see ``table``).

        Other months' files are not even listed, which is simpler for the engine than a condition on each row.
        """
        if self._months.setdefault(name, month) != month:
            raise ValueError(f"{name} is shown for {self._months[name]} already")
        return self.table(name, only)

    def customer_ranges(self, rows: int = RANGE_ROWS) -> list[CustomerRange]:
        """Return ranges of about ``rows`` customers each, which together are all of them."""
        found = self.versions.get("customer")
        groups = sorted(_row_groups(dataset_files(found)), key=lambda group: group[0]) if found else []
        cuts, held = [], 0
        for first, count in groups:
            if held >= rows:
                cuts.append(first)
                held = 0
            held += count
        return [CustomerRange(*pair) for pair in zip([None, *cuts], [*cuts, None], strict=True)]

    def columns(self, name: str) -> dict[str, str]:
        """Return the column types of a dataset as opened (the declared ones when it was never published)."""
        found = self.versions.get(name)
        if found is not None and found.columns:
            return found.columns
        return {column: kind.value for column, kind in DATASETS[name].types.items()}

    def table(self, name: str, only: Collection[str] | None = None) -> ir.Table:
        """Return the unbound table of a dataset; it is empty when nothing was published yet.

        ``only`` leaves out all columns but those: an expression on hundreds takes longer to write down than to answer.
        Choose columns of the result, then: what "all of them" are depends on what was read before.
        """
        types = self.columns(name)
        if only is not None:
            types = {column: kind for column, kind in types.items() if column in only}
        return ibis.table(_ibis_types(types), name=name)

    def attach(self, name: str, rows: pa.Table) -> ir.Table:
        """Add an Arrow table under ``name`` and return it as a table to write expressions on."""
        for executor in {self._embedded, self._executor}:
            executor.attach(name, rows)
        table = ibis.table(ibis.Schema.from_pyarrow(rows.schema), name=name)
        self._attached[name] = table
        return table

    def keep(self, name: str, expression: ir.Table) -> ir.Table:
        """Work an expression out once, as it is now, under ``name``; return it as a table to write others on.

        Unlike an attached table it stays in the engine, which may put it aside on disk.
        """
        self._ready(expression, self._executor).keep(name, expression)
        table = ibis.table(expression.schema(), name=name)
        self._attached[name] = table
        return table

    def run(self, expression: ir.Expr) -> pa.Table:
        """Return the result of an expression as an Arrow table."""
        return self._ready(expression, self._executor).table(expression)

    def batches(self, expression: ir.Expr, rows: int = 65_536) -> pa.RecordBatchReader:
        """Return the result as record batches of at most ``rows`` rows, read as they are asked for."""
        return self._ready(expression, self._executor).batches(expression, rows)

    def scalar(self, expression: ir.Expr) -> object:
        """Return the single value of an expression."""
        return self._ready(expression, self._executor).value(expression)

    def sql(self, expression: ir.Expr) -> str:
        """Return an expression as SQL for ``connection``, its datasets ready to be read there."""
        return self._ready(expression, self._embedded).query(expression)

    def worked_out(self, expression: ir.Expr) -> str:
        """Return SQL that gives an expression's rows on ``connection``; another engine has worked them out by then."""
        return self._ready(expression, self._executor).query(expression)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """Return the embedded connection, for the lake's own loading and publishing whatever the engine is."""
        return self._embedded.connection

    def _ready(self, expression: ir.Expr, executor: Executor) -> Executor:
        """Return the executor with every dataset of the expression readable."""
        named: dict[str, set[str]] = {}
        for op in expression.op().find(operations.UnboundTable):
            if op.name not in self._attached:
                named.setdefault(op.name, set()).update(op.schema.names)
        for name, columns in named.items():
            executor.present(self._view(name, columns))
            self._read.add(name)
        return executor

    def _view(self, name: str, named: Collection[str]) -> View:
        """Return a dataset with the columns that an expression names, and the one that ranges are told by."""
        found = self.versions.get(name)
        known = self.columns(name)
        columns = {column: kind for column, kind in known.items() if column in named or column == "customer_id"}
        files = tuple(dataset_files(found)) if found is not None else ()
        if name in self._months:
            files = tuple(file for file in files if f"/month={self._months[name]}/" in file)
        part = self._shown if "customer_id" in columns else EVERYBODY
        return View(name, columns, files, part, alike=name in self._months)  # a month is replaced as a whole


def dataset_files(version: PublishedVersion) -> list[str]:
    """Return the Parquet files of a version."""
    return list(_listed(str(dataset_folder(version.dataset)), version.version))


@lru_cache(maxsize=256)
def _listed(folder: str, version: int) -> tuple[str, ...]:
    """Return a version's files; what a version once listed never changes."""
    return tuple(DeltaTable(folder, version=version).file_uris())


def _row_groups(files: list[str]) -> list[tuple[str, int]]:
    """Return the first customer and the number of rows of every row group, as the files' own statistics tell them."""
    found = []
    for file in files:
        metadata = pq.ParquetFile(file).metadata
        column = metadata.schema.to_arrow_schema().get_field_index("customer_id")
        for number in range(metadata.num_row_groups):
            group = metadata.row_group(number)
            statistics = group.column(column).statistics
            if statistics is not None and statistics.has_min_max:
                found.append((str(statistics.min), group.num_rows))
    return found
