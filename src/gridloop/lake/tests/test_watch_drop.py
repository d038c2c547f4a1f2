"""Complete deliveries are noticed, loaded once however many watch, and answered with a receipt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gridloop.kernel.models import Job
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import jobs
from gridloop.lake.intake.control import control_path
from gridloop.lake.intake.lock import feed_lock
from gridloop.lake.models import FeedBatch
from gridloop.lake.rules import is_settled, looks_until_next_try
from gridloop.lake.services.load_drop import load_drop
from gridloop.lake.services.watch_drop import DropWatch, start_load
from gridloop.lake.tests.conftest import bills, rows_of, write_control
from gridloop.lake.types import BatchState


@pytest.fixture
def drop(home: Path, db: None) -> Path:
    folder = home / "drop"
    folder.mkdir()
    return folder


@pytest.fixture
def receipts(home: Path) -> Path:
    return home / "receipts"


@pytest.fixture
def today(monkeypatch) -> None:
    monkeypatch.setattr("gridloop.kernel.clock.today", lambda: __import__("datetime").date(2026, 12, 1))


def put(drop: Path, *rows: str, name: str = "2026-10-01/bill_2026-10-01.csv", said: dict | None = None) -> Path:
    file = drop / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(bills(*rows))
    write_control(file, "bill", "2026-10-01", len(rows), **(said or {}))
    return file


def receipt_of(receipts: Path, file: Path, drop: Path) -> dict:
    return json.loads((receipts / f"{file.relative_to(drop)}.json").read_text(encoding="utf-8"))


def work(monkeypatch, watch: DropWatch) -> bool:
    """Look twice, queue what is due, and do the job at once."""
    watch.due()
    files = watch.due()
    started = bool(files) and start_load(drop=watch.drop, receipts=watch.receipts, files=files)
    for job in Job.objects.filter(state=Job.State.QUEUED):
        jobs.run(job.pk)
    return started


def test_a_delivery_is_loaded_once_it_stands_still_and_is_answered(drop, receipts, monkeypatch, today):
    file = put(drop, "C1,2026-09,1", "C2,x,1")
    watch = DropWatch(drop, receipts)
    assert watch.due() == []
    assert watch.due() == [file]
    assert work(monkeypatch, DropWatch(drop, receipts))
    job = Job.objects.get()
    assert (job.state, job.result) == ("done", {"files": 1, "loaded": 1})
    said = receipt_of(receipts, file, drop)
    assert (said["state"], said["read"], said["loaded"], said["quarantined"]) == ("loaded", 2, 1, 1)
    assert said["published"] == {"bill": 0} and said["problem"] is None
    assert said["quarantine"] == [
        {"reason": "bad_date", "column": "month", "rows": 1, "zh": "日期格式不对", "en": "Not a date"}
    ]
    assert not work(monkeypatch, watch) and not work(monkeypatch, DropWatch(drop, receipts))
    assert not list(receipts.rglob("*.part"))


def test_a_file_that_still_grows_or_has_no_control_file_waits(drop, receipts, today):
    watch = DropWatch(drop, receipts)
    file = put(drop, "C1,2026-09,1")
    put(drop, "C1,2026-09,1", name="bill_2026-10-02.csv")
    control_path(drop / "bill_2026-10-02.csv").unlink()
    assert watch.due() == []
    with file.open("a") as more:
        more.write("C9,2026-09,9,,,,\n")
    assert watch.due() == []
    assert watch.due() == [file]


def test_a_file_for_a_later_day_waits_for_it(drop, receipts, monkeypatch):
    monkeypatch.setattr("gridloop.kernel.clock.today", lambda: __import__("datetime").date(2026, 9, 30))
    put(drop, "C1,2026-09,1")
    watch = DropWatch(drop, receipts)
    assert [watch.due(), watch.due()] == [[], []]


def test_a_refused_file_is_told_in_both_languages_and_tried_again_when_it_is_delivered_again(
    drop, receipts, monkeypatch, today
):
    file = put(drop, "C1,2026-09,1", said={"rows": 5})
    work(monkeypatch, DropWatch(drop, receipts))
    problem = receipt_of(receipts, file, drop)["problem"]
    assert problem["code"] == "lake.control_mismatch"
    assert "控制文件" in problem["zh"] and "control file" in problem["en"] and problem["mend_zh"] and problem["mend_en"]
    assert not work(monkeypatch, DropWatch(drop, receipts))
    put(drop, "C1,2026-09,1")
    assert work(monkeypatch, DropWatch(drop, receipts))
    assert receipt_of(receipts, file, drop)["state"] == "loaded"


@pytest.mark.parametrize(("version", "state"), [("1.7.0", "loaded"), ("2.0.0", "failed"), ("", "loaded")])
def test_a_file_written_by_another_major_version_of_its_contract_is_refused(
    drop, receipts, monkeypatch, today, version, state
):
    file = put(drop, "C1,2026-09,1", said={"contract_version": version})
    work(monkeypatch, DropWatch(drop, receipts))
    said = receipt_of(receipts, file, drop)
    assert said["state"] == state
    if state == "failed":
        assert said["problem"]["code"] == "lake.control_contract_version"
        assert "2.0.0" in said["problem"]["zh"] and said["problem"]["mend_zh"]
        assert not FeedBatch.objects.get().rows_read


def test_a_control_file_that_nobody_can_read_is_answered_too(drop, receipts, monkeypatch, today):
    file = put(drop, "C1,2026-09,1")
    control_path(file).write_text("{")
    work(monkeypatch, DropWatch(drop, receipts))
    assert receipt_of(receipts, file, drop)["problem"]["code"] == "lake.control_unreadable"


def test_a_control_file_whose_file_comes_later_is_answered_twice(drop, receipts, monkeypatch, today):
    file = put(drop, "C1,2026-09,1")
    content = file.read_bytes()
    file.unlink()
    work(monkeypatch, DropWatch(drop, receipts))
    assert receipt_of(receipts, file, drop)["problem"]["code"] == "lake.control_without_file"
    assert not work(monkeypatch, DropWatch(drop, receipts))
    file.write_bytes(content)
    assert work(monkeypatch, DropWatch(drop, receipts))
    assert receipt_of(receipts, file, drop)["state"] == "loaded"


def test_two_that_watch_one_folder_load_once(drop, receipts, today):
    put(drop, "C1,2026-09,1", "C2,2026-09,2")
    first, second = DropWatch(drop, receipts), DropWatch(drop, receipts)
    for watch in (first, second):
        watch.due()
    both = [start_load(drop=drop, receipts=receipts, files=watch.due()) for watch in (first, second)]
    assert both == [True, False]
    for job in [*Job.objects.all(), *Job.objects.all()]:
        jobs.run(job.pk)
    assert FeedBatch.objects.count() == 1 and len(rows_of("bill")) == 2


def test_a_feed_that_another_process_loads_is_left_and_tried_again(drop, receipts, actor, today):
    file = put(drop, "C1,2026-09,1")
    options = {"drop": drop, "up_to": None, "actor": actor, "report": lambda line: None, "receipts": receipts}
    with feed_lock("bill"):
        busy = load_drop(**options)
    assert busy.failed and not list(receipts.rglob("*.json"))
    watch = DropWatch(drop, receipts)
    watch.due()
    assert watch.due() == [file]
    assert load_drop(**options).count(BatchState.LOADED) == 1
    assert watch.due() == []


def test_what_was_loaded_before_keeps_its_receipt_and_a_copy_gets_its_own(drop, receipts, actor):
    file = put(drop, "C1,2026-09,1")
    copy = put(drop, "C1,2026-09,1", name="2026-10-01/bill_copy.csv")
    options = {"drop": drop, "up_to": None, "actor": actor, "report": lambda line: None, "receipts": receipts}
    load_drop(**options)
    before = receipt_of(receipts, file, drop)
    assert receipt_of(receipts, copy, drop)["state"] == "unchanged"
    load_drop(**options)
    assert receipt_of(receipts, file, drop) == before


def test_receipts_that_cannot_be_written_are_told_before_anything_is_loaded(drop, home, actor):
    put(drop, "C1,2026-09,1")
    (home / "taken").write_text("a file")
    with pytest.raises(Problem) as refused:
        load_drop(drop=drop, up_to=None, actor=actor, report=lambda line: None, receipts=home / "taken")
    assert refused.value.code == "lake.receipts_unwritable"
    assert not FeedBatch.objects.exists()


def test_a_refused_file_is_tried_again_under_a_new_contract_and_a_loaded_one_is_not():
    receipt = {"control_sha256": "a", "contract_version": "1.0.0", "state": "failed"}
    assert is_settled(receipt, "a", "1.0.0") and not is_settled(receipt, "a", "1.1.0")
    assert not is_settled(receipt, "b", "1.0.0")
    assert is_settled(receipt | {"state": "loaded"}, "a", "1.1.0")
    assert [looks_until_next_try(n) for n in (1, 2, 9)] == [2, 4, 64]
