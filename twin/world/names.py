"""Names by the hundred thousand: people, firms, places, addresses and telephone numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from twin.chance import Bools, Ints
from twin.world import words

Texts = NDArray[np.str_]
Generator = np.random.Generator

RARE_SHARE = 0.003
"""Share of people with a character beyond GBK in the name; as many have one that ends in the byte of `|`."""


def people_names(rng: Generator, is_woman: Bools) -> Texts:
    """One Chinese name for each person; three in five have three characters."""
    count = len(is_woman)
    surname = _weighted(rng, words.SURNAMES, count)
    own = np.where(is_woman, _pick(rng, words.GIVEN_WOMEN, count), _pick(rng, words.GIVEN_MEN, count))
    special = rng.random(count)
    own = np.where(special < RARE_SHARE, _pick(rng, words.GIVEN_RARE, count), own)
    own = np.where(special > 1 - RARE_SHARE, _pick(rng, words.GIVEN_BAR, count), own)
    middle = np.where(rng.random(count) < 0.6, _pick(rng, words.GIVEN_EITHER, count), "")
    return _join(surname, middle, own)


def firm_names(rng: Generator, is_group: Bools) -> Texts:
    """A firm's name: area, two syllables, trade and legal form; groups are named as such."""
    count = len(is_group)
    area = _choose(rng, [zh for zh, _ in words.AREAS], count)
    first = _choose(rng, [zh for zh, _ in words.PLACE_FIRST], count)
    second = _choose(rng, [zh for zh, _ in words.PLACE_SECOND], count)
    trade = _choose(rng, words.FIRM_TRADES, count)
    small = _join(area, first, second, trade, _choose(rng, ("有限公司", "商行", "经营部"), count))
    large = _join("澜港", first, second, _choose(rng, words.GROUP_KINDS, count))
    return np.where(is_group, large, small)


def place_names(rng: Generator, kinds: Texts) -> tuple[Texts, Texts]:
    """Chinese and English names of places; no name appears twice."""
    syllables = len(words.PLACE_FIRST) * len(words.PLACE_SECOND)
    zh, en = [], []
    for kind in words.PLACE_LAST:
        wanted = int((kinds == kind).sum())
        lasts = words.PLACE_LAST[kind]
        for number in rng.choice(syllables * len(lasts), size=wanted, replace=False).tolist():
            pair, last = divmod(number, len(lasts))
            first, second = divmod(pair, len(words.PLACE_SECOND))
            zh.append(words.PLACE_FIRST[first][0] + words.PLACE_SECOND[second][0] + lasts[last][0])
            gap = "" if lasts[last][1][0].islower() else " "
            en.append(words.PLACE_FIRST[first][1] + words.PLACE_SECOND[second][1] + gap + lasts[last][1])
    # the names were made kind after kind: hand them back in the places' own order
    rows = np.concatenate([np.flatnonzero(kinds == kind) for kind in words.PLACE_LAST])
    order = np.argsort(rows)
    return np.array(zh)[order], np.array(en)[order]


def addresses(rng: Generator, district: Texts, place: Texts, kind: Texts) -> Texts:
    """The installation address: city, district, street and number, place, and the door inside it."""
    count = len(place)
    street = _join("澜港市", district, _choose(rng, words.STREETS, count), _number(rng, 1, 300, count), "号")
    flat = _join(_number(rng, 1, 24, count), "栋", _number(rng, 1, 5, count), "单元",
                 _number(rng, 1, 18, count), "0", _number(rng, 1, 4, count), "室")  # fmt: skip
    office = _join(_number(rng, 1, 28, count), "层", _number(rng, 1, 30, count), "室")
    stall = _join(_number(rng, 1, 320, count), "号")
    house = _join(_number(rng, 1, 12, count), "组", _number(rng, 1, 160, count), "号")
    door = np.select([kind == "compound", kind == "village", kind == "building"], [flat, house, office], stall)
    town = np.where(kind == "village", _join("澜港市", district), street)
    return _join(town, place, door)


def phone_numbers(first: int, count: int, seed: int) -> Texts:
    """Eleven-digit numbers under 154, a prefix that no operator has given to people; each only once.

    The number is a permutation of the customer's number, so that neighbours' numbers do not resemble each other.
    """
    order = np.arange(first, first + count, dtype=np.int64)
    scattered = (order * 39_916_801 + seed * 7_919) % 100_000_000
    return (15_400_000_000 + scattered).astype("U11")


def _pick(rng: Generator, characters: str, count: int) -> Texts:
    return _choose(rng, list(characters), count)


def _choose(rng: Generator, options: list[str] | tuple[str, ...], count: int) -> Texts:
    return np.array(options)[rng.integers(0, len(options), count)]


def _weighted(rng: Generator, characters: str, count: int) -> Texts:
    """Early characters more often than late ones, as surnames are."""
    share = 1.0 / (np.arange(len(characters)) + 6.0)
    return np.array(list(characters))[rng.choice(len(characters), size=count, p=share / share.sum())]


def _number(rng: Generator, low: int, high: int, count: int) -> Texts:
    numbers: Ints = rng.integers(low, high + 1, count)
    return numbers.astype("U4")


def _join(*parts: Texts | str) -> Texts:
    joined = np.asarray(parts[0])
    for part in parts[1:]:
        joined = np.strings.add(joined, part)
    return joined
