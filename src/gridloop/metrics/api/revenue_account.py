"""The company's revenue beside the bills as they were delivered."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Query, Schema

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter
from gridloop.kernel.types import Role
from gridloop.metrics import queries
from gridloop.metrics.queries.revenue_account import bills_outside, revenue_account

ACCOUNTANTS = frozenset({Role.EXECUTIVE, Role.PLANNER, Role.DATA_STEWARD, Role.AUDITOR})
"""Whose scope is the whole company."""
Reason = Literal["unknown_customer", "no_grid", "unknown_grid"]


class OutsideLineOut(Schema):
    """Bills that count in no grid: the customer was never delivered, belongs to no grid, or his grid is in no tree."""

    reason: Reason
    bills: int
    billed_fen: int


class BillDeliveryOut(Schema):
    """The files that brought the month, and how many of their rows are set aside (``/lake/quarantine`` lists them)."""

    feed: str
    business_date: str
    files: list[str]
    rows_set_aside: int


class RevenueAccountOut(Schema):
    """``delivered_fen`` = ``shown_fen`` (or nothing) + all of ``outside`` + ``since_fen``, to the fen.

    ``since_fen`` is what bills in grids have changed by since revenue was worked out; the next build brings it to zero.
    """

    cycle: str
    bills: int
    delivered_fen: int
    shown_fen: int | None
    outside: list[OutsideLineOut]
    since_fen: int
    deliveries: list[BillDeliveryOut]


class BillOutsideOut(Schema):
    """One bill that counts in no grid."""

    customer_id: str
    billed_fen: int | None
    grid_code: str | None
    reason: Reason


class BillsOutsideParams(PageParams):
    """``cycle`` is the month of the bills, without it the newest that was worked out."""

    cycle: str | None = None
    reason: Reason | None = None


def add_revenue_account(router: StageRouter) -> None:
    """Declare the account of the company's revenue."""

    @router.get("/revenue-account", response=RevenueAccountOut | None, allow=ACCOUNTANTS)
    def read_revenue_account(request: ScopedRequest, cycle: str | None = None) -> Any:
        """Say how the company's revenue on screen comes to the sum of the delivered bills; null before any build."""
        return revenue_account(request.scope, queries.month_of_cycle(cycle))

    @router.get("/bills-outside", response=Page[BillOutsideOut], allow=ACCOUNTANTS)
    def list_bills_outside(request: ScopedRequest, params: Query[BillsOutsideParams]) -> dict[str, Any]:
        """List the bills of a month that count in no grid, the largest first."""
        month = queries.month_of_cycle(params.cycle)
        rows, total = bills_outside(request.scope, month, params.reason or "", offset=params.offset, limit=params.limit)
        return {"items": rows, "total": total, "offset": params.offset, "limit": params.limit}
