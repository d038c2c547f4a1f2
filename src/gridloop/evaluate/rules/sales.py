"""Which confirmed success is a sale that pays, and which is the same sale told twice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LARGEST_HOUSEHOLD = 8
"""An address that more customers share is a building whose rooms are not told apart, not a household."""


class Unpaid(StrEnum):
    """Why a confirmed success does not pay."""

    NO_CONTACT = "no_contact"
    BEFORE_CONTACT = "before_contact"
    RE_DATED = "re_dated"
    SAME_SALE = "same_sale"
    SAME_HOUSEHOLD = "same_household"
    PAID_BEFORE = "paid_before"


@dataclass(frozen=True, slots=True)
class Sale:
    """A confirmed success: which order it belongs to, and the subscription that proves it."""

    order_id: str
    customer_id: str
    subscription_id: str
    offer_kind: str
    started_on: date
    first_contact_on: date | None
    last_contact_on: date | None
    household: str = ""
    re_dated: bool = False


@dataclass(frozen=True, slots=True)
class EarlierHolding:
    """An earlier subscription of the same customer to the same offer."""

    ended_on: date | None
    contract_end_on: date | None


def is_re_dated(started_on: date, earlier: Sequence[EarlierHolding], days: int) -> bool:
    """Tell whether a sale only repeats one that was broken off: churn and rejoin must not pay.

    True when the customer ended the same offer at most ``days`` before, ahead of its contract's end (a contract
    that ran out and was taken again is an honest renewal).
    """
    for holding in earlier:
        ended = holding.ended_on
        if ended is None or not timedelta(0) <= started_on - ended <= timedelta(days=days):
            continue
        if holding.contract_end_on is None or ended < holding.contract_end_on:
            return True
    return False


def household_of(address: str, customers_there: int, customer_id: str) -> str:
    """Return the key of a customer's household; a customer of his own when the address tells nothing."""
    known = bool(address.strip()) and customers_there <= LARGEST_HOUSEHOLD
    return f"address:{''.join(address.split())}" if known else f"customer:{customer_id}"


def unpaid(
    sales: Sequence[Sale], *, one_per_household: Collection[str], paid_before: Collection[str]
) -> dict[str, Unpaid]:
    """Return the orders whose success does not pay, with the reason; the others do.

    One subscription pays one order (the one contacted last before it started); a household pays once for each kind
    in ``one_per_household``; only a contact that came before the sale earns it. The answer does not depend on the
    order of ``sales``.
    """
    refused: dict[str, Unpaid] = {}
    taken: set[str] = set()
    homes: set[tuple[str, str]] = set()
    for sale in sorted(sales, key=_precedence):
        reason = _own_reason(sale, paid_before)
        home = (sale.household or sale.customer_id, sale.offer_kind)
        if reason is None and sale.subscription_id in taken:
            reason = Unpaid.SAME_SALE
        if reason is None and sale.offer_kind in one_per_household and home in homes:
            reason = Unpaid.SAME_HOUSEHOLD
        if reason is not None:
            refused[sale.order_id] = reason
            continue
        taken.add(sale.subscription_id)
        homes.add(home)
    return refused


def _precedence(sale: Sale) -> tuple[date, str, int, str]:
    recency = -(sale.last_contact_on.toordinal() if sale.last_contact_on else 0)
    return (sale.started_on, sale.subscription_id, recency, sale.order_id)


def _own_reason(sale: Sale, paid_before: Collection[str]) -> Unpaid | None:
    if sale.first_contact_on is None:
        return Unpaid.NO_CONTACT
    if sale.first_contact_on > sale.started_on:
        return Unpaid.BEFORE_CONTACT
    if sale.re_dated:
        return Unpaid.RE_DATED
    if sale.subscription_id in paid_before:
        return Unpaid.PAID_BEFORE
    return None
