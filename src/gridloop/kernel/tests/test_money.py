"""Money stays whole fen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.kernel.money import fen_to_yuan_text, yuan_to_fen


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_writing_and_reading_an_amount_returns_it(fen: int):
    assert yuan_to_fen(fen_to_yuan_text(fen).replace(",", "")) == fen


@pytest.mark.parametrize(("text", "fen"), [("88.50", 8850), (" 1 ", 100), ("0.005", 1), ("-0.005", -1)])
def test_half_a_fen_rounds_away_from_zero(text: str, fen: int):
    assert yuan_to_fen(text) == fen


@pytest.mark.parametrize("text", ["", "abc", "NaN", "Infinity", "1,000"])
def test_what_is_not_an_amount_is_refused(text: str):
    with pytest.raises(ValueError, match="not an amount"):
        yuan_to_fen(text)
