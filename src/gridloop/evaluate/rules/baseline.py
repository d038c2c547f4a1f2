"""What a territory would have given anyway, and how far somebody did better or worse.

The idea: a territory's own level and trend are its baseline, so that a mature one held steady counts as much as a
growing one that grows; but twelve months are a short memory, so the trend is moved toward that of like territories by
empirical Bayes (R. E. Fay, R. A. Herriot, "Estimates of income for small places: an application of James-Stein
procedures to census data", JASA 74 (1979) 269-277), more for those whose own history says less. What happens to like
territories alike in the month (season, prices, saturation) is read off the *others* and taken out. A small
territory's larger chance swings weigh less.

Everything that scales a person's deviation comes from the months before and from other people: a higher figure
of one's own always gives a higher score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
SHORTEST_HISTORY = 4
FEWEST_PEERS = 12
"""With fewer, like territories are not told apart by maturity."""
OUTLIER = 6.0
"""A peer further from the peers' median than so many typical swings pulls no harder than that."""
STEEPNESS = 1.0
_FLOOR = 1e-9


@dataclass(frozen=True, slots=True)
class Judgement:
    """How each territory did against what it would have given anyway.

    ``score`` lies in (0, 1): 0.5 is exactly as expected. ``trust`` is the weight of the own trend against that of
    like territories (``peer_trend``).
    """

    expected: Floats
    own_trend: Floats
    peer_trend: Floats
    trust: Floats
    deviation: Floats
    score: Floats


def judge(history: Floats, actual: Floats, maturity: Floats) -> Judgement:
    """Judge the present figures of territories (rows) against their own months before (columns).

    ``history`` is (territories, months), oldest first; ``maturity`` says how far each territory is served already (its
    penetration): territories alike in it are expected to have like trends. With fewer than four months nothing may
    be expected yet: everybody gets 0.5.
    """
    territories, months = history.shape
    if territories == 0 or months < SHORTEST_HISTORY:
        return _nothing_expected(actual)
    calm = history - _season(history)
    slope, noise, slope_error = _trends(calm)
    peer_trend, trust = _blend(slope, slope_error, maturity)
    ahead = months - (months - 1) / 2
    alone = calm.mean(axis=1) + (peer_trend + trust * (slope - peer_trend)) * ahead
    variance = noise * (1 + 1 / months) + trust * slope_error * ahead**2
    typical = float(np.median(variance))
    shock = _shock_of_others(actual - alone, maturity, OUTLIER * float(np.sqrt(typical)))
    deviation = actual - alone - shock
    score = _bounded(deviation * typical / (typical + variance) / np.sqrt(typical))
    return Judgement(alone + shock, slope, peer_trend, trust, deviation, score)


def _nothing_expected(actual: Floats) -> Judgement:
    nothing = np.zeros_like(actual)
    return Judgement(actual.copy(), nothing, nothing, nothing, nothing, np.full_like(actual, 0.5))


def _season(history: Floats) -> Floats:
    """Return what the months did to everybody alike, without any trend."""
    months = np.arange(history.shape[1])
    common = np.median(history - history.mean(axis=1)[:, None], axis=0)
    season: Floats = common - np.polynomial.Polynomial.fit(months, common, 1)(months)
    return season


def _trends(calm: Floats) -> tuple[Floats, Floats, Floats]:
    """Return each row's slope, the variance of its months about the line, and the slope's squared error.

    A row's variance is itself moved half way to the median row's: ten degrees of freedom say little about it.
    """
    months = calm.shape[1]
    time = np.arange(months) - (months - 1) / 2
    spread = float((time**2).sum())
    slope = (calm @ time) / spread
    residual = calm - calm.mean(axis=1)[:, None] - slope[:, None] * time
    own = (residual**2).sum(axis=1) / (months - 2)
    noise = np.maximum((own + np.median(own)) / 2, _FLOOR)
    return slope, noise, noise / spread


def _blend(slope: Floats, error: Floats, maturity: Floats) -> tuple[Floats, Floats]:
    """Return the trend of like territories and the weight of each own trend: 1 where known well, 0 where noise."""
    if len(slope) < 3:
        return np.full_like(slope, slope.mean()), np.zeros_like(slope)
    level, tilt, centre = _line(maturity, slope, 1 / error)
    peer = level + tilt * (maturity - centre)
    between = max(0.0, float(((slope - peer) ** 2).sum()) / (len(slope) - 2) - float(error.mean()))
    return peer, between / (between + error)


def _line(x: Floats, y: Floats, weight: Floats) -> tuple[float, float, float]:
    """Return (level at the centre, tilt, centre) of the weighted straight line; no tilt for few points."""
    total = float(weight.sum())
    level, centre = float((weight * y).sum()) / total, float((weight * x).sum()) / total
    spread = float((weight * (x - centre) ** 2).sum())
    if len(x) < FEWEST_PEERS or spread <= _FLOOR * total:
        return level, 0.0, centre
    return level, float((weight * (x - centre) * (y - level)).sum()) / spread, centre


def _shock_of_others(change: Floats, maturity: Floats, width: float) -> Floats:
    """Return for each row the change that the *other* rows like it show; 0 without two of them."""
    shock = np.zeros_like(change)
    if len(change) < 3:
        return shock
    for row in range(len(change)):
        others, likeness = np.delete(change, row), np.delete(maturity, row)
        middle = float(np.median(others))
        level, tilt, centre = _line(likeness, np.clip(others, middle - width, middle + width), np.ones_like(others))
        shock[row] = level + tilt * (maturity[row] - centre)
    return shock


def _bounded(swings: Floats) -> Floats:
    """Return scores in (0, 1) of deviations counted in typical chance swings."""
    scores: Floats = 1 / (1 + np.exp(-np.clip(STEEPNESS * swings, -30, 30)))
    return scores
