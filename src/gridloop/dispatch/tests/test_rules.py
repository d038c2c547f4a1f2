"""The pure rules of dispatch, whatever the orders look like."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloop.campaign.types import WorkingCalendar
from gridloop.contact.types import Outcome
from gridloop.dispatch.rules import (
    Diary,
    Unplaced,
    due_day,
    follow_up_on,
    may_postpone_to,
    move,
    order_id,
    overdue,
    spread,
    state_after,
    steady_quota,
)
from gridloop.dispatch.types import OPEN_STATES, OrderState, SourceKind

QUICK = settings(max_examples=60, deadline=None)
FIRST = date(2026, 10, 5)
DAYS = WorkingCalendar().days(FIRST, date(2026, 10, 17))
ORDERS = st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 3), st.integers(1, 50)), max_size=60).map(
    lambda rows: [Unplaced(f"O{n:02d}", who, priority, rank) for n, (who, priority, rank) in enumerate(rows)]
)
CAPACITY = st.dictionaries(st.sampled_from("ABC"), st.integers(0, 4))
TAKEN = st.dictionaries(st.tuples(st.sampled_from("ABC"), st.sampled_from(DAYS)), st.integers(0, 5))


@QUICK
@given(ORDERS, CAPACITY, TAKEN)
def test_nobody_gets_more_than_he_can_do(orders, capacity, taken):
    found = spread(orders, DAYS, Diary(capacity, dict(taken)))
    who = {order.key: order.assignee for order in orders}
    load = Counter((who[key], day) for key, day in found.days.items())
    assert all(count + taken.get(slot, 0) <= capacity.get(slot[0], 0) for slot, count in load.items())


@QUICK
@given(ORDERS, CAPACITY, TAKEN)
def test_every_order_has_a_day_in_the_window_or_is_reported(orders, capacity, taken):
    found = spread(orders, DAYS, Diary(capacity, dict(taken)))
    assert set(found.days) | set(found.left_over) == {order.key for order in orders}
    assert not set(found.days) & set(found.left_over)
    assert set(found.days.values()) <= set(DAYS)
    for order in orders:
        if order.key in found.left_over:  # then its assignee's days are really full
            diary = Diary(capacity, dict(taken))
            for key, day in found.days.items():
                if next(o for o in orders if o.key == key).assignee == order.assignee:
                    diary.take(order.assignee, day)
            assert all(diary.room(order.assignee, day) <= 0 for day in DAYS)


@QUICK
@given(ORDERS, CAPACITY, TAKEN)
def test_the_more_urgent_order_is_never_later(orders, capacity, taken):
    found = spread(orders, DAYS, Diary(capacity, dict(taken)))
    far = date.max
    for one in orders:
        for other in orders:
            if one.assignee == other.assignee and (-one.priority, one.rank) < (-other.priority, other.rank):
                assert found.days.get(one.key, far) <= found.days.get(other.key, far)


@QUICK
@given(ORDERS, CAPACITY, TAKEN, st.randoms(use_true_random=False))
def test_the_same_orders_get_the_same_days(orders, capacity, taken, chance):
    shuffled = orders[:]
    chance.shuffle(shuffled)
    assert spread(orders, DAYS, Diary(capacity, dict(taken))) == spread(shuffled, DAYS, Diary(capacity, dict(taken)))


@QUICK
@given(ORDERS, CAPACITY, TAKEN, st.dictionaries(st.sampled_from("ABC"), st.integers(1, 3)))
def test_a_campaign_takes_no_more_of_a_day_than_its_quota(orders, capacity, taken, quota):
    diary = Diary(capacity, dict(taken), quota)
    found = spread(orders, DAYS, diary)
    load = Counter((order.assignee, found.days[order.key]) for order in orders if order.key in found.days)
    assert all(count <= quota.get(who, count) for (who, _), count in load.items())


@QUICK
@given(st.integers(0, 500), st.integers(1, 27), st.integers(1, 20))
def test_a_steady_pace_gets_done_in_time(orders, days, most):
    quota = steady_quota(orders, days, most)
    assert 1 <= quota <= most
    assert quota == most or quota * days >= orders


@QUICK
@given(ORDERS, CAPACITY, TAKEN, st.integers(0, 60))
def test_an_interrupted_spreading_goes_on_as_if_it_had_not_been(orders, capacity, taken, cut):
    ranked = sorted(orders, key=lambda one: (-one.priority, one.rank, one.key))
    whole = spread(ranked, DAYS, Diary(capacity, dict(taken)))
    diary = Diary(capacity, dict(taken))
    first, rest = spread(ranked[:cut], DAYS, diary), spread(ranked[cut:], DAYS, diary)
    assert {**first.days, **rest.days} == whole.days


@QUICK
@given(
    st.lists(st.sampled_from(DAYS), max_size=30).map(lambda days: [(f"O{n}", d) for n, d in enumerate(days)]),
    CAPACITY,
    TAKEN,
)
def test_moved_orders_keep_their_day_where_there_is_room(orders, capacity, taken):
    diary = Diary(capacity, dict(taken))
    found = move(orders, "A", DAYS, diary)
    assert set(found) == {key for key, _ in orders}
    for day in DAYS:
        load = diary.taken.get(("A", day), 0)
        if load > max(capacity.get("A", 0), taken.get(("A", day), 0)):  # only ever when nowhere was room
            assert all(diary.room("A", other) <= 0 for other in DAYS)
    kept = [key for key, day in orders if found[key] == day]
    assert kept or not orders or diary_was_full(orders, capacity, taken)


def diary_was_full(orders, capacity, taken):
    """Say whether nobody had room on any of the orders' own days."""
    diary = Diary(capacity, dict(taken))
    return all(diary.room("A", day) <= 0 for _, day in orders)


@QUICK
@given(st.sampled_from(Outcome), st.integers(0, 10))
def test_an_answer_ends_an_order_and_tries_in_vain_run_out(outcome, tries):
    state = state_after(outcome, tries)
    if outcome is Outcome.ACCEPTED:
        assert state is OrderState.COMPLETED
    elif outcome in (Outcome.REFUSED, Outcome.WRONG_NUMBER, Outcome.DO_NOT_DISTURB):
        assert state is OrderState.FAILED
    elif outcome is Outcome.NOT_REACHED:
        assert state is (OrderState.FAILED if tries >= 3 else OrderState.IN_PROGRESS)
    else:
        assert state is OrderState.IN_PROGRESS


@QUICK
@given(st.sampled_from(OrderState), st.integers(-20, 20), st.one_of(st.none(), st.integers(-20, 20)))
def test_only_open_orders_are_late_and_a_promised_day_counts(state, due, promised):
    day = None if promised is None else FIRST + timedelta(days=promised)
    late = overdue(state, FIRST + timedelta(days=due), day, FIRST)
    assert late == (state in OPEN_STATES and due < 0 and (promised is None or promised < 0))


def test_different_orders_have_different_ids():
    made = {
        order_id(SourceKind.CAMPAIGN, source, customer, step, cycle)
        for source in ("C1", "C11")
        for customer in ("1X", "X")
        for step in (1, 2)
        for cycle in ("2026-10", "2026-11")
    }
    assert len(made) == 16
    assert order_id(SourceKind.CAMPAIGN, "C1", "X", 1, "2026-10") in made


@pytest.mark.parametrize(("ahead", "taken"), [(-1, False), (0, True), (62, True), (63, False)])
def test_promises_lie_in_the_near_future(ahead, taken):
    assert may_postpone_to(FIRST + timedelta(days=ahead), FIRST, FIRST) is taken


@pytest.mark.parametrize(
    ("said", "day", "taken"), [(-3, -2, True), (-3, -4, False), (-9999, -31, True), (9999, 0, True)]
)
def test_a_promise_may_be_older_than_its_arrival(said, day, taken):
    said_on, wanted = FIRST + timedelta(days=said), FIRST + timedelta(days=day)
    assert may_postpone_to(wanted, said_on, FIRST) is taken


def test_due_days_and_second_tries():
    last = date(2026, 10, 31)
    assert due_day(date(2026, 10, 5), last) == date(2026, 10, 12)
    assert due_day(date(2026, 10, 29), last) == last
    saturday = date(2026, 10, 10)
    assert follow_up_on(Outcome.NOT_REACHED, saturday, WorkingCalendar()) == date(2026, 10, 12)
