"""What a campaign was worth, against the customers it left alone."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.evaluate.models import CampaignResult
from gridloop.evaluate.queries import campaign_lifts, cycle_summary, result_facts
from gridloop.evaluate.services.evaluate_cycle import evaluate_cycle
from gridloop.evaluate.types import Verdict

from .conftest import CODE, CYCLE, SELLERS


@pytest.fixture
def result(october, actor):
    evaluate_cycle(cycle=CYCLE, actor=actor, report=lambda line: None)
    return CampaignResult.objects.get()


@pytest.mark.engines
def test_treated_as_assigned_against_control_and_at_what_cost(result):
    assert (result.treated, result.control, result.dispatched, result.contacted) == (120, 60, 120, 112)
    assert (result.treated_successes, result.control_successes) == (24, 3)
    effects = {effect.measure: effect for effect in result.effects.all()}
    success = effects["success_rate"]
    assert success.estimate == pytest.approx(24 / 120 - 3 / 60)
    assert 0 < success.low < success.estimate < success.high
    assert result.verdict == "gain"
    revenue = effects["revenue_per_target"]
    assert revenue.estimate == pytest.approx(500 * (24 / 120 - 3 / 60), abs=30)
    assert effects["churn_rate"].verdict == "no_proof"
    facts = result_facts(result, "en")
    assert facts["contacts"] == {"visit": 112}
    assert facts["contact_cost_fen"] == 112 * 800
    assert facts["incentive_cost_fen"] > 0
    assert facts["cost_fen"] == facts["contact_cost_fen"] + facts["incentive_cost_fen"]
    assert facts["everybody"] == 180
    assert facts["saved_fen"] == (180 - 112) * 800
    low, high = facts["roi"]["low"], facts["roi"]["high"]
    revenue = facts["incremental_revenue_fen"]
    assert low == pytest.approx(revenue["low"] / facts["cost_fen"] - 1)
    assert low < facts["roi"]["estimate"] < high
    assert facts["projected_revenue_fen"]["estimate"] == pytest.approx(revenue["estimate"] * 12)
    zh, en = result_facts(result, "zh"), result_facts(result, "en")
    assert zh["verdict_text"] == "已证实有效" and en["verdict_text"] == "a proven gain"
    assert "15.0 more successes per 100 targets" in en["effects"][0]["sentence"]
    assert all(effect["sentence"] for effect in zh["effects"])


def test_it_can_be_measured_again_and_is_seen_by_those_it_concerns(result, operator, actor):
    before = result_facts(result, "en")
    evaluate_cycle(cycle=CYCLE, actor=actor, report=lambda line: None)
    after = result_facts(CampaignResult.objects.get(), "en")
    assert {**after, "computed_at": None} == {**before, "computed_at": None}
    _check_who_sees_it(operator)


def _check_who_sees_it(operator):
    lift = campaign_lifts(operator.scope("PLAN1"), [CODE])[CODE]
    assert lift.verdict is Verdict.GAIN and lift.roi is not None
    summary = cycle_summary(operator.scope("EXEC1"), CYCLE)
    assert (summary["campaigns"], summary["campaigns_with_gain"]) == (1, 1)
    listed = operator.client("BM01").get("/api/evaluate/results", {"cycle": CYCLE})
    assert listed.status_code == 200 and listed.json()["total"] == 1
    assert operator.client(SELLERS[0]).get("/api/evaluate/results").status_code == 403
    assert operator.client("PLAN1").get("/api/evaluate/results/NONE").status_code == 404
    one = operator.client("PLAN1", "zh").get(f"/api/evaluate/results/{CODE}").json()
    assert one["effects"][0]["difference"]["low"] > 0
    assert operator.client("PLAN1").get("/api/evaluate/summary", {"cycle": CYCLE}).json()["campaigns"] == 1


def test_nothing_is_claimed_before_the_evidence(worked, actor, at):
    worked.deliver(through=date(2026, 9, 1))
    at(date(2026, 10, 20))
    evaluate_cycle(cycle=CYCLE, actor=actor, report=lambda line: None)
    facts = result_facts(CampaignResult.objects.get(), "en")
    assert facts["verdict"] == "no_evidence" and facts["effects"] == []
    assert facts["incremental_revenue_fen"] is None and facts["roi"] is None


def test_a_campaign_that_nobody_has_worked_yet_is_measured_without_a_rate(town, actor, at):
    for number in range(3):
        town.customer(f"C{number}", SELLERS[0])
        town.target(f"C{number}", SELLERS[0])
    town.deliver(through=date(2026, 9, 1))
    at(date(2026, 10, 2))
    said: list[str] = []
    evaluate_cycle(cycle=CYCLE, actor=actor, report=said.append, language="en")
    row = CampaignResult.objects.get()
    facts = result_facts(row, "en")
    assert (row.treated, row.contacted, row.reported) == (3, 0, 0)
    assert facts["verdict"] == "no_evidence" and facts["success_rate"] is None
    assert "close: not yet (The cycle is not over)" in said
    assert f"{CODE}: the evidence has not arrived yet; 3 targets" in said[-1]


def test_a_small_control_group_proves_nothing(october, actor):
    october.campaign.targets.filter(arm="control", customer_id__gte="X40").delete()
    evaluate_cycle(cycle=CYCLE, actor=actor, report=lambda line: None)
    assert CampaignResult.objects.get().verdict == "control_too_small"
