"""Tags mean what the library says, and nothing but the small language can be written there."""

from __future__ import annotations

from typing import Any

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloop.lake.datasets import DATASETS
from gridloop.lake.queries import open_lake
from gridloop.metrics.expr.formula import FormulaError, columns_named, compile_condition
from gridloop.metrics.queries.library import tag_definitions
from gridloop.metrics.queries.shipped import tag_columns
from gridloop.metrics.rules import months_before
from gridloop.metrics.services.build_tags import build_tags
from gridloop.metrics.tests.small_city import AS_OF
from gridloop.metrics.types import TagType

# what carries the tag, and what just does not: conditions over the profile alone
CASES: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "senior": ([{"age": 60}], [{"age": 59}, {}]),
    "middle_aged": ([{"age": 40}, {"age": 59}], [{"age": 39}, {"age": 60}, {}]),
    "young_adult": ([{"age": 18}, {"age": 29}], [{"age": 17}, {"age": 30}, {}]),
    "business_customer": ([{"segment": "sme"}, {"segment": "group"}], [{"segment": "public"}, {}]),
    "group_customer": ([{"segment": "group"}], [{"segment": "sme"}, {}]),
    "sme_customer": ([{"segment": "sme"}], [{"segment": "group"}, {}]),
    "no_address": ([{}], [{"place_code": "P1"}]),
    "new_customer": ([{"tenure_months": 11}], [{"tenure_months": 12}, {}]),
    "long_tenure": ([{"tenure_months": 60}], [{"tenure_months": 59}, {}]),
    "veteran": ([{"tenure_months": 120}], [{"tenure_months": 119}, {}]),
    "contract_ending_60": ([{"contract_days_left": 60}, {"contract_days_left": 0}],
                           [{"contract_days_left": 61}, {"contract_days_left": -1}, {}]),
    "contract_ending_30": ([{"contract_days_left": 30}], [{"contract_days_left": 31}, {}]),
    "mobile_contract_ending_60": ([{"mobile_contract_days_left": 60}], [{"mobile_contract_days_left": 61}, {}]),
    "broadband_contract_ending_60": ([{"broadband_contract_days_left": 0}], [{"broadband_contract_days_left": -1}, {}]),
    "out_of_contract": ([{"contract_days_left": -1}], [{"contract_days_left": 0}, {}]),
    "locked_in_year": ([{"contract_days_left": 366}], [{"contract_days_left": 365}, {}]),
    "single_broadband": ([{"has_broadband": True, "has_mobile": False}],
                         [{"has_broadband": True, "has_mobile": True}, {"has_mobile": False}, {}]),
    "no_broadband": ([{"has_broadband": False, "has_mobile": True}], [{"has_broadband": True, "has_mobile": True}, {}]),
    "bundled": ([{"is_bundled": True}], [{"is_bundled": False}, {}]),
    "has_both_unbundled": ([{"has_mobile": True, "has_broadband": True, "is_bundled": False}],
                           [{"has_mobile": True, "has_broadband": True, "is_bundled": True}, {"has_mobile": True}]),
    "television": ([{"has_tv": True}], [{"has_tv": False}, {}]),
    "broadband_without_tv": ([{"has_broadband": True, "has_tv": False}], [{"has_broadband": True, "has_tv": True}, {}]),
    "slow_line": ([{"speed_mbps": 100}], [{"speed_mbps": 101}, {}]),
    "gigabit_line": ([{"speed_mbps": 1000}], [{"speed_mbps": 999}, {}]),
    "gigabit_possible": ([{"has_broadband": True, "speed_mbps": 300, "max_mbps": 1000}],
                         [{"has_broadband": True, "speed_mbps": 1000, "max_mbps": 1000},
                          {"has_broadband": True, "speed_mbps": 300, "max_mbps": 500}, {}]),
    "port_available": ([{"has_broadband": False, "port_free_ratio": 0.1}],
                       [{"has_broadband": True, "port_free_ratio": 0.5}, {"has_broadband": False}]),
    "port_full": ([{"has_broadband": False, "port_free_ratio": 0.02}],
                  [{"has_broadband": False, "port_free_ratio": 0.03}, {}]),
    "many_subscriptions": ([{"subscriptions": 3}], [{"subscriptions": 2}, {}]),
    "holds_data_pack": ([{"data_packs": 1}], [{"data_packs": 0}, {}]),
    "plan_unchanged_24": ([{"mobile_held_months": 24}], [{"mobile_held_months": 23}, {}]),
    "high_value": ([{"billed_fen_average_3": 12_900.0}], [{"billed_fen_average_3": 12_899.0}, {}]),
    "top_value": ([{"billed_fen_average_3": 29_900.0}], [{"billed_fen_average_3": 29_899.0}, {}]),
    "middle_value": ([{"billed_fen_average_3": 5_900.0}], [{"billed_fen_average_3": 12_900.0}, {}]),
    "low_spend": ([{"billed_fen_average_3": 3_899.0}], [{"billed_fen_average_3": 3_900.0}, {}]),
    "spend_rising": ([{"billed_change_ratio": 0.2}], [{"billed_change_ratio": 0.19}, {}]),
    "spend_falling": ([{"billed_change_ratio": -0.2}], [{"billed_change_ratio": -0.19}, {}]),
    "charged_out_of_bundle": ([{"out_of_bundle_fen_average_3": 1_000.0}], [{"out_of_bundle_fen_average_3": 999.0}, {}]),
    "below_cost": ([{"cost_fen_average_3": 51.0, "billed_fen_average_3": 50.0}],
                   [{"cost_fen_average_3": 50.0, "billed_fen_average_3": 50.0}, {}]),
    "no_bill": ([{}, {"billed_fen_last": 0}], [{"billed_fen_last": 1}]),
    "data_hungry": ([{"data_usage_ratio": 1.0}, {"data_usage_ratio": 0.9, "data_trend_ratio": 0.1}],
                    [{"data_usage_ratio": 0.99}, {"data_trend_ratio": 0.2}, {}]),
    "data_idle": ([{"data_usage_ratio": 0.19}], [{"data_usage_ratio": 0.2}, {}]),
    "data_heavy": ([{"data_mb_last": 30_720}], [{"data_mb_last": 30_719}, {}]),
    "data_silent": ([{"data_mb_last": 0}], [{"data_mb_last": 1}, {}]),
    "data_growing": ([{"data_trend_ratio": 0.3}], [{"data_trend_ratio": 0.29}, {}]),
    "falling_usage": ([{"data_change_ratio": -0.3}, {"voice_change_ratio": -0.3}], [{"data_change_ratio": -0.29}, {}]),
    "voice_heavy": ([{"voice_minutes_average_3": 500.0}], [{"voice_minutes_average_3": 499.0}, {}]),
    "voice_silent": ([{"voice_minutes_average_3": 0.0}], [{"voice_minutes_average_3": 1.0}, {}]),
    "voice_falling": ([{"voice_change_ratio": -0.5}], [{"voice_change_ratio": -0.49}, {}]),
    "competitor_contact": ([{"competitor_share": 0.3}, {"competitor": "友商"}, {"competitor_share_change": 0.08}],
                           [{"competitor_share": 0.29}, {}]),
    "competitor_majority": ([{"competitor_share": 0.5}], [{"competitor_share": 0.49}, {}]),
    "competitor_rising": ([{"competitor_share_change": 0.08}], [{"competitor_share_change": 0.07}, {}]),
    "competitor_named": ([{"competitor": "友商"}], [{}]),
    "competitor_contract_ending_90": ([{"competitor_contract_days_left": 90}],
                                      [{"competitor_contract_days_left": 91}, {}]),
    "unhappy_network": ([{"faults_3": 2}, {"faults_3": 1, "fault_hours_3": 24.0}], [{"faults_3": 1}, {}]),
    "had_fault": ([{"faults_3": 1}], [{"faults_3": 0}, {}]),
    "long_outage": ([{"fault_hours_3": 48.0}], [{"fault_hours_3": 47.0}, {}]),
    "recent_complaint": ([{"complaints_3": 1}], [{"complaints_3": 0}, {}]),
    "repeat_complaint": ([{"complaints_3": 2}], [{"complaints_3": 1}, {}]),
    "fault_and_complaint": ([{"faults_3": 1, "complaints_3": 1}], [{"faults_3": 1}, {"complaints_3": 1}]),
    "refused_recently": ([{"last_outcome": "refused", "months_since_contact": 3}],
                         [{"last_outcome": "refused", "months_since_contact": 4},
                          {"last_outcome": "accepted", "months_since_contact": 1}, {}]),
    "refused_often": ([{"refusals_12": 2}], [{"refusals_12": 1}, {}]),
    "interested_recently": ([{"last_outcome": "interested", "months_since_contact": 3}],
                            [{"last_outcome": "interested", "months_since_contact": 4}, {}]),
    "call_again": ([{"last_outcome": "call_again", "months_since_contact": 3}],
                   [{"last_outcome": "call_again", "months_since_contact": 4}, {}]),
    "accepted_lately": ([{"last_outcome": "accepted", "months_since_contact": 6}],
                        [{"last_outcome": "accepted", "months_since_contact": 7}, {}]),
    "hard_to_reach": ([{"last_outcome": "not_reached", "contacts_6": 2}],
                      [{"last_outcome": "not_reached", "contacts_6": 1}, {}]),
    "wrong_number": ([{"last_outcome": "wrong_number"}], [{"last_outcome": "refused"}, {}]),
    "never_contacted": ([{}], [{"last_outcome": "refused"}]),
    "contacted_often": ([{"contacts_6": 3}], [{"contacts_6": 2}, {}]),
}  # fmt: skip
ELSEWHERE = {
    "rural_customer", "compound_resident", "office_area", "market_street",
    "consents_visit", "consents_call", "consents_message", "no_consent",
    "churn_likely", "churn_watch", "churn_likely_valuable", "worth_saving", "leave_alone", "renewal_likely",
    "renewal_unlikely", "renewal_persuadable", "upsell_likely", "upsell_worth",
    "key_care", "vacant_home", "staff_family", "dispute_open", "competitor_line", "referrer",
}  # fmt: skip
"""Tags on places, consent, scores and people's decisions; tests of their own below."""


def test_every_tag_of_the_library_has_a_case(db):
    library = tag_definitions()
    assert len(library) >= 60
    assert {tag.code for tag in library} == set(CASES) | ELSEWHERE
    assert {tag.type for tag in library} == set(TagType)


@pytest.mark.engines
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
    assert report.parts["high_value"] >= 1


def tagged_customers() -> dict[str, set[str]]:
    """Return the tags each customer carries."""
    with open_lake() as lake:
        rows = lake.run(lake.table("customer_tag")).to_pylist()
    return {row["customer_id"]: {name for name, value in row.items() if value is True} for row in rows}


@pytest.mark.engines
def test_places_and_consent_make_tags(publish_rows, actor):
    publish_rows("place", [
        {"place_code": "P1", "kind": "compound", "name": "小区", "is_rural": False},
        {"place_code": "P2", "kind": "village", "name": "村", "is_rural": True},
        {"place_code": "P3", "kind": "park", "name": "园"},
        {"place_code": "P4", "kind": "street", "name": "街"},
    ])  # fmt: skip
    publish_rows("customer_profile", [
        {"customer_id": f"C{number}", "month": AS_OF, "place_code": place}
        for number, place in enumerate(["P1", "P2", "P3", "P4", None])
    ])  # fmt: skip
    publish_rows("consent", [
        {"customer_id": customer, "channel": channel, "granted": granted, "recorded_on": AS_OF}
        for customer, channel, granted in
        [("C0", "visit", True), ("C0", "call", False), ("C1", "message", True), ("C2", "visit", False)]
    ])  # fmt: skip
    build_tags(month=AS_OF, actor=actor)
    found = tagged_customers()
    wanted = {"rural_customer", "compound_resident", "office_area", "market_street", "no_consent"} | {
        f"consents_{channel}" for channel in ("visit", "call", "message")
    }
    assert {customer: tags & wanted for customer, tags in found.items()} == {
        "C0": {"compound_resident", "consents_visit"},
        "C1": {"rural_customer", "consents_message"},
        "C2": {"office_area", "no_consent"},
        "C3": {"market_street", "no_consent"},
        "C4": {"no_consent"},
    }


@pytest.mark.engines
def test_scores_of_the_same_month_make_predicted_tags(publish_rows, actor):
    people = [f"C{number:02d}" for number in range(20)]
    publish_rows("customer_profile", [
        {"customer_id": one, "month": AS_OF, "billed_fen_average_3": 20_000.0 if one == "C02" else 1_000.0}
        for one in people
    ])  # fmt: skip
    earlier = months_before(AS_OF, 1)
    scores = [
        {"customer_id": one, "month": month, "model": model, "version": "1", "probability": chance,
         "uplift": (0.06 if number < 3 else -0.01) if month == AS_OF else 0.5,
         "expected_value_fen": 6_000 - 1_000 * number}
        for model in ("churn", "renewal", "data_upsell")
        for month, falling in ((AS_OF, True), (earlier, False))
        for number, one in enumerate(people)
        for chance in [(1 - number / 20) if falling else number / 20]
    ]  # fmt: skip
    publish_rows("customer_score", [row for row in scores if row["month"] == earlier])
    build_tags(month=AS_OF, actor=actor)
    predicted = {tag.code for tag in tag_definitions() if tag.type is TagType.PREDICTED}
    assert not any(tags & predicted for tags in tagged_customers().values())  # last month's scores are not this month's
    publish_rows("customer_score", scores)
    build_tags(month=AS_OF, actor=actor)
    carried = {tag: {one for one, tags in tagged_customers().items() if tag in tags} for tag in predicted}
    first = set(people)
    assert carried == {
        "churn_likely": {"C00", "C01"},
        "churn_watch": {"C02", "C03", "C04", "C05"},
        "churn_likely_valuable": {"C02"},
        "worth_saving": {f"C0{number}" for number in range(6)},
        "leave_alone": first - {"C00", "C01", "C02"},
        "renewal_likely": {"C00", "C01", "C02", "C03"},
        "renewal_unlikely": {"C16", "C17", "C18", "C19"},
        "renewal_persuadable": {"C00", "C01", "C02"},
        "upsell_likely": {"C00", "C01", "C02", "C03"},
        "upsell_worth": {"C00", "C01"},
    }


def test_every_condition_names_columns_of_the_vocabulary(db):
    vocabulary = tag_columns()
    assert set(vocabulary) - {name for name, column in vocabulary.items() if column.source in SOURCES_BESIDE} <= set(
        DATASETS["customer_profile"].types
    )
    for tag in tag_definitions():
        assert columns_named(tag.condition) <= set(vocabulary) if tag.condition else tag.type is TagType.MANUAL


SOURCES_BESIDE = {"customer_score", "consent", "place", "customer"}
PROFILE = ibis.table({"age": "int64", "segment": "string", "spend": "float64"}, name="profile")


@pytest.mark.parametrize(
    "text",
    ["__import__('os')", "age.real > 1", "[a for a in (1,)]", "age if True else 1", "lambda: 1", "unknown > 1", "age +",
     "age ** 2 > 1", "missing(1)",
     "segment > 5", "segment in (1, 2)", "not age", "age and age > 1", "", "segment in age",
     "age", "f'{age}' == 'x'", "age > 1; age",
     "exec('1') == 1"],
)  # fmt: skip
def test_anything_else_is_refused(text):
    with pytest.raises(FormulaError):
        compile_condition(text, PROFILE)


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [("age > 1 and agee > 2", "unknown_column", 13), ("segment == '银发' and x > 1", "unknown_column", 21),
     ("  segment > 5", "types", 13), ("age > 1 and not age", "not_a_condition", 17)],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(text, code, position):
    with pytest.raises(FormulaError) as found:
        compile_condition(text, PROFILE)
    assert (found.value.code, found.value.position) == (code, position)


@given(low=st.integers(0, 90), high=st.integers(0, 90), age=st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_a_chained_comparison_means_both(low, high, age):
    import duckdb

    condition = compile_condition(f"{low} <= age < {high} or segment == 'sme'", PROFILE)
    sql = ibis.to_sql(PROFILE.select(answer=condition), dialect="duckdb")
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE profile AS SELECT {age} AS age, 'public' AS segment, 1.0 AS spend")
    assert connection.execute(str(sql)).fetchone() == (low <= age < high,)
