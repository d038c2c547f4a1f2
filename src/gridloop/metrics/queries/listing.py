"""Searching, sorting and flattening rows for lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gridloop.kernel.problems import Problem
from gridloop.kernel.sorting import columns, sort_rows
from gridloop.metrics.types import UnitFigures

_SORTS: dict[str, Callable[[UnitFigures], Any]] = {
    "value": lambda row: row.figures[0].value,
    "change": lambda row: row.figures[0].change,
    "change_ratio": lambda row: row.figures[0].change_ratio,
    "rank": lambda row: row.figures[0].rank,
    "org_code": lambda row: row.org_code,
}


def mentions(q: str, *texts: str) -> bool:
    """Tell whether a search text stands in one of the texts (an empty one in all)."""
    return not q or any(q.casefold() in text.casefold() for text in texts)


def sorted_by_figure(rows: Sequence[UnitFigures], sort: str) -> list[UnitFigures]:
    """Return rows in the order of ``sort`` (default: rank); what has no value comes last either way."""
    word = sort.removeprefix("-") or "rank"
    if word not in _SORTS:
        raise Problem("kernel.bad_sort", 400, field=word, allowed=", ".join(sorted(_SORTS)))
    key = _SORTS[word]
    known = sorted((row for row in rows if key(row) is not None), key=lambda row: row.org_code)
    known.sort(key=key, reverse=sort.startswith("-"))
    return known + [row for row in rows if key(row) is None]


def table_row(row: UnitFigures) -> dict[str, Any]:
    """Return a unit with its one figure."""
    return {
        "org_code": row.org_code,
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "kind": row.kind,
        "path": row.path,
        "figure": row.figures[0],
    }


def sorted_rows(rows: Sequence[dict[str, Any]], sort: str, *allowed: str) -> list[dict[str, Any]]:
    """Return rows in the order asked for; without one in their own order."""
    return sort_rows(rows, sort, columns(*allowed), allowed[0]) if sort else list(rows)
