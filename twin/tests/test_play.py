"""Playing phones against a server that speaks the sync protocol."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from twin.life.answers import OBJECTIONS, TIMES
from twin.life.client import ApiClient, ApiError
from twin.life.log import read_day, read_month
from twin.life.playing import DayPlayed, Door, play_day
from twin.life.store import StateError
from twin.life.workday import choose_tasks, is_due
from twin.months import day_of, month_of
from twin.nature.deals import deal_of
from twin.nature.standing import stand
from twin.tests.fake_gridloop import PASSWORD, Book, serving
from twin.world.organisation import staff_row_of_manager
from twin.world.people import customer_ids
from twin.world.world import World

MONDAY = day_of("2026-10-05")


@dataclass
class Scene:
    """A city, a server with orders in it, and the door between them."""

    world: World
    state: Path
    book: Book
    url: str

    def play(self, day: str = "2026-10-05", password: str = PASSWORD) -> DayPlayed:
        return play_day(self.world, self.state, day_of(day), Door(self.url, password, 3), lambda text: None)


def order(customer: int, offer: str, channel: str, planned_on: str = "2026-10-05") -> dict[str, Any]:
    name = customer_ids(np.array([customer]))[0]
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{customer} {offer}")), "customer_id": str(name),
        "campaign_code": f"TEST-{offer}", "offer": {"code": offer}, "channel": channel, "planned_on": planned_on,
        "due_on": "2026-10-31", "priority": 1, "state": "pending", "next_on": None,
    }  # fmt: skip


@pytest.fixture
def scene(world: World, state: Path) -> Iterator[Scene]:
    book = Book()
    s = stand(world)
    rows = staff_row_of_manager(world.staff)
    for offer, channel in (("DP020", "call"), ("RM95", "visit")):
        possible = deal_of(s, world.offers, np.full(len(s), world.offers.row(offer))).possible
        for customer in np.flatnonzero(possible)[:120].tolist():
            manager = rows[world.places.manager[world.people.place[customer]]]
            book.put(order(customer, offer, channel), str(world.staff.staff_no[manager]).lower())
    with serving(book) as url:
        yield Scene(world, state, book, url)


def test_a_day_is_played_and_told_as_it_was_logged(scene: Scene):
    played = scene.play()
    log = read_day(scene.state, MONDAY)
    assert log is not None
    assert played.contacts == len(log) == len(scene.book.contacts) > 50
    assert set(log.status.tolist()) == {"applied"}
    for at, contact_id in enumerate(log.contact_id):
        told = scene.book.contacts[contact_id]
        assert told["outcome"] == log.claimed[at]
        assert told["order_id"] == log.order_id[at]
        assert told.get("objection", "price") in OBJECTIONS
        assert told.get("best_time", "noon") in TIMES
        assert ("longitude" in told) == (log.channel[at] == "visit")
        assert told["started_at"] < told["ended_at"]
        assert told["started_at"].startswith("2026-10-05T")


def test_capacity_is_kept(scene: Scene):
    scene.play()
    log = read_day(scene.state, MONDAY)
    assert log is not None
    managers, made = np.unique(log.manager, return_counts=True)
    capacity = scene.world.staff.daily_capacity[staff_row_of_manager(scene.world.staff)[managers]]
    assert (made <= capacity * 1.1).all()


def test_only_dishonest_managers_invent_and_only_successes(scene: Scene):
    for day in ("2026-10-05", "2026-10-06", "2026-10-07"):
        scene.play(day)
    log = read_month(scene.state, month_of("2026-10"))
    assert log is not None
    invented = (log.claimed == "accepted") & ~log.said_yes
    honest = scene.world.staff.invention[staff_row_of_manager(scene.world.staff)[log.manager]] == 0
    assert not (invented & honest).any()
    assert (log.claimed[invented] == "accepted").all()
    assert (log.claimed[~invented] == log.outcome[~invented]).all()
    assert (log.signed <= log.said_yes).all()
    assert not (log.said_yes & ~log.reached).any()


def test_the_same_day_again_makes_no_second_contact(scene: Scene):
    first = scene.play()
    before = dict(scene.book.contacts)
    second = scene.play()
    assert first.contacts <= second.contacts
    done = {contact["order_id"] for contact in before.values()}
    fresh = [contact["order_id"] for key, contact in scene.book.contacts.items() if key not in before]
    assert not done & set(fresh)


def test_a_lost_answer_is_sent_again_and_counted_once(scene: Scene):
    scene.book.lose_next_answer = True
    with pytest.raises(httpx.HTTPError):
        scene.play()
    log = read_day(scene.state, MONDAY)
    assert log is not None
    assert (log.status == "made").any(), "the log is written before the push"
    scene.play()
    log = read_day(scene.state, MONDAY)
    assert log is not None
    assert set(log.status.tolist()) <= {"applied", "exists"}
    assert set(log.contact_id.tolist()) == set(scene.book.contacts)


def test_a_refused_record_blocks_nothing_and_the_contact_stays_true(scene: Scene):
    recalled = next(iter(scene.book.orders))
    scene.book.refused_orders.add(recalled)
    played = scene.play()
    log = read_day(scene.state, MONDAY)
    assert log is not None
    assert played.refused == int((log.order_id == recalled).sum())
    assert (log.status[log.order_id != recalled] == "applied").all()
    assert set(log.problem[log.order_id == recalled].tolist()) <= {"dispatch.order_recalled"}


def test_sessions_last_and_an_expired_one_is_opened_again(scene: Scene):
    scene.play("2026-10-05")
    signed_in = scene.book.sign_ins
    scene.play("2026-10-06")
    assert scene.book.sign_ins == signed_in
    scene.book.sessions.clear()
    scene.play("2026-10-07")
    assert scene.book.sign_ins > signed_in


def test_the_outcome_does_not_depend_on_threads_or_order_of_arrival(scene: Scene):
    scene.play()
    log = read_day(scene.state, MONDAY)
    assert log is not None
    outcomes = dict(zip(log.order_id.tolist(), log.outcome.tolist(), strict=True))
    book = Book()
    for one in reversed(list(scene.book.orders.values())):
        book.put({**one, "state": "pending", "next_on": None}, one["assignee"])
    (scene.state / "contacts" / "2026-10" / "2026-10-05.parquet").unlink()
    with serving(book) as url:
        Scene(scene.world, scene.state, book, url).play()
    again = read_day(scene.state, MONDAY)
    assert again is not None
    assert dict(zip(again.order_id.tolist(), again.outcome.tolist(), strict=True)) == outcomes


def test_a_wrong_password_is_an_error_that_says_so(scene: Scene):
    with pytest.raises(ApiError, match="wrong name or password"):
        scene.play(password="nonsense")


def test_days_of_another_month_are_not_played(scene: Scene):
    with pytest.raises(StateError, match="stands in 2026-10"):
        scene.play("2026-12-01")


def test_orders_are_due_when_planned_and_not_agreed_for_later():
    one = order(1, "DP020", "call")
    assert is_due(one, "2026-10-05")
    assert not is_due(one, "2026-10-04")
    assert not is_due({**one, "next_on": "2026-10-08"}, "2026-10-05")


def test_an_errand_without_an_offer_is_run_too(scene: Scene):
    staff = scene.world.staff
    manager = str(staff.staff_no[staff_row_of_manager(staff)[0]]).lower()
    errand = {**order(5, "DP020", "visit"), "id": str(uuid.uuid4()), "offer": None, "campaign_code": "", "priority": 99}
    scene.book.put(errand, manager)
    scene.play()
    log = read_day(scene.state, MONDAY)
    assert log is not None
    row = log.order_id == errand["id"]
    assert row.sum() == 1
    assert not log.signed[row].any()
    assert (log.worth_fen[row] == 0).all()


def test_agreed_days_come_first_then_priority():
    plain, urgent, agreed = (order(number, "DP020", "call") for number in range(3))
    urgent["priority"] = 9
    agreed["next_on"] = "2026-10-04"
    tasks = choose_tasks([plain, urgent, agreed], 0, 2, MONDAY)
    assert [task.order for task in tasks] == [agreed, urgent]
    assert {task.period for task in choose_tasks([plain], 0, 5, day_of("2026-10-10"))} == {4}


def test_the_client_speaks_of_problems(scene: Scene):
    with ApiClient(scene.url) as client, pytest.raises(ApiError) as caught:
        client.get("/api/field/pull", device_id="x")
    assert (caught.value.status, caught.value.code) == (401, "kernel.not_signed_in")
