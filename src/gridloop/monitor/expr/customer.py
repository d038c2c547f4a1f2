"""What the lake knows of one customer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import ibis
from ibis import _

if TYPE_CHECKING:
    import ibis.expr.types as ir


def of_customer(table: ir.Table, customer_id: str) -> ir.Table:
    """Return the rows of one customer."""
    return table.filter(table.customer_id == customer_id)


def with_place(customer: ir.Table, place: ir.Table, ownership: ir.Table, customer_id: str) -> ir.Table:
    """Return the customer with his owner and the name of the place he belongs to."""
    owner = of_customer(ownership, customer_id).select(
        "customer_id", owned_place="place_code", grid_code="grid_code", assignee_code="assignee_code", rule="rule"
    )
    named = place.select(found_place=_.place_code, place_name=_.name, place_lon=_.longitude, place_lat=_.latitude)
    person = of_customer(customer, customer_id).drop("place_code")
    joined = owner.inner_join(person, "customer_id")
    return joined.left_join(named, joined.owned_place == named.found_place)


def months(bill: ir.Table, usage: ir.Table, customer_id: str, first: date) -> ir.Table:
    """Return bills and use by month from ``first`` on, oldest first; either may lack a month."""
    bills = of_customer(bill, customer_id).filter(_.month >= ibis.literal(first))
    uses = of_customer(usage, customer_id).filter(_.month >= ibis.literal(first)).drop("customer_id")
    uses = uses.rename(used_month="month")
    joined = bills.outer_join(uses, bills.month == uses.used_month)
    month = ibis.coalesce(joined.month, joined.used_month)
    return joined.mutate(whole_month=month).order_by("whole_month")


def events(fault: ir.Table, complaint: ir.Table, customer_id: str, first: date) -> ir.Table:
    """Return faults and complaints since ``first``, newest first, in one table (``what`` tells them apart)."""
    faults = of_customer(fault, customer_id).select(
        what=ibis.literal("fault"), id=_.fault_id, day=_.reported_on, kind=_.kind, hours=_.hours_to_clear
    )
    complaints = of_customer(complaint, customer_id).select(
        what=ibis.literal("complaint"), id=_.complaint_id, day=_.made_on, kind=_.topic, hours=ibis.null("float64")
    )
    both = faults.union(complaints)
    return both.filter(_.day >= ibis.literal(first)).order_by([ibis.desc("day"), "id"])


def newest_scores(score: ir.Table, customer_id: str) -> ir.Table:
    """Return the customer's scores, the newest month first."""
    return of_customer(score, customer_id).order_by([ibis.desc("month"), "model"])


def household(customer: ir.Table, customer_id: str, today: date, most: int) -> ir.Table:
    """Return the other customers at the same address who have not left."""
    own = of_customer(customer, customer_id).filter(_.address.notnull()).select(home="address")
    others = customer.filter(_.customer_id != customer_id, _.left_on.isnull() | (_.left_on > today))
    shared = others.inner_join(own, others.address == own.home)
    return shared.select("customer_id", "name", "segment").order_by("customer_id").limit(most)
