"""Subscriptions: what customers hold, and what they held when the books opened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.chance import Bools, Ints, generator
from twin.cities import City
from twin.columns import Columns
from twin.months import HISTORY_STARTS, NO_DAY, Day, Days, add_months, first_day
from twin.world.names import Texts
from twin.world.offers import NOT_STATED, Offers
from twin.world.people import GROUP, PUBLIC, SME, People
from twin.world.places import Places

MOBILE, BROADBAND, TV, LANDLINE = 0, 1, 2, 3
PRODUCT_KINDS = np.array(["mobile", "broadband", "tv", "landline"])
NO_OFFER = -1
LANDLINE_FEE_FEN = 1_500


@dataclass
class Subscriptions(Columns):
    """One row for each subscription that ever was; the row number is the number in its id."""

    customer: Ints
    kind: Ints
    offer: Ints
    """Row in the catalogue, NO_OFFER for old landlines that are no longer sold."""
    fee_fen: Ints
    allowance_mb: Ints
    speed_mbps: Ints
    started_on: Days
    """When the present offer and contract began."""
    contract_end_on: Days
    ended_on: Days

    @property
    def is_active(self) -> Bools:
        """True for those that have not ended."""
        active: Bools = np.isnat(self.ended_on)
        return active


@dataclass(frozen=True)
class Holdings:
    """For each customer the row of the active subscription of each kind, -1 for none. A pack is not the mobile plan."""

    mobile: Ints
    broadband: Ints
    tv: Ints
    landline: Ints
    pack: Ints


def holdings_of(subscriptions: Subscriptions, offers: Offers, customers: int) -> Holdings:
    """Find every customer's active subscriptions."""
    active = np.flatnonzero(subscriptions.is_active)
    packs = np.isin(subscriptions.offer[active], offers.rows_of("data_pack"))
    kind = subscriptions.kind[active]

    def rows(mask: Bools) -> Ints:
        found = np.full(customers, -1, dtype=np.int64)
        found[subscriptions.customer[active[mask]]] = active[mask]
        return found

    return Holdings(
        mobile=rows((kind == MOBILE) & ~packs), broadband=rows(kind == BROADBAND), tv=rows(kind == TV),
        landline=rows(kind == LANDLINE), pack=rows(packs),
    )  # fmt: skip


def subscription_ids(rows: Ints) -> Texts:
    """S000000001 for row 0."""
    return np.strings.add("S", np.strings.zfill((rows + 1).astype("U9"), 9))


def sites_of(people: People) -> Ints:
    """How many broadband lines a customer pays for: 1 in the public market, more for firms."""
    return np.select([people.segment == SME, people.segment == GROUP], [1 + people.lines // 5, people.lines // 3], 1)


def open_subscriptions(
    seed: int, label: str, first_customer: int, people: People, places: Places, offers: Offers, city: City
) -> Subscriptions:
    """What these customers hold on the day before they enter the books; contracts at all stages of their life."""
    rng = generator(seed, f"subscriptions {label}")
    count = len(people)
    has_mobile = rng.random(count) < 0.88
    has_broadband = (rng.random(count) < city.broadband_share) | ~has_mobile
    fused = has_mobile & has_broadband & (rng.random(count) < 0.42) & (people.segment == PUBLIC)
    has_tv = has_broadband & (rng.random(count) < 0.33)
    has_landline = rng.random(count) < np.where(people.segment == PUBLIC, 0.06, 0.4)
    plan = np.where(fused, _bundles(rng, people, offers), _plans(rng, people, offers))
    line = np.where(fused, plan, _speeds(rng, places.max_mbps[people.place], offers))
    parts = [
        _mobile(rng, np.flatnonzero(has_mobile), plan, people, offers),
        _broadband(rng, np.flatnonzero(has_broadband), line, fused, people, offers),
        _television(rng, np.flatnonzero(has_tv), offers),
        _landlines(np.flatnonzero(has_landline), people.joined_on),
    ]
    whole = parts[0]
    for part in parts[1:]:
        whole.append(part)
    whole.started_on = np.maximum(whole.started_on, people.joined_on[whole.customer])
    order = np.argsort(whole.customer, kind="stable")
    whole = whole.take(order)
    whole.customer = whole.customer + first_customer
    return whole


def enrol(
    seed: int, label: str, first_customer: int, people: People, places: Places, offers: Offers, city: City
) -> Subscriptions:
    """What new customers sign on the day they join: full contracts from that day on."""
    fresh = open_subscriptions(seed, label, first_customer, people, places, offers, city)
    fresh.started_on = people.joined_on[fresh.customer - first_customer]
    months = np.where(fresh.offer >= 0, offers.contract_months[fresh.offer], 0)
    fresh.contract_end_on = np.where(months > 0, add_months(fresh.started_on, np.maximum(months, 1)), NO_DAY)
    return fresh


def _plans(rng: np.random.Generator, people: People, offers: Offers) -> Ints:
    """The plan near the wanted data; those who count every yuan take one tier less."""
    tiers = offers.rows_of("mobile_plan")
    wanted = np.exp(people.appetite + rng.normal(0.0, 0.45, len(people)))
    tier = np.searchsorted(offers.data_mb[tiers] * 1.15, wanted)
    tier -= (people.price_sensitivity > 0.62).astype(np.int64)
    return tiers[np.clip(tier, 0, len(tiers) - 1)]


def _bundles(rng: np.random.Generator, people: People, offers: Offers) -> Ints:
    tiers = offers.rows_of("bundle")
    wanted = np.exp(people.appetite + rng.normal(0.0, 0.45, len(people)))
    tier = np.searchsorted(offers.data_mb[tiers] * 1.3, wanted)
    return tiers[np.clip(tier, 0, len(tiers) - 1)]


def _speeds(rng: np.random.Generator, possible_mbps: Ints, offers: Offers) -> Ints:
    """A broadband speed that the place can have; 300M most of the time."""
    tiers = offers.rows_of("broadband")
    tier = rng.choice(len(tiers), size=len(possible_mbps), p=[0.28, 0.42, 0.2, 0.1])
    highest = np.searchsorted(offers.speed_mbps[tiers], possible_mbps, side="right") - 1
    return tiers[np.minimum(tier, np.maximum(highest, 0))]


def _mobile(rng: np.random.Generator, customer: Ints, plan: Ints, people: People, offers: Offers) -> Subscriptions:
    offer = plan[customer]
    lines = people.lines[customer]
    ends, starts = _contracts(rng, offers.contract_months[offer], 0.72)
    return _rows(customer, MOBILE, offer, offers.fee_fen[offer] * lines,
                 offers.data_mb[offer] * lines, NOT_STATED, starts, ends)  # fmt: skip


def _broadband(
    rng: np.random.Generator, customer: Ints, line: Ints, fused: Bools, people: People, offers: Offers
) -> Subscriptions:
    """Broadband inside a bundle costs nothing of its own."""
    offer = line[customer]
    fee = np.where(fused[customer], 0, offers.fee_fen[offer] * sites_of(people)[customer])
    ends, starts = _contracts(rng, offers.contract_months[offer], 0.88)
    return _rows(customer, BROADBAND, offer, fee, NOT_STATED, offers.speed_mbps[offer], starts, ends)


def _television(rng: np.random.Generator, customer: Ints, offers: Offers) -> Subscriptions:
    offer = rng.choice(offers.rows_of("tv"), size=len(customer), p=[0.7, 0.3])
    ends, starts = _contracts(rng, offers.contract_months[offer], 0.6)
    return _rows(customer, TV, offer, offers.fee_fen[offer], NOT_STATED, NOT_STATED, starts, ends)


def _landlines(customer: Ints, joined_on: Days) -> Subscriptions:
    no_end = np.full(len(customer), NO_DAY)
    return _rows(customer, LANDLINE, NO_OFFER, LANDLINE_FEE_FEN, NOT_STATED, NOT_STATED, joined_on[customer], no_end)


def _contracts(rng: np.random.Generator, months: Ints, share: float) -> tuple[Days, Days]:
    """End and start of contracts; some ran out up to eight months ago and simply go on from month to month."""
    opening: Day = first_day(HISTORY_STARTS)
    days_left = np.round(rng.uniform(-240, 1, len(months)) * 0.5 + rng.random(len(months)) * months * 30.4)
    ends = opening + days_left.astype(np.int64)
    bound = (rng.random(len(months)) < share) & (months > 0)
    starts = add_months(ends, -np.maximum(months, 12))
    return np.where(bound, ends, NO_DAY), np.minimum(starts, opening - 1)


def _rows(
    customer: Ints, kind: int, offer: Ints | int, fee_fen: Ints | int, allowance_mb: Ints | int,
    speed_mbps: Ints | int, started_on: Days, contract_end_on: Days,
) -> Subscriptions:  # fmt: skip
    def wide(value: Ints | int) -> Ints:
        return np.broadcast_to(np.asarray(value, dtype=np.int64), (len(customer),)).copy()

    return Subscriptions(
        customer=customer.astype(np.int64), kind=wide(kind), offer=wide(offer), fee_fen=wide(fee_fen),
        allowance_mb=wide(allowance_mb), speed_mbps=wide(speed_mbps), started_on=started_on,
        contract_end_on=contract_end_on, ended_on=np.full(len(customer), NO_DAY),
    )  # fmt: skip


def new_rows(
    customer: Ints, kind: int, offer: Ints, fee_fen: Ints, allowance_mb: Ints, speed_mbps: Ints,
    started_on: Days, contract_end_on: Days,
) -> Subscriptions:  # fmt: skip
    """Subscriptions that begin now, ready to be appended to the book."""
    return _rows(customer, kind, offer, fee_fen, allowance_mb, speed_mbps, started_on, contract_end_on)
