"""A load can be followed by whoever comes back to it, and stopped as long as nothing of it is visible."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gridloop.kernel.models import AuditEntry, Job
from gridloop.kernel.services import jobs
from gridloop.lake.models import FeedBatch
from gridloop.lake.services import load_feed
from gridloop.lake.tests.conftest import bills, rows_of


@pytest.fixture
def steward(operator, home):
    return operator.client("DATA1")


def hand_in(steward, rows: str = "C1,2026-08,1") -> int:
    file = SimpleUploadedFile("bill_2026-10-01.csv", bills(rows).encode())
    return steward.post("/api/lake/feeds/bill/files", {"file": file}).json()["job_id"]


def stop(client, job: int):
    return client.post(f"/api/lake/loads/{job}/stop", {}, content_type="application/json")


def test_what_waits_is_listed_for_who_comes_back_and_gone_once_it_is_loaded(steward):
    first, second = hand_in(steward), hand_in(steward, "C1,2026-09,1")
    waiting = steward.get("/api/lake/loads").json()["items"]
    assert [(one["job_id"], one["ahead"], one["files"]) for one in waiting] == [
        (first, 0, ["bill_2026-10-01.csv"]),
        (second, 1, ["bill_2026-10-01.csv"]),
    ]
    jobs.run(first)
    done = steward.get(f"/api/lake/loads/{first}").json()
    assert (done["state"], done["may_stop"], done["batch"]["rows_loaded"]) == ("done", False, 1)
    assert done["done"] == done["total"] == len(bills("C1,2026-08,1"))
    assert done["found_again"] is False
    again = hand_in(steward)
    jobs.run(again)
    assert steward.get(f"/api/lake/loads/{again}").json()["found_again"] is True
    assert [one["job_id"] for one in steward.get("/api/lake/loads").json()["items"]] == [second]


def test_a_load_that_waits_is_stopped_at_once_and_its_file_removed(steward, home):
    job = hand_in(steward)
    assert stop(steward, job).json()["state"] == "stopped"
    jobs.run(job)
    assert not FeedBatch.objects.exists() and not list((home / "uploads").glob("*/*"))
    assert AuditEntry.objects.get(action="job.stop").object_id == str(job)
    assert stop(steward, job).json()["code"] == "kernel.job_ended"


def test_a_load_that_runs_stops_before_anything_of_it_is_visible(steward, home, monkeypatch):
    before = hand_in(steward)
    jobs.run(before)
    job = hand_in(steward, "C1,2026-08,999")
    read = load_feed._read_in_bulk

    def stopped_meanwhile(*args):
        assert stop(steward, job).json()["state"] == "stopped"
        return read(*args)

    monkeypatch.setattr(load_feed, "_read_in_bulk", stopped_meanwhile)
    jobs.run(job)
    assert Job.objects.get(pk=job).state == "stopped" and Job.objects.get(pk=job).finished_at
    batch = FeedBatch.objects.latest("pk")
    assert (batch.state, batch.error_code) == ("failed", "kernel.job_stopped")
    assert [row["billed_fen"] for row in rows_of("bill")] == [100]
    assert not list((home / "uploads").glob("*/*"))
    assert steward.get("/api/lake/feeds/bill").json()["last_batch"]["state"] == "loaded", "nothing is wrong with it"
    monkeypatch.undo()


def test_only_a_steward_stops_a_load_and_nothing_else_but_a_load(steward, operator):
    job = hand_in(steward)
    assert stop(operator.client("PLAN1"), job).status_code == 403
    other = Job.objects.create(kind="other", key="k", requested_by="x", created_at=Job.objects.get(pk=job).created_at)
    assert stop(steward, other.pk).status_code == 404
    assert steward.get(f"/api/lake/loads/{other.pk}").status_code == 404
