"""Days are the tenant's, and a simulation can move them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.kernel import clock
from gridloop.kernel.models import AuditEntry
from gridloop.kernel.problems import Problem
from gridloop.kernel.services.move_clock import move_clock


def test_a_late_evening_in_utc_is_the_next_day_in_shanghai():
    assert clock.day_of(datetime(2026, 9, 30, 16, 30, tzinfo=UTC)) == date(2026, 10, 1)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)))
def test_next_and_previous_month_undo_each_other(day: date):
    first = day.replace(day=1)
    assert clock.previous_month(clock.next_month(day)) == first
    assert clock.month_of(clock.cycle_of(day)) == first


def test_the_clock_moves_in_a_simulation_only(db, actor, settings):
    with pytest.raises(Problem):
        move_clock(to=datetime(2026, 10, 5, 1, tzinfo=UTC), actor=actor)
    settings.SIMULATION = True
    move_clock(to=datetime(2026, 10, 5, 1, tzinfo=UTC), actor=actor)
    assert abs(clock.now() - datetime(2026, 10, 5, 1, tzinfo=UTC)) < timedelta(minutes=5)
    assert clock.today() == date(2026, 10, 5)
    assert AuditEntry.objects.get().action == "clock.move"
    move_clock(to=datetime.now(UTC), actor=actor)  # noqa: TID251 - back to the machine's time
