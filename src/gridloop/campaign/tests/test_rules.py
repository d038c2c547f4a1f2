"""What may become of a campaign, who decides, and what its texts may say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloop.campaign.rules import (
    BY_ITSELF,
    PLACEHOLDERS,
    TRANSITIONS,
    PlanFacts,
    after,
    may_decide,
    may_plan,
    plan_troubles,
    script_troubles,
    verbs_from,
)
from gridloop.campaign.types import CampaignState, Objective, OfferChoice, Script, WorkingCalendar
from gridloop.kernel.types import OrgKind, Role

QUICK = settings(max_examples=50, deadline=None)
PLAN = PlanFacts(
    cycle="2026-10",
    objective=Objective.RETAIN,
    model="churn",
    offer_choice=OfferChoice.MATCHING,
    offer_code="",
    starts_on=date(2026, 10, 1),
    ends_on=date(2026, 10, 31),
    control_share=0.1,
    budget_fen=1000,
    unit_cost_fen=10,
    has_audience=True,
    scripts={"default": Script("您好{customer_name}", "Hello {customer_name}")},
)


def test_a_campaign_is_launched_only_after_approval():
    ways = {verb: sources for verb, (sources, _) in TRANSITIONS.items()}
    assert ways["launch"] == {CampaignState.APPROVED}
    assert ways["approve"] == {CampaignState.SUBMITTED}
    assert verbs_from(CampaignState.CLOSED) == ()
    assert verbs_from(CampaignState.ENDED) == () and "end" not in verbs_from(CampaignState.LAUNCHED)


@QUICK
@given(st.sampled_from(sorted(TRANSITIONS.keys() - BY_ITSELF)), st.sampled_from(CampaignState))
def test_a_verb_works_exactly_from_its_states(verb, state):
    assert (after(state, verb) is not None) == (verb in verbs_from(state))


@pytest.mark.parametrize(
    ("role", "kind", "allowed"),
    [
        (Role.EXECUTIVE, OrgKind.COMPANY, True),
        (Role.EXECUTIVE, OrgKind.GRID, True),
        (Role.BRANCH_MANAGER, OrgKind.GRID, True),
        (Role.BRANCH_MANAGER, OrgKind.BRANCH, False),
        (Role.BRANCH_MANAGER, OrgKind.COMPANY, False),
        (Role.PLANNER, OrgKind.GRID, False),
        (Role.GRID_MANAGER, OrgKind.GRID, False),
    ],
)
def test_who_decides(role, kind, allowed):
    assert may_decide(role, kind) is allowed


@pytest.mark.parametrize("kind", OrgKind)
def test_sellers_never_plan(kind):
    assert not may_plan(Role.COMMUNITY_MANAGER, kind)
    assert may_plan(Role.GRID_MANAGER, kind) is (kind is OrgKind.GRID)


def test_a_whole_plan_has_no_troubles():
    assert plan_troubles(PLAN) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ends_on": date(2026, 9, 1)}, "ends_before_start"),
        ({"ends_on": date(2027, 9, 1)}, "too_long"),
        ({"cycle": "2026-11"}, "starts_outside_cycle"),
        ({"budget_fen": 0}, "budget_missing"),
        ({"unit_cost_fen": 0}, "unit_cost_missing"),
        ({"has_audience": False}, "audience_empty"),
        ({"scripts": {}}, "script_missing"),
        ({"offer_choice": OfferChoice.FIXED}, "offer_missing"),
        ({"model": ""}, "no_model_no_matching"),
        ({"scripts": {"default": Script("您好{phone}", "Hi")}}, "script_placeholder"),
        ({"scripts": {"default": Script("您好{", "Hi")}}, "script_broken"),
        ({"scripts": {"default": Script("您好", " ")}}, "script_language_missing"),
    ],
)
def test_what_is_wrong_is_said(change, code):
    assert [trouble.code for trouble in plan_troubles(replace(PLAN, **change))] == [f"campaign.{code}"]


@pytest.mark.parametrize(
    "text", ["{customer_name.__class__}", "{customer_name!r}", "{offer_fee:>99999999}", "{0}", "{}"]
)
def test_a_script_fills_in_values_and_nothing_else(text):
    assert script_troubles("default", Script(text, "Hi"))


@QUICK
@given(st.lists(st.sampled_from(PLACEHOLDERS)))
def test_an_accepted_script_can_be_filled_in(names):
    text = "、".join(f"{{{name}}}" for name in names) + "。"
    assert script_troubles("default", Script(text, text)) == ()
    assert text.format(**dict.fromkeys(PLACEHOLDERS, "x")).count("x") == len(names)


def test_sundays_and_holidays_are_no_working_days():
    calendar = WorkingCalendar(holidays=frozenset({date(2026, 10, 1)}))
    assert calendar.days(date(2026, 10, 1), date(2026, 10, 5)) == (
        date(2026, 10, 2),
        date(2026, 10, 3),
        date(2026, 10, 5),
    )
