"""A phone that applies what it is sent holds exactly what it should, whatever happened in between."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from gridloop.campaign.services.steer import pause, resume
from gridloop.campaign.tests.city import EXECUTIVE
from gridloop.contact.services.opt_out import opt_out
from gridloop.contact.types import BestTime, Outcome
from gridloop.dispatch.models import Intelligence, WorkOrder
from gridloop.dispatch.services.download import download_orders
from gridloop.dispatch.services.expire_orders import expire_orders
from gridloop.dispatch.services.reassign import reassign
from gridloop.dispatch.services.recall import recall
from gridloop.dispatch.services.record_contact import record_contact
from gridloop.dispatch.tests.conftest import report_of
from gridloop.kernel import clock
from gridloop.kernel.models import AuditEntry
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.scope import actor_of
from gridloop.kernel.sync_types import MUTATIONS, PULLS, MutationContext
from gridloop.lake.models import SealedPhone

ME = "CM010101"


class Phone:
    """A phone that forgets nothing it was not told to forget."""

    def __init__(self, operator, code=ME):
        self.code, self.actor = code, actor_of(operator.accounts[code])
        self.held, self.cursor, self.sent = {}, None, 0

    def pull(self):
        answer = download_orders(person_code=self.code, actor=self.actor, cursor=self.cursor)
        if answer.reset:
            self.held = {}
        for change in answer.changes:
            if change.operation == "put":
                self.held[change.key] = change.value
            else:
                self.held.pop(change.key, None)
        self.cursor, self.sent = answer.cursor, len(answer.changes)
        return self

    def fresh(self, operator):
        return Phone(operator, self.code).pull().held


@pytest.fixture
def people(operator):
    def who(code):
        return {"scope": operator.scope(code), "actor": actor_of(operator.accounts[code])}

    return who


@pytest.fixture
def phone(orders, operator):
    for order in orders:
        SealedPhone.objects.create(customer_id=order.customer_id, phone=f"139{order.customer_id[-4:]}")
    return Phone(operator)


def test_a_first_pull_brings_everything_and_the_next_nothing(phone, orders):
    mine = {str(order.pk) for order in orders if order.assignee_code == ME}
    assert set(phone.pull().held) == mine and phone.sent == len(mine)
    assert set(WorkOrder.objects.filter(assignee_code=ME, planned_on__isnull=False).values_list("state")) == {
        ("acknowledged",)
    }
    assert phone.pull().sent == 0


def test_the_phone_always_ends_up_with_the_whole_set(phone, orders, operator, people, actor, launched, at):
    """Every kind of change, one after the other; after each the phone equals one that starts afresh."""
    mine = [order for order in orders if order.assignee_code == ME]
    others = [order for order in orders if order.assignee_code == "CM010102"]
    boss = people("GM0101")
    steps = [
        lambda: at(2026, 10, 5),
        lambda: record_contact(report=report_of(mine[0], Outcome.NOT_REACHED), **people(ME)),
        lambda: record_contact(report=report_of(mine[1], Outcome.ACCEPTED), **people(ME)),
        lambda: recall(order_ids=[mine[2].pk], note="", **boss),
        lambda: reassign(order_ids=[mine[3].pk], assignee_code="CM010102", note="", **boss),
        lambda: reassign(order_ids=[others[0].pk], assignee_code=ME, note="", **boss),
        lambda: reassign(order_ids=[mine[3].pk], assignee_code=ME, note="", **boss),
        lambda: opt_out(customer_id=mine[4].customer_id, channel=None, actor=actor, source="hotline"),
        lambda: at(2026, 10, 6),
        lambda: pause(code=launched, note="", scope=EXECUTIVE, actor=actor),
        lambda: record_contact(report=report_of(mine[0], Outcome.REFUSED), **people(ME)),
        lambda: resume(code=launched, note="", scope=EXECUTIVE, actor=actor),
        lambda: at(2026, 10, 20),
        lambda: at(2026, 11, 2),
        lambda: expire_orders(on=date(2026, 11, 2), actor=actor),
        lambda: at(2026, 12, 1),
    ]
    phone.pull()
    often = [Phone(operator).pull()]
    for step in steps:
        step()
        assert phone.pull().held == phone.fresh(operator)
        often.append(Phone(operator).pull())
    for slow in often:  # and so does one that was away for some of the steps
        assert slow.pull().held == phone.held
    assert phone.held == {}


def test_a_paused_campaign_leaves_the_phones_and_comes_back(phone, launched, actor):
    whole = dict(phone.pull().held)
    pause(code=launched, note="", scope=EXECUTIVE, actor=actor)
    assert phone.pull().held == {}
    resume(code=launched, note="", scope=EXECUTIVE, actor=actor)
    assert phone.pull().held == whole


def test_clear_numbers_go_out_a_day_ahead_and_no_sooner(phone, at):
    first = min(order["planned_on"] for order in phone.pull().held.values())
    assert {order["phone"] for order in phone.held.values()} == {None}
    at(2026, 10, 4)  # the first day is tomorrow
    shown = {order["planned_on"] for order in phone.pull().held.values() if order["phone"]}
    assert shown == {first} == {date(2026, 10, 5)}
    looked_up = AuditEntry.objects.filter(action="lake.reveal_phone").count()
    assert looked_up == sum(order["planned_on"] == first for order in phone.held.values())


def test_a_cursor_nobody_made_starts_afresh(phone):
    phone.pull()
    for nonsense in ("x", "1~2", "~"):
        phone.cursor = nonsense
        before = dict(phone.held)
        phone.held = {"left-over": {}}
        assert set(phone.pull().held) == set(before)


def context(operator, code=ME):
    return MutationContext(
        actor=actor_of(operator.accounts[code]),
        scope=operator.scope(code),
        device_id=str(uuid4()),
        claimed_at=clock.now() - timedelta(minutes=5),
    )


def test_a_contact_from_a_phone(phone, orders, operator, at):
    at(2026, 10, 5)
    order = next(order for order in orders if order.assignee_code == ME)
    args = {
        "contact_id": str(uuid4()),
        "order_id": str(order.pk),
        "channel": "visit",
        "outcome": "interested",
        "competitor_contract_end_on": "2026-12-31",
        "best_time": "evening",
        "next_on": "2026-10-09",
        "longitude": 117.5,
        "latitude": 38.9,
        "started_at": "2026-10-05T01:00:00+00:00",
    }
    MUTATIONS["record_contact"](args, context(operator))
    order.refresh_from_db()
    assert (order.state, order.next_on) == ("in_progress", date(2026, 10, 9))
    with pytest.raises(NotFoundProblem):
        MUTATIONS["record_contact"](args | {"contact_id": str(uuid4())}, context(operator, "CM010102"))


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"order_id": "x"}, "order_id"),
        ({"outcome": "sold"}, "outcome"),
        ({"outcome": None}, "outcome"),
        ({"channel": []}, "channel"),
        ({"next_on": "soon"}, "next_on"),
        ({"note": "x" * 501}, "note"),
        ({"started_at": "2026-10-05T01:00:00"}, "started_at"),
        ({"longitude": "east"}, "longitude"),
    ],
)
def test_a_garbled_contact_is_refused_by_name(orders, operator, change, where):
    args = {"contact_id": str(uuid4()), "order_id": str(orders[0].pk), "channel": "visit", "outcome": "refused"}
    with pytest.raises(Problem) as refused:
        MUTATIONS["record_contact"](args | change, context(operator))
    assert [trouble.where for trouble in refused.value.troubles] == [where]


def test_days_are_counted_for_the_phone(phone, operator, at, people, orders):
    at(2026, 10, 5)
    mine = [order for order in orders if order.assignee_code == ME and order.planned_on == date(2026, 10, 5)]
    record_contact(report=report_of(mine[0], Outcome.ACCEPTED), **people(ME))
    answer = PULLS["day"](operator.scope(ME), actor_of(operator.accounts[ME]), None)
    days = {change.key: change.value for change in answer.changes}
    assert days["2026-10-05"] == {
        "date": date(2026, 10, 5),
        "planned": len(mine),
        "done": 1,
        "overdue": 0,
        "closed": None,
    }
    at(2026, 10, 7)
    later = PULLS["day"](operator.scope(ME), actor_of(operator.accounts[ME]), answer.cursor)
    gone = [change.key for change in later.changes if change.operation == "remove"]
    assert gone == ["2026-10-05", "2026-10-06"]
    left = next(change.value for change in later.changes if change.key == "2026-10-07")
    assert left["planned"] >= len(mine) - 1  # what was left over counts today


def test_intelligence_is_kept_once(operator, at):
    args = {"intelligence_id": str(uuid4()), "kind": "lead", "place_code": "P1", "text": "新店开张"}
    for _ in range(2):
        MUTATIONS["report_intelligence"](args, context(operator))
    row = Intelligence.objects.get()
    assert (row.person_code, row.grid_code, row.text) == (ME, "LG0101", "新店开张")
    with pytest.raises(Problem):
        MUTATIONS["report_intelligence"](args | {"text": " "}, context(operator))


def test_a_look_at_a_number_is_audited(orders, operator):
    order = next(order for order in orders if order.assignee_code == ME)
    MUTATIONS["reveal_phone"]({"order_id": str(order.pk), "purpose": "call"}, context(operator))
    row = AuditEntry.objects.get(action="order.reveal_phone")
    assert (row.object_id, row.detail["purpose"]) == (order.customer_id, "call")
    with pytest.raises(NotFoundProblem):
        MUTATIONS["reveal_phone"]({"order_id": str(order.pk), "purpose": "call"}, context(operator, "CM010102"))


def test_an_agreed_day_comes_with_how_the_last_contact_went(phone, operator, at, people, orders):
    at(2026, 10, 5)
    mine = next(order for order in orders if order.assignee_code == ME)
    record_contact(report=report_of(mine, Outcome.NOT_REACHED), **people(ME))
    said = {"next_on": date(2026, 10, 8), "best_time": BestTime.EVENING}
    at(2026, 10, 6)
    record_contact(report=report_of(mine, Outcome.INTERESTED, **said), **people(ME))
    held = phone.pull().held
    assert held[str(mine.pk)]["next_on"] == date(2026, 10, 8)
    assert held[str(mine.pk)]["last_contact"] == {
        "channel": "visit", "outcome": "interested", "made_on": date(2026, 10, 6), "best_time": "evening",
    }  # fmt: skip
    untouched = next(order for order in orders if order.assignee_code == ME and order.pk != mine.pk)
    assert held[str(untouched.pk)]["last_contact"] is None
