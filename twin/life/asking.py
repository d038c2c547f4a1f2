"""Consents change a little every month: some are withdrawn, some are given at a counter."""

from __future__ import annotations

import numpy as np

from twin.life.calendar import day_in_month
from twin.world.consents import CHANNELS
from twin.world.world import World

WITHDRAWN = 0.003
"""Chance a month that a given consent is withdrawn."""
GIVEN = 0.004
"""Chance a month that a refused one is given after all."""


def change_consents(world: World) -> None:
    """Let the month's changes into the book; each carries the day on which it was recorded."""
    consents, draws = world.consents, world.draws()
    keys = consents.customer * len(CHANNELS) + consents.channel
    chance = np.where(consents.granted, WITHDRAWN, GIVEN) * world.people.is_present[consents.customer]
    rows = np.flatnonzero(draws.happens("consent", keys, chance))
    consents.granted[rows] = ~consents.granted[rows]
    consents.recorded_on[rows] = day_in_month(world, draws.uniform("consent day", keys[rows]))
