"""What derivations of ownership found, what is wrong with the current one, and overrides."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa
from django.db.models import Q, QuerySet
from ibis import _

from gridloop.kernel import queries as kernel
from gridloop.kernel.scope import lake_predicate, row_condition
from gridloop.kernel.types import WHOLE_COMPANY, OrgKind, Scope
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.territory.expr import check
from gridloop.territory.models import OwnershipOverride, OwnershipRun, TerritorySync
from gridloop.territory.queries.counts import customer_counts
from gridloop.territory.queries.read_places import effective_assignees
from gridloop.territory.types import OverrideState


@dataclass(frozen=True, slots=True)
class OwnershipState:
    """The current ownership: how it came to be, and what is wrong with it (the last four should be 0)."""

    as_of: date | None
    derived_at: datetime | None
    customers: int
    owned: int
    by_rule: dict[str, int]
    conflicts: dict[str, int]
    without_assignee: int
    lapsed_overrides: int
    left_out: tuple[str, ...]
    without_owner: int
    owned_twice: int
    unknown_grid: int
    wrong_assignee: int


def ownership_check(scope: Scope) -> OwnershipState:
    """Return how the customers inside the scope are owned.

    ``without_owner`` and ``owned_twice`` concern the whole company: a customer without an owner is in no scope.
    """
    run = OwnershipRun.objects.first()
    sync = TerritorySync.objects.first()
    counts = customer_counts(scope, with_former=True)
    by_rule: Counter[str] = Counter()
    for (_grid, rule), number in counts.by_rule.items():
        by_rule[rule] += number
    owned = sum(counts.by_grid.values())
    wrong = _wrong(scope)
    return OwnershipState(
        as_of=run.as_of if run else None,
        derived_at=run.created_at if run else None,
        customers=owned + wrong["without_owner"],
        owned=owned,
        by_rule=dict(by_rule),
        conflicts=_conflict_counts(scope),
        without_assignee=counts.by_assignee[""],
        lapsed_overrides=run.lapsed_overrides if run else 0,
        left_out=tuple(sync.left_out) if sync else (),
        **wrong,
    )


def _wrong(scope: Scope) -> dict[str, int]:
    grids = kernel.org_units(WHOLE_COMPANY, kind=OrgKind.GRID).values_list("code", flat=True)
    people = kernel.people(WHOLE_COMPANY).values_list("code", flat=True)
    assignees = effective_assignees()
    with open_lake() as lake:
        every = lake.table("ownership")
        seen = every.filter(lake_predicate(scope, every))
        grid = lake.attach("active_grid", pa.table({"grid_code": pa.array(list(grids), pa.string())}))
        person = lake.attach("active_person", pa.table({"assignee_code": pa.array(list(people), pa.string())}))
        place = lake.attach("place_now", place_now(assignees))
        customer = lake.table("customer")
        return {
            "without_owner": _count(lake, check.without_owner(customer, every)),
            "owned_twice": _count(lake, check.owned_twice(every)),
            "unknown_grid": _count(lake, check.unknown_grid(seen, grid)),
            "wrong_assignee": _count(lake, check.wrong_assignee(seen, place, person)),
        }


def place_now(assignees: dict[str, str]) -> pa.Table:
    """Return who looks after each place as a table (place_code, assignee_now)."""
    return pa.table(
        {
            "place_code": pa.array(list(assignees), pa.string()),
            "assignee_now": pa.array(list(assignees.values()), pa.string()),
        }
    )


def _count(lake: Lake, expression: Any) -> int:
    return int(str(lake.scalar(expression)))


def _conflict_counts(scope: Scope) -> dict[str, int]:
    with open_lake() as lake:
        table = lake.table("ownership_conflict")
        seen = table.filter(lake_predicate(scope, table))
        rows = lake.run(seen.group_by("kind").agg(customers=_.count().cast("int64"))).to_pylist()
    return {row["kind"]: row["customers"] for row in rows}


def conflicts(
    scope: Scope, *, kind: str = "", grid_code: str = "", offset: int, limit: int
) -> tuple[list[dict[str, Any]], int]:
    """Return one page of the customers whose sources disagree, by customer, and how many there are."""
    with open_lake() as lake:
        table = lake.table("ownership_conflict")
        conditions = [lake_predicate(scope, table)]
        if kind:
            conditions.append(table.kind == kind)
        if grid_code:
            conditions.append((table.grid_code == grid_code) | (table.other_grid_code == grid_code))
        seen = table.filter(*conditions)
        total = _count(lake, seen.count())
        rows = lake.run(seen.order_by("customer_id").limit(limit, offset=offset)).to_pylist()
    return rows, total


def overrides(scope: Scope, *, state: OverrideState | None = None, q: str = "") -> QuerySet[OwnershipOverride]:
    """Return the overrides that take from or give to the scope, newest first."""
    condition = row_condition(scope) | row_condition(scope, grid="former_grid_code", person="former_assignee_code")
    rows = OwnershipOverride.objects.filter(condition)
    if state is not None:
        rows = rows.filter(state=state.value)
    return rows.filter(Q(customer_id__icontains=q) | Q(assignee_code__icontains=q)) if q else rows
