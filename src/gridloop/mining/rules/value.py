"""What a contact is worth, in margin over twelve months.

Somebody who signs stays more of the next twelve months, on average, and pays the new margin; somebody who does not pays
what he pays now as long as he stays. A contact is worth what those gain who sign because of it, less what is given away
to those who would have signed anyway at the present price, plus what the contact itself does to staying, less its cost.

A contract that is renewed therefore brings nothing new: it is worth the margin of the months that would have been lost
without it, less its discount; nothing at all with somebody who would have stayed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from gridloop.mining.types import CONTACT_COST_FEN

MONTHS = 12
USUAL_COST_SHARE = 0.4
"""Cost as a part of what is billed where a customer's own cost is not known."""
USUAL_LEAVING = 0.012
"""Monthly probability of leaving where no model says."""
BOUND_FACTOR = 0.35
"""Under contract people leave so many times as often as they would without."""
MOST_LEAVING = 0.5
DAYS_A_MONTH = 30.4

Floats = NDArray[np.float64]
Number = TypeVar("Number", float, Floats)


@dataclass(frozen=True, slots=True)
class Staying:
    """How many of the next twelve months customers stay on average: as things are, and bound by a new contract."""

    alone: Floats
    bound: Floats


def staying(leaving: Floats, days_left: Floats) -> Staying:
    """Return the months stayed, from this month's probability of leaving and the present contract's days left.

    Whoever is under contract now leaves more often once it has ended. No contract and one that has ended are alike.
    """
    bound_months = np.nan_to_num(days_left, nan=0.0) / DAYS_A_MONTH
    under_contract = bound_months >= 1
    risk = np.clip(leaving, 0.0, MOST_LEAVING)
    free = np.where(under_contract, np.minimum(risk / BOUND_FACTOR, MOST_LEAVING), risk)
    held = np.where(under_contract, risk, risk * BOUND_FACTOR)
    return Staying(_months(free, held, bound_months), _months(free, held, np.full(len(risk), float(MONTHS))))


def _months(free: Floats, held: Floats, bound_months: Floats) -> Floats:
    left = np.ones(len(free))
    stayed = np.zeros(len(free))
    for month in range(1, MONTHS + 1):
        left = left * (1 - np.where(month <= bound_months, held, free))
        stayed = stayed + left
    return stayed


def contact_value_fen(signs: Number, displaced: Number, gain: Number, gain_alone: Number, kept: Number) -> Number:
    """Return the value of a contact, its usual cost taken off.

    ``signs`` is what the contact adds to the probability that the offer is signed. ``gain`` is what a customer who
    signs it brings more than one who signs nothing; ``displaced`` is the part of them who would otherwise have signed
    by themselves and brought ``gain_alone``. ``kept`` is what the contact itself does to staying, in money.
    """
    return signs * (gain - displaced * gain_alone) + kept - CONTACT_COST_FEN
