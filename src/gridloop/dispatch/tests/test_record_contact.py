"""A contact is recorded whole, once, and by the right people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gridloop.contact.models import Contact, OptOut, SlotReservation
from gridloop.contact.types import Objection, Outcome
from gridloop.dispatch.models import WorkOrder
from gridloop.dispatch.services import record_contact as module
from gridloop.dispatch.services.make_by_hand import HandOrder, make_by_hand
from gridloop.dispatch.services.reassign import reassign
from gridloop.dispatch.services.recall import recall
from gridloop.dispatch.services.record_contact import record_contact
from gridloop.dispatch.tests.conftest import report_of
from gridloop.kernel import clock
from gridloop.kernel.models import AuditEntry
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.scope import actor_of


@pytest.fixture
def people(operator):
    def who(code):
        return {"scope": operator.scope(code), "actor": actor_of(operator.accounts[code])}

    return who


@pytest.fixture
def mine(orders, people, at):
    """Return the first order of CM010101, on its day."""
    at(2026, 10, 5)
    return next(order for order in orders if order.assignee_code == "CM010101")


def after(order):
    order.refresh_from_db()
    return order


@pytest.mark.parametrize(
    ("outcome", "state", "done"),
    [
        (Outcome.ACCEPTED, "completed", True),
        (Outcome.INTERESTED, "in_progress", False),
        (Outcome.CALL_AGAIN, "in_progress", False),
        (Outcome.REFUSED, "failed", True),
        (Outcome.NOT_REACHED, "in_progress", False),
        (Outcome.WRONG_NUMBER, "failed", True),
        (Outcome.DO_NOT_DISTURB, "failed", True),
    ],
)
def test_an_answer_moves_the_order(mine, people, outcome, state, done):
    report = report_of(mine, outcome, objection=Objection.PRICE)
    result = record_contact(report=report, **people("CM010101"))
    order = after(mine)
    assert result.state == order.state == state
    assert (order.contacts, order.outcome, order.objection) == (1, outcome.value, "price")
    assert order.first_contact_at == clock.now() and (order.completed_at is not None) == done
    assert order.reached == outcome.reached
    logged = Contact.objects.get(order_id=str(order.pk))
    assert (logged.customer_id, logged.source_id, logged.made_by) == (order.customer_id, order.source_id, "CM010101")


def test_the_same_contact_again_changes_nothing(mine, people):
    report = report_of(mine, Outcome.NOT_REACHED)
    first = record_contact(report=report, **people("CM010101"))
    before = WorkOrder.objects.filter(pk=mine.pk).values().get()
    again = record_contact(report=report, **people("CM010101"))
    assert (first.existed, again.existed) == (False, True)
    assert WorkOrder.objects.filter(pk=mine.pk).values().get() == before
    assert Contact.objects.count() == 1


def test_all_of_a_contact_or_nothing_is_kept(mine, people, monkeypatch):
    before = WorkOrder.objects.filter(pk=mine.pk).values().get()

    def broken(**_):
        raise RuntimeError("power cut")

    monkeypatch.setattr(module, "withdraw", broken)
    with pytest.raises(RuntimeError):
        record_contact(report=report_of(mine, Outcome.DO_NOT_DISTURB), **people("CM010101"))
    assert WorkOrder.objects.filter(pk=mine.pk).values().get() == before
    assert not Contact.objects.exists() and not OptOut.objects.exists()
    assert not AuditEntry.objects.filter(action="order.contact").exists()


def test_tries_in_vain_run_out_after_three(mine, people, at):
    for day in (5, 6, 7):
        at(2026, 10, day)
        record_contact(report=report_of(mine, Outcome.NOT_REACHED), **people("CM010101"))
        if day < 7:
            assert after(mine).planned_on == date(2026, 10, day + 1)
    assert (after(mine).state, mine.contacts, mine.not_reached, mine.reached) == ("failed", 3, 3, False)


def test_the_day_a_customer_names_is_kept(mine, people):
    due = mine.due_on
    report = report_of(mine, Outcome.CALL_AGAIN, next_on=date(2026, 10, 20))
    record_contact(report=report, **people("CM010101"))
    order = after(mine)
    assert (order.planned_on, order.next_on, order.due_on) == (date(2026, 10, 20), date(2026, 10, 20), due)
    planned = SlotReservation.objects.get(customer_id=order.customer_id, state="planned")
    assert planned.planned_on == date(2026, 10, 20)


def test_a_day_out_of_reach_is_refused(mine, people):
    for day in (date(2026, 10, 4), date(2027, 3, 1)):
        with pytest.raises(Problem) as refused:
            record_contact(report=report_of(mine, Outcome.CALL_AGAIN, next_on=day), **people("CM010101"))
        assert refused.value.code == "dispatch.next_day_out_of_range"
    assert not Contact.objects.exists()


def test_a_day_that_was_ahead_when_the_phone_was_offline_is_taken(mine, people, at):
    claimed = clock.now()
    at(2026, 10, 9)
    report = report_of(mine, Outcome.CALL_AGAIN, next_on=date(2026, 10, 7), claimed_at=claimed)
    record_contact(report=report, **people("CM010101"))
    assert after(mine).planned_on == date(2026, 10, 9)


def test_do_not_disturb_ends_the_customers_other_orders(mine, people):
    wish = HandOrder(
        request_id=mine.pk,
        customer_id=mine.customer_id,
        channel=report_of(mine, Outcome.ACCEPTED).channel,
        title_zh="回访",
        title_en="",
        due_on=date(2026, 10, 31),
    )
    other = make_by_hand(wish=wish, **people("GM0101"))
    record_contact(report=report_of(mine, Outcome.DO_NOT_DISTURB), **people("CM010101"))
    ended = WorkOrder.objects.get(pk=other)
    assert (ended.state, ended.end_reason, ended.planned_on) == ("cancelled", "do_not_disturb", None)
    assert OptOut.objects.get().customer_id == mine.customer_id
    assert after(mine).state == "failed"
    assert not WorkOrder.objects.exclude(customer_id=mine.customer_id).filter(state="cancelled").exists()


@pytest.mark.parametrize("who", ["CM010102", "CM020101", "GM0102", "BM02", "PLAN1"])
def test_a_foreign_order_does_not_exist(mine, people, who):
    if who == "PLAN1":  # sees every order; the API decides who speaks to customers
        record_contact(report=report_of(mine, Outcome.ACCEPTED), **people(who))
        return
    with pytest.raises(NotFoundProblem):
        record_contact(report=report_of(mine, Outcome.ACCEPTED), **people(who))
    assert not Contact.objects.exists()


def test_a_recalled_order_keeps_its_state_and_the_contact_is_kept(mine, people):
    recall(order_ids=[mine.pk], note="", **people("GM0101"))
    record_contact(report=report_of(mine, Outcome.ACCEPTED), **people("CM010101"))
    assert (after(mine).state, mine.contacts) == ("cancelled", 1)
    assert Contact.objects.count() == 1


def test_an_order_that_was_handed_on_can_be_reported_within_the_lease(mine, people):
    offline = clock.now()
    reassign(order_ids=[mine.pk], assignee_code="CM010102", note="", **people("GM0101"))
    late = report_of(mine, Outcome.ACCEPTED, claimed_at=offline + timedelta(hours=9))
    with pytest.raises(NotFoundProblem):
        record_contact(report=late, **people("CM010101"))
    record_contact(report=replace(late, claimed_at=offline + timedelta(hours=7)), **people("CM010101"))
    assert (after(mine).state, mine.assignee_code) == ("completed", "CM010102")


def test_after_an_opt_out_a_contact_is_kept_and_marked(mine, people, actor):
    from gridloop.contact.services.opt_out import opt_out
    from gridloop.dispatch.services.follow_opt_outs import follow_opt_outs

    opt_out(customer_id=mine.customer_id, channel=None, actor=actor, source="hotline")
    assert follow_opt_outs(actor=actor) == 1 and follow_opt_outs(actor=actor) == 0
    assert after(mine).state == "cancelled"
    result = record_contact(report=report_of(mine, Outcome.INTERESTED), **people("CM010101"))
    assert result.after_opt_out and after(mine).state == "cancelled"
