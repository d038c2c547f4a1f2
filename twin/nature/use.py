"""Use of data and voice, and what it costs above the allowance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.chance import Draws, Floats, Ints, logistic
from twin.months import Month, calendar_month

GRACE_MB = 500.0
EXCESS_USED = 0.4
"""Share of the wanted excess that is really used: people save when it costs extra."""
FEN_PER_EXCESS_MB = 300 / 1024
EXCESS_LIMIT_FEN = 4_000
"""The bill for excess is capped at 40 yuan a line and month."""
_SEASON = (0.0, 0.06, 0.1, 0.0, -0.02, -0.01, 0.02, 0.09, 0.09, -0.03, 0.02, 0.0, 0.02)
"""Log by calendar month (index 1 to 12): Spring Festival and the summer holidays use more."""


def season(month: Month) -> float:
    """What the calendar month adds to the log of data use."""
    return _SEASON[calendar_month(month)]


def used_mb(wanted: Floats, allowance: Floats) -> Floats:
    """Data used: all that is wanted within the allowance, EXCESS_USED of what is wanted above it."""
    used: Floats = np.minimum(wanted, allowance) + EXCESS_USED * np.maximum(wanted - allowance, 0.0)
    return used


def shortage_fee_fen(wanted: Floats, allowance: Floats, lines: Ints) -> Floats:
    """Fen for use above the allowance, capped by line."""
    excess = EXCESS_USED * np.maximum(wanted - allowance, 0.0)
    fee: Floats = np.minimum(excess * FEN_PER_EXCESS_MB, EXCESS_LIMIT_FEN * lines)
    return fee


@dataclass(frozen=True)
class MonthUse:
    """What one month's use came to, for customers with a mobile plan; others hold zeros."""

    data_mb: Floats
    excess_fee_fen: Floats
    voice_minutes: Floats
    competitor_minutes: Floats
    """Of the voice minutes, those to and from the competitor's numbers."""


@dataclass(frozen=True)
class Caller:
    """What shapes the calls of each customer."""

    voice_level: Floats
    """Lifelong, standard normal."""
    affinity: Floats
    rivalry: Floats
    drift: Floats
    lines: Ints


def month_use(keys: Ints, draws: Draws, wanted: Floats, allowance: Floats, caller: Caller) -> MonthUse:
    """The month's use: lasting wish times noise of the month; drifting people call less and call away."""
    noisy = wanted * np.exp(0.24 * draws.normal("data noise", keys))
    drifting = np.minimum(caller.drift, 5.0)
    level = 5.1 + 0.6 * caller.voice_level - 0.09 * drifting + 0.2 * draws.normal("voice noise", keys)
    voice = np.asarray(np.exp(level) * caller.lines, dtype=np.float64)
    away = logistic(
        -1.5 + 0.4 * caller.affinity + 0.25 * caller.rivalry + 0.22 * drifting
        + 0.35 * draws.normal("away noise", keys)
    )  # fmt: skip
    return MonthUse(
        data_mb=used_mb(noisy, allowance),
        excess_fee_fen=shortage_fee_fen(noisy, allowance, caller.lines),
        voice_minutes=voice,
        competitor_minutes=voice * away,
    )
