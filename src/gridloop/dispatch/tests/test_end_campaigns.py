"""A campaign whose last day has passed ends in the daily work, with everything it held."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.campaign.queries import campaign_facts, launched_codes, stopped_codes
from gridloop.campaign.queries.campaigns import plan_of, running_codes
from gridloop.campaign.services import end
from gridloop.campaign.services.end import end_campaigns
from gridloop.campaign.services.plan_capacity import room_of
from gridloop.campaign.services.steer import close, pause, resume
from gridloop.campaign.tests.city import CYCLE, EXECUTIVE
from gridloop.campaign.types import CampaignState
from gridloop.contact.models import SlotReservation
from gridloop.contact.types import Outcome
from gridloop.dispatch.models import WorkOrder
from gridloop.dispatch.services.expire_orders import expire_orders
from gridloop.dispatch.services.generate_orders import generate_orders
from gridloop.dispatch.services.record_contact import record_contact
from gridloop.dispatch.services.start_generation import start_generation
from gridloop.dispatch.tests.conftest import report_of
from gridloop.kernel.models import AuditEntry
from gridloop.kernel.problems import Problem
from gridloop.kernel.scope import actor_of

LAST = date(2026, 10, 31)
AFTER = date(2026, 11, 1)


def state_of(code):
    return campaign_facts([code])[code].state


@pytest.fixture
def promised(orders, operator, at):
    """Return an order whose customer asked on the last day but one to be called four days later."""
    order = orders[0]
    at(2026, 10, 30)
    seller = {"scope": operator.scope(order.assignee_code), "actor": actor_of(operator.accounts[order.assignee_code])}
    record_contact(report=report_of(order, Outcome.CALL_AGAIN, next_on=date(2026, 11, 3)), **seller)
    return order


def test_it_ends_once_on_the_day_after_its_last(launched, actor):
    assert expire_orders(on=LAST, actor=actor).campaigns_ended == 0
    assert state_of(launched) is CampaignState.LAUNCHED
    assert [expire_orders(on=AFTER, actor=actor).campaigns_ended for _ in range(2)] == [1, 0]
    assert state_of(launched) is CampaignState.ENDED
    (entry,) = AuditEntry.objects.filter(action="campaign.end")
    assert (entry.object_id, entry.detail["last_day"]) == (launched, "2026-10-31")


def test_a_draft_and_an_approved_plan_do_not_end(city, actor):
    approved, draft = city.campaign(), city.campaign(approved=False)
    assert end_campaigns(on=AFTER, actor=actor) == []
    assert (state_of(approved), state_of(draft)) == (CampaignState.APPROVED, CampaignState.DRAFT)


def test_nothing_is_held_for_it_any_more(city, orders, launched, actor):
    other = plan_of(city.row(city.campaign(starts_on=date(2026, 10, 12))))
    before = room_of(other, on=date(2026, 10, 12))
    expire_orders(on=AFTER, actor=actor)
    after = room_of(other, on=date(2026, 10, 12))
    assert sum(after.values()) > sum(before.values()), "its targets took other campaigns' room"
    assert not SlotReservation.objects.filter(state="planned").exists()
    assert (launched_codes(), running_codes(CYCLE)) == ([], [])
    assert not WorkOrder.objects.filter(state__in=("pending", "held", "in_progress")).exists()


def test_it_takes_no_new_orders_and_nobody_steers_it(launched, actor, operator):
    expire_orders(on=AFTER, actor=actor)
    for refused in (
        lambda: generate_orders(campaign_code=launched, actor=actor, on=AFTER),
        lambda: start_generation(campaign_code=launched, on=AFTER, scope=EXECUTIVE, actor=actor),
        *(
            lambda verb=verb: verb(code=launched, note="", scope=EXECUTIVE, actor=actor)
            for verb in (pause, resume, close)
        ),
    ):
        with pytest.raises(Problem) as problem:
            refused()
        assert problem.value.status == 409
    for who in ("PLAN1", "EXEC1", "BM01", "GM0101", "AUDIT1"):
        seen = operator.client(who).get(f"/api/campaign/campaigns/{launched}").json()
        assert (seen["state"], seen["may"]) == ("ended", []), who
        assert seen["history"][-1]["what"] == "end"
    assert not WorkOrder.objects.exists()


def test_it_can_be_copied(launched, actor, operator):
    expire_orders(on=AFTER, actor=actor)
    planner = operator.client("PLAN1")
    seen = planner.get(f"/api/campaign/campaigns/{launched}").json()
    again = {name: seen[name] for name in ("name_zh", "name_en", "objective", "audience", "exclusions", "budget_fen")}
    body = {**again, "cycle": "2026-11"}
    made = planner.post("/api/campaign/campaigns", body, content_type="application/json")
    assert made.status_code == 201 and made.json()["state"] == "draft", made.content


def test_what_was_promised_to_a_customer_is_kept(promised, launched, actor, operator, at):
    at(2026, 11, 1)
    expire_orders(on=AFTER, actor=actor)
    assert state_of(launched) is CampaignState.ENDED and launched not in stopped_codes()
    (left,) = WorkOrder.objects.filter(state="in_progress")
    assert left.pk == promised.pk and left.next_on == date(2026, 11, 3)
    expire_orders(on=date(2026, 11, 4), actor=actor)
    left.refresh_from_db()
    assert (left.state, left.end_reason) == ("failed", "lapsed")


def test_a_paused_campaign_ends_with_what_it_promised(promised, launched, actor):
    pause(code=launched, note="the offer is wrong", scope=EXECUTIVE, actor=actor)
    expire_orders(on=AFTER, actor=actor)
    assert state_of(launched) is CampaignState.ENDED
    promised.refresh_from_db()
    assert (promised.state, promised.end_reason) == ("failed", "lapsed")


def test_a_run_killed_before_the_end_is_made_up_for(orders, launched, actor, monkeypatch):
    def killed(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr("gridloop.dispatch.services.expire_orders.end_campaigns", killed)
    with pytest.raises(KeyboardInterrupt):
        expire_orders(on=AFTER, actor=actor)
    assert state_of(launched) is CampaignState.LAUNCHED
    monkeypatch.setattr("gridloop.dispatch.services.expire_orders.end_campaigns", end.end_campaigns)
    report = expire_orders(on=AFTER, actor=actor)
    assert (report.campaigns_ended, report.lapsed) == (1, 0)
