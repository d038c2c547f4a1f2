"""Names are found in texts exactly where Python finds them."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloop.territory.batch.find_names import NameFinder

alphabet = "海韵花园区ab|𠮷"
names = st.lists(st.text(alphabet=alphabet, min_size=1, max_size=5), max_size=8)
texts = st.lists(st.one_of(st.none(), st.text(alphabet=alphabet, max_size=12)), max_size=12)


@settings(deadline=None, max_examples=100)
@given(names, texts, st.integers(0, 3))
def test_it_agrees_with_in(wanted, given_texts, skip):
    column = pa.array(given_texts, pa.string()).slice(min(skip, len(given_texts)))
    rows, found = NameFinder(wanted).find(column)
    expected = {
        (row, number)
        for row, text in enumerate(column.to_pylist())
        for number, name in enumerate(wanted)
        if len(name.encode()) >= 4 and name in (text or "")
    }
    assert set(zip(rows.tolist(), found.tolist(), strict=True)) == expected
    assert len(rows) == len(expected)
