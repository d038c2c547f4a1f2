"""Slots are reserved so that plans never add up to too many, whoever plans at the same time."""

from __future__ import annotations

import sqlite3
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import close_old_connections, connection, connections

from gridloop.contact.models import SlotReservation
from gridloop.contact.queries import planned_slots
from gridloop.contact.services import reserve as reserving
from gridloop.contact.services.reserve import release_slots, reserve_slots
from gridloop.contact.services.set_policy import set_policy
from gridloop.contact.tests.conftest import CUSTOMERS, TODAY, A, B
from gridloop.contact.types import Channel, HoldReason, Policy, Slot, SourceRef
from gridloop.kernel.problems import Problem
from gridloop.kernel.types import Actor

C1, C2 = CUSTOMERS[:2]
PLANNED = SlotReservation.State.PLANNED


@pytest.mark.django_db
def test_a_second_run_changes_nothing(consent, reserve):
    first = reserve([C1, C2])
    rows = list(SlotReservation.objects.order_by("pk").values())
    again = reserve([C1, C2], TODAY + timedelta(days=3))
    assert set(again.reserved) == set(first.reserved) == {Slot(C1, Channel.CALL, TODAY), Slot(C2, Channel.CALL, TODAY)}
    assert list(SlotReservation.objects.order_by("pk").values()) == rows


@pytest.mark.django_db
def test_whoever_is_held_back_gets_no_slot(consent, reserve):
    report = reserve([C1, "STRANGER"])
    assert [slot.customer_id for slot in report.reserved] == [C1]
    assert [(v.customer_id, v.reason) for v in report.held] == [("STRANGER", HoldReason.NO_CONSENT)]
    assert SlotReservation.objects.count() == 1


@pytest.mark.django_db
def test_the_second_campaign_finds_the_slot_taken(consent, reserve, actor):
    set_policy(policy=Policy(all_7=1), actor=actor)
    reserve([C1], source=A)
    day = TODAY + timedelta(days=4)
    assert reserve([C1], day, B).held[0].reason is HoldReason.PLANNED_ELSEWHERE
    assert release_slots(source=A, actor=actor) == 1
    assert len(reserve([C1], day, B).reserved) == 1
    assert planned_slots(A) == []


@pytest.mark.django_db
def test_only_some_customers_slots_are_given_back(consent, reserve, actor):
    reserve([C1, C2])
    assert release_slots(source=A, customer_ids=[C2], actor=actor) == 1
    assert [slot.customer_id for slot in planned_slots(A)] == [C1]
    assert [slot.customer_id for slot in planned_slots(A, [C2])] == []


@pytest.mark.django_db
def test_two_wishes_for_one_customer_are_refused(consent, reserve):
    with pytest.raises(Problem) as refused:
        reserve([C1, C1])
    assert refused.value.code == "contact.one_wish_each"


@pytest.mark.django_db
@pytest.mark.parametrize("rival_day", [TODAY, TODAY + timedelta(days=20)])
def test_who_counted_before_somebody_else_reserved_counts_again(consent, reserve, actor, monkeypatch, rival_day):
    """A rival commits between our counting and our writing: the constraint makes us count again."""
    counting = reserving.facts_from_rows
    rivals = iter([B])

    def count_then_be_overtaken(*args):
        facts = counting(*args)
        for rival in rivals:
            monkeypatch.setattr(reserving, "facts_from_rows", counting)
            reserve([C1], rival_day, rival)
        return facts

    monkeypatch.setattr(reserving, "facts_from_rows", count_then_be_overtaken)
    report = reserve([C1, C2], TODAY, A)
    assert {slot.customer_id for slot in planned_slots(B)} == {C1}
    if rival_day == TODAY:
        assert [(v.customer_id, v.reason) for v in report.held] == [(C1, HoldReason.COOLING_DOWN)]
        assert {slot.customer_id for slot in planned_slots(A)} == {C2}
    else:
        assert report.held == ()
        assert {slot.customer_id for slot in planned_slots(A)} == {C1, C2}


def own_connections(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let threads open connections of their own: SQLite's tests live in memory, so copy them into a file."""
    if connection.vendor != "sqlite":
        return
    file = folder / "shared.sqlite3"
    with sqlite3.connect(file) as copy:
        connection.connection.backup(copy)
    settings = {**connections.settings["default"], "NAME": str(file)}
    monkeypatch.setitem(connections.settings, "default", settings)


def in_thread(work, *args) -> threading.Thread:
    def run() -> None:
        try:
            work(*args)
        finally:
            close_old_connections()
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_of_many_campaigns_at_once_exactly_one_gets_the_last_slot(consent, tmp_path, monkeypatch):
    set_policy(policy=Policy(all_7=1, all_30=2), actor=Actor.system("test"))
    own_connections(tmp_path, monkeypatch)
    start, seen, errors = threading.Barrier(3), [], []

    def plan(number: int) -> None:
        start.wait()
        try:
            for step in (1, 2):
                wishes = [Slot(c, Channel.CALL, TODAY + timedelta(days=number)) for c in CUSTOMERS[:25]]
                source = SourceRef("campaign", f"C{number}", step, "2026-10")
                reserve_slots(wishes=wishes, source=source, actor=Actor.system("test"))
        except Exception as error:
            errors.append(error)

    for thread in [in_thread(plan, number) for number in range(3)]:
        thread.join()
    in_thread(
        lambda: seen.extend(SlotReservation.objects.filter(state=PLANNED).values_list("customer_id", flat=True))
    ).join()
    assert errors == []
    assert sorted(seen) == CUSTOMERS[:25]
