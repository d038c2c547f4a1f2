"""Dividing areas into compact groups of about equal weight: halving along the longer side, again and again."""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def divide(longitude: Floats, latitude: Floats, weight: Floats, per_group: float) -> Ints:
    """Return the group (0, 1, …) of each area; groups weigh about ``per_group`` and do not interlace.

    Whatever lies together is cut by a straight line across its longer side, so that both parts can be cut further into
    groups of like weight. An area is never cut: one that outweighs a group is a group of its own, or heavier.
    Every area is in exactly one group; the same input gives the same groups.
    """
    groups = np.zeros(len(weight), dtype=np.int64)
    number = 0
    waiting = [np.arange(len(weight))] if len(weight) else []
    while waiting:
        members = waiting.pop()
        parts = ceil(weight[members].sum() / per_group - 0.5)
        if parts < 2 or len(members) < 2:
            groups[members] = number
            number += 1
            continue
        ordered = members[_along_longer_side(longitude[members], latitude[members])]
        cut = _cut(weight[ordered], (parts // 2) / parts)
        waiting += [ordered[cut:], ordered[:cut]]
    return groups


def _along_longer_side(longitude: Floats, latitude: Floats) -> Ints:
    east = longitude * np.cos(np.radians(latitude.mean()))
    if np.ptp(east) >= np.ptp(latitude):
        return np.lexsort((latitude, east))
    return np.lexsort((east, latitude))


def _cut(weight: Floats, share: float) -> int:
    """Return how many of the ordered areas make up a share of the weight, at least one and not all."""
    reached = np.cumsum(weight)[:-1]
    return int(np.argmin(np.abs(reached - share * weight.sum()))) + 1
