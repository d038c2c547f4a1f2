"""Days inside the open month."""

from __future__ import annotations

import numpy as np

from twin.chance import Floats
from twin.months import Days, first_day, length
from twin.world.world import World


def day_in_month(world: World, draw: Floats) -> Days:
    """The day that each draw between 0 and 1 falls on."""
    days: Days = first_day(world.month) + (draw * length(world.month)).astype(np.int64)
    return days


def share_of_month(world: World, day: Days) -> Floats:
    """How much of the month has passed at the end of each day, 0 to 1."""
    passed: Floats = ((day - first_day(world.month)).astype(np.float64) + 1.0) / length(world.month)
    return passed
