"""Lines at the end of a file that are no rows: a count of the rows, totals below a report. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from gridloop.lake.intake.source import plain

Row = TypeVar("Row")
_MARKS = re.compile(r"[\s:：\"]")
_TOTALS = frozenset(
    ("合计", "总计", "小计", "汇总", "总和", "合计数", "total", "totals", "grandtotal", "sum", "subtotal")
)
_TAILS = frozenset(("t", "tr", "trl", "trailer", "tail", "end", "eof", "footer", "99", "999"))
"""What a line of another width says that ends a file; a row may say so as well."""


def word_of(field: str) -> str:
    """Return a field as it is compared: plain, without blanks and colons (合 计：)."""
    return _MARKS.sub("", plain(field)).casefold()


def first_word(fields: Iterable[str | None]) -> str:
    """Return the first field that says anything, as it is compared."""
    return next((word for field in fields if field and (word := word_of(field))), "")


def likely_trailer(fields: Sequence[str], width: int) -> str:
    """Return the first field of a last line when it is likely no row's; empty otherwise."""
    said = next((field.strip() for field in fields if field.strip()), "")
    word = word_of(said)
    return said if word in _TOTALS or (len(fields) != width and word in _TAILS) else ""


def without_trailer(
    rows: Iterable[Row], words: Collection[str], fields: Callable[[Row], Iterable[str | None]], ends: list[Row]
) -> Iterator[Row]:
    """Yield the rows but the last ones whose first field is one of the words: those go to ``ends``.

    Such a line with a row below it is a row like any other: only the end of a file is no row.
    """
    wanted = {word_of(word) for word in words}
    held: list[Row] = []
    for row in rows:
        if first_word(fields(row)) in wanted:
            held.append(row)
            continue
        yield from held
        held.clear()
        yield row
    ends[:] = held


def rows_claimed(fields: Sequence[str | None]) -> int | None:
    """Return the number of rows that a last line tells, when it tells one number and nothing else."""
    others = [text for field in fields if field and (text := plain(field).strip())][1:]
    return int(others[0]) if len(others) == 1 and others[0].isdecimal() and len(others[0]) <= 12 else None
