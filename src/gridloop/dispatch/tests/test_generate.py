"""Exactly one order for each treated target, spread over the days, under the contact policy."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from gridloop.campaign.models import CampaignTarget
from gridloop.campaign.services.steer import pause
from gridloop.campaign.tests.city import EXECUTIVE
from gridloop.contact.models import SlotReservation
from gridloop.contact.services.opt_out import opt_out
from gridloop.contact.types import SourceRef
from gridloop.dispatch.models import WorkOrder
from gridloop.dispatch.services import generate_orders as module
from gridloop.dispatch.services.generate_orders import generate_orders
from gridloop.kernel.models import AuditEntry, Person
from gridloop.kernel.problems import NotFoundProblem, Problem

ON = date(2026, 10, 1)


def generate(code, actor, on=ON):
    return generate_orders(campaign_code=code, actor=actor, on=on)


def treated():
    return set(CampaignTarget.objects.filter(arm="treated").values_list("customer_id", flat=True))


def test_every_treated_target_gets_one_order_and_nobody_else(launched, actor):
    report = generate(launched, actor)
    made = Counter(WorkOrder.objects.values_list("customer_id", flat=True))
    assert made == dict.fromkeys(treated(), 1)
    assert (report.made, report.existing) == (report.targets, 0) == (len(treated()), 0)


def test_a_second_run_changes_nothing(launched, actor):
    generate(launched, actor)
    before = list(WorkOrder.objects.order_by("pk").values())
    report = generate(launched, actor, date(2026, 10, 6))
    assert list(WorkOrder.objects.order_by("pk").values()) == before
    assert (report.made, report.existing) == (0, len(before))


def test_chunks_make_the_same_orders_as_one_piece(launched, actor, monkeypatch):
    generate(launched, actor)
    whole = {(o.customer_id, o.planned_on, o.state) for o in WorkOrder.objects.all()}
    from gridloop.contact.services.reserve import release_slots

    WorkOrder.objects.all().delete()
    release_slots(source=SourceRef(kind="campaign", id=launched, step=1, cycle="2026-10"), actor=actor)
    monkeypatch.setattr(module, "CHUNK", 7)
    generate(launched, actor)
    assert {(o.customer_id, o.planned_on, o.state) for o in WorkOrder.objects.all()} == whole


def test_days_are_filled_up_to_everybodys_capacity(launched, actor):
    Person.objects.filter(role="community_manager").update(daily_capacity=1)
    generate(launched, actor)
    load = Counter(WorkOrder.objects.filter(state="pending").values_list("assignee_code", "planned_on"))
    assert set(load.values()) == {1}
    assert min(day for _, day in load) == date(2026, 10, 5)  # the campaign's first day, a Monday
    assert all(day.weekday() < 6 for _, day in load)


def test_a_campaign_goes_at_an_even_pace(launched, actor):
    generate(launched, actor)
    load = Counter(WorkOrder.objects.filter(state="pending").values_list("assignee_code", "planned_on"))
    assert set(load.values()) == {1}  # seven customers at most for each, and twelve contacts a day


def test_orders_that_come_late_are_worked_faster(launched, actor, at):
    at(2026, 10, 30)
    report = generate(launched, actor, date(2026, 10, 30))  # a Friday, with two days left
    assert not report.held
    load = Counter(WorkOrder.objects.filter(state="pending").values_list("assignee_code", "planned_on"))
    assert max(load.values()) > 1 and {day.day for _, day in load} == {30, 31}


def test_an_order_nobody_has_time_for_is_held_and_released_later(launched, actor):
    Person.objects.filter(role="community_manager").update(daily_capacity=0)
    report = generate(launched, actor)
    assert report.held == {"no_capacity": report.targets}
    Person.objects.filter(role="community_manager").update(daily_capacity=9)
    again = generate(launched, actor, date(2026, 10, 7))
    assert again.released == report.targets
    assert set(WorkOrder.objects.values_list("state", flat=True)) == {"pending"}
    assert min(WorkOrder.objects.values_list("planned_on", flat=True)) == date(2026, 10, 7)


def test_the_gate_is_asked_again(launched, actor):
    customer = sorted(treated())[0]
    opt_out(customer_id=customer, channel=None, actor=actor, source="hotline")
    report = generate(launched, actor)
    order = WorkOrder.objects.get(customer_id=customer)
    assert (order.state, order.held_reason, order.planned_on) == ("held", "do_not_disturb", None)
    assert report.held == {"do_not_disturb": 1}


def test_a_card_carries_what_the_phone_needs(launched, actor):
    generate(launched, actor)
    order = WorkOrder.objects.filter(state="pending").first()
    card = order.card
    assert card["customer_name"].startswith("王") and card["phone_masked"] == "*******1234"
    assert card["title"] == {"zh": "流失挽留", "en": "Churn retention"}
    assert card["offer"]["code"] == "R10" and card["current"]["offer_name"]["en"] == "Broadband 300M"
    assert card["customer_name"] in card["script"]["zh"] and "续约九折" in card["script"]["zh"]
    assert card["reasons"] == [
        {"code": "contract_ends_in", "zh": "合约还有 23 天到期", "en": "Contract ends in 23 days"}
    ]
    assert "{" not in card["script"]["zh"] + card["script"]["en"]


def test_one_audit_row_for_each_batch(launched, actor, monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 10)
    report = generate(launched, actor)
    rows = AuditEntry.objects.filter(action="order.generate")
    assert rows.count() == -(-report.made // 10)
    assert sum(row.detail["made"] for row in rows) == report.made


def test_a_paused_campaign_makes_no_orders(launched, actor):
    pause(code=launched, note="", scope=EXECUTIVE, actor=actor)
    with pytest.raises(Problem) as refused:
        generate(launched, actor)
    assert refused.value.code == "dispatch.campaign_not_running"
    with pytest.raises(NotFoundProblem):
        generate("C209901-01", actor)


def test_a_second_campaign_fills_what_the_first_left_free(city, launched, actor):
    from gridloop.campaign.services.launch import launch_campaign

    Person.objects.filter(role="community_manager").update(daily_capacity=2)
    generate(launched, actor)
    other = city.campaign(exclusions={"running_campaigns": False}, channel="call", starts_on=date(2026, 10, 12))
    launch_campaign(campaign_code=other, actor=actor)
    generate(other, actor)
    load = Counter(WorkOrder.objects.filter(state="pending").values_list("assignee_code", "planned_on"))
    assert max(load.values()) <= 2


def test_an_order_not_yet_worked_is_held_when_the_customer_complains(city, launched, actor, at):
    generate(launched, actor)
    orders = list(WorkOrder.objects.filter(state="pending").order_by("pk"))
    complained, worked = orders[0], orders[1]
    WorkOrder.objects.filter(pk=worked.pk).update(contacts=1, state="in_progress")
    made = {"month": date(2026, 10, 1), "made_on": date(2026, 10, 4), "topic": "bill"}
    city.publish(
        "complaint",
        [made | {"complaint_id": o.customer_id, "customer_id": o.customer_id} for o in (complained, worked)],
    )
    at(2026, 10, 5)
    report = generate(launched, actor, date(2026, 10, 5))
    complained.refresh_from_db()
    worked.refresh_from_db()
    assert (complained.state, complained.held_reason, complained.planned_on) == ("held", "open_complaint", None)
    assert worked.state == "in_progress" and report.held == {"open_complaint": 1}
    assert not SlotReservation.objects.filter(customer_id=complained.customer_id, state="planned").exists()


def test_a_script_of_ones_own_is_filled_in(city, actor):
    from gridloop.campaign.services.launch import launch_campaign

    said = {"zh": "{customer_name}：{reason}；{current_fee}；{contract_days_left}", "en": "{seller_name} {reason}"}
    code = city.campaign(scripts={"default": said})
    launch_campaign(campaign_code=code, actor=actor)
    generate(code, actor)
    order = WorkOrder.objects.filter(state="pending").first()
    profile = next(p for p in city.profiles if p["customer_id"] == order.customer_id)
    assert order.card["script"]["zh"].split("；") == [
        f"{order.card['customer_name']}：合约还有 23 天到期",
        f"{profile['monthly_fee_fen'] / 100:.2f}",
        str(profile["contract_days_left"] or 0),
    ]
    assert order.card["script"]["en"].endswith("Contract ends in 23 days")
