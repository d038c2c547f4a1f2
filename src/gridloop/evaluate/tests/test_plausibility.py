"""Reports nobody can have made are asked about; ordinary ones are left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gridloop.evaluate.rules.plausibility import Report, kilometres, suspicions
from gridloop.evaluate.types import CheckKind

NOON = datetime(2026, 10, 9, 12, 0, tzinfo=UTC)


def visit(number: int, **values) -> Report:
    claimed = NOON + timedelta(minutes=20 * number)
    report = Report(
        contact_id=f"K{number}",
        person_code="CM1",
        customer_id=f"C{number}",
        channel="visit",
        outcome="refused",
        claimed_at=claimed,
        received_at=claimed + timedelta(hours=5),
        started_at=claimed - timedelta(minutes=6),
        ended_at=claimed,
        ordered_at=NOON - timedelta(days=4),
    )
    return replace(report, **values)


def kinds(*reports: Report) -> dict[str, list[CheckKind]]:
    found: dict[str, list[CheckKind]] = {}
    for suspicion in suspicions(reports):
        found.setdefault(suspicion.contact_id, []).append(suspicion.kind)
    return found


def test_a_day_of_honest_visits_raises_no_question():
    assert kinds(*(visit(n) for n in range(12))) == {}


def test_a_visit_that_met_somebody_in_no_time():
    assert kinds(visit(1, started_at=NOON, ended_at=NOON + timedelta(seconds=4))) == {"K1": [CheckKind.NO_DURATION]}


def test_nobody_at_home_takes_no_time():
    assert kinds(visit(1, started_at=NOON, ended_at=NOON, outcome="not_reached")) == {}


def test_a_call_may_be_short():
    assert kinds(visit(1, channel="call", started_at=NOON, ended_at=NOON + timedelta(seconds=9))) == {}


def test_nobody_sells_in_a_minute():
    minute = {"outcome": "accepted", "started_at": NOON, "ended_at": NOON + timedelta(seconds=60)}
    found = kinds(visit(1, **minute), visit(2, channel="call", **minute))
    assert found == {"K1": [CheckKind.NO_DURATION], "K2": [CheckKind.NO_DURATION]}
    assert kinds(visit(1, **{**minute, "ended_at": NOON + timedelta(minutes=9)})) == {}


def test_a_visit_is_made_where_the_customer_is():
    home = (119.05, 38.95)
    near, far = (119.055, 38.953), (119.09, 38.95)
    assert kinds(visit(1, made_at_point=near, customer_points=(home,))) == {}
    assert kinds(visit(1, made_at_point=far, customer_points=(home,))) == {"K1": [CheckKind.FAR_AWAY]}
    assert kinds(visit(1, made_at_point=far, customer_points=())) == {}
    assert kinds(visit(1, made_at_point=far, customer_points=(home, (119.088, 38.95)))) == {}
    assert kinds(visit(1, channel="call", made_at_point=far, customer_points=(home,))) == {}
    assert kilometres(home, (119.05, 39.95)) == pytest.approx(111.2, abs=0.1)


def test_three_customers_visited_in_one_minute():
    together = [visit(n, claimed_at=NOON + timedelta(seconds=15 * n)) for n in range(3)]
    assert kinds(*together) == {f"K{n}": [CheckKind.SAME_MINUTE] for n in range(3)}
    assert kinds(*together[:2]) == {}
    assert kinds(*together[:2], replace(together[2], person_code="CM2")) == {}


def test_times_that_contradict_each_other():
    assert kinds(
        visit(1, started_at=NOON, ended_at=NOON - timedelta(minutes=3)),
        visit(2, ordered_at=NOON + timedelta(days=2)),
        visit(3, received_at=NOON),
    ) == {f"K{n}": [CheckKind.OUT_OF_ORDER] for n in (1, 2, 3)}


def test_a_phone_whose_clock_is_a_little_wrong_is_not_suspected():
    assert kinds(visit(0, received_at=NOON - timedelta(minutes=8))) == {}


def test_what_was_not_recorded_is_not_held_against_anybody():
    assert kinds(visit(1, started_at=None, ended_at=None, ordered_at=None)) == {}
