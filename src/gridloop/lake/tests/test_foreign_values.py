"""Values as other systems write them: codes, other units, decimal commas, zones; read alike by both readers."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridloop.lake.contract import ContractError, parse_contract
from gridloop.lake.contract_document import facts_of, written
from gridloop.lake.intake.source import Block
from gridloop.lake.intake.staging import GOOD, Staging
from gridloop.lake.tests.test_read_in_bulk import at_once, line_by_line

CONTRACT = """
apiVersion: v3.1.0
kind: DataContract
servers: [{server: drop, type: local, format: csv, customProperties: [{property: delimiter, value: ";"}DECIMAL]}]
schema:
  - name: probe
    customProperties:
      - {property: publishes, value: [{dataset: customer_trait, traits: [kind]}]}
    properties:
      - {name: customer_id, logicalType: string, logicalTypeOptions: {format: identifier}, primaryKey: true}
      - name: kind
        logicalType: string
        customProperties: [{property: values, value: {1: visit, 电话: call, N: message}}]
      - {name: agreed, logicalType: boolean, customProperties: [{property: values, value: {同意: 1, 拒绝: 0}}]}
      - {name: fee_yuan, logicalType: number, customProperties: [{property: unit, value: yuan}FEE]}
      - name: data_mb
        logicalType: integer
        customProperties: [{property: unit, value: MB}, {property: writtenIn, value: GB}]
      - name: minutes
        logicalType: integer
        customProperties: [{property: unit, value: minutes}, {property: writtenIn, value: seconds}]
      - {name: speed, logicalType: integer, customProperties: [{property: unit, value: Mbps}]}
      - {name: discount, logicalType: number, customProperties: [{property: unit, value: percent}]}
      - {name: day, logicalType: date}
"""
NAMES = ("customer_id", "kind", "agreed", "fee_yuan", "data_mb", "minutes", "speed", "discount", "day")
TYPED = ("kind", "agreed", "fee_fen", "data_mb", "minutes", "speed", "discount", "day")
ENGINE = duckdb.connect()


def contract(fee: str = "", decimal: str = ""):
    text = CONTRACT.replace("FEE", f", {{property: writtenIn, value: {fee}}}" if fee else "")
    return parse_contract(
        text.replace("DECIMAL", f', {{property: decimal, value: "{decimal}"}}' if decimal else ""), source="probe"
    )


def typed(given_contract, **texts: str):
    """Return the values of a row, or why it is refused."""
    staging = Staging(given_contract, ENGINE, date(2026, 11, 1), {})
    row = {"customer_id": "C1"} | texts
    staging.add(0, NAMES, Block([2], [[row.get(name, "")] for name in NAMES]))
    for check in staging.refused(0).values():
        return check.reason.value, check.header, check.params
    values = ENGINE.execute(f"SELECT {', '.join(TYPED)} FROM {GOOD}").fetchone()
    return {name: value for name, value in zip(TYPED, values, strict=True) if value is not None}


@pytest.mark.parametrize(("texts", "found"), [
    ({"kind": "1"}, {"kind": "visit"}),
    ({"kind": " １ "}, {"kind": "visit"}),
    ({"kind": "电话"}, {"kind": "call"}),
    ({"kind": "visit"}, {"kind": "visit"}),
    ({"kind": "2"}, ("value_not_allowed", "kind", {"allowed": "1, 电话, N"})),
    ({"agreed": "同意"}, {"agreed": True}),
    ({"agreed": "0"}, {"agreed": False}),
    ({"agreed": "也许"}, ("value_not_allowed", "agreed", None)),
    ({"data_mb": "1.5"}, {"data_mb": 1536}),
    ({"data_mb": "512MB"}, {"data_mb": 512}),
    ({"data_mb": "1,024 KB"}, {"data_mb": 1}),
    ({"minutes": "90"}, {"minutes": 2}),
    ({"minutes": "89.9"}, {"minutes": 1}),
    ({"minutes": "2小时"}, {"minutes": 120}),
    ({"speed": "1000M"}, {"speed": 1000}),
    ({"speed": "1.5Gbps"}, {"speed": 1500}),
    ({"speed": "1.5"}, ("not_a_number", "speed", {})),
    ({"discount": "12.5%"}, {"discount": 12.5}),
    ({"discount": "１２．５％"}, {"discount": 12.5}),
    ({"discount": "12.5x"}, ("not_a_number", "discount", {})),
    ({"fee_yuan": "1.2万元"}, {"fee_fen": 1_200_000}),
    ({"fee_yuan": "1.0049999999"}, {"fee_fen": 100}),
    ({"fee_yuan": "1.005"}, {"fee_fen": 101}),
    ({"fee_yuan": "0.00500000000000000000000000001"}, {"fee_fen": 1}),
    ({"day": "2026-10-31T16:00:00Z"}, {"day": date(2026, 11, 1)}),
    ({"day": "2026-10-31 23:59:59+08:00"}, {"day": date(2026, 10, 31)}),
    ({"day": "2026-11-01 00:00:00.123456+08"}, {"day": date(2026, 11, 1)}),
    ({"day": "2026-11-31T00:00:00Z"}, ("impossible_date", "day", {})),
])  # fmt: skip
def test_what_other_systems_write(texts, found):
    answer = typed(contract(), **texts)
    if isinstance(answer, tuple):
        assert answer[:2] == found[:2] and found[2] in (None, answer[2])
    else:
        assert answer == found


@pytest.mark.parametrize(("text", "fen"), [
    ("1.234,56", 123456), ("1234,56", 123456), ("-,5", None), ("¥1.234", 123400), ("0,005", 1),
    ("1.234.567,8", 123456780),
    ("12.5", "not_a_number"), ("1,234.56", "not_a_number"), ("1.23", "not_a_number"), ("1,5元", 150),
])  # fmt: skip
def test_a_decimal_comma_is_a_setting_and_a_point_is_not_taken_for_one(text, fen):
    answer = typed(contract(decimal=","), fee_yuan=text)
    if isinstance(fen, int):
        assert answer == {"fee_fen": fen}
    else:
        assert answer[0] == (fen or "negative_money")


@given(
    st.decimals("0", "999999", places=9),
    st.sampled_from([("", 2), ("fen", 0), ("jiao", 1), ("li", -1), ("wan_yuan", 6)]),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_amounts_are_rounded_once_half_up_in_whatever_unit_they_are_written(amount, unit):
    name, places = unit
    truth = int((amount * Decimal(10) ** places).quantize(Decimal(1), ROUND_HALF_UP))
    assert typed(contract(fee=name), fee_yuan=f"{amount:f}") == {"fee_fen": truth}


def rows_with(draw) -> list[str]:
    samples = (
        ("1", "电话", "N", "visit", "9", " 1", "１", "NULL", ""),
        ("同意", "拒绝", "1", "N/A", "也许", " 同意", ""),
        (
            "1.234,56",
            "1234.5",
            "5",
            "5,005",
            "1,00499999",
            "12.5",
            "0.005",
            "0.0049999999",
            "1.005",
            "9999999999.999",
            "",
        ),
        ("1", "1.5", "1,5", "5MB", "1,5 GB", "x", ""),
        ("90", "89,9", "90秒", "1e2", ""),
        ("100M", "1G", "1", "1_0", ""),
        ("12.5%", "12,5%", "5", "５％", ""),
        ("2026-10-01", "2026-10-31T16:00:00Z", "2026/10/1", "2026-13-01T00:00:00Z", ""),
    )
    return [
        ";".join((f"C{n}", *(draw(st.sampled_from(values)) for values in samples)))
        for n in range(draw(st.integers(1, 8)))
    ]


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_readers_take_them_alike(tmp_path_factory, data):
    file = tmp_path_factory.mktemp("values") / "x.csv"
    file.write_text("\n".join([";".join(NAMES), *rows_with(data.draw)]) + "\n", encoding="utf-8")
    for one in (contract(), contract("wan_yuan"), contract(decimal=",")):
        found = at_once(file, one)
        assert found is None or found == line_by_line(file, one)


@pytest.mark.parametrize(("before", "after", "where", "code"), [
    ("{1: visit, 电话: call, N: message}", "{1: ''}", "kind", "contract_values_open"),
    ("{1: visit, 电话: call, N: message}", "[1]", "kind", "contract_values_shape"),
    ("value: GB", "value: 斤", "data_mb", "contract_not_one_of"),
    ("value: MB", "value: 斤", "data_mb", "contract_written_in_unit"),
    ("DECIMAL", ', {property: decimal, value: "x"}', "decimal", "contract_not_one_of"),
])  # fmt: skip
def test_settings_that_cannot_be_used_name_their_place(before, after, where, code):
    text = CONTRACT.replace(before, after).replace("FEE", "").replace("DECIMAL", "")
    with pytest.raises(ContractError) as refused:
        parse_contract(text, source="probe")
    assert where in refused.value.where and refused.value.fault.code == f"lake.{code}"


def test_the_form_keeps_them():
    one = contract("fen", ",")
    again = parse_contract(written(facts_of(one), one.yaml), source="probe")
    assert (again.properties, again.decimal_comma) == (one.properties, True)
    facts = facts_of(one)
    assert [(value.written, value.ours) for value in facts.columns[1].values][0] == ("1", "visit")
    anew = parse_contract(written(facts), source="probe") if facts.becomes else again
    assert anew.properties[4].written_in == "GB"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12-JAN-26", date(2026, 1, 12)),
        ("1-Sep-2026", date(2026, 9, 1)),
        ("31-dec-99", date(1999, 12, 31)),
        ("12-JAN-26 09.30.00.000000 AM", date(2026, 1, 12)),
        ("12-1月 -26", date(2026, 1, 12)),
        ("12-11月-26", date(2026, 11, 12)),
        ("20260112093000123", date(2026, 1, 12)),
        ("2026-01-12-09.30.00.000000", date(2026, 1, 12)),
    ],
)
def test_days_are_read_as_databases_write_them(text, day):
    assert typed(contract(), day=text)["day"] == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [("30-FEB-26", "impossible_date"), ("12-JAX-26", "bad_date"), ("12-13月-26", "bad_date"), ("01-02-26", "bad_date")],
)
def test_what_is_no_such_day_is_refused(text, reason):
    assert typed(contract(), day=text)[:2] == (reason, "day")


def test_amounts_in_thousandths_are_rounded_once():
    assert [typed(contract(fee="li"), fee_yuan=text)["fee_fen"] for text in ("12590", "12595", "12594.9")] == [
        1259, 1260, 1259]  # fmt: skip


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u0085", "\u00ad", "\u2060", "\u200e"])
def test_what_nobody_sees_makes_no_other_value(unseen):
    """A customer's number with a mark of no width behind it would be another customer's."""
    found = Staging(contract(), ENGINE, date(2026, 11, 1), {})
    row = {"customer_id": f"C{unseen}1", "fee_yuan": f"5.5{unseen}", "day": f"{unseen}2026-10-01"}
    found.add(0, NAMES, Block([2], [[row.get(name, "")] for name in NAMES]))
    assert found.refused(0) == {}
    assert ENGINE.execute(f"SELECT customer_id, fee_fen, day FROM {GOOD}").fetchone() == ("C1", 550, date(2026, 10, 1))
