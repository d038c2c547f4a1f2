"""What a place's page adds up of its customers, for all places at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import ibis
from ibis import _

if TYPE_CHECKING:
    import ibis.expr.types as ir

OWNER = ("place_code", "grid_code", "assignee_code")
"""Whom a row belongs to: a place's customers may be of several grids and sellers, and each sees his own."""
MONTHLY = ("billed_customers", "billed_fen", "voice_minutes", "competitor_minutes")


def place_months(bill: ir.Table, usage: ir.Table, ownership: ir.Table, first: date) -> ir.Table:
    """Return what was billed and called by place and month from ``first`` on.

    Who has left counts at the place where he belonged last. Minutes are empty without use, amounts without bills.
    """
    since = ibis.literal(first)
    owner = ownership.filter(ownership.place_code.notnull()).select("customer_id", *OWNER)
    nothing = ibis.null("int64")
    billed = bill.filter(bill.month >= since).select(
        "customer_id",
        "month",
        billed_customers=ibis.literal(1, "int64"),
        billed_fen=bill.billed_fen,
        voice_minutes=nothing,
        competitor_minutes=nothing,
    )
    called = usage.filter(usage.month >= since).select(
        "customer_id",
        "month",
        billed_customers=nothing,
        billed_fen=nothing,
        voice_minutes=usage.voice_minutes.fill_null(0),
        competitor_minutes=usage.competitor_minutes.fill_null(0),
    )
    owned = billed.union(called).inner_join(owner, "customer_id")
    return added_up(owned, (*OWNER, "month"), MONTHLY)


def place_tags(tags: ir.Table, ownership: ir.Table, codes: Sequence[str]) -> ir.Table:
    """Return how many present customers of each place carry each tag; ``tags`` are those of one month."""
    present = ownership.filter(ownership.place_code.notnull(), ownership.in_service.fill_null(True))
    carried = {code: tags[code].fill_null(False).cast("int64") for code in codes}
    owned = tags.select("customer_id", "month", **carried).inner_join(
        present.select("customer_id", *OWNER), "customer_id"
    )
    return added_up(owned, (*OWNER, "month"), codes)


def added_up(rows: ir.Table, by: Sequence[str], columns: Sequence[str]) -> ir.Table:
    """Return the sums of some columns, empty where all that is added up is empty."""
    return rows.group_by(list(by)).agg(**{name: _[name].sum().cast("float64").cast("int64") for name in columns})
