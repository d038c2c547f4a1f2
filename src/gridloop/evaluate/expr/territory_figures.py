"""The monthly figures of each seller's own customers, wherever those customers came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import ibis
from ibis import _

from gridloop.evaluate.expr.sums import whole_sum

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Holdings:
    """The datasets that territories' figures are read from."""

    ownership: ir.Table
    bill: ir.Table
    subscription: ir.Table
    customer: ir.Table
    offer: ir.Table


MEASURES = ("billed", "revenue_fen", "begun", "joined", "left")
"""What is counted by month: customers billed and their bills in fen, subscriptions begun, customers joined and left."""


def monthly_figures(holdings: Holdings, first: date, last: date) -> ir.Table:
    """Return assignee_code, month, measure, amount for each measure from ``first`` to ``last``; nothing is no row.

    The customers are those owned now, in every month alike: a territory is compared with itself. ``begun`` counts
    subscriptions that began (new lines and changes of plan); renewals do not develop anything and are left out.
    """
    owned = holdings.ownership.filter(_.assignee_code.notnull()).select("customer_id", "assignee_code")
    bills = holdings.bill.select("customer_id", "month", amount=_.billed_fen)
    renewals = holdings.offer.filter(_.kind == "retention")
    new = holdings.subscription.anti_join(renewals, "offer_code")
    parts = (
        bills.mutate(measure=ibis.literal("billed"), amount=ibis.literal(1, "int64")),
        bills.mutate(measure=ibis.literal("revenue_fen")),
        _events(new, "started_on", "begun"),
        _events(holdings.customer, "joined_on", "joined"),
        _events(holdings.customer, "left_on", "left"),
    )
    names = ("customer_id", "month", "measure", "amount")
    rows = ibis.union(*(part.select(*names) for part in parts))
    wanted = rows.filter(_.month >= ibis.literal(first), _.month <= ibis.literal(last))
    grouped = wanted.join(owned, "customer_id").group_by(["assignee_code", "month", "measure"])
    return grouped.agg(amount=whole_sum(_.amount))


def penetration(holdings: Holdings) -> ir.Table:
    """Return assignee_code, customers, with_broadband: how far a territory is served already."""
    owned = holdings.ownership.filter(_.assignee_code.notnull()).select("customer_id", "assignee_code")
    present = holdings.customer.filter(_.left_on.isnull()).select("customer_id")
    lines = holdings.subscription.filter(_.ended_on.isnull(), _.product_kind == "broadband")
    served = lines.select("customer_id").distinct().mutate(served=ibis.literal(1))
    joined = owned.semi_join(present, "customer_id").left_join(served, "customer_id").drop("customer_id_right")
    return joined.group_by("assignee_code").agg(customers=_.count(), with_broadband=whole_sum(_.served.fill_null(0)))


def _events(table: ir.Table, day: str, measure: str) -> ir.Table:
    """Return one row for each event, in the month of its day."""
    return table.filter(table[day].notnull()).select(
        "customer_id",
        month=ibis.date(table[day].year(), table[day].month(), 1),
        measure=ibis.literal(measure),
        amount=ibis.literal(1, "int64"),
    )
