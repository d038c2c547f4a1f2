"""Runs the lake's expressions in an embedded DuckDB: the default engine, and the one that loads and publishes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import duckdb
import ibis
import pyarrow as pa

from gridloop.lake.executor import View
from gridloop.lake.overtaken import release, take
from gridloop.lake.types import DUCKDB_TYPES, ColumnType, CustomerRange

if TYPE_CHECKING:
    import ibis.expr.types as ir


class OnDuckDB:
    """The executor on a DuckDB connection, which is made when it is first needed: often nobody asks for rows."""

    def __init__(self, connect: Callable[[], duckdb.DuckDBPyConnection]) -> None:
        self._connect = connect
        self._connected: duckdb.DuckDBPyConnection | None = None
        self._presented: dict[str, View] = {}

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """Return the connection."""
        if self._connected is None:
            self._connected = take(self._connect())
        return self._connected

    def present(self, view: View) -> None:
        """Make a dataset readable under its name, as the view says from now on."""
        shown = self._presented.get(view.name)
        if shown is not None and shown.covers(view):
            return
        rows = f"SELECT * FROM ({_source(view)}){_within(view.part)}"
        self.connection.execute(f'CREATE OR REPLACE VIEW "{view.name}" AS {rows}')
        self._presented[view.name] = view

    def attach(self, name: str, rows: pa.Table) -> None:
        """Make an Arrow table readable under a name."""
        self.connection.register(name, rows)

    def keep(self, name: str, expression: ir.Table) -> None:
        """Work an expression out and make its rows readable under a name."""
        self.connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {self.query(expression)}')

    def table(self, expression: ir.Expr) -> pa.Table:
        """Return the result of an expression."""
        return self._run(expression).to_arrow_table()

    def batches(self, expression: ir.Expr, rows: int) -> pa.RecordBatchReader:
        """Return the result in batches of at most ``rows`` rows, read as they are asked for."""
        return self._run(expression).to_arrow_reader(rows)

    def value(self, expression: ir.Expr) -> object:
        """Return the single value of an expression, None when there is none."""
        row = self._run(expression).fetchone()
        return row[0] if row else None

    def query(self, expression: ir.Expr) -> str:
        """Return the SQL an expression is run as."""
        return str(ibis.to_sql(expression, dialect="duckdb"))

    def close(self) -> None:
        """Close the connection."""
        if self._connected is not None:
            release(self._connected)
            self._connected.close()

    def _run(self, expression: ir.Expr) -> duckdb.DuckDBPyRelation:
        return self.connection.sql(self.query(expression))


def _source(view: View) -> str:
    if not view.files:
        empty = ", ".join(f'NULL::{DUCKDB_TYPES[ColumnType(k)]} AS "{c}"' for c, k in view.columns.items())
        return f"SELECT {empty} WHERE false"
    listed = ", ".join(constant(file) for file in view.files)
    chosen = ", ".join(f'"{column}"' for column in view.columns)
    united = "" if view.alike else ", union_by_name=true"  # which reads the end of every file once more
    return f"SELECT {chosen} FROM read_parquet([{listed}], hive_partitioning=false{united})"


def _within(part: CustomerRange) -> str:
    bounds = [(">=", part.low), ("<", part.high)]
    kept = [f"customer_id {sign} {constant(bound)}" for sign, bound in bounds if bound is not None]
    return f" WHERE {' AND '.join(kept)}" if kept else ""


def constant(text: str) -> str:
    """Return a text as a constant of SQL."""
    return "'" + text.replace("'", "''") + "'"
