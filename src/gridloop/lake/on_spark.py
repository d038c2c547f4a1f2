"""Runs the lake's expressions on Spark, over the same files and with the same answers as the embedded engine.

Only SQL and Parquet go to Spark: its workers need no Python. Results that may be large are written by the workers to
the lake's scratch folder, which they must reach like the lake itself, and read from there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import duckdb
import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from ibis.backends.sql.compilers.pyspark import PySparkCompiler, offset_to_filter
from pyspark.sql import types as spark

from gridloop.lake.executor import View
from gridloop.lake.on_duckdb import OnDuckDB, constant
from gridloop.lake.spark_session import spark_session
from gridloop.lake.types import ColumnType

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from pyspark.sql import DataFrame, SparkSession

ibis.pyspark  # noqa: B018 - naming the dialect registers the options that its compiler reads


class _Compiler(PySparkCompiler):  # type: ignore[misc]
    """Ibis's compiler for Spark, which leaves a page of rows to Spark.

    Ibis counts the rows of a page with a window that has no order, for releases of Spark without OFFSET: which rows
    come is then left to chance.
    """

    rewrites = tuple(rule for rule in PySparkCompiler.rewrites if rule is not offset_to_filter)


_COMPILER = _Compiler()
SPARK_TYPES: dict[ColumnType, spark.DataType] = {
    ColumnType.TEXT: spark.StringType(),
    ColumnType.WHOLE: spark.LongType(),
    ColumnType.REAL: spark.DoubleType(),
    ColumnType.FLAG: spark.BooleanType(),
    ColumnType.DAY: spark.DateType(),
    ColumnType.INSTANT: spark.TimestampNTZType(),
}


class OnSpark:
    """The executor on Spark, over the files below a folder; large results are kept there until it is closed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._scratch = folder / ".spill" / f"spark-{uuid4().hex}"
        self._shapes = _Shapes()
        self._presented: dict[str, View] = {}

    @cached_property
    def _session(self) -> SparkSession:
        return spark_session()  # not before something is to be run: loading opens the lake too

    def present(self, view: View) -> None:
        """Make a dataset readable under its name, as the view says from now on."""
        shown = self._presented.get(view.name)
        if shown is not None and shown.covers(view):
            return
        kinds = {name: SPARK_TYPES[ColumnType(kind)] for name, kind in view.columns.items()}
        if view.files:
            # The month of a file stands in its folder's name and in its rows: the rows are what counts.
            schema = spark.StructType([spark.StructField(*column) for column in kinds.items()])
            reader = self._session.read.schema(schema).option("recursiveFileLookup", "true")
            rows = reader.parquet(*(self._address(Path(file)) for file in view.files))
        else:
            empty = ", ".join(f"CAST(NULL AS {kind.simpleString()}) AS `{name}`" for name, kind in kinds.items())
            rows = self._session.sql(f"SELECT {empty} WHERE false")
        if view.part.low is not None:
            rows = rows.filter(rows.customer_id >= view.part.low)
        if view.part.high is not None:
            rows = rows.filter(rows.customer_id < view.part.high)
        rows.createOrReplaceTempView(view.name)
        self._shapes.present(view)
        self._presented[view.name] = view

    def attach(self, name: str, rows: pa.Table) -> None:
        """Make an Arrow table readable under a name."""
        self._session.createDataFrame(rows).createOrReplaceTempView(name)
        self._shapes.attach(name, rows.schema)

    def keep(self, name: str, expression: ir.Table) -> None:
        """Work an expression out and make its rows readable under a name."""
        folder = self._scratch / uuid4().hex
        rows = self._run(expression)
        plain = rows.toDF(*(f"c{at}" for at in range(len(rows.columns))))
        plain.write.parquet(self._address(folder))
        kept = self._session.read.schema(plain.schema).parquet(self._address(folder))
        kept.toDF(*rows.columns).createOrReplaceTempView(name)
        self._shapes.attach(name, self._shapes.of(expression))

    def table(self, expression: ir.Expr) -> pa.Table:
        """Return the result of an expression."""
        return _cast(self._run(expression).toArrow(), self._shapes.of(expression))

    def batches(self, expression: ir.Expr, rows: int) -> pa.RecordBatchReader:
        """Return the result in batches of at most ``rows`` rows, read as they are asked for."""
        schema, files = self._shapes.of(expression), self._written(expression)

        def read() -> Iterator[pa.RecordBatch]:
            for file in files:
                for batch in pq.ParquetFile(file).iter_batches(rows):
                    yield from _cast(pa.Table.from_batches([batch]), schema).to_batches()

        return pa.RecordBatchReader.from_batches(schema, read())

    def value(self, expression: ir.Expr) -> object:
        """Return the single value of an expression, None when there is none."""
        rows = self.table(expression)
        found = rows.column(0)[0].as_py() if rows.num_rows else None
        return int(found) if isinstance(found, Decimal) and found == found.to_integral_value() else found

    def query(self, expression: ir.Expr) -> str:
        """Return SQL that gives the rows of the result, which Spark has written by then, on the embedded connection."""
        kinds = self._shapes.kinds(expression)
        files = ", ".join(constant(str(file)) for file in self._written(expression))
        chosen = ", ".join(f'CAST(c{at} AS {kind}) AS "{name}"' for at, (name, kind) in enumerate(kinds.items()))
        return f"SELECT {chosen} FROM read_parquet([{files}])"

    def close(self) -> None:
        """Remove what was kept of the results."""
        self._shapes.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _run(self, expression: ir.Expr) -> DataFrame:
        return self._session.sql(_COMPILER.to_sqlglot(expression.unbind()).sql(_COMPILER.dialect))

    def _address(self, path: Path) -> str:
        """Return where Spark finds a path of the lake: GRIDLOOP_SPARK_LAKE stands for the folder where it is set."""
        seen = os.environ.get("GRIDLOOP_SPARK_LAKE", "").rstrip("/")
        if not seen:
            return f"file://{path}"  # said in full: a cluster's own file system is usually another
        return f"{seen}/{path.resolve().relative_to(self._folder.resolve())}"

    def _written(self, expression: ir.Expr) -> list[Path]:
        """Return the files of a result, in its order; their columns are c0, c1 and so on: any name will do then."""
        folder = self._scratch / uuid4().hex
        rows = self._run(expression)
        rows.toDF(*(f"c{at}" for at in range(len(rows.columns)))).write.parquet(self._address(folder))
        return sorted(folder.glob("part-*.parquet"))


class _Shapes:
    """The exact columns and types that the embedded engine gives an expression, asked of it over empty tables."""

    def __init__(self) -> None:
        self._connection = duckdb.connect()
        self._embedded = OnDuckDB(lambda: self._connection)

    def present(self, view: View) -> None:
        """Know a dataset's columns."""
        self._embedded.present(View(view.name, view.columns, ()))

    def attach(self, name: str, schema: pa.Schema) -> None:
        """Know an Arrow table's columns."""
        self._embedded.attach(name, schema.empty_table())

    def of(self, expression: ir.Expr) -> pa.Schema:
        """Return the Arrow schema of an expression's result."""
        return self._embedded.table(expression).schema

    def kinds(self, expression: ir.Expr) -> dict[str, str]:
        """Return DuckDB's types of an expression's result by column."""
        described = self._connection.execute(f"DESCRIBE {self._embedded.query(expression)}").fetchall()
        return {row[0]: str(row[1]) for row in described}

    def close(self) -> None:
        """Forget everything."""
        self._embedded.close()


def _cast(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return rows with the columns of a schema, by position."""
    columns = [_column(column, field.type) for column, field in zip(rows.columns, schema, strict=True)]
    return pa.Table.from_arrays(columns, schema=schema)


def _column(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if pa.types.is_decimal(kind) and pa.types.is_integer(column.type):
        column = pc.cast(column, pa.decimal128(19, 0))
    return pc.cast(column, kind)
