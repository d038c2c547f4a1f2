"""A job is done once, goes on where a dead process left it, and says why it failed."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from gridloop.kernel import clock
from gridloop.kernel.models import Job
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import jobs

SEEN: list[dict] = []


@jobs.job("test.count")
def count(handle: jobs.JobHandle) -> dict[str, object]:
    """Count to three, one step at a time, from the cursor on; die at the payload's step."""
    for step in range(handle.cursor.get("step", 0), 3):
        if handle.payload.get("fail_at") == step:
            raise ValueError(f"broken at {step}")
        SEEN.append({"step": step})
        handle.advance(step + 1, 3, step=step + 1)
    return {"counted": 3}


@jobs.job("test.silent")
def silent(handle: jobs.JobHandle) -> dict[str, object]:
    """Say nothing for longer than the lease; tell how many jobs look as if their process had died."""
    time.sleep(2 * jobs.LEASE.total_seconds())
    return {"lapsed": jobs.reap()}


@pytest.fixture(autouse=True)
def forget():
    SEEN.clear()


def test_a_job_runs_once_even_when_asked_twice(db, actor):
    row = jobs.start(kind="test.count", key="a", payload={}, actor=actor)
    jobs.run(row.pk)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.result, len(SEEN)) == ("done", {"counted": 3}, 3)


def test_the_same_work_cannot_be_open_twice(db, actor):
    jobs.start(kind="test.count", key="a", payload={}, actor=actor)
    with pytest.raises(Problem) as refused:
        jobs.start(kind="test.count", key="a", payload={}, actor=actor)
    assert refused.value.status == 409


def test_a_failure_is_kept_with_its_reason(db, actor):
    row = jobs.start(kind="test.count", key="a", payload={"fail_at": 1}, actor=actor)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert row.state == "failed"
    assert "broken at 1" in row.error


def test_a_silent_holder_loses_the_job_and_it_goes_on_at_the_cursor(db, actor):
    row = jobs.start(kind="test.count", key="a", payload={}, actor=actor)
    Job.objects.filter(pk=row.pk).update(
        state="running", cursor={"step": 2}, lease_until=clock.now() - timedelta(seconds=1)
    )
    assert jobs.reap() == 1
    jobs.run(row.pk)
    assert SEEN == [{"step": 2}]


def test_a_living_holder_keeps_the_job(db, actor):
    row = jobs.start(kind="test.count", key="a", payload={}, actor=actor)
    Job.objects.filter(pk=row.pk).update(state="running", lease_until=clock.now() + timedelta(minutes=1))
    assert jobs.reap() == 0
    jobs.run(row.pk)
    assert SEEN == []


def test_a_job_that_kills_every_worker_is_given_up(db, actor):
    row = jobs.start(kind="test.count", key="a", payload={}, actor=actor)
    Job.objects.filter(pk=row.pk).update(
        state="running", attempts=jobs.MAX_ATTEMPTS, lease_until=clock.now() - timedelta(seconds=1)
    )
    assert jobs.reap() == 0
    row.refresh_from_db()
    assert row.state == "failed"


@pytest.mark.django_db(transaction=True)
def test_a_long_silent_step_keeps_its_lease_while_its_process_lives(actor, monkeypatch):
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=1))
    row = jobs.start(kind="test.silent", key="a", payload={}, actor=actor)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.result) == ("done", {"lapsed": 0})
