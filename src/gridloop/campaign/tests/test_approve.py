"""A plan goes from draft to approval through the right hands."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from gridloop.campaign.models import Campaign
from gridloop.campaign.queries import campaign_may, campaign_row, campaigns
from gridloop.campaign.services.decide import approve, reject
from gridloop.campaign.services.draft import draft_campaign, update_campaign
from gridloop.campaign.services.submit import submit
from gridloop.campaign.tests.city import CYCLE, EVERYBODY
from gridloop.kernel.models import AuditEntry
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.scope import actor_of

DRAFT = {
    "name_zh": "网格活动",
    "objective": "retain",
    "cycle": CYCLE,
    "audience": EVERYBODY,
    "budget_fen": 100_000,
}


@pytest.fixture
def people(city, operator):
    def who(code):
        return {"scope": operator.scope(code), "actor": actor_of(operator.accounts[code])}

    return who


def drafted(who, **given):
    code = draft_campaign(given=DRAFT | given, **who)
    submit(code=code, **who)
    return code


def refused(expected, action, /, **given):
    with pytest.raises(Problem) as problem:
        action(**given)
    assert problem.value.code == expected


def test_a_grid_managers_plan_is_approved_by_his_branch_manager(people):
    code = drafted(people("GM0101"))
    row = Campaign.objects.get(code=code)
    assert (row.org_code, row.direction) == ("LG0101", "bottom_up")
    approve(code=code, note="go", **people("BM01"))
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("approved", "bm01")


def test_nobody_approves_his_own_plan(people):
    code = drafted(people("BM01"), org_code="LG0101")
    refused("campaign.may_not_decide", approve, code=code, note="", **people("BM01"))
    approve(code=code, note="", **people("EXEC1"))


def test_a_branchs_own_plan_and_the_companys_are_the_executives_to_decide(people):
    code = drafted(people("PLAN1"))
    refused("campaign.may_not_decide", approve, code=code, note="", **people("BM01"))
    branch = drafted(people("BM02"))
    with pytest.raises(NotFoundProblem):
        approve(code=branch, note="", **people("BM01"))
    for one in (code, branch):
        approve(code=one, note="", **people("EXEC1"))


def test_a_grid_manager_plans_for_his_own_grid_only(people):
    with pytest.raises(NotFoundProblem):
        draft_campaign(given=DRAFT | {"org_code": "LG0102"}, **people("GM0101"))
    with pytest.raises(NotFoundProblem):
        draft_campaign(given=DRAFT | {"org_code": "LG"}, **people("GM0101"))
    refused("campaign.may_not_plan_for", draft_campaign, given=DRAFT, **people("CM010101"))


def test_a_plan_that_was_handed_in_is_not_changed_any_more(people):
    code = drafted(people("PLAN1"))
    refused("campaign.not_editable", update_campaign, code=code, changes={"priority": 1}, **people("PLAN1"))
    reject(code=code, note="too dear", **people("EXEC1"))
    update_campaign(code=code, changes={"budget_fen": 50_000}, **people("PLAN1"))
    row = Campaign.objects.get(code=code)
    assert (row.state, row.budget_fen, row.decided_by) == ("draft", 50_000, "")
    refused("campaign.reject_needs_note", reject, code=code, note=" ", **people("EXEC1"))


def test_an_incomplete_plan_is_not_handed_in(people):
    code = draft_campaign(given=DRAFT | {"budget_fen": 0, "audience": {}}, **people("PLAN1"))
    with pytest.raises(Problem) as problem:
        submit(code=code, **people("PLAN1"))
    assert {trouble.where for trouble in problem.value.troubles} == {"budget_fen", "audience"}
    assert Campaign.objects.get(code=code).state == "draft"


def test_one_offer_for_everybody_must_be_on_sale(people):
    fixed = {"offer_choice": "fixed", "offer_code": "GONE"}
    code = draft_campaign(given=DRAFT | fixed, **people("PLAN1"))
    refused("campaign.offer_unknown", submit, code=code, **people("PLAN1"))


def test_an_audience_nobody_can_mean_is_not_even_drafted(people):
    wrong = {"combinator": "and", "rules": [{"field": "nope", "operator": "=", "value": 1}]}
    refused("campaign.audience_invalid", draft_campaign, given=DRAFT | {"audience": wrong}, **people("PLAN1"))


def test_codes_count_up_in_each_cycle(people):
    codes = [draft_campaign(given=DRAFT, **people("PLAN1")) for _ in range(3)]
    other = draft_campaign(given=DRAFT | {"cycle": "2026-11"}, **people("PLAN1"))
    assert [*codes, other] == ["C202610-01", "C202610-02", "C202610-03", "C202611-01"]


def test_every_step_leaves_its_trace(people):
    code = drafted(people("PLAN1"))
    approve(code=code, note="", **people("EXEC1"))
    trail = AuditEntry.objects.filter(object_kind="campaign", object_id=code).order_by("id")
    assert [(row.action, row.actor) for row in trail] == [
        ("campaign.draft", "plan1"),
        ("campaign.submit", "plan1"),
        ("campaign.approve", "exec1"),
    ]


def test_the_database_itself_refuses_a_self_approval(people):
    code = drafted(people("PLAN1"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(code=code).update(decided_by="plan1")


def test_managers_see_their_own_campaigns_and_those_from_above(people):
    company = drafted(people("PLAN1"))
    own, other = drafted(people("GM0101")), drafted(people("GM0102"))
    seen = {row.code for row in campaigns(people("GM0101")["scope"])}
    assert seen == {company, own}
    assert {row.code for row in campaigns(people("BM01")["scope"])} == {company, own, other}


def test_what_somebody_may_do_is_told(people):
    code = drafted(people("GM0101"))

    def may(who):
        return campaign_may(campaign_row(people(who)["scope"], code), **people(who))

    assert may("GM0101") == []
    assert may("BM01") == may("EXEC1") == ["approve", "reject"]
    approve(code=code, note="", **people("BM01"))
    assert may("GM0101") == ["launch", "close"]
