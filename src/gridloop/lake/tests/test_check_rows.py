"""Texts become typed values, or a row is refused with the first thing that is wrong with it."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridloop.kernel.money import yuan_to_fen
from gridloop.lake.contract import parse_contract
from gridloop.lake.intake.source import Block
from gridloop.lake.intake.staging import GOOD, Staging

CONTRACT = """
apiVersion: v3.1.0
kind: DataContract
servers: [{server: drop, type: local, format: csv}]
schema:
  - name: probe
    customProperties:
      - {property: publishes, value: [{dataset: customer_trait, traits: [amount_fen]}]}
    properties:
      - {name: customer_id, logicalType: string, logicalTypeOptions: {format: identifier}, primaryKey: true}
      - {name: title, logicalType: string}
      - {name: amount_yuan, logicalType: number, customProperties: [{property: unit, value: yuan}]}
      - {name: pieces, logicalType: integer, logicalTypeOptions: {minimum: 0, maximum: 100}}
      - {name: share, logicalType: number}
      - {name: agreed, logicalType: boolean}
      - {name: day, logicalType: date, customProperties: [{property: notAfter, value: business_date}]}
      - {name: cycle, logicalType: date, logicalTypeOptions: {format: yyyy-MM}}
      - name: channel
        logicalType: string
        quality: [{type: library, metric: invalidValues, arguments: {validValues: [visit, call]}, mustBe: 0}]
      - {name: place, logicalType: string, relationships: [{to: place.place_code}]}
      - {name: phone, logicalType: string, logicalTypeOptions: {format: phone}}
"""
PARSED = parse_contract(CONTRACT, source="probe")
ENGINE = duckdb.connect()
HEADERS = (
    "customer_id",
    "title",
    "amount_yuan",
    "pieces",
    "share",
    "agreed",
    "day",
    "cycle",
    "channel",
    "place",
    "phone",
)
TYPED = (
    "customer_id",
    "title",
    "amount_fen",
    "pieces",
    "share",
    "agreed",
    "day",
    "cycle",
    "channel",
    "place",
    "phone_last4",
)


def check(*rows: dict[str, str]) -> tuple[dict[int, dict[str, Any]], dict[int, tuple[str, str]]]:
    """Return good rows typed, and (reason, column) of refused ones, by line."""
    given_rows = [{"customer_id": f"C{n}"} | row for n, row in enumerate(rows, start=1)]
    block = Block(
        lines=list(range(1, len(rows) + 1)), columns=[[row.get(h, "") for row in given_rows] for h in HEADERS]
    )
    known = {("place", "place_code"): "SELECT 'P1' AS value"}
    staging = Staging(PARSED, ENGINE, date(2026, 10, 1), known)
    staging.add(0, HEADERS, block)
    staging.refuse_repeated_keys()
    good = ENGINE.execute(f"SELECT line_no, {', '.join(TYPED)} FROM {GOOD}").fetchall()
    refused = staging.refused(0)
    typed = {line: dict(zip(TYPED, values, strict=True)) for line, *values in good}
    return typed, {line: (found.reason.value, found.header) for line, found in refused.items()}


@pytest.mark.parametrize(
    ("column", "text", "typed", "value"),
    [
        ("day", "2026-09-30", "day", date(2026, 9, 30)),
        ("day", "2026/9/3", "day", date(2026, 9, 3)),
        ("day", "20260930", "day", date(2026, 9, 30)),
        ("day", "2026年9月3日", "day", date(2026, 9, 3)),
        ("day", "2026.09.30", "day", date(2026, 9, 30)),
        ("day", "2026-09-30 08:15:00", "day", date(2026, 9, 30)),
        ("day", "２０２６－０９－３０", "day", date(2026, 9, 30)),
        ("cycle", "2026-09", "cycle", date(2026, 9, 1)),
        ("cycle", "202609", "cycle", date(2026, 9, 1)),
        ("cycle", "2026/9", "cycle", date(2026, 9, 1)),
        ("cycle", "2026-09-17", "cycle", date(2026, 9, 1)),
        ("amount_yuan", "88.5", "amount_fen", 8850),
        ("amount_yuan", " ０.１２５ ", "amount_fen", 13),
        ("pieces", "12.0", "pieces", 12),
        ("pieces", "1e1", "pieces", 10),
        ("share", "-.5", "share", -0.5),
        ("agreed", "是", "agreed", True),
        ("agreed", "No", "agreed", False),
        ("title", "　ＡＢＣ　１ ", "title", "ＡＢＣ　１"),
        ("customer_id", " Ｃ００１ ", "customer_id", "C001"),
        ("channel", "ｃall", "channel", "call"),
        ("place", "Ｐ１", "place", "P1"),
        ("phone", "１３８-0000 1234", "phone_last4", "1234"),
        ("day", "20260930081500", "day", date(2026, 9, 30)),
        ("cycle", "20260930081500", "cycle", date(2026, 9, 1)),
        ("amount_yuan", "12,345,678.90", "amount_fen", 1234567890),
        ("amount_yuan", "￥1，234.5", "amount_fen", 123450),
        ("amount_yuan", "88元", "amount_fen", 8800),
        ("amount_yuan", "(null)", "amount_fen", None),
        ("pieces", "+1e1", "pieces", 10),
        ("share", "1,234.5", "share", 1234.5),
        ("share", "--", "share", None),
        ("customer_id", "'007", "customer_id", "007"),
        ("phone", "'13800001234", "phone_last4", "1234"),
        ("phone", "NULL", "phone_last4", None),
        ("day", "\\N", "day", None),
        ("title", "\\N", "title", None),
        ("title", "NULL", "title", "NULL"),
        ("title", "'quoted'", "title", "'quoted'"),
        ("pieces", "", "pieces", None),
        ("title", "　", "title", None),
    ],
)
def test_a_text_is_read_as_what_it_means(column, text, typed, value):
    good, refused = check({column: text})
    assert refused == {}
    assert good[1][typed] == value


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("customer_id", "　", "missing_value"),
        ("day", "不详", "bad_date"),
        ("day", "30-09-2026", "bad_date"),
        ("day", "2026-02-30", "impossible_date"),
        ("day", "20261301", "impossible_date"),
        ("day", "0000-00-00", "impossible_date"),
        ("day", "1026-09-30", "impossible_date"),
        ("day", "2026-10-02", "impossible_date"),
        ("cycle", "2026-13", "impossible_date"),
        ("cycle", "Sept", "bad_date"),
        ("amount_yuan", "12,5", "not_a_number"),
        ("day", "20260930251500", "bad_date"),
        ("amount_yuan", "1,23", "not_a_number"),
        ("amount_yuan", "1,234,5.6", "not_a_number"),
        ("amount_yuan", "-￥8.00", "negative_money"),
        ("pieces", "1,000", "out_of_range"),
        ("amount_yuan", "nan", "not_a_number"),
        ("amount_yuan", "1_000", "not_a_number"),
        ("amount_yuan", "10000000000", "not_a_number"),
        ("amount_yuan", "99999999999999999999", "not_a_number"),
        ("pieces", "99999999999999999999", "not_a_number"),
        ("amount_yuan", "-0.01", "negative_money"),
        ("pieces", "1.5", "not_a_number"),
        ("pieces", "0x1F", "not_a_number"),
        ("pieces", "-1", "out_of_range"),
        ("pieces", "101", "out_of_range"),
        ("share", "inf", "not_a_number"),
        ("agreed", "maybe", "value_not_allowed"),
        ("channel", "fax", "value_not_allowed"),
        ("place", "P9", "unknown_reference"),
        ("phone", "call me", "not_a_phone"),
    ],
)
def test_a_text_that_cannot_be_is_refused_with_its_reason(column, text, reason):
    good, refused = check({column: text})
    assert good == {}
    assert refused == {1: (reason, column)}


def test_of_two_rows_with_one_key_the_first_good_one_stays():
    bad = {"customer_id": "C9", "pieces": "x"}
    good, refused = check(bad, {"customer_id": "Ｃ9", "title": "first"}, {"customer_id": "C9", "title": "second"})
    assert good[2]["title"] == "first"
    assert refused == {1: ("not_a_number", "pieces"), 3: ("repeated_key", "customer_id")}


amounts = st.decimals(min_value=0, max_value=10**10 - 1, places=6) | st.decimals(0, 10**6, places=2)


@given(st.lists(amounts, min_size=1, max_size=60))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_yuan_become_the_fen_that_the_kernel_says(given_amounts):
    good, _ = check(*({"amount_yuan": str(amount)} for amount in given_amounts))
    assert [good[n]["amount_fen"] for n in sorted(good)] == [yuan_to_fen(str(amount)) for amount in given_amounts]
