"""Who answers: by channel, time of day and daily rhythm; and who asks to be left alone."""

from __future__ import annotations

import numpy as np

from twin.chance import Floats, Ints
from twin.nature.standing import Standing
from twin.world.names import Texts

PERIODS = ("morning", "noon", "afternoon", "evening", "weekend")
_REACH = {
    # rows: home and shift workers, day workers, retired; columns: PERIODS
    "call": np.array([[0.60, 0.55, 0.60, 0.55, 0.56], [0.42, 0.56, 0.40, 0.66, 0.62], [0.73, 0.55, 0.70, 0.62, 0.64]]),
    "visit": np.array([[0.45, 0.40, 0.45, 0.60, 0.52], [0.12, 0.20, 0.13, 0.60, 0.50], [0.72, 0.60, 0.72, 0.66, 0.62]]),
}
DO_NOT_DISTURB = 0.006
"""Chance that an average customer who is reached for the first time asks never to be contacted again."""


def reach_probability(s: Standing, channel: Texts, period: Ints) -> Floats:
    """Chance to reach the customer; `period` counts PERIODS. A wrong number never answers a call."""
    chance = np.where(channel == "visit", _REACH["visit"][s.rhythm, period], _REACH["call"][s.rhythm, period])
    shy = np.exp(-0.06 * np.maximum(s.crossness, 0.0))
    return np.where(s.present & ~(s.wrong_number & (channel != "visit")), chance * shy, 0.0)


def average_reach(s: Standing, channel: Texts) -> Floats:
    """Chance to reach the customer at an hour of the working day chosen without knowledge."""
    hours = [reach_probability(s, channel, np.full(len(s), period)) for period in range(4)]
    mean: Floats = np.mean(hours, axis=0)
    return mean


def best_period(s: Standing, channel: Texts) -> Ints:
    """The time of day at which the customer is most easily reached."""
    chances = [reach_probability(s, channel, np.full(len(s), period)) for period in range(len(PERIODS))]
    best: Ints = np.argmax(np.vstack(chances), axis=0)
    return best


def refusal_probability(s: Standing, earlier: Ints | int) -> Floats:
    """Chance that a reached customer says "do not disturb"; grows with crossness and with contacts lately."""
    pressed = np.asarray(earlier) + s.fatigue
    return np.minimum(DO_NOT_DISTURB * np.exp(0.9 * s.crossness + 0.5 * pressed), 0.5)
