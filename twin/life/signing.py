"""Writing a deal into the subscription book."""

from __future__ import annotations

import numpy as np

from twin.chance import Bools, Ints
from twin.months import NO_DAY, Days, add_months
from twin.nature.deals import Deal
from twin.nature.standing import Standing
from twin.world.subscriptions import BROADBAND, MOBILE, TV, Holdings, Subscriptions, new_rows
from twin.world.world import World


def sign(world: World, held: Holdings, s: Standing, customer: Ints, offer: Ints, deal: Deal, day: Days) -> None:
    """Carry out deals (all possible) of these customers on these days.

    What a customer already holds keeps its subscription: offer, fee, data, speed and contract change and
    `started_on` becomes the day. What is new is a new subscription. `s` and `deal` have one row a customer.
    """
    subs = world.subscriptions
    mobile = held.mobile[customer]
    line = held.broadband[customer]
    _change_plan(subs, mobile, offer, deal, s, day, deal.on_mobile & (mobile >= 0))
    _change_line(subs, line, offer, deal, day, deal.on_broadband & (line >= 0))
    fresh_line = deal.on_broadband & (line < 0)
    fresh_extra = deal.new_tv | deal.new_pack
    for mask in (fresh_line, fresh_extra):
        if mask.any():
            subs.append(_fresh(s, customer, offer, deal, day, mask))
    world.people.drift_months[customer[deal.on_mobile | deal.on_broadband]] = 0


def _change_plan(subs: Subscriptions, row: Ints, offer: Ints, deal: Deal, s: Standing, day: Days, mask: Bools) -> None:
    rows = row[mask]
    named = offer[mask] >= 0
    subs.offer[rows] = np.where(named, offer[mask], subs.offer[rows])
    subs.fee_fen[rows] = np.round(deal.mobile_fee[mask]).astype(np.int64)
    subs.allowance_mb[rows] = np.round((deal.allowance - s.pack_data)[mask]).astype(np.int64)
    _bind(subs, rows, day[mask], deal.months[mask])


def _change_line(subs: Subscriptions, row: Ints, offer: Ints, deal: Deal, day: Days, mask: Bools) -> None:
    rows = row[mask]
    named = offer[mask] >= 0
    subs.offer[rows] = np.where(named, offer[mask], subs.offer[rows])
    subs.fee_fen[rows] = np.round(deal.broadband_fee[mask]).astype(np.int64)
    subs.speed_mbps[rows] = deal.speed[mask]
    _bind(subs, rows, day[mask], deal.months[mask])


def _bind(subs: Subscriptions, rows: Ints, day: Days, months: Ints) -> None:
    subs.started_on[rows] = day
    subs.contract_end_on[rows] = _end(day, months)


def _end(day: Days, months: Ints) -> Days:
    return np.where(months > 0, add_months(day, np.maximum(months, 1)), NO_DAY)


def _fresh(s: Standing, customer: Ints, offer: Ints, deal: Deal, day: Days, mask: Bools) -> Subscriptions:
    """New broadband, television or pack."""
    line, tv, pack = deal.on_broadband[mask], deal.new_tv[mask], deal.new_pack[mask]
    fee = np.where(line, deal.broadband_fee[mask], deal.added_fee[mask])
    data = np.where(pack, deal.allowance[mask] - s.allowance[mask], -1)
    fresh = new_rows(
        customer[mask], MOBILE, offer[mask], np.round(fee).astype(np.int64), np.round(data).astype(np.int64),
        np.where(line, deal.speed[mask], -1), day[mask], _end(day[mask], deal.months[mask]),
    )  # fmt: skip
    fresh.kind = np.select([line, tv], [BROADBAND, TV], MOBILE)
    return fresh
