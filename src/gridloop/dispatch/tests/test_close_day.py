"""A day is closed once, its newest word stands, and what is left has a reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gridloop.dispatch.models import DayClose
from gridloop.dispatch.queries import day_closes
from gridloop.dispatch.sync import send_days, take_close
from gridloop.kernel import clock
from gridloop.kernel.models import AuditEntry
from gridloop.kernel.problems import Problem
from gridloop.kernel.scope import actor_of
from gridloop.kernel.sync_types import MutationContext

pytestmark = pytest.mark.django_db
ME = "CM010101"
FIFTH = date(2026, 10, 5)


@pytest.fixture
def close(operator, at):
    """Return a function that closes a day from somebody's phone, at ten in the morning of the fifth."""
    at(2026, 10, 5)

    def say(who=ME, day=FIFTH, minutes=0, **more):
        claimed = clock.now() + timedelta(minutes=minutes)
        context = MutationContext(actor_of(operator.accounts[who]), operator.scope(who), "phone", claimed)
        args = {"day": day.isoformat(), "planned": 12, "done": 9, "left_open": 3, "left_reason": "other_work"}
        take_close(args | more, context)

    return say


def test_a_repeat_and_an_older_word_change_nothing_a_newer_one_replaces(close):
    close()
    close()
    close(minutes=-5, done=1, left_open=11)
    row = DayClose.objects.get()
    assert (row.person_code, row.grid_code, row.day, row.done, row.left_open) == (ME, "LG0101", FIFTH, 9, 3)
    close(minutes=5, done=12, left_open=0)
    row = DayClose.objects.get()
    assert (row.done, row.left_open, row.left_reason) == (12, 0, "")
    trail = AuditEntry.objects.filter(action="day.close").order_by("pk")
    assert [(line.object_id, line.detail["again"]) for line in trail] == [(ME, False), (ME, True)]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"day": FIFTH + timedelta(days=1)}, "dispatch.day_not_closable"),
        ({"day": FIFTH - timedelta(days=32)}, "dispatch.day_not_closable"),
        ({"left_reason": None}, "dispatch.day_left_unexplained"),
        ({"left_reason": "lazy"}, "dispatch.arguments_wrong"),
        ({"done": -1}, "dispatch.arguments_wrong"),
        ({"done": True}, "dispatch.arguments_wrong"),
        ({"planned": "many"}, "dispatch.arguments_wrong"),
        ({"who": "PLAN1"}, "dispatch.day_of_nobody"),
    ],
)
def test_what_cannot_be_is_refused(close, operator, args, code):
    operator.accounts["PLAN1"].person = None
    with pytest.raises(Problem) as refused:
        close(**args)
    assert refused.value.code == code
    assert not DayClose.objects.exists()


def test_a_day_of_last_week_arrives_late_and_the_phone_learns_that_today_is_closed(close, operator):
    close(day=FIFTH - timedelta(days=7))
    me = operator.scope(ME), actor_of(operator.accounts[ME])

    def today():
        return next(one.value for one in send_days(*me, None).changes if one.key == "2026-10-05")

    assert today()["closed"] is None
    close()
    assert today()["closed"]["left_reason"] == "other_work"
    assert day_closes([ME, "CM010102"], FIFTH).keys() == {ME}
