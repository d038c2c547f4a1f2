"""Tries a contract on a file without loading it: how many rows would be refused, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from gridloop.kernel.problems import Problem
from gridloop.lake.contract_types import Contract
from gridloop.lake.datasets import DATASETS
from gridloop.lake.intake.decode import fingerprint
from gridloop.lake.intake.mapping import dataset_query
from gridloop.lake.intake.opening import notes_about, open_source, unknown_headers
from gridloop.lake.intake.references import reference_queries
from gridloop.lake.intake.staging import Staging
from gridloop.lake.intake.unpacking import plain_file
from gridloop.lake.models import FeedBatch
from gridloop.lake.queries import open_lake
from gridloop.lake.rules import mostly_refused
from gridloop.lake.services.publish import check_outgoing
from gridloop.lake.types import BatchState, RowReason

MOST_ROWS = 200_000
TRIAL = "gridloop-trial-"
"""How the folders of unpacked files begin; ``sweep_leftovers`` removes those of processes that died."""


@dataclass(frozen=True, slots=True)
class RefusedFor:
    """Rows of a trial that would be refused for one reason, and the line of the first."""

    reason: RowReason
    column: str
    rows: int
    first_line: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What would become of a file; ``cut`` when only its first rows were tried."""

    file_name: str
    rows_read: int
    rows_refused: int
    refused: tuple[RefusedFor, ...]
    unknown_columns: tuple[str, ...]
    becomes: dict[str, int]
    """Dataset -> rows."""
    whole_refused: bool
    cut: bool
    problems: tuple[Problem, ...] = ()
    """Why a dataset would not take the rows that passed; a load stops there."""
    notes: tuple[dict[str, Any], ...] = ()
    """What a load would tell beside: what it leaves out, what looks wrong."""


def try_on_last_file(*, contract: Contract) -> Trial:
    """Try a contract on the file its feed delivered last; raises ``Problem`` (409) when that file is gone."""
    batch = FeedBatch.objects.filter(feed=contract.feed).exclude(state=BatchState.UNCHANGED.value).first()
    path = Path(batch.source_path) if batch and batch.source_path else None
    if batch is None or path is None or not path.is_file() or fingerprint(path)[0] != batch.sha256:
        raise Problem("lake.no_delivered_file", 409, feed=contract.feed)
    return try_contract(contract=contract, path=path, file_name=batch.file_name, business_date=batch.business_date)


def try_contract(*, contract: Contract, path: Path, file_name: str, business_date: date) -> Trial:
    """Read a file under a contract and check its rows as a load does; nothing is kept or published.

    Raises ``Problem`` for a file that a load would refuse as a whole before its rows are looked at.
    """
    with TemporaryDirectory(prefix=TRIAL) as folder, open_lake() as lake:
        staging = Staging(contract, lake.connection, business_date, reference_queries(contract, lake))
        source = open_source(plain_file(path, Path(folder)), contract)
        read, ragged, cut = 0, [], False
        for block in source.blocks():
            staging.add(0, source.headers, block)
            read += block.rows
            ragged += block.ragged
            if read >= MOST_ROWS:
                cut = block.done < source.total
                break
        staging.refuse_unknown_parents()
        staging.refuse_repeated_keys()
        refused = staging.refused(0)
        counted: Counter[tuple[RowReason, str]] = Counter((c.reason, c.header) for c in refused.values())
        first: dict[tuple[RowReason, str], int] = {}
        for line, check in sorted(refused.items()):
            first.setdefault((check.reason, check.header), line)
        if ragged:
            counted[(RowReason.RAGGED_ROW, "")] = len(ragged)
            first[(RowReason.RAGGED_ROW, "")] = min(ragged)
        total = len(refused) + len(ragged)
        return Trial(
            file_name=file_name,
            rows_read=read,
            rows_refused=total,
            refused=tuple(RefusedFor(*key, rows, first[key]) for key, rows in counted.most_common()),
            unknown_columns=tuple(unknown_headers(source, contract)),
            becomes={name: _mapped(contract, name, business_date, lake.connection) for name in contract.datasets},
            whole_refused=mostly_refused(read, total, contract.max_refused_share),
            cut=cut,
            problems=tuple(_not_taken(contract, business_date, lake.connection)),
            notes=tuple(notes_about(source, contract, read)),
        )


def _not_taken(contract: Contract, day: date, connection: duckdb.DuckDBPyConnection) -> Iterator[Problem]:
    """Yield why datasets would not take the rows; by key, a merge takes them as they are."""
    for name in () if contract.semantics.by_key else contract.datasets:
        connection.execute(f"CREATE OR REPLACE TEMP VIEW outgoing AS {dataset_query(contract, name, day)}")
        try:
            check_outgoing(DATASETS[name], connection)
        except Problem as problem:
            yield problem


def _mapped(contract: Contract, dataset: str, day: date, connection: duckdb.DuckDBPyConnection) -> int:
    try:
        counted = connection.execute(f"SELECT count(*) FROM ({dataset_query(contract, dataset, day)})").fetchone()
    except duckdb.Error as error:
        detail = str(error).splitlines()[0][:300]
        raise Problem("lake.mapping_failed", 422, feed=contract.feed, dataset=dataset, detail=detail) from error
    return int(counted[0]) if counted else 0
