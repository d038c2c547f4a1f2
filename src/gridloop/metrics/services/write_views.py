"""Writes a small DuckDB file of views over the lake's current files, for BI tools to read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import duckdb
from django.db import transaction

from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.datasets import DATASETS
from gridloop.lake.queries import current_versions, open_lake
from gridloop.metrics.queries.history import read_definitions
from gridloop.metrics.queries.library import indicator_library

_PERSONS = frozenset({"customer_id", "staff_code"})
LIBRARY, FOLLOWED = "indicator_library", "indicator_definition"


def write_views(*, file: Path, datasets: Sequence[str], actor: Actor) -> list[str]:
    """Write ``file`` anew with a view per dataset, the indicators and the definition each month follows.

    Returns the names.

    Without names, every published dataset that holds no customers or staff. The views read the files that are current
    now; write them again after data was prepared. The file appears whole or not at all. Raises ``Problem`` (400) for
    an unknown dataset.
    """
    published = set(current_versions())
    for name in datasets:
        if name not in DATASETS:
            raise Problem("metrics.unknown_dataset", 400, dataset=name)
    plain = [name for name, dataset in DATASETS.items() if not _PERSONS & set(dataset.types)]
    wanted = sorted(published & set(datasets or plain))
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    with open_lake() as lake, duckdb.connect(str(fresh)) as target:
        for name in wanted:
            lake.sql(lake.table(name))  # makes the view in the lake's own connection
            target.execute(_view_sql(lake.connection, name))
        _write_library(target)
        _write_followed(target)
    with transaction.atomic():
        audit.record(
            actor=actor, action="metrics.write_views", object_kind="file", object_id=file.name, datasets=wanted
        )
        fresh.replace(file)
    return [*wanted, LIBRARY, FOLLOWED]


def _view_sql(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    row = connection.execute("SELECT sql FROM duckdb_views() WHERE view_name = ?", [name]).fetchone()
    if row is None:
        raise KeyError(name)
    return str(row[0])


def _write_library(target: duckdb.DuckDBPyConnection) -> None:
    target.execute(
        f"CREATE TABLE {LIBRARY} (indicator VARCHAR, name_zh VARCHAR, name_en VARCHAR, domain VARCHAR, unit VARCHAR,"
        " kind VARCHAR, formula_zh VARCHAR, formula_en VARCHAR, version INTEGER)"
    )
    rows = [
        [
            one.code,
            one.name_zh,
            one.name_en,
            one.domain.value,
            one.unit.value,
            one.kind.value,
            one.formula_zh,
            one.formula_en,
            one.version,
        ]
        for one in indicator_library()
    ]
    target.executemany(f"INSERT INTO {LIBRARY} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _write_followed(target: duckdb.DuckDBPyConnection) -> None:
    target.execute(f"CREATE TABLE {FOLLOWED} (indicator VARCHAR, month DATE, version INTEGER, is_current BOOLEAN)")
    known = read_definitions()
    rows = [
        [code, month, one.version, code in known.in_force and known.in_force[code].digest == one.digest]
        for (code, month), one in sorted(known.used.items())
    ]
    if rows:
        target.executemany(f"INSERT INTO {FOLLOWED} VALUES (?, ?, ?, ?)", rows)
