"""Finds names inside texts: which of thousands of names each of millions of addresses contains.

UTF-8 marks where characters begin, so a match of bytes is a match of characters; the work is done on the texts'
byte buffer as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]
_LONGEST_PREFIX = 6
_SHORTEST_NAME = 4
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


class NameFinder:
    """Names to look for. Names of fewer than four bytes (one Chinese character, "Ann") are never found."""

    def __init__(self, names: Sequence[str]) -> None:
        coded = [name.encode() for name in names]
        usable = [(code, row) for row, code in enumerate(coded) if len(code) >= _SHORTEST_NAME]
        self._prefix = min([_LONGEST_PREFIX, *(len(code) for code, _ in usable)])
        self._begins = np.zeros(1 << 16, dtype=bool)
        if usable:
            starts = np.array([list(code[: self._prefix]) for code, _ in usable], dtype=np.uint8)
            self._begins[_bucket(starts.T)] = True
        self._by_length: dict[int, tuple[NDArray[np.bytes_], Ints]] = {}
        for length in sorted({len(code) for code, _ in usable}):
            same = sorted((code, row) for code, row in usable if len(code) == length)
            self._by_length[length] = (
                np.array([code for code, _ in same], dtype=f"S{length}"),
                np.array([row for _, row in same], dtype=np.int64),
            )

    def find(self, texts: pa.Array) -> tuple[Ints, Ints]:
        """Return matches as (row of the text, row of the name); every name that a text contains, once."""
        data, offsets = _buffers(texts)
        starts = np.flatnonzero(self._candidates(data))
        row = np.searchsorted(offsets, starts, side="right") - 1
        texts_found, names_found = [], []
        for length, (names, name_rows) in self._by_length.items():
            fits = starts + length <= offsets[row + 1]
            piece = data[starts[fits][:, None] + np.arange(length)]
            words = np.ascontiguousarray(piece).view(f"S{length}").ravel()
            first = np.searchsorted(names, words, side="left")
            last = np.searchsorted(names, words, side="right")
            hit = np.flatnonzero(last > first)
            repeats = last[hit] - first[hit]
            step = np.arange(repeats.sum()) - np.repeat(np.cumsum(repeats) - repeats, repeats)
            texts_found.append(np.repeat(row[fits][hit], repeats))
            names_found.append(name_rows[np.repeat(first[hit], repeats) + step])
        if not texts_found:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        pairs = np.unique(np.column_stack([np.concatenate(texts_found), np.concatenate(names_found)]), axis=0)
        return pairs[:, 0], pairs[:, 1]

    def _candidates(self, data: Bytes) -> NDArray[np.bool_]:
        count = len(data) - self._prefix + 1
        if count <= 0 or not self._by_length:
            return np.zeros(0, dtype=bool)
        return self._begins[_bucket([data[shift : shift + count] for shift in range(self._prefix)])]


def _bucket(columns: Sequence[Bytes] | Bytes) -> NDArray[np.int64]:
    """Return a 16-bit bucket for each row of byte columns."""
    key = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        key = (key << np.uint64(8)) | column.astype(np.uint64)
    return ((key * _MULTIPLIER) >> np.uint64(48)).astype(np.int64)


def _buffers(texts: pa.Array) -> tuple[Bytes, Ints]:
    """Return the bytes of all texts and where each begins; the last offset is the end of the last text."""
    plain = texts.cast(pa.large_string()).fill_null("")
    _, offsets, data = plain.buffers()
    bounds = np.frombuffer(offsets, dtype=np.int64)[plain.offset : plain.offset + len(plain) + 1]
    whole = np.frombuffer(data, dtype=np.uint8) if data is not None else np.zeros(0, dtype=np.uint8)
    return whole[bounds[0] : bounds[-1]] if len(plain) else whole[:0], bounds - bounds[0] if len(plain) else bounds
