"""Sorting of lists that are put together from several stores, by the same words as lists of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any, TypeVar

from gridloop.kernel.problems import Problem

Row = TypeVar("Row")


def columns(*names: str) -> dict[str, Callable[[Mapping[str, Any]], Any]]:
    """Return the sorts of rows that are dicts: each word sorts by the column of its name."""
    return {name: itemgetter(name) for name in names}


def sort_rows(rows: Iterable[Row], sort: str, allowed: Mapping[str, Callable[[Row], Any]], default: str) -> list[Row]:
    """Return the rows by ``sort`` (``-x`` descends, several words by comma); empty values come last.

    ``default`` is the sort when none is given, and breaks ties. Raises ``Problem`` for a word that is not allowed.
    """
    ordered = list(rows)
    words = [word for word in f"{sort},{default}".split(",") if word]
    for word in reversed(words):
        name = word.removeprefix("-")
        if name not in allowed:
            raise Problem("kernel.bad_sort", 400, field=name, allowed=", ".join(sorted(allowed)))
        value = allowed[name]
        known = [row for row in ordered if value(row) is not None]
        unknown = [row for row in ordered if value(row) is None]
        ordered = sorted(known, key=value, reverse=word.startswith("-")) + unknown
    return ordered
