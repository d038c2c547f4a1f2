"""What the lake knows of one grid's customers and places."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import ibis
from ibis import _

from gridloop.metrics.expr.running import ran_until

if TYPE_CHECKING:
    import ibis.expr.types as ir


def present_customers(ownership: ir.Table, customer: ir.Table, grid_code: str) -> ir.Table:
    """Return customer_id, place_code, assignee_code, name of the grid's customers in service."""
    own = ownership.filter(ownership.grid_code == grid_code, ownership.in_service.fill_null(True))
    return own.select("customer_id", "place_code", "assignee_code").inner_join(
        customer.select("customer_id", "name"), "customer_id"
    )


def running_on(subscription: ir.Table, today: date) -> ir.Table:
    """Return the subscriptions that run today: begun, and not ended; one may have been told to end, or to begin."""
    return subscription.filter(ran_until(ibis.literal(today + timedelta(days=1))))


def customer_holdings(customers: ir.Table, subscription: ir.Table, today: date) -> ir.Table:
    """Add each customer's monthly fee and whether he has broadband, by what runs today."""
    held = (
        running_on(subscription, today)
        .group_by("customer_id")
        .agg(fee=_.monthly_fee_fen.sum().cast("float64").cast("int64"), broadband=(_.product_kind == "broadband").any())
    )
    joined = customers.left_join(held, "customer_id").drop("customer_id_right")
    return joined.mutate(fee=joined.fee.fill_null(0), broadband=joined.broadband.fill_null(False))


def by_place(holdings: ir.Table) -> ir.Table:
    """Return customers, fees and broadband customers by place."""
    return holdings.group_by("place_code").agg(
        customers=_.count(),
        monthly_fee_fen=_.fee.sum().cast("float64").cast("int64"),
        broadband_customers=_.broadband.sum().cast("float64").cast("int64"),
    )


def by_assignee(holdings: ir.Table) -> ir.Table:
    """Return customers by assignee."""
    return holdings.group_by("assignee_code").agg(customers=_.count())


def latest_ports(network_port: ir.Table, place: ir.Table, grid_code: str) -> ir.Table:
    """Return the ports of the grid's places in the newest month known of any of them."""
    own = place.filter(place.grid_code == grid_code).select("place_code")
    ports = network_port.semi_join(own, "place_code")
    return ports.filter(_.month == _.month.max())


def tag_counts(tags: ir.Table, customers: ir.Table, codes: list[str]) -> ir.Table:
    """Return one row: how many of the customers carry each tag in the newest month."""
    newest = tags.filter(_.month == _.month.max()).semi_join(customers, "customer_id")
    return newest.agg(**{code: newest[code].sum().cast("float64").cast("int64").fill_null(0) for code in codes})


def churn_scores(score: ir.Table) -> ir.Table:
    """Return customer_id, month, probability, reasons of the newest churn scores of everybody."""
    own = score.filter(_.model == "churn")
    return own.filter(_.month == _.month.max()).select("customer_id", "month", "probability", "reasons")


def at_risk(holdings: ir.Table, scores: ir.Table, threshold: float) -> ir.Table:
    """Return the customers whose probability reaches the threshold, the most probable first."""
    joined = holdings.inner_join(scores, "customer_id")
    return joined.filter(_.probability >= threshold).order_by([ibis.desc("probability"), "customer_id"])
