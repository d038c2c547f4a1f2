"""Tags mean what the library says, and nothing but the small language can be written there."""

from __future__ import annotations

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloop.lake.datasets import DATASETS
from gridloop.lake.queries import open_lake
from gridloop.metrics.expr.formula import FormulaError, columns_named, compile_condition
from gridloop.metrics.queries.library import tag_definitions
from gridloop.metrics.services.build_tags import build_tags
from gridloop.metrics.tests.small_city import AS_OF

# what carries the tag, and what just does not
CASES = {
    "contract_ending_60": ([{"contract_days_left": 60}, {"contract_days_left": 0}],
                           [{"contract_days_left": 61}, {"contract_days_left": -1}, {}]),
    "high_value": ([{"billed_fen_average_3": 12_900.0}], [{"billed_fen_average_3": 12_899.0}, {}]),
    "data_hungry": ([{"data_usage_ratio": 1.0}, {"data_usage_ratio": 0.9, "data_trend_ratio": 0.1}],
                    [{"data_usage_ratio": 0.99}, {"data_trend_ratio": 0.5}, {}]),
    "falling_usage": ([{"data_change_ratio": -0.3}, {"voice_change_ratio": -0.5}], [{"data_change_ratio": -0.29}, {}]),
    "competitor_contact": ([{"competitor_share": 0.3}, {"competitor": "友商"}, {"competitor_share_change": 0.08}],
                           [{"competitor_share": 0.29}, {}]),
    "senior": ([{"age": 60}], [{"age": 59}, {}]),
    "single_broadband": ([{"has_broadband": True, "has_mobile": False}],
                         [{"has_broadband": True, "has_mobile": True}, {"has_mobile": False}, {}]),
    "no_broadband": ([{"has_broadband": False, "has_mobile": True}], [{"has_broadband": True, "has_mobile": True}, {}]),
    "unhappy_network": ([{"faults_3": 2}, {"faults_3": 1, "fault_hours_3": 24.0}], [{"faults_3": 1}, {}]),
    "recent_complaint": ([{"complaints_3": 1}], [{"complaints_3": 0}, {}]),
    "refused_recently": ([{"last_outcome": "refused", "months_since_contact": 3}],
                         [{"last_outcome": "refused", "months_since_contact": 4},
                          {"last_outcome": "accepted", "months_since_contact": 1}, {}]),
}  # fmt: skip


def test_every_tag_of_the_library_has_a_case():
    assert {tag.code for tag in tag_definitions()} == set(CASES)


def test_tags_are_those_worked_out_by_hand(publish_rows, actor):
    rows, expected = [], {}
    for code, (carriers, others) in CASES.items():
        for number, facts in enumerate([*carriers, *others]):
            customer = f"{code}-{number}"
            rows.append({"customer_id": customer, "month": AS_OF, **facts})
            expected[customer] = (code, number < len(carriers))
    publish_rows("customer_profile", rows)
    report = build_tags(month=AS_OF, actor=actor)
    with open_lake() as lake:
        tagged = {row["customer_id"]: row for row in lake.run(lake.table("customer_tag")).to_pylist()}
    assert {customer: tagged[customer][code] for customer, (code, _) in expected.items()} == {
        customer: carries for customer, (_, carries) in expected.items()
    }
    assert report.parts["senior"] == 1


def test_every_condition_names_columns_of_the_profile():
    columns = set(DATASETS["customer_profile"].types)
    for tag in tag_definitions():
        assert columns_named(tag.condition) <= columns


PROFILE = ibis.table({"age": "int64", "segment": "string", "spend": "float64"}, name="profile")


@pytest.mark.parametrize(
    "text",
    ["__import__('os')", "age.real > 1", "[a for a in (1,)]", "age if True else 1", "lambda: 1", "unknown > 1", "age +",
     "age ** 2 > 1", "missing(1)", "segment in age", "age", "f'{age}' == 'x'", "age > 1; age", "exec('1') == 1"],
)  # fmt: skip
def test_anything_else_is_refused(text):
    with pytest.raises(FormulaError):
        compile_condition(text, PROFILE)


@given(low=st.integers(0, 90), high=st.integers(0, 90), age=st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_a_chained_comparison_means_both(low, high, age):
    import duckdb

    condition = compile_condition(f"{low} <= age < {high} or segment == 'sme'", PROFILE)
    sql = ibis.to_sql(PROFILE.select(answer=condition), dialect="duckdb")
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE profile AS SELECT {age} AS age, 'public' AS segment, 1.0 AS spend")
    assert connection.execute(str(sql)).fetchone() == (low <= age < high,)
