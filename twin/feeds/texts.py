"""Numbers and codes as the text that stands in feed files."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from twin.chance import Floats, Ints
from twin.months import Month
from twin.world.names import Texts


def yuan(fen: Ints) -> pa.Array:
    """1234 fen as '12.34'."""
    sign = np.where(fen < 0, "-", "")
    whole = pa.array(np.abs(fen) // 100).cast(pa.string())
    cents = pc.utf8_lpad(pa.array(np.abs(fen) % 100).cast(pa.string()), 2, "0")
    return pc.binary_join_element_wise(pc.binary_join_element_wise(pa.array(sign), whole, ""), cents, ".")


def codes(letter: str, rows: Ints) -> pa.Array:
    """Row 0 as 'C000000001'."""
    digits = pc.utf8_lpad(pa.array(rows + 1).cast(pa.string()), 9, "0")
    return pc.binary_join_element_wise(pa.scalar(letter), digits, "")


def month_codes(letter: str, month: Month, count: int) -> pa.Array:
    """'F202609000001' and so on: numbered anew every month."""
    digits = pc.utf8_lpad(pa.array(np.arange(1, count + 1)).cast(pa.string()), 6, "0")
    return pc.binary_join_element_wise(pa.scalar(letter + str(month).replace("-", "")), digits, "")


def stated(values: Ints, not_stated: int = -1) -> pa.Array:
    """Integers; the marker for "not stated" becomes an empty field."""
    return pa.array(values, mask=values == not_stated)


def filled(texts: Texts) -> pa.Array:
    """Text; the empty text becomes an empty field."""
    return pa.array(texts, mask=texts == "")


def degrees(values: Floats) -> pa.Array:
    """Coordinates; NaN becomes an empty field."""
    return pa.array(values, from_pandas=True)


def repeated(text: str, count: int) -> pa.Array:
    """The same text in every row."""
    return pa.array(np.full(count, text))
