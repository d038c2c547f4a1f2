"""A quick look over a delimited file, which tells whether the engine may read it by itself, and how.

The engine reads text many times faster than line by line, but forgives what must not be forgiven: an open quote, a
stray carriage return, a zero byte. A file with any of these is left to the careful reader (``delimited``), whose word
on every line is the one that counts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from gridloop.lake.intake.decode import FIRST_CHUNK

_PIECE = 1 << 18
"""Bytes looked at together: they stay in the processor's own memory."""
_LONGEST_LINE = 1 << 20
_NEWLINE, _RETURN, _QUOTE = 10, 13, 34
_MOST_AHEAD = 64
_MOST_LOOKED_FOR = 200_000
_READERS = 2
Lines = npt.NDArray[np.int64]
"""Line numbers from 1, ascending."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Where the pieces of a file stand that each end with a line: so that a line is found without all before it."""

    path: Path
    starts: Lines
    """Byte at which each begins, and where the last ends."""
    before: Lines
    """Lines above each of them."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What a plain file looks like: its lines, which of them are empty, and what occurs in it."""

    lines: int
    pieces: Pieces
    empty: Lines
    carriage_returns: bool
    quotes: bool
    underscores: bool
    """In any row. The engine reads 1_000 as a number; we do not."""

    def reads_as(self, other: Survey) -> bool:
        """Tell whether the engine would read a file the same way by another survey of it."""
        mine = (self.carriage_returns, self.quotes, self.underscores)
        return mine == (other.carriage_returns, other.quotes, other.underscores)


class _NotPlainError(Exception):
    """The file wants the careful reader."""


def survey(
    path: Path, *, delimiter: str, quoted: bool, above: int = 1, width: int = 0, glance: bool = False
) -> Survey | None:
    """Return what a UTF-8 file looks like, None when only the careful reader may read it.

    ``above`` tells how many lines stand before the first row, ``width`` how many columns there are. A ``glance`` takes
    the first lines for the whole.
    """
    if len(delimiter) != 1 or not delimiter.isascii():
        return None
    look = _Look(ord(delimiter), quoted, above, width)
    starts, before = [0], []
    try:
        for piece in islice(_whole_lines(path), 1 if glance else None):
            starts.append(starts[-1] + len(piece))
            before.append(look.lines)
            look.take(piece)
    except _NotPlainError:
        return None
    pieces = Pieces(path, np.asarray(starts, np.int64), np.asarray(before, np.int64))
    empty = np.concatenate(look.empty) if look.empty else np.empty(0, np.int64)
    return Survey(look.lines, pieces, empty, look.returns is True, look.quotes, look.underscores)


def lines_at(pieces: Pieces, wanted: Lines) -> Iterator[tuple[int, str]]:
    """Yield the wanted lines (in order) of a file that was surveyed, with their numbers, without their ends.

    Numbers that no line has are passed over.
    """
    wanted = wanted[wanted > 0] if len(pieces.before) else wanted[:0]
    among = np.searchsorted(pieces.before, wanted, side="left") - 1
    groups = np.split(wanted, np.flatnonzero(np.diff(among)) + 1) if len(wanted) else []
    with pieces.path.open("rb") as file, ThreadPoolExecutor(_READERS) as readers:

        def read(numbers: Lines) -> list[tuple[int, str]]:
            piece = int(np.searchsorted(pieces.before, numbers[0], side="left")) - 1
            start, end = int(pieces.starts[piece]), int(pieces.starts[piece + 1])
            text = os.pread(file.fileno(), end - start, start)
            ends = [-1, *np.flatnonzero(np.frombuffer(text, np.uint8) == _NEWLINE).tolist()]
            if not text.endswith(b"\n"):
                ends.append(len(text))  # the last line of the file
            nth = ((number, int(number - pieces.before[piece])) for number in numbers.tolist())
            return [
                (number, text[ends[n - 1] + 1 : ends[n]].decode().removesuffix("\r"))
                for number, n in nth
                if n < len(ends)
            ]

        for found in readers.map(read, groups):
            yield from found


def lines_saying(pieces: Pieces, told: Sequence[tuple[int, str]]) -> dict[int, str] | None:
    """Return the lines that say what the engine tells of them, by number; None when they are not where it says.

    Its numbers run ahead behind a place where it cut the file between a carriage return and the line feed.
    """
    numbers = np.unique(np.asarray([number for number, _ in told], np.int64))
    found = dict(lines_at(pieces, numbers))
    if all(found.get(number) == text for number, text in told):
        return found
    if len(numbers) > _MOST_LOOKED_FOR:
        return None
    near = np.unique(np.concatenate([numbers - ahead for ahead in range(_MOST_AHEAD + 1)]))
    there, found, ahead = dict(lines_at(pieces, near[near > 0])), {}, 0
    for number, text in told:
        ahead = next((n for n in (ahead, *range(_MOST_AHEAD + 1)) if there.get(number - n) == text), -1)
        if ahead < 0:
            return None
        found[number - ahead] = text
    return found


def _whole_lines(path: Path) -> Iterator[bytes]:
    """Yield the file in pieces that end with a line; the last line gets its end where it lacks one."""
    rest = b""
    with path.open("rb") as file:
        size = FIRST_CHUNK
        while chunk := file.read(size):
            size = _PIECE
            whole = rest + chunk
            cut = whole.rfind(b"\n") + 1
            rest = whole[cut:]
            if len(rest) > _LONGEST_LINE:
                raise _NotPlainError
            if cut:
                yield whole[:cut]
    if rest:
        yield rest + b"\n"


class _Look:
    """What was seen so far."""

    def __init__(self, delimiter: int, quoted: bool, above: int, width: int) -> None:
        self._delimiter, self._quoted, self._above, self._width = delimiter, quoted, above, width
        # the engine takes vertical tabs and form feeds around a number for blanks; we do not
        self._strange = [byte for byte in (b"\x00", b"\x0b", b"\x0c") if byte[0] != delimiter]
        self.lines = 0
        self.empty: list[Lines] = []
        self.returns: bool | None = None
        self.quotes = self.underscores = False

    def take(self, piece: bytes) -> None:
        """Look at some whole lines; raises ``_NotPlainError``."""
        self._check_characters(piece)
        codes = np.frombuffer(piece, np.uint8)
        ends = codes == _NEWLINE
        count = int(np.count_nonzero(ends))
        self._check_returns(piece, codes, ends, count)
        self._check_widths(codes, ends)
        if self._quoted and b'"' in piece:
            self.quotes = True
            self._check_quotes(codes, np.flatnonzero(ends))
        begin = 0
        for _ in range(min(self._above - self.lines, count)):
            begin = piece.index(b"\n", begin) + 1
        self.underscores = self.underscores or piece.find(b"_", begin) >= 0
        self._keep_empty(ends)
        self.lines += count

    def _keep_empty(self, ends: npt.NDArray[np.bool_]) -> None:
        """Where lines are empty is worked out only where two ends are as close as that."""
        shortest = 2 if self.returns else 1
        if not ends[:shortest].any() and not (ends[shortest:] & ends[:-shortest]).any():
            return
        lengths = np.diff(np.flatnonzero(ends), prepend=-1) - shortest
        self.empty.append(np.flatnonzero(lengths <= 0) + self.lines + 1)

    def _check_characters(self, piece: bytes) -> None:
        if any(byte in piece for byte in self._strange):
            raise _NotPlainError
        if not piece.isascii():
            try:
                piece.decode("utf-8")
            except UnicodeDecodeError as error:
                raise _NotPlainError from error

    def _check_returns(
        self, piece: bytes, codes: npt.NDArray[np.uint8], ends: npt.NDArray[np.bool_], lines: int
    ) -> None:
        """Lines end with or without a carriage return, all alike, and there is none elsewhere."""
        count = piece.count(b"\r")
        with_return = count > 0
        if self.returns is not None and self.returns is not with_return:
            raise _NotPlainError
        if with_return:
            before_ends = np.count_nonzero(ends[1:] & (codes[:-1] == _RETURN))
            if not count == lines == before_ends:
                raise _NotPlainError
        self.returns = with_return

    def _check_widths(self, codes: npt.NDArray[np.uint8], ends: npt.NDArray[np.bool_]) -> None:
        """No row has empty fields beyond its columns: the engine forgives them, though the others may be shifted."""
        last = 2 if self.returns else 1
        if not self._width or not (ends[last:] & (codes[:-last] == self._delimiter)).any():
            return
        places = np.flatnonzero(ends)
        rows = slice(max(0, self._above - self.lines), None)
        ended = codes[places - last] == self._delimiter
        if ended[rows].any():
            before = np.searchsorted(np.flatnonzero(codes == self._delimiter), places)
            if (np.diff(before, prepend=0)[rows][ended[rows]] >= self._width).any():
                raise _NotPlainError

    def _check_quotes(self, codes: npt.NDArray[np.uint8], ends: Lines) -> None:
        """Every quote opens or closes a field, or is doubled inside one, and none is left open at a line's end."""
        quotes = np.flatnonzero(codes == _QUOTE)
        if (np.searchsorted(quotes, ends) % 2).any():
            raise _NotPlainError
        openers, closers = quotes[0::2], quotes[1::2]
        before = np.where(openers > 0, codes[openers - 1], _NEWLINE)
        if not np.isin(before, (self._delimiter, _NEWLINE, _QUOTE)).all():
            raise _NotPlainError
        if not np.isin(codes[closers + 1], (self._delimiter, _NEWLINE, _RETURN, _QUOTE)).all():
            raise _NotPlainError
