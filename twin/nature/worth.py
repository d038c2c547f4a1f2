"""What a contact is worth: expected revenue of the next 12 months with it, less the same without it. In fen.

    no contact:  a x V(took it alone) + (1 - a) x V(as is)
    contact:     p x V(took the offer) + (1 - p) x [ a x V(took it alone, stirred) + (1 - a) x V(as is, stirred) ]

a = chance to take it alone this month, p = chance to accept when reached, and V = monthly revenue x expected
months present among the next twelve, where leaving, drifting and recovery follow `twin.nature.leaving`. A discount
given to somebody who would have renewed alone is therefore a loss, and so is a sleeping dog that was woken.

Simplifications, the same on both sides: fees, contracts and anger stay as they are for the twelve months, and what
people take alone in later months is left out, except for data packs, where it matters (`added_pack_months`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.chance import Floats, Ints, logistic
from twin.cities import City
from twin.nature.deals import after, deal_of
from twin.nature.leaving import RECOVERY, drift_probability, leaving_score, stir
from twin.nature.reach import average_reach
from twin.nature.standing import Standing
from twin.nature.uptake import Approach, accept_probability, alone_probability, natural_counterpart
from twin.world.offers import Offers

HORIZON_MONTHS = 12
PACK_MONTHS = 6
"""Term of every data pack in the catalogue."""


@dataclass(frozen=True)
class Worth:
    """The parts of the sum for each customer; money in fen over 12 months."""

    accept: Floats
    """p: chance to accept and sign when reached."""
    alone: Floats
    """a: chance to take something of the kind alone this month."""
    stir: Floats
    """Added to the log-odds of leaving this month by a contact without a deal."""
    leave_alone: Floats
    """Chance to leave this month without contact."""
    reached: Floats
    """Value of a contact in which the customer is reached."""


def months_present(s: Standing, city: City, stirred: Floats | float = 0.0) -> Floats:
    """Expected number of the next 12 months at whose end the customer is still here."""
    if_steady = logistic(leaving_score(s, city, drift=np.zeros(len(s))))
    if_drifting = logistic(leaving_score(s, city, drift=np.maximum(s.drift, 2.0)))
    starts_drifting = drift_probability(s, city)
    first = logistic(leaving_score(s, city) + stirred)
    steady = np.where(s.drift > 0, 0.0, 1.0 - first)
    drifting = np.where(s.drift > 0, 1.0 - first, 0.0)
    total = steady + drifting
    for _ in range(HORIZON_MONTHS - 1):
        # the state is moved first (as between two months), then some leave
        steady, drifting = (
            (steady * (1 - starts_drifting) + drifting * RECOVERY) * (1 - if_steady),
            (steady * starts_drifting + drifting * (1 - RECOVERY)) * (1 - if_drifting),
        )
        total = total + steady + drifting
    return np.where(s.present, total, 0.0)


def revenue_ahead(s: Standing, city: City, stirred: Floats | float = 0.0) -> Floats:
    """V: expected fen of the next 12 months."""
    revenue: Floats = s.revenue * months_present(s, city, stirred)
    return revenue


def _revenue_with(
    s: Standing, offers: Offers, offer: Ints, city: City, alone: Floats, stirred: Floats | float = 0.0
) -> Floats:
    """V after taking the offer; a pack counts for the months that it adds only."""
    deal = deal_of(s, offers, offer)
    taken = after(s, deal)
    months = months_present(taken, city, stirred)
    # for the rest of the months there is no pack: no fee for it, and the use above the smaller allowance is paid
    part = np.where(deal.new_pack, added_pack_months(alone) / HORIZON_MONTHS, 1.0)
    fees = part * taken.revenue + (1 - part) * s.revenue
    return np.where(deal.possible, fees * months, revenue_ahead(s, city, stirred))


def added_pack_months(alone: Floats) -> Floats:
    """Months of the horizon with a pack that taking one now adds, when packs are also taken alone later.

    A pack taken now fills six months, and then the customer is as before; without it he may take one in any month.
    """
    rest = HORIZON_MONTHS - PACK_MONTHS
    added: Floats = PACK_MONTHS + _pack_months(alone, rest) - _pack_months(alone, HORIZON_MONTHS)
    return added


def _pack_months(alone: Floats, months: int) -> Floats:
    """Expected months with a pack among the next ones, for somebody without, who takes one with this monthly chance."""
    without = np.ones_like(alone)
    taken: list[Floats] = []
    total = np.zeros_like(alone)
    for month in range(months):
        total += 1.0 - without
        taken.append(without * alone)
        ended = taken[month - PACK_MONTHS] if month >= PACK_MONTHS else 0.0
        without = without - taken[month] + ended
    return total


def worth_of(s: Standing, offers: Offers, offer: Ints, approach: Approach, city: City) -> Worth:
    """The worth of offering each customer the catalogue row beside it."""
    accept = accept_probability(s, offers, offer, approach, city)
    usual = natural_counterpart(s, offers, offer)
    alone = alone_probability(s, offers, usual, city)
    stirred = stir(s, city)
    as_is, as_is_stirred = revenue_ahead(s, city), revenue_ahead(s, city, stirred)
    usual_stirred = _revenue_with(s, offers, usual, city, alone, stirred)
    untouched = alone * _revenue_with(s, offers, usual, city, alone) + (1 - alone) * as_is
    unmoved = alone * usual_stirred + (1 - alone) * as_is_stirred
    touched = accept * _revenue_with(s, offers, offer, city, alone) + (1 - accept) * unmoved
    leave = np.where(s.present, logistic(leaving_score(s, city)), 0.0)
    return Worth(accept, alone, stirred, leave, np.where(s.present, touched - untouched, 0.0))


def worth_of_attempt(s: Standing, offers: Offers, offer: Ints, approach: Approach, city: City) -> Floats:
    """Fen that one attempt is expected to bring: reach at an unknown hour times the worth when reached."""
    attempt: Floats = average_reach(s, approach.channel) * worth_of(s, offers, offer, approach, city).reached
    return attempt
