"""A load can be followed by whoever comes back to it, and stopped as long as nothing of it is visible."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gridloop.kernel.models import AuditEntry, Job
from gridloop.kernel.services import jobs
from gridloop.lake.intake import watched
from gridloop.lake.models import FeedBatch
from gridloop.lake.services import load_feed
from gridloop.lake.services.watch_drop import DropWatch, start_load
from gridloop.lake.tests.conftest import bills, rows_of, write_control


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


@pytest.fixture
def dropped(home, monkeypatch):
    """Return a function that lays files of one feed into the drop folder and queues their load."""
    monkeypatch.setattr("gridloop.kernel.clock.today", lambda: date(2026, 12, 1))
    drop = home / "drop"

    def lay(*rows: str) -> int:
        files = []
        for number, row in enumerate(rows):
            day = f"2026-10-{number + 1:02}"
            file = drop / day / f"bill_{day}.csv"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(bills(row))
            write_control(file, "bill", day, 1)
            files.append(file)
        assert start_load(drop=drop, receipts=home / "receipts", files=files)
        return Job.objects.get(kind="lake.load_drop", state="queued").pk

    return lay


def receipt(home, day: str) -> dict:
    return json.loads((home / "receipts" / day / f"bill_{day}.csv.json").read_text())


def watch(home) -> list:
    looks = DropWatch(home / "drop", home / "receipts")
    looks.due()
    return looks.due()


@pytest.mark.parametrize("when", ["while it waits", "while it reads the second file"])
def test_a_stopped_load_of_the_drop_folder_leaves_the_files_and_says_so(steward, home, dropped, monkeypatch, when):
    job = dropped("C1,2026-08,1", "C1,2026-09,2", "C1,2026-10,3")
    [shown] = steward.get("/api/lake/loads").json()["items"]
    assert shown["may_stop"] and len(shown["files"]) == 3
    if when == "while it waits":
        assert stop(steward, job).json()["state"] == "stopped"
        stopped = ["2026-10-01", "2026-10-02", "2026-10-03"]
    else:
        read = load_feed._read_in_bulk

        def stopped_meanwhile(contract, staging, file, *more):
            if file.incoming.file_name == "bill_2026-10-02.csv":
                said = stop(steward, job).json()
                assert (said["stopping"], said["stage"], said["at_file"]) == (True, "reading", "bill_2026-10-02.csv")
            return read(contract, staging, file, *more)

        monkeypatch.setattr(load_feed, "_read_in_bulk", stopped_meanwhile)
        stopped = ["2026-10-02", "2026-10-03"]
    jobs.run(job)
    monkeypatch.setattr("gridloop.kernel.clock.today", lambda: date(2026, 12, 1))
    assert Job.objects.get(pk=job).state == "stopped" and not steward.get("/api/lake/loads").json()["items"]
    for day in ("2026-10-01", "2026-10-02", "2026-10-03"):
        assert (home / "drop" / day / f"bill_{day}.csv").is_file()
        said = receipt(home, day)
        if day in stopped:
            assert (said["state"], said["problem"]["code"]) == ("failed", "kernel.job_stopped")
            assert "投递目录" in said["problem"]["mend_zh"]
        else:
            assert said["state"] == "loaded"
    assert watch(home) == [], "nobody loads it again by himself"

    batch = FeedBatch.objects.get(business_date="2026-10-03")
    assert steward.get(f"/api/lake/batches/{batch.pk}").json()["may_load_again"]
    again = steward.post(f"/api/lake/batches/{batch.pk}/load", {}, content_type="application/json")
    jobs.run(again.json()["job_id"])
    assert receipt(home, "2026-10-03")["state"] == "loaded" and watch(home) == []
    assert 300 in [row["billed_fen"] for row in rows_of("bill")]
    refused = steward.post(f"/api/lake/batches/{batch.pk}/load", {}, content_type="application/json").json()
    assert refused["code"] == "lake.batch_not_again"


def test_a_file_that_the_engine_reads_at_once_tells_how_far_it_is_and_can_be_stopped_meanwhile(
    steward, home, monkeypatch
):
    monkeypatch.setattr(load_feed, "BULK_BYTES", 1)
    monkeypatch.setattr(watched, "LOOK_SECONDS", 0.002)
    told = []
    advance = jobs.JobHandle.advance

    def followed(handle, done, total, **more):
        told.append((more["stage"], done, total))
        if len(told) == 3 and stopping:
            stop(steward, handle.id)
        advance(handle, done, total, **more)

    monkeypatch.setattr(jobs.JobHandle, "advance", followed)
    many = [f"C{number:06},2026-08,{number}.5" for number in range(60_000)]
    stopping = True
    file = SimpleUploadedFile("bill_2026-10-01.csv", bills(*many).encode())
    job = steward.post("/api/lake/feeds/bill/files", {"file": file}).json()["job_id"]
    jobs.run(job)
    assert Job.objects.get(pk=job).state == "stopped"
    assert len([done for stage, done, _ in told if stage == "reading"]) == 3, "it did not read on to the end"
    assert FeedBatch.objects.get().error_code == "kernel.job_stopped"

    told.clear()
    stopping = False
    file = SimpleUploadedFile("bill_2026-10-01.csv", bills(*many).encode())
    job = steward.post("/api/lake/feeds/bill/files", {"file": file}).json()["job_id"]
    jobs.run(job)
    assert Job.objects.get(pk=job).state == "done"
    read = [done for stage, done, _ in told if stage == "reading"]
    assert read == sorted(read) and read[0] == 0 and read[-1] == len(bills(*many))
    assert any(0 < done < read[-1] for done in read)
    stages = [stage for stage, *_ in told]
    assert sorted(set(stages), key=stages.index) == ["reading", "checking", "writing"]


def test_only_a_steward_stops_a_load_and_nothing_else_but_a_load(steward, operator):
    job = hand_in(steward)
    assert stop(operator.client("PLAN1"), job).status_code == 403
    other = Job.objects.create(kind="other", key="k", requested_by="x", created_at=Job.objects.get(pk=job).created_at)
    assert stop(steward, other.pk).status_code == 404
    assert steward.get(f"/api/lake/loads/{other.pk}").status_code == 404
