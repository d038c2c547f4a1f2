"""What later feeds say about targets: did they take the offer, did they leave, what did they pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import ibis
from ibis import _

if TYPE_CHECKING:
    import ibis.expr.types as ir

KEY = ("campaign_code", "customer_id", "step")
_NEVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Feeds:
    """The datasets that evidence is read from; ``earlier`` is what was published about the same cycle before."""

    subscription: ir.Table
    customer: ir.Table
    bill: ir.Table
    earlier: ir.Table


def with_evidence(targets: ir.Table, feeds: Feeds, before: Sequence[date], after: Sequence[date]) -> ir.Table:
    """Return the targets with ``confirmed``, ``confirmed_on``, ``subscription_id``, ``churned`` and revenue.

    A target is confirmed when the customer holds a subscription to the target's offer that began within the target's
    window. Once seen, a confirmation stays, though a later feed may show the same subscription under its next offer.
    Revenue is the mean of the billed months; a month without a bill counts as nothing paid. It is empty where
    there are no such months.
    """
    found = _started(targets, feeds.subscription)
    seen = feeds.earlier.filter(_.confirmed).select(*KEY, seen_on=_.confirmed_on, seen_id=_.subscription_id)
    joined = (
        targets.left_join(found, list(KEY)).drop(*(f"{name}_right" for name in KEY))
        .left_join(seen, list(KEY)).drop(*(f"{name}_right" for name in KEY))
    )  # fmt: skip
    joined = _left(joined, feeds)
    joined = _billed(joined, feeds.bill, before, after)
    confirmed_on = ibis.coalesce(_.seen_on, _.found_on)
    return joined.mutate(
        confirmed=confirmed_on.notnull(),
        confirmed_on=confirmed_on,
        subscription_id=ibis.coalesce(_.seen_id, _.found_id),
    ).drop("seen_on", "seen_id", "found_on", "found_id")


def _started(targets: ir.Table, subscription: ir.Table) -> ir.Table:
    """Return the first matching subscription of each target that has one."""
    begun = subscription.filter(_.started_on.notnull(), _.offer_code.notnull()).select(
        holder=_.customer_id, taken=_.offer_code, began=_.started_on, found_id=_.subscription_id
    )
    matches = targets.select(*KEY, "offer_code", "window_from", "window_to").join(
        begun, [_.customer_id == begun.holder, _.offer_code == begun.taken]
    )
    within = matches.filter(_.began >= _.window_from, _.began <= _.window_to)
    first = _.began.cast("string") + _.found_id
    return within.group_by(list(KEY)).agg(found_on=_.began.min(), found_id=_.found_id.argmin(first))


def _left(targets: ir.Table, feeds: Feeds) -> ir.Table:
    """Add ``churned``: the customer left, or his last subscription ended, within the window."""
    ends = feeds.subscription.group_by("customer_id").agg(last_end=_.ended_on.fill_null(ibis.literal(_NEVER)).max())
    gone = feeds.customer.select(gone_id=_.customer_id, left_on=_.left_on)
    joined = (
        targets.left_join(gone, [targets.customer_id == gone.gone_id]).drop("gone_id")
        .left_join(ends, "customer_id").drop("customer_id_right")
    )  # fmt: skip
    left_on = _.left_on.between(_.window_from, _.window_to)
    last_end = _.last_end.between(_.window_from, _.window_to)
    return joined.mutate(churned=left_on.fill_null(False) | last_end.fill_null(False)).drop("left_on", "last_end")


def _billed(targets: ir.Table, bill: ir.Table, before: Sequence[date], after: Sequence[date]) -> ir.Table:
    """Add the mean monthly bill of the months before and after."""
    paid = (
        bill.filter(_.month.isin([*before, *after]))
        .group_by("customer_id")
        .agg(paid_before=_paid_in(before), paid_after=_paid_in(after))
    )
    return (
        targets.left_join(paid, "customer_id")
        .drop("customer_id_right")
        .mutate(revenue_before_fen=_monthly(_.paid_before, before), revenue_after_fen=_monthly(_.paid_after, after))
        .drop("paid_before", "paid_after")
    )


def _paid_in(months: Sequence[date]) -> ir.Value:
    return _.billed_fen.sum(where=_.month.isin(list(months))) if months else ibis.null("int64")


def _monthly(paid: ir.Value, months: Sequence[date]) -> ir.Value:
    return (paid.fill_null(0) / len(months)).round().cast("int64") if months else ibis.null("int64")


def earlier_holdings(subscription: ir.Table, sales: ir.Table) -> ir.Table:
    """Return the ended subscriptions of the buyers in ``sales`` (customer_id, offer_code) to the same offer."""
    ended = subscription.filter(_.ended_on.notnull())
    wanted = sales.select("customer_id", "offer_code").distinct()
    return ended.semi_join(wanted, ["customer_id", "offer_code"]).select(
        "customer_id", "offer_code", "ended_on", "contract_end_on"
    )


def addresses(customer: ir.Table, sales: ir.Table) -> ir.Table:
    """Return the buyers' addresses, each with the number of customers who share it."""
    shared = customer.filter(_.address.notnull()).group_by("address").agg(customers=_.customer_id.nunique())
    buyers = customer.semi_join(sales, "customer_id").select("customer_id", "address")
    return buyers.left_join(shared, "address").select("customer_id", "address", "customers")
