"""Whether text that was read as GB18030 is likely to be that: almost any bytes can be read as it. Pure.

Latin-1 and Big5 have no bytes below 0xA1 as the first of two. Read as GB18030 they give what hardly any Chinese text
has much of, characters whose second byte is below 0xA1 and private ones, and none of the characters that begin lower.
Text with rare names, or in traditional characters, has both kinds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

LOOKED_AT = 1 << 20
"""So many bytes of the beginning are looked at."""
_MOST_ODD = 0.3
_FEWEST_ODD = 10
_FEWEST_KINDS = 6
"""A unit or a sign in every row is one character, however often."""
_MOST_LOW = 0.02
_SHOWN = 6
_ASCII = re.compile(r"[\x00-\x7f]+")


def improbable_characters(text: str) -> Mapping[str, int]:
    """Return the characters that make a text unlikely to be GB18030, the most frequent first; empty for likely text."""
    counted = Counter(_ASCII.sub("", text))
    odd: Counter[str] = Counter()
    low = 0
    for character, times in counted.items():
        first, second = character.encode("gb18030")[:2]
        if first < 0xA1:
            low += times
        elif second < 0xA1 or "\ue000" <= character <= "\uf8ff":
            odd[character] = times
    enough = odd.total() >= max(_FEWEST_ODD, _MOST_ODD * counted.total()) and len(odd) >= _FEWEST_KINDS
    return dict(odd.most_common()) if enough and low <= _MOST_LOW * counted.total() else {}


def shown(characters: Mapping[str, int]) -> str:
    """Return some of the characters that can be seen."""
    visible = [character for character in characters if character.isprintable()]
    return " ".join(visible[:_SHOWN])
