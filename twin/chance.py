"""Chance: seeded generators for building, and keyed draws for living.

While the city is *built*, a named numpy generator is enough. While it *lives*, every draw is a hash of
(seed, what is drawn, customer, month, which time): the same customer draws the same number in the same
month whatever else happened in the run. Two runs with different contacts therefore differ only through
the contacts (common random numbers), and their difference has little noise.
"""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
_Words = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


def generator(seed: int, name: str) -> np.random.Generator:
    """A generator of its own for one named part of the building, so that parts do not disturb each other."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


class Draws:
    """Keyed uniform draws of one city in one month."""

    def __init__(self, seed: int, month_number: int) -> None:
        self._root = _mix(_mix(np.array([seed], dtype=np.uint64)) ^ np.uint64(month_number))[0]

    def uniform(self, what: str, keys: Ints, time: Ints | int = 0) -> Floats:
        """One number in (0, 1) for each key; `time` tells repeated draws of the same thing apart."""
        stream = np.uint64(zlib.crc32(what.encode()))
        words = _mix(keys.astype(np.uint64) * _GOLDEN ^ self._root)
        words = _mix(words ^ _mix(np.asarray(time, dtype=np.uint64) << np.uint64(32) | stream))
        draws: Floats = ((words >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
        return draws

    def normal(self, what: str, keys: Ints) -> Floats:
        """One standard normal number for each key (Box and Muller's transform of two uniform draws)."""
        radius = np.sqrt(-2.0 * np.log(self.uniform(what, keys)))
        draws: Floats = radius * np.cos(2.0 * np.pi * self.uniform(what, keys, 1))
        return draws

    def happens(self, what: str, keys: Ints, probability: Floats | float, time: Ints | int = 0) -> Bools:
        """True where the key's draw falls below the probability."""
        events: Bools = self.uniform(what, keys, time) < probability
        return events


def _mix(words: _Words | np.uint64) -> _Words:
    """The finaliser of SplitMix64: every bit of the input moves every bit of the output."""
    with np.errstate(over="ignore"):
        mixed = np.asarray(words, dtype=np.uint64) + _GOLDEN
        mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX_1
        mixed = (mixed ^ (mixed >> np.uint64(27))) * _MIX_2
        out: _Words = mixed ^ (mixed >> np.uint64(31))
    return out


def logistic(x: Floats) -> Floats:
    """1 / (1 + e^-x): from log-odds to probability."""
    p: Floats = 1.0 / (1.0 + np.exp(-np.clip(x, -40.0, 40.0)))
    return p
