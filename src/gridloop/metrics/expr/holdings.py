"""What a customer held on a day, from the subscriptions as they are delivered now.

A subscription counts when it began before the day (or nobody says when it began) and had not ended by then. Some
operators' systems rewrite a subscription in place when it is renewed or changed (begin, offer, fee and contract end
are then the new ones): what was held before such a rewriting cannot be known any more. Those columns are then empty,
and only ``has_mobile`` and ``has_broadband`` are still known, from the bill of the month before.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import ibis
from ibis import _

from gridloop.metrics.expr.running import ran_until
from gridloop.metrics.rules import months_before

if TYPE_CHECKING:
    import ibis.expr.types as ir

_FEE_DIGITS = 12


def days_until(day: ir.DateValue, month: date) -> ir.IntegerValue:
    """Return the days from the first day of ``month`` to ``day``, negative when it has passed."""
    return day.delta(ibis.literal(month), unit="day").cast("int64")


def held_on(subscription: ir.Table, offer: ir.Table, month: date) -> ir.Table:
    """Return the subscriptions held on the first day of ``month``, each with its offer's kind."""
    kinds = offer.select("offer_code", offer_kind=_.kind)
    held = subscription.filter(ran_until(month))
    return held.left_join(kinds, "offer_code").drop("offer_code_right")


def holdings(subscription: ir.Table, offer: ir.Table, month: date) -> ir.Table:
    """Return one row per customer who held anything on the first day of ``month``."""
    held = held_on(subscription, offer, month)
    is_pack = (_.offer_kind == "data_pack").fill_null(False)
    marked = held.mutate(
        is_pack=is_pack,
        is_plan=(_.product_kind == "mobile") & ~is_pack,
        is_line=_.product_kind == "broadband",
        fee_fen=_.monthly_fee_fen.fill_null(0),
    )
    return marked.group_by("customer_id").agg(**_counts(), **_offers(), **_contracts(month))


def ended_lately(subscription: ir.Table, month: date) -> ir.Table:
    """Return per customer whether a mobile or broadband subscription ended in the month before ``month``."""
    ended = subscription.filter(_.ended_on >= months_before(month, 1), _.ended_on < month)
    return ended.group_by("customer_id").agg(
        mobile_ended=(_.product_kind == "mobile").any(), broadband_ended=(_.product_kind == "broadband").any()
    )


def _counts() -> dict[str, Any]:
    return {
        "subscriptions": _.count(),
        "data_packs": _.is_pack.sum().cast("int64"),
        "plan_held": _.is_plan.any(),
        "line_held": _.is_line.any(),
        "has_tv": (_.product_kind == "tv").any(),
        "is_bundled": (_.is_plan & (_.offer_kind == "bundle").fill_null(False)).any(),
        "monthly_fee_fen": _.fee_fen.sum().cast("int64"),
        "mobile_fee_fen": _.fee_fen.sum(where=_.product_kind == "mobile").cast("int64"),
        "broadband_fee_fen": _.fee_fen.sum(where=_.is_line).cast("int64"),
        "plan_allowance_mb": _.allowance_mb.sum(where=_.product_kind == "mobile").cast("int64"),
        "speed_mbps": _.speed_mbps.max(where=_.is_line),
    }


def _dearest_offer(which: Any) -> Any:
    """Return the offer code with the highest fee; equal fees are told apart by the code, so that runs agree."""
    ranked = _.fee_fen.cast("string").lpad(_FEE_DIGITS, "0") + _.offer_code
    return ranked.max(where=which).substr(_FEE_DIGITS)


def _offers() -> dict[str, Any]:
    return {
        "mobile_offer_code": _dearest_offer(_.is_plan),
        "broadband_offer_code": _dearest_offer(_.is_line),
        "plan_started_on": _.started_on.max(where=_.is_plan),
    }


def _next_end(which: Any, month: date) -> Any:
    """Return the next contract end, or the latest one when all have passed."""
    ahead = _.contract_end_on.min(where=which & (_.contract_end_on >= month))
    return ibis.coalesce(ahead, _.contract_end_on.max(where=which & (_.contract_end_on < month)))


def _contracts(month: date) -> dict[str, Any]:
    return {
        "contract_days_left": days_until(_next_end(_.is_plan | _.is_line, month), month),
        "mobile_contract_days_left": days_until(_next_end(_.is_plan, month), month),
        "broadband_contract_days_left": days_until(_next_end(_.is_line, month), month),
    }
