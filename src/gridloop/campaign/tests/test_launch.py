"""A launch chooses targets and control group, and says of everybody else why not."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from gridloop.campaign.models import CampaignTarget
from gridloop.campaign.queries import approved_targets, verdict_summary, why_not
from gridloop.campaign.services.launch import launch_campaign
from gridloop.campaign.services.steer import pause
from gridloop.campaign.tests.city import EXECUTIVE, PLANNER
from gridloop.kernel import clock
from gridloop.kernel.models import Person
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.lake.queries import open_lake


def verdicts_of(code: str) -> dict[str, tuple[str, str]]:
    with open_lake() as lake:
        table = lake.table("campaign_verdict")
        rows = lake.run(table.filter(table.campaign_code == code)).to_pylist()
    return {row["customer_id"]: (row["verdict"], row["reason"]) for row in rows}


def test_the_verdicts_account_for_the_whole_audience(city, actor):
    code = city.campaign()
    report = launch_campaign(campaign_code=code, actor=actor)
    verdicts = verdicts_of(code)
    assert len(verdicts) == report.audience == len(city.profiles)
    assert Counter(verdict for verdict, _ in verdicts.values()) == report.verdicts
    chosen = {c for c, (verdict, _) in verdicts.items() if verdict == "chosen"}
    control = {c for c, (verdict, _) in verdicts.items() if verdict == "control"}
    assert {t.customer_id for t in CampaignTarget.objects.filter(arm="treated")} == chosen
    assert {t.customer_id for t in CampaignTarget.objects.filter(arm="control")} == control
    assert chosen and report.treated == len(chosen)


def test_nobody_without_consent_is_chosen(city, actor):
    code = city.campaign()
    launch_campaign(campaign_code=code, actor=actor)
    refused = [c for number, c in enumerate(p["customer_id"] for p in city.profiles) if number % 10 == 9]
    found = verdicts_of(code)
    assert {found[c] for c in refused} == {("held", "no_consent")}


def test_targets_come_by_expected_value(city, actor):
    code = city.campaign()
    launch_campaign(campaign_code=code, actor=actor)
    targets = approved_targets(code, 0, 1000)
    values = [target.expected_value_fen for target in targets]
    assert values == sorted(values, reverse=True) and min(values) > 0
    paged = approved_targets(code, 0, 5)
    assert paged + approved_targets(code, paged[-1].rank, 1000) == targets


def test_budget_and_capacity_bound_the_choice(city, actor):
    code = city.campaign(budget_fen=5 * 900, control_share=0.0)
    report = launch_campaign(campaign_code=code, actor=actor)
    assert report.treated == 5
    assert ("below_cut", "budget") in verdicts_of(code).values()


def test_nobody_is_given_more_than_he_can_do(city, actor):
    Person.objects.update(daily_capacity=0)
    Person.objects.filter(code="CM010101").update(daily_capacity=1)
    # Two working days, a tenth of one contact a day, but one at least: two contacts.
    code = city.campaign(control_share=0.0, capacity_share=0.1, ends_on=date(2026, 10, 6))
    launch_campaign(campaign_code=code, actor=actor)
    assigned = Counter(CampaignTarget.objects.values_list("assignee_code", flat=True))
    assert assigned == {"CM010101": 2}
    assert ("over_capacity", "CM010101") in verdicts_of(code).values()


def test_a_second_campaign_leaves_the_targets_of_the_first_alone(city, actor):
    first, second = city.campaign(), city.campaign()
    launch_campaign(campaign_code=first, actor=actor)
    launch_campaign(campaign_code=second, actor=actor)
    taken = {c for c, (verdict, _) in verdicts_of(first).items() if verdict == "chosen"}
    found = verdicts_of(second)
    assert {found[c] for c in taken} == {("excluded", f"campaign:{first}")}
    assert len(verdicts_of(first)) == len(city.profiles)  # publishing the second kept the first


def test_the_control_group_is_a_stable_share_of_those_who_would_be_chosen(city, actor):
    code = city.campaign(control_share=0.5)
    launch_campaign(campaign_code=code, actor=actor)
    arms = Counter(CampaignTarget.objects.values_list("arm", flat=True))
    assert arms["control"] > 5 and arms["treated"] > 5
    ranks = sorted(CampaignTarget.objects.values_list("rank", flat=True))
    assert ranks == list(range(1, len(ranks) + 1))


def test_a_launch_runs_once(city, actor):
    code = city.campaign()
    first = launch_campaign(campaign_code=code, actor=actor)
    city.publish("customer_score", city.scores[:10])
    assert launch_campaign(campaign_code=code, actor=actor) == first


def test_what_a_dead_launch_left_behind_is_put_right(city, actor):
    code = city.campaign()
    row = city.row(code)
    CampaignTarget.objects.create(
        campaign=row, customer_id="C00000", rank=1, arm="treated", assignee_code="X", grid_code="Y"
    )
    launch_campaign(campaign_code=code, actor=actor)
    assert not CampaignTarget.objects.filter(assignee_code="X").exists()
    assert [t.rank for t in approved_targets(code, 0, 3)]


def test_only_an_approved_campaign_is_launched(city, actor):
    code = city.campaign(approved=False)
    with pytest.raises(Problem) as refused:
        launch_campaign(campaign_code=code, actor=actor)
    assert refused.value.code == "campaign.wrong_state"
    assert not CampaignTarget.objects.exists()


def test_a_paused_campaign_gives_nothing_to_dispatch(city, actor):
    code = city.campaign()
    launch_campaign(campaign_code=code, actor=actor)
    pause(code=code, note="", scope=EXECUTIVE, actor=actor)
    assert approved_targets(code, 0, 10) == []


def test_why_not_answers_for_one_customer(city, actor, operator):
    code = city.campaign(
        audience={"combinator": "and", "rules": [{"field": "organisation", "operator": "in", "value": ["LG01"]}]}
    )
    assert why_not(PLANNER, code, "C00009").verdict == "not_launched"
    launch_campaign(campaign_code=code, actor=actor)
    held = why_not(PLANNER, code, "C00009")
    assert (held.verdict, held.reason, held.decided_at) == ("held", "no_consent", city.row(code).launched_at)
    left_out = why_not(PLANNER, code, "C00002")
    assert (left_out.verdict, left_out.unmet.field, left_out.unmet.value) == (
        "not_in_audience", "organisation", ["LG01"])  # fmt: skip
    with pytest.raises(NotFoundProblem):
        why_not(operator.scope("BM01"), code, "C00002")


def test_a_manager_sees_the_verdicts_on_his_own_customers(city, actor, operator):
    code = city.campaign()
    launch_campaign(campaign_code=code, actor=actor)
    everybody = sum(row["count"] for row in verdict_summary(PLANNER, code))
    own = sum(row["count"] for row in verdict_summary(operator.scope("GM0101"), code))
    assert (everybody, own) == (60, 15)


def test_stale_or_missing_facts_stop_a_launch(city, actor):
    code = city.campaign(cycle="2026-11", starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 30))
    with pytest.raises(Problem) as refused:
        launch_campaign(campaign_code=code, actor=actor)
    assert refused.value.code == "campaign.profile_stale"
    city.publish("customer_score", [row for row in city.scores if row["model"] == "renewal"])
    with pytest.raises(Problem) as refused:
        launch_campaign(campaign_code=city.campaign(), actor=actor)
    assert refused.value.code == "campaign.no_scores"


def test_a_contact_is_valued_at_what_it_costs_in_this_campaign(city, actor):
    from gridloop.mining.rules.value import CONTACT_COST_FEN

    code = city.campaign(unit_costs_fen={"visit": 5000}, control_share=0.0, budget_fen=10**9)
    launch_campaign(campaign_code=code, actor=actor)
    scored = {s["customer_id"]: s["expected_value_fen"] for s in city.scores if s["model"] == "churn"}
    for target in approved_targets(code, 0, 1000):
        assert target.expected_value_fen == scored[target.customer_id] + CONTACT_COST_FEN - 5000 > 0
    left = [c for c, (verdict, _) in verdicts_of(code).items() if verdict == "not_worth_it"]
    assert left and all(scored[c] + CONTACT_COST_FEN <= 5000 for c in left)


def test_a_plan_whose_last_day_has_passed_is_not_launched(city, actor, monkeypatch):
    code = city.campaign()
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 1, 2, 0, tzinfo=UTC))
    with pytest.raises(Problem, match="has passed"):
        launch_campaign(campaign_code=code, actor=actor)
    assert not city.row(code).targets.exists() and city.row(code).launched_at is None
