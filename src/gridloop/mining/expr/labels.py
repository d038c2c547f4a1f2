"""What customers really did in a month: what models learn to foretell.

``month_labels(facts, profile, M)`` says for every customer of the profile of M what happened in M. Each label is
empty where the question does not arise (no mobile plan, no contract up for renewal).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis
from ibis import _

from gridloop.metrics.expr.running import ran_until
from gridloop.mining.rules.models import RENEWAL_WINDOW_DAYS

if TYPE_CHECKING:
    import ibis.expr.types as ir

_DEARER_FEN = 100
"""A plan is dearer when its fee is above the former one by more than this."""


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """The lake's tables that tell what happened."""

    customer: ir.Table
    subscription: ir.Table
    offer: ir.Table


def month_labels(facts: LabelFacts, profile: ir.Table, month: date, following: date) -> ir.Table:
    """Return customer_id, churn, renewal, data_upsell (0, 1 or empty) and what is known of the customer's contracts.

    ``known``: the plan and the line held on the first day of ``month`` are still in the book as they were then.
    ``rewritten_days``: else, how many days later one of them was rewritten.
    """
    held = profile.select(
        "customer_id", "subscriptions", "has_mobile", "has_broadband", "mobile_fee_fen", "broadband_fee_fen",
        "mobile_billed_fen_last", "mobile_contract_days_left", "broadband_contract_days_left",
    )  # fmt: skip
    parts = (
        facts.customer.select("customer_id", "left_on"),
        _signings(facts, month, following),
        _served(facts.subscription, following),
        _rewritten(facts, month),
    )
    wide = held
    for number, part in enumerate(parts):
        wide = wide.left_join(part, "customer_id", rname=f"{{name}}_{number}")
    return wide.select(
        "customer_id",
        churn=_churn(month, following),
        renewal=_renewal(),
        data_upsell=_data_upsell(),
        known=_known(),
        rewritten_days=_.rewritten_on.delta(ibis.literal(month), unit="day").cast("float64"),
    )


def _within(day: Any, month: date, following: date) -> Any:
    return ((day >= month) & (day < following)).fill_null(False)


def _signings(facts: LabelFacts, month: date, following: date) -> ir.Table:
    """Return per customer what was signed in the month."""
    kinds = facts.offer.select("offer_code", offer_kind=_.kind)
    signed = facts.subscription.filter(_.started_on >= month, _.started_on < following)
    marked = signed.left_join(kinds, "offer_code").mutate(offer_kind=_.offer_kind.fill_null(""))
    bound = _.contract_end_on.notnull() & (_.offer_kind != "data_pack")
    return marked.group_by("customer_id").agg(
        plan_signed=(bound & (_.product_kind == "mobile")).any(),
        line_signed=(bound & (_.product_kind == "broadband")).any(),
        pack_taken=(_.offer_kind == "data_pack").any(),
        new_plan_fee_fen=_.monthly_fee_fen.max(where=_.offer_kind == "mobile_plan"),
    )


def _served(subscription: ir.Table, following: date) -> ir.Table:
    running = subscription.filter(ran_until(following))
    return running.group_by("customer_id").agg(still=_.count())


def _rewritten(facts: LabelFacts, month: date) -> ir.Table:
    """Return when a plan or line of the customer began next, from ``month`` on."""
    packs = facts.offer.filter(_.kind == "data_pack").select("offer_code")
    later = facts.subscription.filter(_.started_on >= month, _.product_kind.isin(["mobile", "broadband"]))
    return later.anti_join(packs, "offer_code").group_by("customer_id").agg(rewritten_on=_.started_on.min())


def _label(asked: Any, happened: Any) -> Any:
    return ibis.ifelse(asked.fill_null(False), happened.fill_null(False).cast("float64"), ibis.null("float64"))


def _churn(month: date, following: date) -> Any:
    gone = _within(_.left_on, month, following) | ((_.subscriptions > 0) & _.still.isnull())
    return _label(_.subscriptions.notnull(), gone)


def _renewal() -> Any:
    window = (_.mobile_contract_days_left < RENEWAL_WINDOW_DAYS).fill_null(False) | (
        _.broadband_contract_days_left < RENEWAL_WINDOW_DAYS
    ).fill_null(False)
    signed = (_.plan_signed & _.has_mobile).fill_null(False) | (_.line_signed & _.has_broadband).fill_null(False)
    unknown_until_signed = signed & ~_known()
    return _label(window | unknown_until_signed, signed)


def _data_upsell() -> Any:
    paid = ibis.coalesce(_.mobile_fee_fen, _.mobile_billed_fen_last)
    dearer = (_.new_plan_fee_fen > paid + _DEARER_FEN).fill_null(False)
    return _label(_.has_mobile, _.pack_taken.fill_null(False) | dearer)


def _known() -> Any:
    plan_lost = _.has_mobile & _.mobile_fee_fen.isnull()
    line_lost = _.has_broadband & _.broadband_fee_fen.isnull()
    return (_.subscriptions > 0) & ~plan_lost & ~line_lost
