"""What a delivery may replace, when it is overdue, and what is shown of a secret."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.lake.rules import (
    Delivery,
    PartAction,
    due_on,
    hide,
    hide_digits,
    masked_text,
    mostly_refused,
    next_origins,
    part_action,
)

DAY = date(2026, 10, 1)


def delivery(day: date = DAY, *names: str, feed: str = "bill", adds_only: bool = False) -> Delivery:
    return Delivery(feed, day, frozenset(names or {"a"}), adds_only)


def origin(day: date, *names: str) -> dict:
    return {"date": day.isoformat(), "files": list(names)}


@pytest.mark.parametrize(
    ("known", "given_delivery", "action"),
    [
        ({}, delivery(), PartAction.REPLACE),
        ({"bill": origin(DAY - timedelta(30), "x")}, delivery(), PartAction.REPLACE),
        ({"bill": origin(DAY - timedelta(30), "x")}, delivery(adds_only=True), PartAction.MERGE),
        ({"bill": origin(DAY + timedelta(30), "x")}, delivery(), PartAction.SKIP),
        ({"bill": origin(DAY + timedelta(30), "x")}, delivery(adds_only=True), PartAction.FILL),
        ({"bill": origin(DAY, "a")}, delivery(adds_only=True), PartAction.MERGE),
        ({"bill": origin(DAY, "a")}, delivery(), PartAction.REPLACE),
        ({"bill": origin(DAY, "b")}, delivery(), PartAction.MERGE),
        ({"bill": origin(DAY, "a", "b")}, delivery(), PartAction.MERGE),
        ({"bill": origin(DAY, "a", "b")}, delivery(DAY, "a", "b"), PartAction.REPLACE),
        ({"other": origin(DAY, "x")}, delivery(), PartAction.MERGE),
    ],
)
def test_a_part_is_replaced_by_later_days_and_completed_by_files_of_its_own(known, given_delivery, action):
    assert part_action(given_delivery, "2026-09-01", {"2026-09-01": known}) is action


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abc")), min_size=1, max_size=8))
def test_whatever_the_order_of_arrival_the_latest_day_is_in_force(arrivals):
    origins: dict = {}
    for day, name in arrivals:
        arrived = delivery(DAY + timedelta(day), name)
        actions = {"all": part_action(arrived, "all", origins)}
        origins |= next_origins(arrived, actions, origins)
    latest = max(day for day, _ in arrivals)
    assert origins["all"]["bill"]["date"] == (DAY + timedelta(latest)).isoformat()
    assert set(origins["all"]["bill"]["files"]) <= {name for day, name in arrivals if day == latest}


def test_a_file_is_refused_whole_only_when_it_is_large_and_mostly_bad():
    assert not mostly_refused(100, 100, 0.5)
    assert not mostly_refused(1000, 500, 0.5)
    assert mostly_refused(1000, 501, 0.5)


def test_the_next_delivery_is_due_a_month_later_and_never_on_a_day_that_is_not():
    assert due_on(date(2026, 10, 1), 1, 2) == date(2026, 11, 3)
    assert due_on(date(2026, 1, 31), 1, 0) == date(2026, 2, 28)
    assert due_on(date(2026, 12, 31), 12, 0) == date(2027, 12, 31)


@given(st.text(max_size=12))
def test_a_masked_text_shows_four_characters_at_most(text):
    masked = masked_text(text)
    assert len(masked) == len(text)
    assert len(masked.replace("•", "")) <= 4


def test_secrets_are_hidden_in_a_raw_line():
    assert hide("C1|13800001234|x", ["13800001234"]) == "C1|•••••••1234|x"
    assert hide_digits("C1|13800001234|2026|１３８００００１２３４") == "C1|•••••••1234|2026|•••••••１２３４"
