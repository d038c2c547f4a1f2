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


def monthly_figures(holdings: Holdings, first: date, last: date) -> ir.Table:
    """Return assignee_code, month, billed (customers), revenue_fen, begun, joined, left from ``first`` to ``last``.

    The customers are those owned now, in every month alike: a territory is compared with itself. ``begun`` counts
    subscriptions that began (new lines and changes of plan); renewals do not develop anything and are left out.
    """
    owned = holdings.ownership.filter(_.assignee_code.notnull()).select("customer_id", "assignee_code")
    paid = _of_months(holdings.bill.join(owned, "customer_id"), first, last)
    revenue = paid.group_by(["assignee_code", "month"]).agg(billed=_.count(), revenue_fen=whole_sum(_.billed_fen))
    renewals = holdings.offer.filter(_.kind == "retention")
    new = holdings.subscription.anti_join(renewals, "offer_code")
    counted = (
        _counted(new, "started_on", owned, first, last, "begun"),
        _counted(holdings.customer, "joined_on", owned, first, last, "joined"),
        _counted(holdings.customer, "left_on", owned, first, last, "left"),
    )
    figures = revenue
    for part in counted:
        keys = ["assignee_code", "month"]
        figures = figures.left_join(part, keys).drop(*(f"{key}_right" for key in keys))
    return figures.mutate(**{name: figures[name].fill_null(0) for name in ("begun", "joined", "left")})


def penetration(holdings: Holdings) -> ir.Table:
    """Return assignee_code, customers, with_broadband: how far a territory is served already."""
    owned = holdings.ownership.filter(_.assignee_code.notnull()).select("customer_id", "assignee_code")
    present = holdings.customer.filter(_.left_on.isnull()).select("customer_id")
    lines = holdings.subscription.filter(_.ended_on.isnull(), _.product_kind == "broadband")
    served = lines.select("customer_id").distinct().mutate(served=ibis.literal(1))
    joined = owned.semi_join(present, "customer_id").left_join(served, "customer_id").drop("customer_id_right")
    return joined.group_by("assignee_code").agg(customers=_.count(), with_broadband=whole_sum(_.served.fill_null(0)))


def _of_months(table: ir.Table, first: date, last: date) -> ir.Table:
    return table.filter(_.month >= ibis.literal(first), _.month <= ibis.literal(last))


def _counted(table: ir.Table, day: str, owned: ir.Table, first: date, last: date, name: str) -> ir.Table:
    events = table.filter(table[day].notnull()).select("customer_id", month=table[day].truncate("M").cast("date"))
    kept = _of_months(events.join(owned, "customer_id"), first, last)
    return kept.group_by(["assignee_code", "month"]).agg(**{name: _.count()})
