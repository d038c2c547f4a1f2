"""Orders change hands, are taken back, made by hand, and end in time."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from gridloop.campaign.services.steer import close
from gridloop.campaign.tests.city import EXECUTIVE
from gridloop.contact.models import SlotReservation
from gridloop.contact.types import Channel, Outcome
from gridloop.dispatch.models import OrderRemoval, WorkOrder
from gridloop.dispatch.queries import order_history, order_row
from gridloop.dispatch.services.expire_orders import expire_orders
from gridloop.dispatch.services.make_by_hand import HandOrder, make_by_hand
from gridloop.dispatch.services.reassign import reassign
from gridloop.dispatch.services.recall import recall
from gridloop.dispatch.services.record_contact import record_contact
from gridloop.dispatch.tests.conftest import report_of
from gridloop.kernel.models import AuditEntry, Person
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.scope import actor_of


@pytest.fixture
def people(operator):
    def who(code):
        return {"scope": operator.scope(code), "actor": actor_of(operator.accounts[code])}

    return who


@pytest.fixture
def mine(orders):
    return [order for order in orders if order.assignee_code == "CM010101"]


def ids(rows):
    return [row.pk for row in rows]


def test_orders_go_to_a_colleague_on_days_he_has_room(mine, people):
    Person.objects.filter(code="CM010102").update(daily_capacity=2)
    assert reassign(order_ids=ids(mine), assignee_code="CM010102", note="ill", **people("GM0101")) == len(mine)
    rows = WorkOrder.objects.filter(assignee_code="CM010102", state="pending")
    days = list(rows.values_list("planned_on", flat=True))
    assert all(days.count(row.planned_on) <= 2 for row in rows.filter(pk__in=ids(mine)))
    assert set(OrderRemoval.objects.values_list("order_id", flat=True)) == set(ids(mine))
    planned = dict(SlotReservation.objects.filter(state="planned").values_list("customer_id", "planned_on"))
    for row in rows:
        assert planned.get(row.customer_id, row.planned_on) == row.planned_on


@pytest.mark.parametrize(
    ("who", "to", "error"),
    [
        ("GM0101", "CM010201", NotFoundProblem),  # not his own man
        ("GM0102", "CM010201", NotFoundProblem),  # not his orders
        ("BM01", "CM020101", NotFoundProblem),  # another branch's man
        ("PLAN1", "CM020101", Problem),  # another branch
        ("BM01", "BM01", NotFoundProblem),  # not a seller
        ("BM01", "NOBODY", NotFoundProblem),
    ],
)
def test_orders_stay_where_they_belong(mine, people, who, to, error):
    with pytest.raises(error):
        reassign(order_ids=ids(mine), assignee_code=to, note="", **people(who))
    assert not WorkOrder.objects.filter(pk__in=ids(mine)).exclude(assignee_code="CM010101").exists()


def test_a_branch_manager_may_move_orders_between_his_grids(mine, people, operator):
    reassign(order_ids=ids(mine[:1]), assignee_code="CM010201", note="", **people("BM01"))
    row = order_row(operator.scope("CM010201"), mine[0].pk)  # who works it sees it
    assert (row.assignee_code, row.grid_code) == ("CM010201", "LG0101")
    with pytest.raises(NotFoundProblem):
        order_row(operator.scope("CM010101"), mine[0].pk)


def test_all_orders_are_recalled_or_none(mine, orders, people):
    foreign = next(order for order in orders if order.grid_code == "LG0201")
    with pytest.raises(NotFoundProblem):
        recall(order_ids=[*ids(mine), foreign.pk], note="", **people("GM0101"))
    assert not WorkOrder.objects.filter(state="cancelled").exists()
    recall(order_ids=ids(mine), note="stop", **people("GM0101"))
    rows = WorkOrder.objects.filter(pk__in=ids(mine))
    assert set(rows.values_list("state", "end_reason")) == {("cancelled", "recalled")}
    taken = SlotReservation.objects.filter(state="planned", customer_id__in=[o.customer_id for o in mine])
    assert not taken.exists()
    with pytest.raises(Problem) as refused:
        recall(order_ids=ids(mine[:1]), note="", **people("GM0101"))
    assert refused.value.code == "dispatch.order_closed"
    assert AuditEntry.objects.filter(action="order.recall").count() == len(mine)


def hand(customer, **more):
    given = {"channel": Channel.CALL, "title_zh": "回访", "title_en": "Visit again", "due_on": date(2026, 10, 20)}
    return HandOrder(request_id=uuid4(), customer_id=customer, **given | more)


def test_an_order_made_by_hand_goes_to_the_customers_owner_once(city, people):
    wish = hand("C00000")
    first = make_by_hand(wish=wish, **people("GM0101"))
    assert make_by_hand(wish=wish, **people("GM0101")) == first
    row = WorkOrder.objects.get()
    assert (row.assignee_code, row.grid_code, row.state) == ("CM010101", "LG0101", "pending")
    assert row.card["title"]["en"] == "Visit again" and row.source_kind == "manual"


def test_by_hand_the_contact_policy_holds_as_well(city, people):
    with pytest.raises(Problem) as refused:
        make_by_hand(wish=hand("C00009", channel=Channel.VISIT), **people("BM01"))
    assert refused.value.code == "dispatch.customer_held"
    assert [one.code for one in refused.value.troubles] == ["contact.held_no_consent"]  # in words, not a code
    with pytest.raises(NotFoundProblem):
        make_by_hand(wish=hand("C00002"), **people("GM0101"))
    Person.objects.update(daily_capacity=0)
    with pytest.raises(Problem) as refused:
        make_by_hand(wish=hand("C00000"), **people("GM0101"))
    assert refused.value.code == "dispatch.no_room"
    assert not WorkOrder.objects.exists()


def test_what_is_still_open_at_the_end_fails_once(orders, people, actor, at):
    promised, worked = orders[0], orders[1]
    at(2026, 10, 30)
    for order, outcome, day in ((promised, Outcome.CALL_AGAIN, date(2026, 11, 4)), (worked, Outcome.ACCEPTED, None)):
        report = report_of(order, outcome, next_on=day)
        record_contact(report=report, **people(order.assignee_code))
    assert expire_orders(on=date(2026, 10, 31), actor=actor).lapsed == 0
    held = WorkOrder.objects.filter(state="held").count()
    report = expire_orders(on=date(2026, 11, 1), actor=actor)
    assert (report.lapsed, report.held_to_the_end) == (len(orders) - 2, held)
    assert expire_orders(on=date(2026, 11, 1), actor=actor).lapsed == 0
    states = {row.pk: (row.state, row.end_reason) for row in WorkOrder.objects.all()}
    assert states[promised.pk] == ("in_progress", "") and states[worked.pk] == ("completed", "")
    assert states[orders[2].pk] == ("failed", "lapsed")
    assert expire_orders(on=date(2026, 11, 5), actor=actor).lapsed == 1
    assert not SlotReservation.objects.filter(state="planned").exists()


def test_a_closed_campaigns_orders_end(orders, launched, actor):
    close(code=launched, note="", scope=EXECUTIVE, actor=actor)
    report = expire_orders(on=date(2026, 10, 6), actor=actor)
    assert report.campaign_closed == WorkOrder.objects.count()
    assert set(WorkOrder.objects.values_list("state", "end_reason")) == {("cancelled", "campaign_closed")}


def test_history_tells_contacts_and_changes(mine, people, at):
    reassign(order_ids=[mine[0].pk], assignee_code="CM010102", note="", **people("GM0101"))
    at(2026, 10, 6)
    record_contact(report=report_of(mine[0], Outcome.INTERESTED), **people("CM010102"))
    lines = order_history(WorkOrder.objects.get(pk=mine[0].pk))
    assert [(line["kind"], line["what"]) for line in lines] == [("contact", "interested"), ("change", "reassign")]
    assert lines[0]["what_zh"] == "有意向" and lines[0]["who"] == "员工CM010102"
