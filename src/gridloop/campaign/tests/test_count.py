"""Counting and foretelling an audience."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.campaign.queries import audience_fields
from gridloop.campaign.services.count_audience import count_audience, size_audience
from gridloop.campaign.services.forecast import forecast
from gridloop.campaign.services.launch import launch_campaign
from gridloop.campaign.services.preview_gate import preview_gate
from gridloop.campaign.services.read_draft import read_plan
from gridloop.campaign.tests.city import CYCLE, EVERYBODY, EXECUTIVE, PLANNER
from gridloop.kernel.problems import NotFoundProblem, Problem

ELDERLY = {"combinator": "and", "rules": [{"field": "age", "operator": ">=", "value": 60}]}
TAGGED = {"combinator": "and", "rules": [{"field": "tag.high_value", "operator": "=", "value": True}]}


def count(scope=PLANNER, **given):
    """Return the count, which the size told first must agree with."""
    plan = read_plan({"cycle": CYCLE, **given}, scope)
    size, counted = size_audience(plan=plan, scope=scope), count_audience(plan=plan, scope=scope)
    assert (size.total, size.remaining, size.month) == (counted.total, counted.remaining, counted.month)
    return counted


@pytest.mark.engines
def test_an_audience_is_counted_by_branch(city):
    expected = [p for p in city.profiles if (p["age"] or 0) >= 60]
    found = count(audience=ELDERLY)
    assert (found.customers, found.total, found.remaining) == (60, len(expected), len(expected))
    for branch in ("LG01", "LG02"):
        assert found.branches[branch][0] == sum(p["grid_code"].startswith(branch) for p in expected)


@pytest.mark.engines
def test_exclusions_leave_people_out(city):
    tagged = {row["customer_id"] for row in city.tags if row["price_sensitive"]}
    elderly = [p for p in city.profiles if (p["age"] or 0) >= 60]
    listed = elderly[0]["customer_id"]
    left = [
        p for p in elderly if p["customer_id"] not in tagged and p["segment"] != "sme" and p["customer_id"] != listed
    ]
    exclusions = {"tags": ["price_sensitive"], "segments": ["sme"], "customers": [listed]}
    found = count(audience=ELDERLY, exclusions=exclusions)
    assert (found.total, found.remaining) == (len(elderly), len(left))


@pytest.mark.engines
def test_tags_count_only_where_they_are_set(city):
    expected = sum(row["high_value"] for row in city.tags)
    assert count(audience=TAGGED).total == expected
    assert count(audience={**TAGGED, "not": True}).total == 60 - expected


@pytest.mark.engines
def test_a_profile_tells_whom_the_audience_describes(city):
    ages = [p["age"] for p in city.profiles if (p["age"] or 0) >= 60]
    audience, everybody = count(audience=ELDERLY).profile["age"]
    known = [p["age"] for p in city.profiles if p["age"] is not None]
    assert audience == pytest.approx(sum(ages) / len(ages))
    assert everybody == pytest.approx(sum(known) / len(known))


def test_a_manager_counts_his_own_customers_only(city, operator):
    own = operator.scope("GM0101")
    assert count(scope=own, audience=EVERYBODY).total == 15
    with pytest.raises(NotFoundProblem):
        count(scope=own, audience=EVERYBODY, org_code="LG")


def test_without_profiles_the_planner_is_told_what_to_do(city):
    with pytest.raises(Problem) as refused:
        count(cycle="2025-01")
    assert refused.value.code == "campaign.no_profile"


def test_an_unknown_tag_cannot_be_excluded(city):
    with pytest.raises(Problem) as refused:
        count(exclusions={"tags": ["nope"]})
    assert refused.value.code == "campaign.exclusion_unknown_tag"


def test_the_gate_is_previewed_with_reasons(city):
    plan = read_plan({"cycle": CYCLE, "audience": EVERYBODY}, EXECUTIVE)
    found = preview_gate(plan=plan, scope=EXECUTIVE, on=date(2026, 10, 5))
    assert found.asked == 60 and found.held["no_consent"] == 6
    assert found.allowed == 60 - sum(found.held.values())


def test_a_forecast_foretells_what_the_launch_then_chooses(city, actor):
    code = city.campaign(control_share=0.2)
    row = city.row(code)
    from gridloop.campaign.queries import plan_of

    foretold = forecast(plan=plan_of(row), on=date(2026, 10, 1))
    launched = launch_campaign(campaign_code=code, actor=actor)
    assert foretold["targets"] == launched.treated and foretold["control"] == launched.control
    assert foretold["verdicts"] == launched.verdicts
    assert foretold["cost_fen"] == foretold["contacts"] * 900
    assert foretold["successes"] == pytest.approx(foretold["targets"] * 0.12, abs=0.1)
    assert {a["source"] for a in foretold["assumptions"]} == {"prior"}


def test_experience_moves_a_forecast(city):
    outcome = {
        "month": date(2026, 9, 1),
        "step": 1,
        "arm": "treated",
        "model": "churn",
        "channel": "visit",
        "dispatched": True,
        "contacts": 2,
        "reached": True,
        "confirmed": True,
        "churned": False,
        "campaign_code": "C202609-01",
    }
    city.publish("contact_outcome", [outcome | {"customer_id": f"C{n:05d}"} for n in range(200)])
    plan = read_plan({"cycle": CYCLE, "audience": EVERYBODY, "objective": "retain", "budget_fen": 10**8}, PLANNER)
    foretold = forecast(plan=plan, on=date(2026, 10, 1))
    assert foretold["success_rate"] == pytest.approx((0.12 * 200 + 200) / 400)
    assert {a["source"] for a in foretold["assumptions"]} == {"past"}


def test_one_offer_for_everybody_goes_to_those_who_may_hold_it(city, actor):
    code = city.campaign(objective="acquire", offer_choice="fixed", offer_code="D10", channel="call")
    report = launch_campaign(campaign_code=code, actor=actor)
    assert report.treated > 0


def test_fields_are_named_in_both_languages(city, operator):
    fields = {field["name"]: field for field in audience_fields(operator.scope("GM0101"))}
    assert fields["tag.high_value"]["kind"] == "flag"
    assert fields["score.churn.probability"]["name_en"] == "Churn model · probability"
    assert [unit["value"] for unit in fields["organisation"]["values"]] == ["LG0101"]
    assert {"public", "sme"} <= {value["value"] for value in fields["segment"]["values"]}
    assert all(field["name_zh"] and field["name_en"] and field["operators"] for field in fields.values())
