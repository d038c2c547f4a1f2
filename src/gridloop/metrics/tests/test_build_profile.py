"""A profile says what was known on its day, and nothing later."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.kernel.problems import Problem
from gridloop.lake.queries import open_lake
from gridloop.metrics.services.build_profile import build_profile
from gridloop.metrics.tests.small_city import AS_OF, City, add_catalogue, small_city

SEPTEMBER, AUGUST, JUNE = date(2026, 9, 1), date(2026, 8, 1), date(2026, 6, 1)


def profile_of(month: date) -> dict[str, dict]:
    with open_lake() as lake:
        table = lake.table("customer_profile")
        rows = lake.run(table.filter(table.month == month)).to_pylist()
    return {row["customer_id"]: row for row in rows}


@pytest.fixture
def one_customer() -> City:
    city = City()
    add_catalogue(city)
    city.add("customer", customer_id="C1", name="王芳", segment="public", birth_year=1960, joined_on=date(2022, 3, 9))
    city.add("ownership", customer_id="C1", place_code="P1", grid_code="LG0101", assignee_code="CM010101", rule="place")
    city.add("subscription", subscription_id="S1", customer_id="C1", product_kind="mobile", offer_code="MP089",
             monthly_fee_fen=8_900, allowance_mb=30_000, started_on=date(2025, 10, 20),
             contract_end_on=date(2026, 10, 24))  # fmt: skip
    city.add("subscription", subscription_id="S2", customer_id="C1", product_kind="broadband", offer_code="BB300",
             monthly_fee_fen=6_000, speed_mbps=300, started_on=date(2024, 1, 1),
             contract_end_on=date(2026, 1, 1))  # fmt: skip
    for month, billed, used in ((5, 10_000, 10_000), (6, 12_000, 20_000), (7, 12_000, 20_000), (8, 12_000, 20_000),
                                (9, 15_000, 42_000)):  # fmt: skip
        day = date(2026, month, 1)
        city.add("bill", customer_id="C1", month=day, billed_fen=billed, mobile_fen=8_900, broadband_fen=6_000,
                 out_of_bundle_fen=300, cost_fen=4_000)  # fmt: skip
        city.add("usage", customer_id="C1", month=day, data_mb=used, allowance_mb=30_000, voice_minutes=200,
                 competitor_minutes=50)  # fmt: skip
    city.add("fault", fault_id="F1", month=JUNE, customer_id="C1", reported_on=date(2026, 6, 30), hours_to_clear=9.0)
    city.add("fault", fault_id="F2", month=AUGUST, customer_id="C1", reported_on=date(2026, 8, 2), hours_to_clear=3.5)
    city.add("complaint", complaint_id="K1", month=SEPTEMBER, customer_id="C1", made_on=date(2026, 9, 30), topic="wait")
    city.add("network_port", place_code="P1", month=AUGUST, ports_total=100, ports_used=90, max_mbps=500)
    city.add("network_port", place_code="P1", month=SEPTEMBER, ports_total=100, ports_used=75, max_mbps=1000)
    return city


@pytest.mark.engines
def test_the_figures_are_those_worked_out_by_hand(one_customer, publish_rows, actor):
    one_customer.publish(publish_rows)
    assert build_profile(month=AS_OF, actor=actor).rows == 1
    row = profile_of(AS_OF)["C1"]
    expected = {
        "age": 66, "tenure_months": 54, "grid_code": "LG0101", "assignee_code": "CM010101",
        "has_mobile": True, "has_broadband": True, "has_tv": False, "is_bundled": False, "subscriptions": 2,
        "mobile_offer_code": "MP089", "broadband_offer_code": "BB300", "monthly_fee_fen": 14_900,
        "contract_days_left": 23, "mobile_contract_days_left": 23, "broadband_contract_days_left": -273,
        "billed_fen_last": 15_000, "billed_fen_average_3": 13_000.0, "billed_change_ratio": 0.25,
        "data_mb_last": 42_000, "data_usage_ratio": 1.4, "data_change_ratio": pytest.approx(1.1),
        "competitor_share": 0.25, "competitor_share_change": pytest.approx(0.0), "voice_change_ratio": 0.0,
        "faults_3": 1, "fault_hours_3": 3.5, "complaints_3": 1, "port_free_ratio": 0.25, "max_mbps": 1000,
        "contacts_6": 0, "last_outcome": None, "months_since_contact": None, "speed_mbps": 300, "allowance_mb": 30_000,
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


@pytest.mark.engines
def test_no_fact_from_its_month_on_changes_a_profile(publish_rows, actor):
    city = small_city(60, seed=4)
    city.publish(publish_rows)
    month = date(2026, 7, 1)
    build_profile(month=month, actor=actor)
    before = profile_of(month)
    _change_everything_later(city, month)
    city.publish(publish_rows)
    build_profile(month=month, actor=actor)
    assert len(before) > 40
    assert profile_of(month) == before


def _change_everything_later(city: City, month: date) -> None:
    """Let everything dated ``month`` or later be otherwise: figures, departures, contracts, contacts."""
    for dataset in ("bill", "usage", "network_port"):
        for row in city.rows[dataset]:
            if row["month"] >= month:
                row.update({name: 7 * value + 1 for name, value in row.items() if isinstance(value, int)})
    for number, row in enumerate(city.rows["customer"]):
        if row["left_on"] is None or row["left_on"] >= month:
            row["left_on"] = date(2026, 7, 1 + number % 28) if number % 2 else None
    for number, row in enumerate(city.rows["subscription"]):
        if row.get("ended_on") is None or row["ended_on"] >= month:
            row["ended_on"] = date(2026, 8, 1 + number % 28) if number % 3 else None
    for number, row in enumerate(city.rows["customer"]):
        one = row["customer_id"]
        city.add("subscription", subscription_id=f"late{number}", customer_id=one, product_kind="tv",
                 monthly_fee_fen=1_000, started_on=month)  # fmt: skip
        city.add("fault", fault_id=f"late{number}", month=month, customer_id=one, reported_on=month, hours_to_clear=9.0)
        city.add("complaint", complaint_id=f"late{number}", month=month, customer_id=one, made_on=month, topic="wait")
        city.add("contact_outcome", campaign_code="X", customer_id=one, month=month, step=1, arm="treated",
                 dispatched=True, contacts=1, reached=True, outcome="refused", confirmed=False,
                 churned=False)  # fmt: skip


@pytest.mark.engines
def test_a_customer_who_had_left_or_not_come_yet_has_no_profile(publish_rows, actor):
    publish_rows("customer", [
        {"customer_id": "gone", "name": "甲", "segment": "public", "left_on": date(2026, 9, 30)},
        {"customer_id": "leaves", "name": "乙", "segment": "public", "left_on": AS_OF},
        {"customer_id": "new", "name": "丙", "segment": "public", "joined_on": AS_OF},
        {"customer_id": "stays", "name": "丁", "segment": "public"},
    ])  # fmt: skip
    build_profile(month=AS_OF, actor=actor)
    assert set(profile_of(AS_OF)) == {"leaves", "stays"}


@pytest.mark.engines
def test_a_plan_rewritten_by_a_later_renewal_is_known_from_the_bill_only(one_customer, publish_rows, actor):
    plan = one_customer.rows["subscription"][0]
    plan.update(started_on=date(2026, 9, 15), contract_end_on=date(2027, 9, 15), offer_code="MP129")
    one_customer.publish(publish_rows)
    build_profile(month=SEPTEMBER, actor=actor)
    row = profile_of(SEPTEMBER)["C1"]
    assert row["has_mobile"]
    assert (row["mobile_offer_code"], row["mobile_contract_days_left"], row["mobile_fee_fen"]) == (None, None, None)


@pytest.mark.engines
def test_a_plan_that_ended_is_not_held_because_it_was_billed(one_customer, publish_rows, actor):
    one_customer.rows["subscription"][0]["ended_on"] = date(2026, 9, 20)
    one_customer.publish(publish_rows)
    build_profile(month=AS_OF, actor=actor)
    assert not profile_of(AS_OF)["C1"]["has_mobile"]


@pytest.mark.engines
def test_the_last_answers_are_remembered(one_customer, publish_rows, actor):
    for month, outcome, contacts in ((4, "refused", 2), (8, "interested", 1)):
        one_customer.add("contact_outcome", campaign_code=f"K{month}", customer_id="C1", month=date(2026, month, 1),
                         step=1, arm="treated", offer_kind="retention", dispatched=True, contacts=contacts,
                         reached=True, outcome=outcome, confirmed=False, churned=False)  # fmt: skip
    one_customer.add("contact_outcome", campaign_code="K9", customer_id="C1", month=SEPTEMBER, step=1, arm="control",
                     dispatched=False, contacts=0, reached=False, confirmed=False, churned=False)  # fmt: skip
    one_customer.publish(publish_rows)
    build_profile(month=AS_OF, actor=actor)
    row = profile_of(AS_OF)["C1"]
    told = ("last_outcome", "months_since_contact", "contacts_6", "refusals_12")
    assert tuple(row[name] for name in told) == ("interested", 2, 3, 1)


@pytest.mark.engines
def test_without_customers_it_says_what_is_missing(db, actor):
    with pytest.raises(Problem) as refused:
        build_profile(month=AS_OF, actor=actor)
    assert refused.value.code == "metrics.no_customers"
