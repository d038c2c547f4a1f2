"""How many customers belong to whom and where, counted once per version of the ownership."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings

from gridloop.kernel.scope import grid_codes
from gridloop.kernel.types import Scope
from gridloop.lake.queries import current_version, open_lake


@dataclass(frozen=True, slots=True)
class CustomerCounts:
    """Numbers of customers by grid, place, assignee, and (grid, rule)."""

    by_grid: Counter[str] = field(default_factory=Counter)
    by_place: Counter[str] = field(default_factory=Counter)
    by_assignee: Counter[str] = field(default_factory=Counter)
    by_rule: Counter[tuple[str, str]] = field(default_factory=Counter)


def customer_counts(scope: Scope, *, with_former: bool = False) -> CustomerCounts:
    """Return the numbers of customers in service that the scope may see; ``with_former`` also of those who left."""
    version = current_version("ownership")
    counts = CustomerCounts()
    if version is None:
        return counts
    grids = grid_codes(scope)
    visible = None if grids is None else frozenset(grids)
    for row in _grouped(str(settings.HOME), version.version):
        if visible is not None and row["grid_code"] not in visible:
            continue
        if not (row["present"] or with_former):
            continue
        if scope.own_customers_only and (not scope.person_code or row["assignee_code"] != scope.person_code):
            continue
        number: int = row["customers"]
        counts.by_grid[row["grid_code"]] += number
        counts.by_place[row["place_code"] or ""] += number
        counts.by_assignee[row["assignee_code"] or ""] += number
        counts.by_rule[(row["grid_code"], row["rule"])] += number
    return counts


@lru_cache(maxsize=2)
def _grouped(home: str, version: int) -> list[dict[str, Any]]:
    """Return the counts of one version of one installation."""
    with open_lake() as lake:
        table = lake.table("ownership")
        keys = ["grid_code", "place_code", "assignee_code", "rule", "present"]
        marked = table.mutate(present=table.in_service.fill_null(True))
        rows: list[dict[str, Any]] = lake.run(
            marked.group_by(keys).agg(customers=marked.count().cast("int64"))
        ).to_pylist()
        return rows
