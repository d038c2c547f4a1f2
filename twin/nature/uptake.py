"""Who takes what: by himself within a month, or when a seller offers it.

Both are log-odds scores by kind of offer. They share what makes an offer fit (so that likelihood is a fair
first guess) and differ in who is moved by a person: digital people buy alone what they need, the others and
the drifting ones wait until somebody comes. The difference is what a campaign earns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from twin.chance import Bools, Floats, Ints, logistic
from twin.cities import City
from twin.nature.deals import RENEW_LINE, RENEW_PLAN, Deal, deal_of
from twin.nature.standing import LONG_GONE, Standing
from twin.world.names import Texts
from twin.world.offers import Offers

NEVER = -30.0
CHANNEL_SCORE = {"call": 0.0, "visit": 0.35, "message": -1.6, "counter": 0.3}
PERSON_FOR_THE_LESS_DIGITAL = 0.8
"""What a visit adds for a customer with digital = 0."""
EARLIER_CONTACT = -0.45
"""What each earlier contact of the month adds to acceptance; lasting fatigue weighs half."""
FOLLOWS_THROUGH = 0.93
"""Share of acceptances that are really signed: the rest think better of it."""


@dataclass(frozen=True)
class Fit:
    """How well an offer fits each customer."""

    shortage: Floats
    """Wanted over allowed data, log."""
    oversize: Floats
    """How far the new allowance exceeds what is wanted, log, above a margin."""
    dearer: Floats
    """Steps of 20 yuan by which a line's fee rises, weighed by price sensitivity."""
    discount: Floats
    """Share taken off the fee."""
    near_end: Floats
    """1 at the end of the contract, fading to both sides; a third for those long without one."""
    family: Floats
    """1 for people between 28 and 55."""
    faster: Floats
    """Log of new over present speed."""


def fit_of(s: Standing, deal: Deal, offers: Offers, offer: Ints) -> Fit:
    """What the scores need to know about offer and customer."""
    now = s.mobile_fee + s.broadband_fee
    then = deal.mobile_fee + deal.broadband_fee + deal.added_fee
    step = np.maximum(then - now, 0.0) / 2_000.0 / np.maximum(s.lines, 1)
    left = np.where(deal.on_broadband & ~deal.on_mobile, s.broadband_days_left, s.mobile_days_left)
    near = np.exp(-((np.minimum(left - 10, 0) / 60.0) ** 2)) * np.exp(-((np.maximum(left - 10, 0) / 40.0) ** 2))
    return Fit(
        shortage=s.shortage,
        oversize=np.maximum(np.log((deal.allowance + 500.0) / (s.wanted + 500.0)) - 0.5, 0.0),
        dearer=step * (0.3 + 1.4 * s.sensitivity),
        discount=np.where(offer < 0, 0, offers.discount_percent[offer]) / 100.0,
        near_end=np.maximum(near, np.where((left < -90) | (left == LONG_GONE), 0.35, 0.0)),
        family=((s.age >= 28) & (s.age <= 55)).astype(np.float64),
        faster=np.log((deal.speed + 100.0) / (s.speed + 100.0)),
    )


Score = Callable[[Standing, Fit, City], Floats]


def _alone_data(s: Standing, f: Fit, city: City) -> Floats:
    return -4.4 + 1.7 * f.shortage - 0.5 * f.oversize + 1.3 * (s.digital - 0.5) + 0.2 * s.openness - 0.8 * f.dearer


def _offered_data(s: Standing, f: Fit, city: City) -> Floats:
    return -1.75 + 1.5 * f.shortage - 0.6 * f.oversize - 0.7 * (s.digital - 0.5) + 0.7 * s.openness - 0.8 * f.dearer


def _alone_renewal(s: Standing, f: Fit, city: City) -> Floats:
    loyal = 0.25 * np.log1p(s.tenure_years) - 0.45 * city.rivalry * s.affinity
    return -3.7 + 2.7 * f.near_end + loyal + 0.9 * (s.digital - 0.5) - 1.5 * (s.drift > 0) - 0.3 * s.grudge


def _offered_renewal(s: Standing, f: Fit, city: City) -> Floats:
    cheaper = f.discount * (5.0 + 7.0 * s.sensitivity)
    wavering = np.where(s.drift > 0, 0.7 - 0.35 * np.maximum(s.drift - 2.0, 0.0), 0.0)
    moved = 0.65 * s.openness - 0.6 * s.grudge - 0.3 * city.rivalry * s.affinity
    return -2.55 + 1.8 * f.near_end + cheaper + wavering + moved


def _alone_home(s: Standing, f: Fit, city: City) -> Floats:
    return -5.6 + 0.5 * f.family + 0.7 * (s.digital - 0.5) + 0.5 * f.faster - 0.5 * f.dearer


def _offered_home(s: Standing, f: Fit, city: City) -> Floats:
    moved = 0.55 * f.family + 0.6 * s.openness + 0.4 * np.clip(f.shortage, -1, 1)
    return -2.6 + moved + 0.45 * f.faster - 0.55 * f.dearer


def _alone_tv(s: Standing, f: Fit, city: City) -> Floats:
    return -5.3 + 0.02 * (s.age - 46) - 0.5 * f.dearer


def _offered_tv(s: Standing, f: Fit, city: City) -> Floats:
    return -2.2 + 0.025 * (s.age - 46) + 0.6 * s.openness - 0.9 * f.dearer


_SCORES: dict[str, tuple[Score, Score]] = {
    "mobile_plan": (_alone_data, _offered_data),
    "data_pack": (_alone_data, _offered_data),
    "retention": (_alone_renewal, _offered_renewal),
    "bundle": (_alone_home, _offered_home),
    "broadband": (_alone_home, _offered_home),
    "tv": (_alone_tv, _offered_tv),
}
OFFER_KINDS = tuple(_SCORES)


def offer_kinds(offers: Offers, offer: Ints) -> Texts:
    """The kind of each row; renewing at list price is a retention."""
    return np.where(offer < 0, "retention", offers.kind[offer])


def alone_probability(s: Standing, offers: Offers, offer: Ints, city: City) -> Floats:
    """Chance that the customer takes this offer within the month although nobody offers it."""
    deal = deal_of(s, offers, offer)
    score = _by_kind(s, fit_of(s, deal, offers, offer), offer_kinds(offers, offer), city, 0)
    return np.where(deal.possible, logistic(score + city.self_service_logit), 0.0)


@dataclass(frozen=True)
class Approach:
    """How the customer is approached."""

    channel: Texts
    skill: Floats | float = 0.0
    """Of the seller, added to the log-odds."""
    earlier: Ints | int = 0
    """Contacts with this customer earlier in the month."""


def accept_probability(s: Standing, offers: Offers, offer: Ints, approach: Approach, city: City) -> Floats:
    """Chance that a customer who was reached takes the offer and signs."""
    deal = deal_of(s, offers, offer)
    score = _by_kind(s, fit_of(s, deal, offers, offer), offer_kinds(offers, offer), city, 1)
    names = list(CHANNEL_SCORE)
    person = np.select([approach.channel == name for name in names], [CHANNEL_SCORE[name] for name in names], -1.6)
    person = person + np.where(approach.channel == "visit", PERSON_FOR_THE_LESS_DIGITAL * (1.0 - s.digital), 0.0)
    tired = EARLIER_CONTACT * (np.asarray(approach.earlier) + 0.5 * s.fatigue)
    chance = logistic(score + person + approach.skill + tired + city.response_logit)
    return np.where(deal.possible, chance * FOLLOWS_THROUGH, 0.0)


NATURAL_KINDS = ("renew_plan", "renew_line", "mobile_plan", "data_pack", "bundle", "broadband", "tv")
"""What customers do alone, in the order in which a month asks."""


def natural_counterpart(s: Standing, offers: Offers, offer: Ints) -> Ints:
    """What each customer might take alone that is of the same kind as the offer beside it."""
    renews_line = (offers.kind[offer] == "retention") & (offers.speed_mbps[offer] > 0) & ~s.fused
    kinds = np.where(offers.kind[offer] != "retention", offers.kind[offer], "renew_plan")
    kinds = np.where(renews_line, "renew_line", kinds)
    usual = offer.copy()
    for kind in np.unique(kinds):
        mask = kinds == kind
        usual[mask] = natural_offer(s.take(mask), offers, str(kind))
    return usual


def natural_offer(s: Standing, offers: Offers, kind: str) -> Ints:
    """What a customer who acts alone would choose of that kind (one of NATURAL_KINDS), as a catalogue row."""
    if kind in ("renew_line", "renew_plan"):
        return np.full(len(s), RENEW_LINE if kind == "renew_line" else RENEW_PLAN)
    rows = offers.rows_of(kind)
    if kind == "tv":
        return np.full(len(s), rows[0])
    if kind == "data_pack":
        lacking = (s.wanted - s.allowance) / s.lines
        return rows[np.clip(np.searchsorted(offers.data_mb[rows], lacking), 0, len(rows) - 1)]
    if kind == "mobile_plan":
        above = np.searchsorted(offers.fee_fen[rows], s.mobile_fee / s.lines * 1.02, side="right")
        return rows[np.minimum(above, len(rows) - 1)]
    quicker = np.searchsorted(offers.speed_mbps[rows], s.speed, side="right" if kind == "broadband" else "left")
    return rows[np.clip(quicker, 0 if kind == "bundle" else 1, len(rows) - 1)]


def _by_kind(s: Standing, f: Fit, kind: Texts, city: City, side: int) -> Floats:
    masks: list[Bools] = [kind == name for name in _SCORES]
    scores = [
        pair[side](s, f, city) if mask.any() else np.zeros(len(s))
        for mask, pair in zip(masks, _SCORES.values(), strict=True)
    ]
    chosen: Floats = np.select(masks, scores, NEVER)
    return chosen
