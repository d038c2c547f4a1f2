"""Only a simulated city's clock can be moved, and only by its administrator."""

from __future__ import annotations

import pytest

from gridloop.kernel import clock
from gridloop.kernel.models import Account, AuditEntry
from gridloop.kernel.services import move_clock as moving


@pytest.fixture
def administrator(operator, client, settings):
    settings.SIMULATION = True
    yield client
    moving._cached = (float("-inf"), moving.timedelta())


def put(client, text):
    client.force_login(Account.objects.filter(role="administrator").first())
    return client.put("/api/kernel/clock", {"now": text}, content_type="application/json")


def test_the_clock_is_moved_and_runs_on(administrator):
    assert put(administrator, "2026-10-05T09:00:00+08:00").status_code == 200
    assert clock.today().isoformat() == "2026-10-05"
    assert AuditEntry.objects.filter(action="clock.move").count() == 1


def test_a_time_without_a_zone_is_refused(administrator):
    assert put(administrator, "2026-10-05T09:00:00").status_code == 422


def test_in_real_life_the_clock_is_the_machines(administrator, settings):
    settings.SIMULATION = False
    answer = put(administrator, "2026-10-05T09:00:00+08:00")
    assert (answer.status_code, answer.json()["code"]) == (409, "kernel.clock_not_simulated")
