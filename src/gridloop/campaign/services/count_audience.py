"""Counting an audience while it is being built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.operations as operations

from gridloop.campaign.queries.audience import latest_month
from gridloop.campaign.queries.organisation import organisation
from gridloop.campaign.services.build_population import ask_for_population
from gridloop.campaign.services.choose_targets import audience_of
from gridloop.campaign.types import Plan
from gridloop.kernel.scope import lake_predicate
from gridloop.kernel.types import WHOLE_COMPANY, Scope
from gridloop.lake.queries import open_lake

if TYPE_CHECKING:
    import ibis.expr.types as ir

FIGURES: Mapping[str, str] = {
    "age": "years",
    "tenure_months": "months",
    "billed_fen_average_3": "fen",
    "billed_change_ratio": "share",
    "data_usage_ratio": "share",
    "competitor_share": "share",
    "has_broadband": "share",
    "faults_3": "count",
    "complaints_3": "count",
    "broadband_contract_days_left": "days",
}
"""What the profile of an audience shows, and in which unit."""


@dataclass(frozen=True, slots=True)
class AudienceCount:
    """How many customers an audience has, where they live and whom it describes.

    ``customers`` counts everybody in reach, ``total`` those who meet the conditions, ``remaining`` those of them who
    are not excluded. ``profile`` holds, for each figure, the average of the remaining and of everybody.
    """

    month: date
    customers: int
    total: int
    remaining: int
    branches: dict[str, tuple[int, int]]
    segments: dict[str, int]
    profile: dict[str, tuple[float | None, float | None]]


@dataclass(frozen=True, slots=True)
class AudienceSize:
    """How many customers meet the conditions, and how many of them are not excluded."""

    month: date
    total: int
    remaining: int


def size_audience(*, plan: Plan, scope: Scope) -> AudienceSize:
    """Return the size of a plan's audience among the customers in scope: the first thing somebody wants to know."""
    with open_lake() as lake:
        month = latest_month(lake, plan.cycle)
        wide, condition, left_out = audience_of(plan, lake, month, reads=())
        met = wide.filter(condition, lake_predicate(scope, wide))
        counts = {"total": met.count()}
        if not isinstance(left_out.op(), operations.Literal):  # somebody may be left out
            counts["remaining"] = met.month.count(where=left_out.isnull())  # never empty, next to nothing to read
        [row] = lake.run(met.agg(**counts)).to_pylist()
    return AudienceSize(month, row["total"], row.get("remaining", row["total"]))


def count_audience(*, plan: Plan, scope: Scope) -> AudienceCount:
    """Return the count of a plan's audience among the customers in scope; one pass over the lake."""
    with open_lake() as lake:
        month = latest_month(lake, plan.cycle)
        if not lake.is_current("population"):
            ask_for_population(lake, month)
        wide, condition, left_out = audience_of(plan, lake, month, reads=FIGURES)
        met = condition.fill_null(False)
        marked = wide.mutate(met=met, left=met & left_out.isnull()).filter(lake_predicate(scope, wide))
        rows = lake.run(_summed(marked)).to_pylist()
    return _folded(month, [_whole(row) for row in rows])


def _summed(marked: ir.Table) -> ir.Table:
    """Return counts, and sums of every figure, for each grid and segment."""
    sums: dict[str, ir.Value] = {
        "customers": marked.count(),
        "total": marked.met.sum(),
        "remaining": marked.left.sum(),
    }
    for name in FIGURES:
        value = marked[name].cast("float64")
        known = value.notnull()
        sums |= {
            f"{name}__sum": value.sum(),
            f"{name}__known": known.sum(),
            f"{name}__left_sum": ibis.ifelse(marked.left, value, ibis.null("float64")).sum(),
            f"{name}__left_known": (marked.left & known).sum(),
        }
    return marked.group_by(["grid_code", "segment"]).agg(**sums)


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row whose counts are whole numbers: the engine sums to decimals."""
    return {name: int(value) if isinstance(value, Decimal) else value for name, value in row.items()}


def _folded(month: date, rows: list[dict[str, Any]]) -> AudienceCount:
    branch_of = organisation(WHOLE_COMPANY).branch_of_grids()
    branches: dict[str, tuple[int, int]] = {}
    segments: dict[str, int] = {}
    for row in rows:
        branch = branch_of.get(row["grid_code"] or "", "")
        total, remaining = branches.get(branch, (0, 0))
        branches[branch] = (total + row["total"], remaining + row["remaining"])
        segment = row["segment"] or ""
        segments[segment] = segments.get(segment, 0) + row["remaining"]

    def average(name: str, part: str) -> float | None:
        known = sum(row[f"{name}__{part}known"] for row in rows)
        total: float = sum(row[f"{name}__{part}sum"] or 0.0 for row in rows)
        return total / known if known else None

    return AudienceCount(
        month=month,
        customers=sum(row["customers"] for row in rows),
        total=sum(row["total"] for row in rows),
        remaining=sum(row["remaining"] for row in rows),
        branches=dict(sorted(branches.items())),
        segments=dict(sorted(segments.items())),
        profile={name: (average(name, "left_"), average(name, "")) for name in FIGURES},
    )
