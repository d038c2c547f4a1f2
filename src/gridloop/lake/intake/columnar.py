"""Parquet files; a row's line number is its position in the file."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from gridloop.kernel.problems import Problem
from gridloop.lake.contract_types import Contract
from gridloop.lake.intake.sampling import column_texts
from gridloop.lake.intake.source import BLOCK_ROWS, Block, Picked, declared_header, few_enough, plain_header


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
        declared = {plain_header(p.header) for p in contract.properties}
        self._declared = [header in declared for header in self.headers]

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
                texts = [self._texts(number, column) for number, column in enumerate(batch.columns)]
                yield first, pa.record_batch(texts, names=[f"c{i}" for i in range(len(texts))])
                first += batch.num_rows
        except (pa.ArrowException, OSError) as error:
            raise self._broken(error) from error

    def _texts(self, number: int, column: pa.Array) -> pa.Array:
        """Return a column as texts; one that the contract does not know, and that is no text, is left out."""
        try:
            return column_texts(column)
        except pa.ArrowException as error:
            if not self._declared[number]:
                return pa.nulls(len(column), pa.string())
            detail = f"{self.headers[number]}: {str(error).splitlines()[0][:200]}"
            raise Problem("lake.file_broken", 422, file=self._path.name, format="parquet", detail=detail) from error

    def _broken(self, error: Exception) -> Problem:
        detail = str(error).splitlines()[0][:200]
        return Problem("lake.file_broken", 422, file=self._path.name, format="parquet", detail=detail)
