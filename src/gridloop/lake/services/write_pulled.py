"""Writes rows of a database as the file that their feed's contract describes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from gridloop.lake.contract_types import Contract, FileFormat
from gridloop.lake.intake.cells import text_of
from gridloop.lake.services.write_feed_file import write_feed_file

_AT_ONCE = 10_000


def write_pulled(
    contract: Contract, rows: Iterator[Mapping[str, object]], folder: Path, day: date, number: int
) -> Path:
    """Write the rows as the contract's file and see that it is on disk; no two files of a feed have one name."""
    written = (
        _write_parquet(contract, rows, folder)
        if contract.format is FileFormat.PARQUET
        else write_feed_file(contract=contract, rows=rows, folder=folder, day=day, language="zh")
    )
    stamp = f"{day.isoformat()}_{number:06}"
    pattern = contract.file_pattern if "*" in contract.file_pattern else f"{contract.feed}_*{written.suffix}"
    file = written.rename(folder / pattern.replace("*", stamp))
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())
    return file


def _write_parquet(contract: Contract, rows: Iterator[Mapping[str, object]], folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "pulled.parquet"
    schema = pa.schema([(prop.header, pa.string()) for prop in contract.properties])
    with pq.ParquetWriter(file, schema) as writer:
        chunk: list[Mapping[str, object]] = []
        for row in rows:
            chunk.append(row)
            if len(chunk) == _AT_ONCE:
                writer.write_table(_texts(contract, chunk, schema))
                chunk = []
        writer.write_table(_texts(contract, chunk, schema))
    return file


def _texts(contract: Contract, rows: Sequence[Mapping[str, object]], schema: pa.Schema) -> pa.Table:
    columns = [
        pa.array([None if row[prop.name] is None else text_of(row[prop.name]) for row in rows], pa.string())
        for prop in contract.properties
    ]
    return pa.Table.from_arrays(columns, schema=schema)
