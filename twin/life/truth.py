"""Telling the truth: what contacts were really worth, and whom one should have contacted.

Both speak of expected revenue of the next 12 months in fen, from the hidden functions of `twin.nature.worth`, with
contact less without. A bench compares targeted, random and optimal runs by it without the noise of single customers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from twin.chance import Floats, Ints
from twin.errors import InputError
from twin.life.log import Log
from twin.nature.standing import stand
from twin.nature.uptake import Approach
from twin.nature.worth import worth_of_attempt
from twin.world.consents import consent_given
from twin.world.people import customer_ids
from twin.world.world import World

OBJECTIVES: dict[str, tuple[str, ...]] = {
    "churn": ("retention",),
    "renewal": ("retention",),
    "data_upsell": ("data_pack", "mobile_plan"),
    "broadband": ("broadband", "bundle"),
    "tv": ("tv",),
    "any": ("retention", "data_pack", "mobile_plan", "broadband", "bundle", "tv"),
}
"""Campaign objectives by the kinds of offer that serve them."""


@dataclass(frozen=True)
class CampaignTruth:
    """What one campaign's contacts of a month really were."""

    campaign: str
    """Its code, BY_HAND for orders without a campaign, ALL for the sum."""
    contacts: int
    customers: int
    reached: int
    signed: int
    claimed: int
    invented: int
    """Claimed as accepted although the customer did not say yes."""
    worth_fen: float
    """Expected revenue that the contacts added over 12 months."""


ALL, BY_HAND = "all", "by hand"


def tell(log: Log) -> list[CampaignTruth]:
    """The truth by campaign, and last over all of them."""
    told = [_of(str(code) or BY_HAND, log.take(log.campaign_code == code)) for code in np.unique(log.campaign_code)]
    return [*told, _of(ALL, log)]


def _of(campaign: str, log: Log) -> CampaignTruth:
    claimed = log.claimed == "accepted"
    return CampaignTruth(
        campaign=campaign, contacts=len(log), customers=len(np.unique(log.customer)), reached=int(log.reached.sum()),
        signed=int(log.signed.sum()), claimed=int(claimed.sum()), invented=int((claimed & ~log.said_yes).sum()),
        worth_fen=float(log.worth_fen.sum()),
    )  # fmt: skip


def contact_table(log: Log) -> pa.Table:
    """One row for each contact: what was claimed, what was so, and what it was worth."""
    return pa.table({
        "contact_id": log.contact_id, "order_id": log.order_id, "campaign_code": log.campaign_code,
        "customer_id": customer_ids(log.customer), "offer_code": log.offer_code, "channel": log.channel,
        "day": log.day, "claimed": log.claimed, "outcome": log.outcome, "reached": log.reached,
        "signed": log.signed, "accept_probability": log.accept, "alone_probability": log.alone,
        "leave_log_odds": log.stir, "expected_incremental_fen": np.round(log.worth_fen).astype(np.int64),
        "status": log.status,
    })  # fmt: skip


@dataclass(frozen=True)
class Targets:
    """Chosen customers, best first, each with the best offer and the expected worth of one attempt in fen."""

    customer: Ints
    offer: Ints
    worth_fen: Floats

    def table(self, world: World, channel: str) -> pa.Table:
        """The list as it is written to a file."""
        return pa.table({
            "customer_id": customer_ids(self.customer), "offer_code": world.offers.code[self.offer],
            "channel": np.full(len(self.customer), channel),
            "expected_incremental_fen": np.round(self.worth_fen).astype(np.int64),
        })  # fmt: skip


def worth_of_everybody(world: World, objective: str, channel: str) -> tuple[Ints, Floats]:
    """For every customer the best offer of the objective and the expected worth of one attempt with it.

    -1 and 0 for customers who may not be contacted by the channel (no consent), have left, or can have none of them.
    """
    s = stand(world)
    count = len(s)
    best, worth = np.full(count, -1, dtype=np.int64), np.full(count, -np.inf)
    allowed = consent_given(world.consents, channel, count) & s.present
    approach = Approach(channel=np.full(count, channel))
    for offer in world.offers.rows_of(*OBJECTIVES[objective]):
        tried = worth_of_attempt(s, world.offers, np.full(count, offer), approach, world.city)
        better = allowed & (tried != 0) & (tried > worth)
        best[better], worth[better] = offer, tried[better]
    return best, np.where(best >= 0, worth, 0.0)


def optimal_targets(world: World, objective: str, channel: str, count: int) -> Targets:
    """The customers (at most so many, and none who would lose money) whose contact adds most this month."""
    if objective not in OBJECTIVES:
        raise InputError(f"no objective '{objective}': choose one of {', '.join(OBJECTIVES)}")
    offer, worth = worth_of_everybody(world, objective, channel)
    order = np.argsort(-worth, kind="stable")[:count]
    order = order[worth[order] > 0]
    return Targets(order, offer[order], worth[order])
