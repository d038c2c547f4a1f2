"""Features as a matrix of numbers: words become the index of a learnt vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
MOST_WORDS = 40
"""The most frequent words of a feature keep their own index; the others are like missing ones."""
FEWEST_ROWS = 20
"""A word that fewer rows carry has no index."""


@dataclass(frozen=True, slots=True)
class FeatureSpace:
    """The features of a model in order; ``vocabularies`` has the words of those that are words."""

    names: tuple[str, ...]
    vocabularies: Mapping[str, tuple[str, ...]]

    @property
    def word_positions(self) -> list[int]:
        """Return the positions of the features that are words."""
        return [position for position, name in enumerate(self.names) if name in self.vocabularies]

    def without(self, names: Sequence[str]) -> FeatureSpace:
        """Return the space without some features."""
        kept = tuple(name for name in self.names if name not in names)
        return FeatureSpace(kept, {name: words for name, words in self.vocabularies.items() if name in kept})


def learn_space(table: pa.Table, names: Sequence[str], words: Sequence[str]) -> FeatureSpace:
    """Return the space of features over a table; ``words`` names the features that are text."""
    return FeatureSpace(tuple(names), {name: _vocabulary(table.column(name)) for name in names if name in words})


def _vocabulary(column: pa.ChunkedArray) -> tuple[str, ...]:
    counted = pc.value_counts(column.drop_null())
    frequent = [
        (-count["counts"].as_py(), str(count["values"].as_py()))
        for count in counted
        if count["counts"].as_py() >= FEWEST_ROWS
    ]
    return tuple(sorted(word for _, word in sorted(frequent)[:MOST_WORDS]))


def matrix_of(table: pa.Table | pa.RecordBatch, space: FeatureSpace) -> Matrix:
    """Return the matrix of a table's rows in the space; what is missing is NaN."""
    matrix = np.empty((table.num_rows, len(space.names)), dtype=np.float64)
    for position, name in enumerate(space.names):
        matrix[:, position] = _column(table, name, space.vocabularies.get(name))
    return matrix


def _column(table: pa.Table | pa.RecordBatch, name: str, words: Sequence[str] | None) -> Matrix:
    column = table.column(name)
    if words is not None:
        column = pc.index_in(column, value_set=pa.array(words, pa.string()))
    return floats_of(column)


def floats_of(column: pa.ChunkedArray | pa.Array) -> Matrix:
    """Return a column as floats, NaN where it is null."""
    numbers: Matrix = np.asarray(
        pc.fill_null(pc.cast(column, pa.float64(), safe=False), float("nan")), dtype=np.float64
    )
    return numbers
