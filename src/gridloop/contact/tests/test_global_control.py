"""The hold-out is the same in Python and in the lake, about as large as said, and does not move."""

from __future__ import annotations

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloop.contact.expr.control import in_global_control as in_the_lake
from gridloop.contact.rules import in_global_control
from gridloop.lake.engine import Lake, connect


def flags(ids: list[str], percent: float) -> list[bool]:
    table = ibis.table({"row": "int64", "customer_id": "string"}, name="asked")
    query = ibis.to_sql(table.select("row", held=in_the_lake(table.customer_id, percent)), dialect="duckdb")
    with connect() as connection:
        connection.register("asked", pa.table({"row": range(len(ids)), "customer_id": pa.array(ids, pa.string())}))
        return [held for _, held in sorted(connection.execute(str(query)).fetchall())]


@settings(deadline=None, max_examples=8)
@given(st.lists(st.text(max_size=12).filter(lambda t: "\x00" not in t), min_size=20, max_size=50), st.floats(0, 100))
def test_both_answer_alike(ids, percent):
    clean = [text for text in ids if text.isprintable()]
    assert flags(clean, percent) == [in_global_control(text, percent) for text in clean]


@pytest.mark.engines
def test_every_engine_draws_the_same_lots(engine, home):
    ids = [f"C{n:09d}" for n in range(500)] + ["", "客户甲", "it's", "c\\1", "é"]
    with Lake({}, engine) as lake:
        asked = lake.attach("asked", pa.table({"row": range(len(ids)), "customer_id": ids}))
        rows = lake.run(asked.select(held=in_the_lake(asked.customer_id, 30.0), row="row").order_by("row"))
    assert rows["held"].to_pylist() == [in_global_control(one, 30.0) for one in ids]


def test_about_two_in_a_hundred():
    held = sum(in_global_control(f"C{n:09d}") for n in range(20_000))
    assert held == pytest.approx(400, abs=80)


def test_nobody_ever_moves_in_or_out():
    assert [n for n in range(200) if in_global_control(f"C{n:09d}")] == [6, 16, 22, 23, 77, 148, 160, 163]


def test_nobody_and_everybody():
    assert not in_global_control("C1", 0)
    assert in_global_control("C1", 100)
