"""What each offer would mean for each customer in money and fit: vectors over the customers of a batch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gridloop.mining.batch.matrix import floats_of
from gridloop.mining.rules.prior import MOST_NEED_GAP, MOST_PRICE_STEP
from gridloop.mining.rules.value import MONTHS, USUAL_COST_SHARE

Floats = NDArray[np.float64]
_GROWTH = 1.1
"""Data wanted next is what was used last and a little more."""
_ROOMY = 1.5
"""Up to so many times the wanted data an allowance is not too large."""
_UNKNOWN_NEED = 0.5
MONEY_COLUMNS = (
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


@dataclass(frozen=True, slots=True)
class Deal:
    """One offer for each customer: margin over twelve months, price step and need gap; ``sensible`` is False where the
    offer would not be what the model's campaigns are about (a cheaper plan as an up-sell).
    """

    margin_fen: Floats
    price_step: Floats
    need_gap: Floats
    sensible: NDArray[np.bool_]


def money_of(table: pa.Table | pa.RecordBatch) -> Money:
    """Return the money columns of a table of profiles."""
    raw = {name: floats_of(table.column(name)) for name in MONEY_COLUMNS}
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
    )


def deal_of(offer: OfferTerms, money: Money) -> Deal:
    """Return what an offer means for each customer."""
    if offer.kind == "retention":
        return _renewed(offer, money)
    if offer.kind == "data_pack":
        return _added(offer, money, added_mb=float(offer.data_mb or 0), paid_now=np.zeros_like(money.spend))
    if offer.kind == "mobile_plan":
        added = (offer.data_mb or 0) - money.allowance_mb
        return _added(offer, money, added_mb=added, paid_now=money.mobile_fee)
    return _moved(offer, money)


def _renewed(offer: OfferTerms, money: Money) -> Deal:
    """A renewal at a discount: the whole margin is at stake, less the discount."""
    whole = money.mobile_fee + money.broadband_fee
    base = whole
    if offer.speed_mbps is not None:  # a line inside a bundle has no fee of its own: the bundle's is renewed
        base = np.where(money.broadband_fee > 0, money.broadband_fee, money.mobile_fee)
    elif offer.data_mb is not None:
        base = money.mobile_fee
    discount = base * offer.discount_percent / 100
    return _deal(money, money.spend * (1 - money.cost_share) - discount, -discount)


def _moved(offer: OfferTerms, money: Money) -> Deal:
    """A bundle (instead of plan and line) or a line (instead of the line): the whole margin is at stake, changed."""
    replaced = money.broadband_fee + (money.mobile_fee if offer.kind == "bundle" else 0.0)
    change = offer.monthly_fee_fen - replaced
    cost_change = offer.cost_fen - money.cost_share * replaced
    return _deal(money, money.spend * (1 - money.cost_share) + change - cost_change, change)


def _added(offer: OfferTerms, money: Money, *, added_mb: Floats | float, paid_now: Floats) -> Deal:
    """More data: only what is paid on top counts, less what is no longer paid out of the bundle."""
    change = offer.monthly_fee_fen - paid_now
    excess = np.maximum(np.nan_to_num(money.used_mb) - money.allowance_mb, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        covered = np.where(excess > 0, np.clip(added_mb / excess, 0.0, 1.0), 0.0)
    saved = money.extra * covered
    margin = change - (offer.cost_fen - money.cost_share * paid_now) - saved
    deal = _deal(money, margin, change - saved)
    need = _need_gap(money, money.allowance_mb + added_mb)
    return Deal(deal.margin_fen, deal.price_step, need, (change > 0) & (np.asarray(added_mb) > 0))


def _need_gap(money: Money, allowance: Floats) -> Floats:
    wanted = money.used_mb * _GROWTH
    with np.errstate(divide="ignore", invalid="ignore"):
        missing = np.clip((wanted - allowance) / wanted, 0.0, 1.0)
        superfluous = np.clip(np.log2(allowance / (_ROOMY * wanted)), 0.0, MOST_NEED_GAP)
    gap = np.where(np.isfinite(missing), missing, 0.0) + np.where(np.isfinite(superfluous), superfluous, MOST_NEED_GAP)
    return np.where(np.isnan(money.used_mb), _UNKNOWN_NEED, np.minimum(gap, MOST_NEED_GAP))


def _deal(money: Money, margin_a_month: Floats, change: Floats) -> Deal:
    with np.errstate(divide="ignore", invalid="ignore"):
        step = change / money.spend
    step = np.clip(np.where(np.isfinite(step), step, 0.0), -MOST_PRICE_STEP, MOST_PRICE_STEP)
    everybody = np.ones(len(money.spend), dtype=bool)
    return Deal(margin_a_month * MONTHS, step, np.zeros(len(money.spend)), everybody)
