"""How every list is paged and sorted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from ninja import Field, Schema

from gridloop.kernel.problems import Problem

Item = TypeVar("Item")
MAX_LIMIT = 500


class Page(Schema, Generic[Item]):
    """One page of a list; ``total`` counts all rows the asker may see under the same filters."""

    items: list[Item]
    total: int
    offset: int
    limit: int


class PageParams(Schema):
    """The query parameters every list takes: ``offset``, ``limit``, ``sort`` (``-x`` descends), ``q``."""

    offset: int = Field(0, ge=0)
    limit: int = Field(50, ge=1, le=MAX_LIMIT)
    sort: str = ""
    q: str = ""


def ordering(sort: str, allowed: Mapping[str, str], default: Sequence[str]) -> list[str]:
    """Return the column order for ``sort``; ``allowed`` maps API words to columns.

    Raises ``Problem`` for a word that is not allowed. The primary key is always the last criterion, so that
    pages neither repeat nor skip a row.
    """
    if not sort:
        return [*default, "pk"]
    columns = []
    for part in sort.split(","):
        word = part.removeprefix("-")
        if word not in allowed:
            raise Problem("kernel.bad_sort", 400, field=word, allowed=", ".join(sorted(allowed)))
        columns.append(f"{'-' if part.startswith('-') else ''}{allowed[word]}")
    return [*columns, "pk"]


def in_order(rows: Sequence[Item], sort: str, allowed: Mapping[str, Callable[[Item], Any]]) -> list[Item]:
    """Return rows that are all here in the order that ``sort`` asks for; without one as they came.

    Raises ``Problem`` for a word that is not allowed.
    """
    ordered = list(rows)
    for part in reversed(sort.split(",") if sort else []):
        word = part.removeprefix("-")
        if word not in allowed:
            raise Problem("kernel.bad_sort", 400, field=word, allowed=", ".join(sorted(allowed)))
        ordered.sort(key=allowed[word], reverse=part.startswith("-"))
    return ordered


def paged(rows: QuerySet[Any] | Sequence[Any], params: PageParams, convert: Callable[[Any], Any]) -> dict[str, Any]:
    """Return one page of ``rows`` (already ordered and scoped) as the body of ``Page[T]``."""
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    chunk = rows[params.offset : params.offset + params.limit]
    return {
        "items": [convert(row) for row in chunk],
        "total": total,
        "offset": params.offset,
        "limit": params.limit,
    }
