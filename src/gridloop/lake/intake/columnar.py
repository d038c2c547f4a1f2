"""Parquet files; a row's line number is its position in the file."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gridloop.kernel.problems import Problem
from gridloop.lake.contract_types import Contract
from gridloop.lake.intake.source import BLOCK_ROWS, Block, Picked, declared_header, few_enough


class ParquetSource:
    """A Parquet file; every column is read as text, so that all forms of file are checked alike."""

    def __init__(self, path: Path, contract: Contract) -> None:
        self._path = path
        try:
            file = pq.ParquetFile(path)
        except (pa.ArrowException, OSError) as error:
            raise self._broken(error) from error
        names = few_enough(list(file.schema_arrow.names), path)
        self.headers = tuple(declared_header(name, contract) for name in names)
        self.total = file.metadata.num_rows

    def blocks(self) -> Iterator[Block]:
        """Yield the rows."""
        for first, batch in self._batches():
            last = first + batch.num_rows
            yield Block(list(range(first, last)), list(batch.columns), done=last - 1)

    def picked(self, wanted: Collection[int]) -> Iterator[Picked]:
        """Yield the wanted rows; their raw text has the values apart by tabs."""
        for first, batch in self._batches():
            here = sorted(number for number in wanted if first <= number < first + batch.num_rows)
            if not here:
                continue
            taken = batch.take(pa.array([number - first for number in here]))
            for number, row in zip(here, taken.to_pylist(), strict=True):
                fields = [row[f"c{i}"] or "" for i in range(len(self.headers))]
                yield Picked(number, "\t".join(fields), fields)

    def _batches(self) -> Iterator[tuple[int, pa.RecordBatch]]:
        first = 1
        try:
            for batch in pq.ParquetFile(self._path).iter_batches(BLOCK_ROWS):
                texts = [pc.cast(column, pa.string()) for column in batch.columns]
                yield first, pa.record_batch(texts, names=[f"c{i}" for i in range(len(texts))])
                first += batch.num_rows
        except (pa.ArrowException, OSError) as error:
            raise self._broken(error) from error

    def _broken(self, error: Exception) -> Problem:
        detail = str(error).splitlines()[0][:200]
        return Problem("lake.file_broken", 422, file=self._path.name, format="parquet", detail=detail)
