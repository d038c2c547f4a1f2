"""Faults and complaints of a month."""

from __future__ import annotations

import numpy as np

from twin.books import Complaints, Faults
from twin.chance import Draws, Floats, logistic
from twin.life.calendar import day_in_month
from twin.nature.standing import Standing
from twin.world.world import World

FAULT_MIX = np.array([0.3, 0.25, 0.25, 0.12, 0.08]).cumsum()
TOPIC_MIX_AFTER_FAULT = np.array([0.1, 0.72, 0.15, 0.03]).cumsum()
TOPIC_MIX_ELSE = np.array([0.5, 0.2, 0.22, 0.08]).cumsum()
ANGER_OF_FAULT = 0.45
ANGER_OF_COMPLAINT = 1.1


def faults_of(world: World, s: Standing, draws: Draws) -> Faults:
    """About 3 % of the broadband customers a month, more where the network is poor; repairs take longer there."""
    quality = world.places.quality[world.people.place]
    chance = np.where(s.present & s.has_broadband, logistic(-3.6 - 0.7 * quality), 0.0)
    rows = np.flatnonzero(draws.happens("fault", world.rows, chance))
    hours = np.exp(2.1 - 0.3 * quality[rows] + 0.8 * draws.normal("fault hours", rows))
    return Faults(
        customer=rows, reported_on=day_in_month(world, draws.uniform("fault day", rows)),
        hours_to_clear=np.round(np.clip(hours, 0.3, 240.0), 1),
        kind=np.searchsorted(FAULT_MIX[:-1], draws.uniform("fault kind", rows)),
    )  # fmt: skip


def complaints_of(world: World, s: Standing, faults: Faults, draws: Draws) -> Complaints:
    """Rare without cause (0.4 %), a tenth after a slow repair, and after a bill that surprised."""
    slow = np.zeros(len(s))
    slow[faults.customer] = np.log1p(faults.hours_to_clear)
    shock = np.log1p(s.shortage_fee / s.lines / 1_000.0)
    chance = np.where(s.present, logistic(-5.5 + 0.85 * slow + 0.6 * shock + 0.4 * s.crossness), 0.0)
    rows = np.flatnonzero(draws.happens("complaint", world.rows, chance))
    plain = draws.uniform("complaint topic", rows)
    topic = np.where(
        slow[rows] > 0,
        np.searchsorted(TOPIC_MIX_AFTER_FAULT[:-1], plain),
        np.searchsorted(TOPIC_MIX_ELSE[:-1], plain),
    )
    return Complaints(rows, day_in_month(world, draws.uniform("complaint day", rows)), topic)


def new_anger(customers: int, faults: Faults, complaints: Complaints) -> Floats:
    """What the month's trouble adds to the grudge of each customer."""
    anger = np.zeros(customers)
    anger[faults.customer] += ANGER_OF_FAULT * np.log1p(faults.hours_to_clear) / 3.0
    anger[complaints.customer] += ANGER_OF_COMPLAINT
    return anger
