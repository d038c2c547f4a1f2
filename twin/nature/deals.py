"""What an offer would change for a customer who takes it: the one place that both truth and books read."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from twin.chance import Bools, Floats, Ints
from twin.columns import Columns
from twin.nature.standing import DRIFT_USE, DRIFT_USE_MONTHS, Standing
from twin.world.names import Texts
from twin.world.offers import Offers

DAYS_A_MONTH = 30
RENEWAL_OPENS_DAYS = 120
"""A contract can be renewed from so many days before its end."""
RENEW_LINE = -2
RENEW_PLAN = -3
"""In place of an offer row: go on with broadband, or with the mobile plan or bundle, for a year at the present fee."""


@dataclass
class Deal(Columns):
    """For each customer: is it possible, and what would hold afterwards. Fees in fen a month, data in MB."""

    possible: Bools
    on_mobile: Bools
    """The mobile subscription changes (offer, fee, data, contract)."""
    on_broadband: Bools
    new_tv: Bools
    new_pack: Bools
    mobile_fee: Floats
    allowance: Floats
    """All data of the month, a pack included."""
    broadband_fee: Floats
    speed: Ints
    added_fee: Floats
    """The fee of a new pack or television."""
    months: Ints
    """Contract length."""
    fuses: Bools
    """Mobile and broadband become one bundle."""


def deal_of(s: Standing, offers: Offers, offer: Ints) -> Deal:
    """The deal of offering each customer the catalogue row (or RENEW_LINE, RENEW_PLAN) beside it."""
    kind = np.where(offer >= 0, offers.kind[offer], "retention")
    plan, pack, line = kind == "mobile_plan", kind == "data_pack", kind == "broadband"
    bundle, tv, renewal = kind == "bundle", kind == "tv", kind == "retention"
    fee = offers.fee_fen[offer].astype(np.float64)
    data = np.maximum(offers.data_mb[offer], 0) * s.lines * 1.0
    speed = np.maximum(offers.speed_mbps[offer], 0)
    at_list = offer < 0
    of_broadband = renewal & np.where(at_list, offer == RENEW_LINE, speed > 0)
    of_mobile = renewal & ~of_broadband
    price = 1.0 - np.where(at_list, 0.0, offers.discount_percent[offer] / 100.0)
    extra = np.where(of_mobile & ~at_list, data, 0.0)
    faster = np.where(of_broadband & ~at_list, np.minimum(speed, s.max_mbps), 0)
    # a bundle's fee sits on its mobile part: renewing either part discounts it
    mobile_price = np.where(of_mobile | (of_broadband & s.fused), price, 1.0)
    return Deal(
        possible=_possible(s, offers, offer, kind, of_broadband) & ~((offer == RENEW_LINE) & s.fused),
        on_mobile=plan | bundle | of_mobile | (of_broadband & s.fused),
        on_broadband=line | bundle | of_broadband | (of_mobile & s.fused),
        new_tv=tv, new_pack=pack,
        mobile_fee=np.where(plan | bundle, fee * s.lines, s.mobile_fee * mobile_price),
        allowance=np.select([plan | bundle, pack], [data + s.pack_data, s.allowance + data], s.allowance + extra),
        broadband_fee=np.select(
            [bundle, line, of_broadband & ~s.fused], [0.0, fee * s.sites, s.broadband_fee * price], s.broadband_fee
        ),
        speed=np.where(bundle | line, np.maximum(speed, s.speed), np.maximum(faster, s.speed)),
        added_fee=np.select([pack, tv], [fee * s.lines, fee], 0.0),
        months=np.where(at_list, 12, offers.contract_months[offer]), fuses=bundle,
    )  # fmt: skip


def _possible(s: Standing, offers: Offers, offer: Ints, kind: Texts, of_broadband: Bools) -> Bools:
    """Whether the customer can have it at all: holds what it needs, has not got it, and the network reaches."""
    speed = offers.speed_mbps[offer]
    reachable = (s.has_broadband | s.port_free) & (speed <= s.max_mbps)
    line_days_left = np.where(s.fused, s.mobile_days_left, s.broadband_days_left)
    renewable_line = s.has_broadband & (line_days_left <= RENEWAL_OPENS_DAYS)
    renewable_plan = s.has_mobile & (s.mobile_days_left <= RENEWAL_OPENS_DAYS)
    rules = {
        "mobile_plan": s.has_mobile & ~s.fused & (offers.fee_fen[offer] * s.lines > s.mobile_fee * 1.02),
        "data_pack": s.has_mobile & ~s.has_pack,
        "broadband": ~s.fused & reachable & (speed > s.speed),
        "bundle": s.has_mobile & ~s.fused & s.is_public & reachable & (speed >= s.speed),
        "tv": s.has_broadband & ~s.has_tv,
        "retention": np.where(of_broadband, renewable_line, renewable_plan),
    }
    possible: Bools = s.present & np.select([kind == name for name in rules], list(rules.values()), False)
    return possible


def after(s: Standing, deal: Deal) -> Standing:
    """The standing of customers who took the deal. Who signs a contract or a bundle stops drifting."""
    bound = deal.months * DAYS_A_MONTH
    signs = deal.on_mobile | deal.on_broadband
    on_mobile = deal.on_mobile & (deal.months > 0)
    on_broadband = deal.on_broadband & (deal.months > 0)
    return replace(
        s,
        has_broadband=s.has_broadband | deal.on_broadband,
        has_tv=s.has_tv | deal.new_tv,
        has_pack=s.has_pack | deal.new_pack,
        mobile_fee=deal.mobile_fee,
        broadband_fee=deal.broadband_fee,
        other_fee=s.other_fee + deal.added_fee,
        allowance=deal.allowance,
        pack_data=np.where(deal.new_pack, deal.allowance - s.allowance, s.pack_data),
        speed=deal.speed,
        mobile_days_left=np.where(on_mobile, bound, s.mobile_days_left),
        broadband_days_left=np.where(on_broadband, bound, s.broadband_days_left),
        fused=s.fused | deal.fuses,
        wanted=np.where(signs, s.wanted * np.exp(-DRIFT_USE * np.minimum(s.drift, DRIFT_USE_MONTHS)), s.wanted),
        drift=np.where(signs, 0.0, s.drift),
    )
