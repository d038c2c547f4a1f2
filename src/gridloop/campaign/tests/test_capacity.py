"""A forecast counts the time of those the audience would fall to, not the whole company's."""

from __future__ import annotations

from datetime import date

from gridloop.campaign.queries.campaigns import campaign_row, plan_of
from gridloop.campaign.services.choose_targets import choose_targets
from gridloop.campaign.services.plan_capacity import room_of
from gridloop.campaign.tests.city import PLANNER
from gridloop.kernel.models import Person

ON = date(2026, 10, 5)


def capacity_of(code: str) -> tuple[int, dict[str, int]]:
    plan = plan_of(campaign_row(PLANNER, code))
    return choose_targets(plan=plan, on=ON).capacity, room_of(plan, on=ON)


def test_a_grids_own_campaign_has_its_own_peoples_time(city, operator):
    code = city.campaign(approved=False, scope=operator.scope("GM0101"), org_code="LG0101")
    capacity, room = capacity_of(code)
    assert capacity == room["CM010101"] + room["CM010102"] > 0


def test_the_companys_campaign_has_all_sellers_but_nobody_elses_time(city, operator):
    capacity, room = capacity_of(city.campaign(approved=False))
    sellers = [code for code in room if code.startswith("CM")]
    assert capacity == sum(room[code] for code in sellers) < sum(room.values())


def test_calls_take_the_agents_time(city, operator):
    Person.objects.filter(code="CALL1").update(daily_capacity=7)
    code = city.campaign(
        approved=False, scope=operator.scope("GM0101"), org_code="LG0101", channel="call", routing="call_centre"
    )
    capacity, room = capacity_of(code)
    assert capacity == room["CALL1"] > 0
