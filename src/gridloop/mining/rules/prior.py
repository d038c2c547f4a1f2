"""What a contact is expected to add before any answer is known: a stated rule, later moved by what answers teach.

A customer who would sign something by himself rarely signs just the offer in question (``alone``, in log-odds); a
contact multiplies the odds that he signs it by a constant, a higher monthly price divides them, and so does an offer
that does not fit the need: ``base + price * price_step + need * need_gap``, where ``price_step`` is the change of the
customer's monthly spend as a part of it (-0.1: ten percent cheaper) and ``need_gap`` is 0 for an offer that covers the
need and grows with what is missing or superfluous. A constant factor on the odds means that a contact moves the
undecided most and the certain, either way, hardly at all. Apart from what is signed, a contact by itself neither keeps
nor drives anybody away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gridloop.mining.types import ModelName


@dataclass(frozen=True, slots=True)
class EffectPrior:
    """The stated rule of one model, in log-odds, with how sure it is (standard deviations)."""

    base: float
    alone: float = 0.0
    price: float = 0.0
    need: float = 0.0
    kinds: Mapping[str, float] = field(default_factory=dict)
    """What kinds of offer add or take, where they differ: a bigger decision is made less often."""
    base_doubt: float = 1.0
    price_doubt: float = 1.0
    need_doubt: float = 0.5


PRIORS: Mapping[ModelName, EffectPrior] = {
    ModelName.CHURN: EffectPrior(base=4.8, alone=-2.3, price=-3.0, kinds={"bundle": -1.0}),
    ModelName.RENEWAL: EffectPrior(base=3.3, alone=-2.3, price=-3.0),
    ModelName.DATA_UPSELL: EffectPrior(base=3.8, alone=-2.3, price=-3.0, need=-0.7),
}
"""What a contact adds to signing, by model."""
STAY_PRIOR = EffectPrior(base=0.0, base_doubt=0.3, price_doubt=0.0, need_doubt=0.0)
"""What a contact adds to staying, whatever it was about."""
SIGNS_ALONE = 0.02
"""Probability that somebody signs a new contract in a month without contact, where no model says."""
LIKELIER = 1.5
"""Whoever would have signed by himself is so much likelier than others to take an offer that is brought to him."""
MOST_PRICE_STEP = 1.0
MOST_NEED_GAP = 2.0
TIMING: tuple[tuple[int, float], ...] = ((-90, -0.5), (-30, -0.2), (0, 0.5), (31, 0.8), (61, 0.2))
"""Log-odds that the time to a contract's end adds to a renewal, for days left below each bound.

Used until a cycle's own snapshot of contracts exists: older contract ends are rewritten by the renewals themselves.
"""


def timing_shift(days_left: float | None) -> float:
    """Return what the days left of a contract add to the log-odds of a renewal, by the stated rule."""
    if days_left is None or days_left != days_left:
        return 0.0
    return next((shift for bound, shift in TIMING if days_left < bound), 0.0)
