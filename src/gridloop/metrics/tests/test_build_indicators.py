"""Indicators are what an independent recomputation from the rows gives, to the fen."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from gridloop.lake.datasets import DATASETS
from gridloop.lake.queries import open_lake
from gridloop.metrics.models import IndicatorMonth
from gridloop.metrics.queries.library import indicator_definitions, semantic_layer, tag_definitions
from gridloop.metrics.rules import months_before
from gridloop.metrics.services.build_indicators import build_indicators
from gridloop.metrics.tests.small_city import AS_OF, small_city
from gridloop.metrics.tests.small_library import small_library  # noqa: F401
from gridloop.metrics.types import Domain, IndicatorKind

SEPTEMBER, AUGUST = date(2026, 9, 1), date(2026, 8, 1)


def published() -> dict[tuple[str, date], dict[str, tuple[float, float]]]:
    with open_lake() as lake:
        rows = lake.run(lake.table("indicator_value")).to_pylist()
    found: dict[tuple[str, date], dict[str, tuple[float, float]]] = {}
    for row in rows:
        found.setdefault((row["indicator"], row["month"]), {})[row["grid_code"]] = (
            row["numerator"], row["denominator"],
        )  # fmt: skip
    return found


@pytest.fixture(scope="module")
def city():
    return small_city(120, seed=9, months=14, leave=0.05)


def frames(city) -> dict[str, pd.DataFrame]:
    tables = {name: pd.DataFrame(rows) for name, rows in city.rows.items()}
    grid = tables["ownership"][["customer_id", "grid_code"]]
    return {name: t.merge(grid, on="customer_id") if "customer_id" in t and name != "ownership" else t
            for name, t in tables.items()}  # fmt: skip


def test_the_first_run_gives_a_year_and_a_month_that_agree_with_pandas_to_the_fen(city, publish_rows, actor):
    city.publish(publish_rows)
    report = build_indicators(month=AS_OF, actor=actor)
    assert list(report.parts) == [f"{months_before(SEPTEMBER, back):%Y-%m}" for back in range(12, -1, -1)]
    found, tables = published(), frames(city)
    marketing = {one.code for one in indicator_definitions() if one.domain is Domain.MARKETING}
    assert not [key for key in found if key[0] in marketing]  # absent is not zero
    check_money_and_customers(found, tables)
    check_contracts_ports_and_bundles(found, tables)


def check_money_and_customers(found, tables):
    for month in (SEPTEMBER, months_before(AS_OF, 13)):
        following = months_before(month, -1)
        bills = tables["bill"][tables["bill"].month == month].groupby("grid_code").billed_fen.agg(["sum", "count"])
        people = tables["customer"]
        gone = people.left_on.map(lambda day: day or date(9999, 1, 1))
        served = people.assign(start=gone >= month, end=gone >= following).groupby("grid_code")
        start, end = served.start.sum(), served.end.sum()
        left = served.apply(lambda g: int((g.start & ~g.end).sum()))
        for code in bills.index:
            assert found["revenue", month][code] == (bills["sum"][code], 1.0)
            assert found["arpu", month][code] == (bills["sum"][code], bills["count"][code])
            assert found["users", month][code] == (end[code], 1.0)
            assert found["net_adds", month][code] == (end[code] - start[code], 1.0)
            assert found["churn_rate", month][code] == (left[code], start[code])
    assert sum(found["churn_rate", SEPTEMBER][code][0] for code in bills.index) > 0


def check_contracts_ports_and_bundles(found, tables):
    subs = tables["subscription"]
    running = subs[subs.ended_on.isna() & (subs.started_on < AS_OF)]
    days = running.contract_end_on.map(lambda day: (day - AS_OF).days)
    ending = running[(days >= 0) & (days < 60) & (running.offer_code != "DP010")].groupby("grid_code").size()
    both = running.groupby(["grid_code", "customer_id"]).product_kind.agg(set).map({"mobile", "broadband"}.issubset)
    for code, count in both.groupby(level=0).sum().items():
        assert found["bundle_penetration", SEPTEMBER][code][0] == count
        assert found["contract_expiries", SEPTEMBER].get(code, (0.0, 1.0)) == (ending.get(code, 0), 1.0)
    assert found["port_use", SEPTEMBER]["LG0102"] == (41, 100)


def test_contact_and_success_rates_count_dispatched_targets(publish_rows, actor):
    small_city(4, months=3).publish(publish_rows)
    outcomes = [
        {"customer_id": f"x{number}", "arm": arm, "dispatched": sent, "reached": reached, "confirmed": won}
        for number, (arm, sent, reached, won) in enumerate(
            [("treated", True, True, True), ("treated", True, True, False), ("treated", True, False, False),
             ("treated", False, False, True), ("control", False, False, True)]
        )
    ]  # fmt: skip
    publish_rows("contact_outcome", [
        {"campaign_code": "K", "month": AUGUST, "step": 1, "grid_code": "LG0101", "contacts": 1, "churned": False} | row
        for row in outcomes
    ])  # fmt: skip
    build_indicators(month=AS_OF, actor=actor)
    found = published()
    assert found["contact_rate", AUGUST] == {"LG0101": (2.0, 3.0)}
    assert found["success_rate", AUGUST] == {"LG0101": (1.0, 3.0)}


def test_a_figure_that_no_bill_carries_is_no_zero(publish_rows, actor):
    city = small_city(8, months=2)
    for bill in city.rows["bill"]:
        bill["cost_fen"] = None if bill["month"] == SEPTEMBER else bill["cost_fen"]
        bill["billed_fen"] = min(bill["billed_fen"], 12_000)
    city.publish(publish_rows)
    build_indicators(month=AS_OF, actor=actor)
    found = published()
    assert ("service_cost", AUGUST) in found and ("gross_margin_rate", AUGUST) in found
    assert not [key for key in found if key[1] == SEPTEMBER and key[0] in ("service_cost", "gross_margin_rate")]
    assert {value for value, _ in found["high_value_revenue_share", SEPTEMBER].values()} == {0.0}  # known, and none


def test_a_line_given_up_is_not_held_because_the_month_was_billed(publish_rows, actor):
    city = small_city(8, months=2, leave=0)
    gone = {"subscription_id": "C00000-old", "customer_id": "C00000", "product_kind": "broadband",
            "offer_code": "BB300", "started_on": date(2024, 1, 1), "ended_on": date(2026, 9, 15)}  # fmt: skip
    city.add("subscription", **gone)
    city.rows["subscription"] = [row for row in city.rows["subscription"] if row["subscription_id"] != "C00000-b"]
    held = len({row["customer_id"] for row in city.rows["subscription"]
                if row["product_kind"] == "broadband" and row.get("ended_on") is None})  # fmt: skip
    for bill in city.rows["bill"]:
        bill["broadband_fen"] = 3_000 if bill["customer_id"] == "C00000" else 0
    city.publish(publish_rows)
    build_indicators(month=AS_OF, actor=actor)
    found = published()
    assert sum(count for count, _ in found["broadband_users", SEPTEMBER].values()) == held
    assert sum(count for count, _ in found["broadband_users", AUGUST].values()) == held + 1


def test_a_subscription_without_a_start_is_held_whenever_its_customer_is_served(publish_rows, actor):
    city = small_city(8, months=2, leave=0)
    held = len({row["customer_id"] for row in city.rows["subscription"] if row["product_kind"] == "broadband"})
    for row in city.rows["subscription"]:
        if row["customer_id"] == "C00000":
            row["started_on"] = None
    lines = [row for row in city.rows["subscription"] if row["customer_id"] == "C00000"]
    city.add("subscription", **{**lines[0], "subscription_id": "tv", "product_kind": "tv", "offer_code": None})
    city.add("subscription", **{**lines[0], "subscription_id": "x", "product_kind": "broadband", "speed_mbps": 1_000})
    new = not any(row["product_kind"] == "broadband" for row in lines)
    city.publish(publish_rows)
    build_indicators(month=AS_OF, actor=actor)
    found = published()
    for month in (AUGUST, SEPTEMBER):
        assert sum(count for count, _ in found["broadband_users", month].values()) == held + new
        assert sum(count for count, _ in found["mobile_users", month].values()) == 8
        assert sum(count for count, _ in found["tv_penetration", month].values()) == 1
    assert sum(count for count, _ in found["gigabit_share", SEPTEMBER].values()) == 1
    # nobody knows when it began, so it began in no month that is shown
    assert not any(count for count, _ in found.get(("broadband_signed", SEPTEMBER), {}).values())


def test_tenure_counts_whole_months(publish_rows, actor):
    city = small_city(3, months=2, leave=0)
    for row, joined in zip(
        city.rows["customer"], (date(2021, 10, 1), date(2021, 10, 2), date(2021, 9, 30)), strict=True
    ):
        row["joined_on"] = joined  # two of them have been here for 60 months when September 2026 ends
    city.publish(publish_rows)
    build_indicators(month=AS_OF, actor=actor)
    assert sum(count for count, _ in published()["long_tenure_share", SEPTEMBER].values()) == 2


def test_a_fault_of_somebody_without_a_place_counts_where_he_belongs(publish_rows, actor):
    city = small_city(4, months=2)
    for row in (*city.rows["customer"], *city.rows["ownership"]):
        row["place_code"] = None
    city.publish(publish_rows)
    publish_rows("fault", [
        {"fault_id": "F", "month": SEPTEMBER, "customer_id": "C00002", "reported_on": SEPTEMBER, "place_code": place}
        for place in (None,)
    ])  # fmt: skip
    build_indicators(month=AS_OF, actor=actor)
    assert {code for code, (count, _) in published()["faults", SEPTEMBER].items() if count} == {"LG0201"}


def test_a_bundle_is_one_and_stays_one_when_it_is_renewed(publish_rows, actor):
    city = small_city(3, months=2, leave=0)
    rows = [row for row in city.rows["subscription"] if row["customer_id"] == "C00002"]
    for number, (offer, fee) in enumerate((("BN129", 12_900), ("RB90", 11_610))):  # RB90 takes 10 % off
        rows += [
            {"subscription_id": f"{number}{kind}", "customer_id": f"C0000{number}", "product_kind": kind,
             "offer_code": offer, "monthly_fee_fen": fee * (kind == "mobile"), "started_on": date(2026, 9, 9)}
            for kind in ("mobile", "broadband")
        ]  # fmt: skip
    city.rows["subscription"] = rows
    for row in city.rows["offer"]:
        row["bundle_tier"] = "129" if row["offer_code"] == "BN129" else None
    city.publish(publish_rows)
    build_indicators(month=AS_OF, actor=actor)
    assert sum(count for count, _ in published()["bundles_signed", SEPTEMBER].values()) == 2
    with open_lake() as lake:
        split = lake.table("indicator_split")
        users = split.filter(split.indicator == "users", split.dimension == "bundle", split.month == SEPTEMBER)
        tiers = {
            row["member"]: row["n"]
            for row in lake.run(users.group_by("member").agg(n=users.numerator.sum())).to_pylist()
        }
    assert tiers == {"129": 2.0, "none": 1.0}


@pytest.mark.usefixtures("small_library")
def test_what_only_the_present_tells_is_kept_when_a_month_is_computed_again(publish_rows, actor):
    city = small_city(40, months=3)
    city.publish(publish_rows)
    build_indicators(month=SEPTEMBER, actor=actor)
    kept = published()["contract_expiries", AUGUST]
    for row in city.rows["subscription"]:  # all renewed meanwhile
        row["started_on"], row["contract_end_on"] = date(2026, 9, 10), date(2028, 9, 10)
    city.publish(publish_rows)
    build_indicators(month=AS_OF, actor=actor)
    assert published()["contract_expiries", AUGUST] == kept
    assert sum(count for count, _ in kept.values()) > 0


@pytest.mark.usefixtures("small_library")
def test_a_month_whose_bills_come_late_is_computed_again_and_only_then(publish_rows, actor):
    small_city(40).publish(publish_rows)
    build_indicators(month=AS_OF, actor=actor)
    late = months_before(AS_OF, 8)
    with open_lake() as lake:
        bill = lake.table("bill")
        rows = lake.run(bill.filter(bill.month == late)).to_pylist()
    publish_rows("bill", [{**row, "billed_fen": row["billed_fen"] + 100} for row in rows])
    again = build_indicators(month=AS_OF, actor=actor)
    assert f"{late:%Y-%m}" in again.parts
    once_more = build_indicators(month=AS_OF, actor=actor)
    assert f"{late:%Y-%m}" not in once_more.parts


def test_every_indicator_has_measures_and_both_names(db):
    layer = semantic_layer()
    indicators = indicator_definitions()
    assert len(indicators) >= 40
    assert len({indicator.code for indicator in indicators}) == len(indicators)
    assert {indicator.domain for indicator in indicators} == set(Domain)
    tags = {tag.code for tag in tag_definitions()}
    for indicator in indicators:
        derived = indicator.kind is IndicatorKind.DERIVED
        assert all(one.indicator in {metric.name for metric in layer.metrics} for one in indicator.inputs)
        assert bool(indicator.inputs) if derived else layer.model_of(indicator.numerator)
        assert all((indicator.name_zh, indicator.name_en, indicator.formula_zh, indicator.formula_en, indicator.owner))
        assert set(indicator.sources) <= set(DATASETS)
        assert not indicator.people or indicator.people in tags


@pytest.mark.engines
def test_the_whole_library_agrees_with_sums_over_the_rows(city, publish_rows, actor):
    """What is not checked above by hand, worked out again by pandas for the newest month."""
    city.publish(publish_rows)
    publish_rows("fault", [
        {"fault_id": f"F{n}", "month": SEPTEMBER, "customer_id": f"C{n:05d}", "reported_on": SEPTEMBER,
         "place_code": "P3" if n == 0 else None, "hours_to_clear": hours}
        for n, hours in enumerate([4.0, 30.0, 50.0, None])
    ])  # fmt: skip
    publish_rows("complaint", [
        {"complaint_id": f"K{n}", "month": SEPTEMBER, "customer_id": "C00001", "made_on": SEPTEMBER, "topic": topic}
        for n, topic in enumerate(["billing", "network", "disturbance", "service"])
    ])  # fmt: skip
    build_indicators(month=AS_OF, actor=actor)
    found, tables = published(), frames(city)
    bills = tables["bill"][tables["bill"].month == SEPTEMBER]
    use = tables["usage"][tables["usage"].month == SEPTEMBER]
    for code, group in bills.groupby("grid_code"):
        assert found["gross_margin_rate", SEPTEMBER][code] == (
            (group.billed_fen - group.cost_fen).sum(), group.billed_fen.sum(),
        )  # fmt: skip
        high = group[group.billed_fen >= 12_900]
        assert found["high_value_share", SEPTEMBER][code] == (len(high), len(group))
        assert found["high_value_revenue_share", SEPTEMBER][code] == (high.billed_fen.sum(), group.billed_fen.sum())
        assert found["loss_maker_share", SEPTEMBER][code][0] == (group.billed_fen < group.cost_fen).sum()
    for code, group in use.groupby("grid_code"):
        assert found["data_per_user", SEPTEMBER][code] == (group.data_mb.sum(), len(group))
        assert found["data_short_share", SEPTEMBER][code][0] == (group.data_mb >= 0.9 * group.allowance_mb).sum()
        assert (
            found["competitor_near_share", SEPTEMBER][code][0]
            == (group.competitor_minutes >= 0.3 * group.voice_minutes).sum()
        )
    # the first fault names another place than its customer's home: the place decides
    assert found["faults", SEPTEMBER] == {
        "LG0101": (0.0, 1.0), "LG0102": (1.0, 1.0), "LG0201": (1.0, 1.0), "LG0202": (2.0, 1.0),
    }  # fmt: skip
    assert found["repair_hours", SEPTEMBER]["LG0202"] == (4.0, 1.0)
    assert found["repaired_in_24", SEPTEMBER]["LG0102"] == (0.0, 1.0)
    assert found["billing_complaint_share", SEPTEMBER]["LG0102"] == (1.0, 4.0)
    users = found["users", SEPTEMBER]
    complained = {code: (4.0 if code == "LG0102" else 0.0, count) for code, (count, _) in users.items()}
    assert found["complaint_rate", SEPTEMBER] == complained  # all users stand below the line, also of quiet grids
    assert not [key for key in found if key[0] in ("complaints", "complaint_rate") and key[1] != SEPTEMBER]
    packs = tables["subscription"][tables["subscription"].offer_code == "DP010"]
    begun = packs[packs.started_on.map(lambda day: day.replace(day=1)) == SEPTEMBER].groupby("grid_code").size()
    assert {code: value for code, (value, _) in found["packs_signed", SEPTEMBER].items() if value} == dict(begun)
    assert {key[1] for key in found if key[0] == "packs_signed"} == {SEPTEMBER}


@pytest.mark.usefixtures("small_library")
def test_an_indicator_that_joins_the_library_later_gets_its_history(city, publish_rows, actor):
    city.publish(publish_rows)
    build_indicators(month=AS_OF, actor=actor)
    whole = published()
    with open_lake() as lake:
        table = lake.table("indicator_value")
        older = lake.run(table.filter(table.indicator != "gross_margin"))
    publish_rows("indicator_value", older.to_pylist())
    IndicatorMonth.objects.filter(indicator="gross_margin").delete()
    build_indicators(month=AS_OF, actor=actor)
    assert published() == whole
