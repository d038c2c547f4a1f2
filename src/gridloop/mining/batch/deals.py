"""What each offer would mean for each customer in money and fit: vectors over the customers of a batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gridloop.mining.batch.matrix import floats_of
from gridloop.mining.rules.prior import MOST_NEED_GAP, MOST_PRICE_STEP
from gridloop.mining.rules.value import USUAL_COST_SHARE

Floats = NDArray[np.float64]
_GROWTH = 1.1
"""Data wanted next is what was used last and a little more."""
_ROOMY = 1.5
"""Up to so many times the wanted data an allowance is not too large."""
_UNKNOWN_NEED = 0.5
_AMOUNTS = (
    "monthly_fee_fen",
    "mobile_fee_fen",
    "broadband_fee_fen",
    "billed_fen_average_3",
    "cost_fen_average_3",
    "out_of_bundle_fen_average_3",
    "data_mb_last",
    "allowance_mb",
)


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """An offer's terms, as far as matching needs them."""

    code: str
    kind: str
    monthly_fee_fen: int
    cost_fen: int
    contract_months: int
    data_mb: int | None
    speed_mbps: int | None
    discount_percent: float


@dataclass(frozen=True, slots=True)
class Money:
    """What customers pay, cost and use now, a month; unknown amounts are 0."""

    spend: Floats
    cost_share: Floats
    mobile_fee: Floats
    broadband_fee: Floats
    extra: Floats
    """Paid out of the bundle."""
    used_mb: Floats
    allowance_mb: Floats
    lines: Floats
    """Phones on the plan, from what is paid for it; 1 where that cannot be told."""
    sites: Floats
    """Broadband lines, likewise."""

    @property
    def margin(self) -> Floats:
        """Return what is left of the spend after its cost."""
        return np.asarray(self.spend * (1 - self.cost_share))


@dataclass(frozen=True, slots=True)
class Deal:
    """One offer for each customer: what it adds to the monthly margin, its price step and need gap.

    ``sensible`` is False where the offer is not what it is made for (a cheaper plan as an up-sell). ``binds`` tells
    whether signing binds the customer, ``at_present_price`` whether those who sign by themselves pay as before.
    """

    margin_change: Floats
    price_step: Floats
    need_gap: Floats
    sensible: NDArray[np.bool_]
    binds: bool = True
    at_present_price: bool = True


def money_of(table: pa.Table | pa.RecordBatch, fees: Mapping[str, int] | None = None) -> Money:
    """Return the money columns of a table of profiles; ``fees`` are the offers' own monthly fees by code."""
    raw = {name: floats_of(table.column(name)) for name in _AMOUNTS}
    known = {name: np.nan_to_num(column) for name, column in raw.items()}
    spend = np.where(np.isnan(raw["billed_fen_average_3"]), known["monthly_fee_fen"], raw["billed_fen_average_3"])
    with np.errstate(divide="ignore", invalid="ignore"):
        share = raw["cost_fen_average_3"] / spend
    return Money(
        spend=np.nan_to_num(spend),
        cost_share=np.clip(np.where(np.isfinite(share), share, USUAL_COST_SHARE), 0.0, 1.0),
        mobile_fee=known["mobile_fee_fen"],
        broadband_fee=known["broadband_fee_fen"],
        extra=known["out_of_bundle_fen_average_3"],
        used_mb=raw["data_mb_last"],
        allowance_mb=known["allowance_mb"],
        lines=_times(known["mobile_fee_fen"], table, "mobile_offer_code", fees or {}),
        sites=_times(known["broadband_fee_fen"], table, "broadband_offer_code", fees or {}),
    )


def _times(paid: Floats, table: pa.Table | pa.RecordBatch, column: str, fees: Mapping[str, int]) -> Floats:
    """Return how many times the offer's own fee is paid, at least once."""
    own = np.array([fees.get(code or "", 0) for code in table.column(column).to_pylist()], dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.round(paid / own)
    return np.maximum(np.where(np.isfinite(times), times, 1.0), 1.0)


def deal_of(offer: OfferTerms, money: Money) -> Deal:
    """Return what an offer means for each customer."""
    if offer.kind == "retention":
        return _renewed(offer, money)
    if offer.kind == "data_pack":
        nothing = np.zeros_like(money.spend)
        return _added(offer, money, times=np.ones_like(nothing), added_mb=nothing + (offer.data_mb or 0), paid=nothing)
    if offer.kind == "mobile_plan":
        added = (offer.data_mb or 0) * money.lines - money.allowance_mb
        return _added(offer, money, times=money.lines, added_mb=added, paid=money.mobile_fee)
    return _moved(offer, money)


def _renewed(offer: OfferTerms, money: Money) -> Deal:
    """A renewal at a discount."""
    base = money.mobile_fee + money.broadband_fee
    if offer.speed_mbps is not None:  # a line inside a bundle has no fee of its own: the bundle's is renewed
        base = np.where(money.broadband_fee > 0, money.broadband_fee, money.mobile_fee)
    elif offer.data_mb is not None:
        base = money.mobile_fee
    discount = base * offer.discount_percent / 100
    return _deal(money, -discount, -discount)


def _moved(offer: OfferTerms, money: Money) -> Deal:
    """A bundle (instead of one plan and one line), or a line (instead of the line there may be)."""
    if offer.kind == "bundle":
        replaced = money.mobile_fee + money.broadband_fee
        change = offer.monthly_fee_fen - replaced
        deal = _deal(money, change - (offer.cost_fen - money.cost_share * replaced), change)
        return replace(deal, sensible=(money.lines <= 1) & (money.sites <= 1))
    change = offer.monthly_fee_fen * money.sites - money.broadband_fee
    return _deal(money, change - (offer.cost_fen * money.sites - money.cost_share * money.broadband_fee), change)


def _added(offer: OfferTerms, money: Money, *, times: Floats, added_mb: Floats, paid: Floats) -> Deal:
    """More data: what is paid on top, less what is no longer paid out of the bundle."""
    change = offer.monthly_fee_fen * times - paid
    excess = np.maximum(np.nan_to_num(money.used_mb) - money.allowance_mb, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        covered = np.where(excess > 0, np.clip(added_mb / excess, 0.0, 1.0), 0.0)
    saved = money.extra * covered
    margin_change = change - (offer.cost_fen * times - money.cost_share * paid) - saved
    deal = _deal(money, margin_change, change - saved)
    return Deal(
        margin_change=deal.margin_change,
        price_step=deal.price_step,
        need_gap=_need_gap(money, money.allowance_mb + added_mb),
        sensible=(change > 0) & (added_mb > 0),
        binds=offer.kind != "data_pack",
        at_present_price=False,
    )


def _need_gap(money: Money, allowance: Floats) -> Floats:
    wanted = money.used_mb * _GROWTH
    with np.errstate(divide="ignore", invalid="ignore"):
        missing = np.clip((wanted - allowance) / wanted, 0.0, 1.0)
        superfluous = np.clip(np.log2(allowance / (_ROOMY * wanted)), 0.0, MOST_NEED_GAP)
    gap = np.where(np.isfinite(missing), missing, 0.0) + np.where(np.isfinite(superfluous), superfluous, MOST_NEED_GAP)
    return np.where(np.isnan(money.used_mb), _UNKNOWN_NEED, np.minimum(gap, MOST_NEED_GAP))


def _deal(money: Money, margin_change: Floats, change: Floats) -> Deal:
    with np.errstate(divide="ignore", invalid="ignore"):
        step = change / money.spend
    step = np.clip(np.where(np.isfinite(step), step, 0.0), -MOST_PRICE_STEP, MOST_PRICE_STEP)
    count = len(money.spend)
    return Deal(np.asarray(margin_change), step, np.zeros(count), np.ones(count, dtype=bool))
