"""The rest of the market: what the competitors have at every place. Nobody at the operator knows it exactly.

Who is nobody's customer of ours is somebody else's: the households and firms of a place that we do not serve belong to
two rivals, in a proportion that the strength of competition there tells. Those who leave us go to them, and they gain
and lose among themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.chance import Bools, Floats, logistic
from twin.columns import Columns
from twin.months import HISTORY_STARTS, Month, first_day, number
from twin.world.world import World

OWN, CHALLENGER, DISCOUNTER = "LGT", "HJM", "BXK"
OPERATORS = (
    (OWN, "澜港通信", "Langang Telecom", True),
    (CHALLENGER, "海捷移动", "Haijie Mobile", False),
    (DISCOUNTER, "北信宽带", "Beixin Broadband", False),
)
"""Code, Chinese name, English name, whether it is ourselves."""
GROWTH = 0.0012
"""Of the market, a month: new households and second numbers."""
TURNOVER = 0.011
"""Share of the rivals' users who are new in an ordinary month."""
ARPU_FEN = {CHALLENGER: 13_600.0, DISCOUNTER: 9_400.0}
"""Of a household or firm a month, before the wealth of the place."""
LEAST_PART = 0.04
"""Of a place's households, at least these are always the rivals'."""


@dataclass
class Held(Columns):
    """What one operator has at each place in a month."""

    users: Floats
    new_users: Floats
    revenue_fen: Floats


def own_held(world: World, month: Month, billed: Floats) -> Held:
    """What we have: customers present at the month's end, those who came in it, and what they were billed."""
    people, opens, ends = world.people, first_day(month), first_day(month + 1)
    present = (people.joined_on < ends) & (np.isnat(people.left_on) | (people.left_on >= ends))
    fresh = present & (people.joined_on >= opens)
    return Held(users=_at(world, present), new_users=_at(world, fresh), revenue_fen=_at(world, billed))


def rivals_held(world: World, month: Month, own: Held) -> dict[str, Held]:
    """What the rivals have, by code."""
    places, people = world.places, world.people
    since = number(month) - number(HISTORY_STARTS)
    households = places.households * (1.0 + GROWTH) ** since
    others = np.maximum(households - own.users, LEAST_PART * households)
    left = (people.left_on >= first_day(month)) & (people.left_on < first_day(month + 1))
    came = TURNOVER * np.exp(0.25 * world.city.rivalry * places.rivalry) * others + _at(world, left)
    strong = logistic(0.5 + 0.6 * places.rivalry)
    wealth = np.exp(0.18 * places.affluence)
    parts = {CHALLENGER: strong, DISCOUNTER: 1.0 - strong}
    return {
        code: Held(users=others * part, new_users=came * part, revenue_fen=others * part * ARPU_FEN[code] * wealth)
        for code, part in parts.items()
    }


def _at(world: World, amount: Floats | Bools) -> Floats:
    """The customers' amounts by place."""
    weights = amount.astype(np.float64)
    return np.bincount(world.people.place, weights=weights, minlength=len(world.places.code)).astype(np.float64)
