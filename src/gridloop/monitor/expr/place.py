"""What the lake knows of one place's customers, network and troubles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import ibis
from ibis import _

from gridloop.campaign.expr.fields import score_column
from gridloop.metrics.expr.places import MONTHLY, added_up

if TYPE_CHECKING:
    import ibis.expr.types as ir

CHURN = "churn"
NEXT_DAYS = (30, 60, 90)
"""How far ahead contract ends are counted."""
WHICH = ("broadband", "bundle", *(f"contract_{days}" for days in NEXT_DAYS), "at_risk")
"""What customers of a place are counted by, and listed by."""


def present(population: ir.Table, month: date, today: date) -> ir.Table:
    """Return what counts of customers at their place: fee, broadband, bundle, days to the contract's end, probability.

    A population speaks of the first day of its month; days left are counted from ``today``.
    """
    probability = score_column(CHURN, "probability")
    return population.select(
        "customer_id",
        "place_code",
        "assignee_code",
        fee=population.monthly_fee_fen.fill_null(0),
        broadband=population.has_broadband.fill_null(False),
        bundled=population.is_bundled.fill_null(False),
        days_left=population.contract_days_left - (today - month).days,
        probability=population[probability] if probability in population.columns else ibis.null("float64"),
    )


def conditions(customers: ir.Table, threshold: float | None) -> dict[str, ir.BooleanValue]:
    """Return the conditions that a place's figures count by, each under the name its customers are listed by."""
    ends = {f"contract_{days}": customers.days_left.between(0, days).fill_null(False) for days in NEXT_DAYS}
    # without a threshold nobody is: said of each customer, because a plain false cannot be added up
    none = customers.customer_id.isnull()
    likely = (customers.probability >= threshold).fill_null(False) if threshold is not None else none
    return {"broadband": customers.broadband, "bundle": customers.bundled, **ends, "at_risk": likely}


def totals(customers: ir.Table, threshold: float | None) -> ir.Table:
    """Return one row: customers known, their fees, how many each condition fits, and the fees at risk."""
    fits = conditions(customers, threshold)
    return customers.agg(
        known=customers.count(),
        monthly_fee_fen=_whole(customers.fee.sum()),
        scored=customers.probability.count(),
        at_risk_fee_fen=_whole(customers.fee.sum(where=fits["at_risk"])),
        **{name: _whole(condition.cast("int64").sum()) for name, condition in fits.items()},
    )


def likeliest(customers: ir.Table, threshold: float, most: int) -> ir.Table:
    """Return the customers whose probability reaches the threshold, the most probable first."""
    found = customers.filter(customers.probability >= threshold)
    return found.order_by([ibis.desc("probability"), "customer_id"]).limit(most)


def belonging_to(ownership: ir.Table, place_code: str, mine: ir.BooleanValue) -> ir.Table:
    """Return the customers of the place, also those who have left: their past was earned here."""
    return ownership.filter(ownership.place_code == place_code, mine).select("customer_id")


def at_place(rows: ir.Table, place_code: str, mine: ir.BooleanValue) -> ir.Table:
    """Return what was added up of the place's customers."""
    return rows.filter(rows.place_code == place_code, mine)


def months_added_up(rows: ir.Table, first: date) -> ir.Table:
    """Return the place's bills and calls by month from ``first`` on."""
    return added_up(rows.filter(rows.month >= ibis.literal(first)), ["month"], MONTHLY)


def tags_added_up(rows: ir.Table, codes: Sequence[str]) -> ir.Table:
    """Return one row: how many of the place's customers carry each tag."""
    known = [code for code in codes if code in rows.columns]
    counts = rows.agg(**{code: _whole(rows[code].sum()) for code in known})
    return counts.mutate(**{code: ibis.literal(0) for code in codes if code not in known})


def billed_by_month(bill: ir.Table, customers: ir.Table, first: date) -> ir.Table:
    """Return how many customers were billed how much in each month from ``first`` on."""
    own = bill.filter(bill.month >= ibis.literal(first)).semi_join(customers, "customer_id")
    return own.group_by("month").agg(billed_customers=_.customer_id.nunique(), billed_fen=_whole(_.billed_fen.sum()))


def called_by_month(usage: ir.Table, customers: ir.Table, first: date) -> ir.Table:
    """Return the minutes called by month, and those to competitors' numbers."""
    own = usage.filter(usage.month >= ibis.literal(first)).semi_join(customers, "customer_id")
    return own.group_by("month").agg(
        voice_minutes=_whole(_.voice_minutes.sum()), competitor_minutes=_whole(_.competitor_minutes.sum())
    )


def ports_by_month(network_port: ir.Table, place_code: str, first: date) -> ir.Table:
    """Return the place's ports from ``first`` on, oldest first."""
    own = network_port.filter(network_port.place_code == place_code, network_port.month >= ibis.literal(first))
    return own.select("month", "ports_total", "ports_used", "max_mbps").order_by("month")


def troubles(fault: ir.Table, complaint: ir.Table, customers: ir.Table, place_code: str, first: date) -> ir.Table:
    """Return the faults and complaints since ``first`` in one table, newest first (``what`` tells them apart).

    Faults are those of the place's customers and those that its network had without naming anybody.
    """
    since = ibis.literal(first)
    of_net = fault.filter(fault.customer_id.isnull(), fault.place_code == place_code, fault.month >= since)
    of_customers = fault.filter(fault.month >= since).semi_join(customers, "customer_id")
    faults = of_net.union(of_customers).select(
        "month", "customer_id", what=ibis.literal("fault"), id=_.fault_id, day=_.reported_on, kind=_.kind,
        hours=_.hours_to_clear,
    )  # fmt: skip
    complaints = complaint.filter(complaint.month >= since).semi_join(customers, "customer_id")
    complained = complaints.select(
        "month", "customer_id", what=ibis.literal("complaint"), id=_.complaint_id, day=_.made_on, kind=_.topic,
        hours=ibis.null("float64"),
    )  # fmt: skip
    return faults.union(complained).order_by([ibis.desc("day"), "id"])


def _whole(value: ir.Value) -> ir.Value:
    return value.cast("float64").cast("int64").fill_null(0)
