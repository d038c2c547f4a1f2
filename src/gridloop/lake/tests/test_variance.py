"""A delivery that differs too much is held until a person lets it pass; smaller differences are told."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from gridloop.kernel import clock
from gridloop.kernel.models import AuditEntry, Job
from gridloop.kernel.services import jobs
from gridloop.kernel.wording import say, say_mend
from gridloop.lake.contract_types import Thresholds
from gridloop.lake.intake.control import control_path
from gridloop.lake.library import contract_of
from gridloop.lake.models import FeedBatch
from gridloop.lake.services.accept_delivery import accept_delivery
from gridloop.lake.services.expire_held import expire_held
from gridloop.lake.services.load_drop import load_drop
from gridloop.lake.services.refuse_delivery import refuse_delivery
from gridloop.lake.services.roll_back import roll_back
from gridloop.lake.services.watch_drop import DropWatch
from gridloop.lake.tests.conftest import bills, rows_of
from gridloop.lake.types import BatchState
from gridloop.lake.variance import Severity, judge_empty, judge_rows

LIMITS = Thresholds(0.2, 0.5)
share = st.floats(0, 2, allow_nan=False)


@given(st.integers(0, 10_000), st.integers(100, 10_000), share, share)
def test_rows_are_judged_by_the_size_of_the_change_whichever_way(now, before, one, other):
    warn, stop = sorted((one, other))
    found = judge_rows(now, before, Thresholds(warn, stop))
    change = abs(now - before) / before
    expected = Severity.STOP if change > stop else Severity.WARN if change > warn else None
    assert (found.severity if found else None) is expected
    if found:
        assert found.share == (now - before) / before and abs(found.share) > found.limit


@given(st.integers(0, 10_000), st.integers(0, 99))
def test_small_deliveries_and_first_ones_differ_from_nothing(now, before):
    assert judge_rows(now, before, LIMITS) is None
    assert judge_rows(now, None, LIMITS) is None
    assert judge_rows(now, 10_000, Thresholds()) is None


@given(st.integers(100, 10_000), st.data())
def test_the_emptier_a_column_the_harder_the_finding(rows, data):
    fewer, more = sorted(data.draw(st.tuples(st.integers(0, rows), st.integers(0, rows))))
    rank = {None: 0, Severity.WARN: 1, Severity.STOP: 2}
    found = [judge_empty("c", empty, rows, LIMITS) for empty in (fewer, more)]
    assert rank[found[0] and found[0].severity] <= rank[found[1] and found[1].severity]


@pytest.fixture
def watched(home):
    """Return nothing; the bill contract warns beyond 20 % and stops beyond 50 %, and wants few costs empty."""
    document = yaml.safe_load(contract_of("bill").yaml)
    document["version"] = "1.1.0"
    document["schema"][0]["customProperties"].append({"property": "rowChange", "value": {"warn": 0.2, "stop": 0.5}})
    rule = {"metric": "nullValues", "unit": "percent", "mustBeLessOrEqualTo": 30}
    document["schema"][0]["properties"][3]["quality"] = [
        rule | {"severity": "warning"}, rule | {"mustBeLessOrEqualTo": 60, "severity": "error"}]  # fmt: skip
    (home / "contracts").mkdir()
    (home / "contracts/bill.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")


def many(rows: int, month: str, empty: int = 0) -> str:
    lines = bills(*(f"C{n},{month},1" for n in range(rows))).splitlines()
    filled = [line if n < empty else line.replace(",,,,", ",2,,,") for n, line in enumerate(lines[1:])]
    return "\n".join([lines[0], *filled]) + "\n"


def notes_of(report) -> list[str]:
    return [note["code"] for note in FeedBatch.objects.get(pk=report.batch_id).notes]


def test_a_smaller_change_is_told_on_the_batch(watched, deliver):
    assert notes_of(deliver("bill", many(200, "2026-08"), day="2026-09-01")) == []
    report = deliver("bill", many(150, "2026-09", empty=60), day="2026-10-01")
    assert report.state is BatchState.LOADED
    assert notes_of(report) == ["lake.note_rows_changed", "lake.note_column_empty"]
    for note in FeedBatch.objects.get(pk=report.batch_id).notes:
        for language in ("zh", "en"):
            assert "%" in say(note["code"], language, **note["params"])


def test_a_collapse_is_held_with_its_figures_and_changes_nothing(watched, deliver):
    deliver("bill", many(200, "2026-08"), day="2026-09-01")
    report = deliver("bill", many(40, "2026-09"), day="2026-10-01")
    assert (report.state, report.problem[0]) == (BatchState.FAILED, "lake.rows_changed")
    params = report.problem[1]
    assert (params["now"], params["before"], params["share"], params["limit"]) == (40, 200, "-80%", "50%")
    for language in ("zh", "en"):
        assert "-80%" in say(report.problem[0], language, **params) and say_mend(report.problem[0], language, **params)
    assert {row["month"].month for row in rows_of("bill")} == {8}


def test_history_delivered_at_once_is_no_measure_for_a_single_month(watched, deliver):
    history = many(150, "2026-07") + many(150, "2026-08").partition("\n")[2]
    deliver("bill", history, day="2026-09-01")
    assert deliver("bill", many(150, "2026-09"), day="2026-10-01").state is BatchState.LOADED
    assert FeedBatch.objects.first().measures == {"rows": 150, "months": 1}


def test_a_column_that_lost_its_values_is_held(watched, deliver):
    report = deliver("bill", many(200, "2026-09", empty=150))
    assert report.problem == (
        "lake.column_empty",
        {"feed": "bill", "share": "75%", "limit": "60%", "now": 150, "before": 200, "column": "mobile_yuan"},
    )


def test_a_person_lets_it_pass_with_a_reason_and_then_it_loads(watched, deliver, operator):
    deliver("bill", many(200, "2026-08"), day="2026-09-01")
    held = deliver("bill", many(40, "2026-09"), day="2026-10-01")
    steward = operator.client("DATA1")
    detail = steward.get(f"/api/lake/batches/{held.batch_id}").json()
    assert detail["held"] is True and detail["error"]["mend"]
    path, body = f"/api/lake/batches/{held.batch_id}/accept", {"reason": "春节停机，已与计费核实"}
    assert operator.client("PLAN1").post(path, body, content_type="application/json").status_code == 403
    assert (
        steward.post(path, {"reason": " "}, content_type="application/json").json()["code"]
        == "lake.decision_reason_needed"
    )
    answer = steward.post(path, body, content_type="application/json")
    assert answer.status_code == 202, answer.content
    jobs.run(answer.json()["job_id"])
    batch = FeedBatch.objects.get(pk=held.batch_id)
    assert (batch.state, batch.rows_loaded) == ("loaded", 40)
    assert [note["code"] for note in batch.notes] == ["lake.note_rows_changed", "lake.note_accepted"]
    shown = steward.get(f"/api/lake/batches/{held.batch_id}").json()
    assert shown["notes"][1]["text"] == "Accepted by 员工DATA1: 春节停机，已与计费核实"
    assert shown["accepted"]["reason"] == "春节停机，已与计费核实"
    assert AuditEntry.objects.get(action="lake.accept").detail["figures"]["share"] == "-80%"
    assert sorted({row["month"].month for row in rows_of("bill")}) == [8, 9]
    assert steward.post(path, body, content_type="application/json").json()["code"] == "lake.batch_not_held"


def test_a_held_upload_is_kept_until_it_is_let_pass_and_then_removed(watched, deliver, operator, home):
    from django.core.files.uploadedfile import SimpleUploadedFile

    deliver("bill", many(200, "2026-08"), day="2026-09-01")
    steward = operator.client("DATA1")
    file = SimpleUploadedFile("bill_2026-10-01.csv", many(40, "2026-09").encode())
    job = steward.post("/api/lake/feeds/bill/files", {"file": file}).json()["job_id"]
    jobs.run(job)
    assert Job.objects.get(pk=job).state == "failed" and len(list((home / "uploads").glob("*/*"))) == 1
    held = FeedBatch.objects.get(state="failed")
    path = f"/api/lake/batches/{held.pk}/accept"
    jobs.run(steward.post(path, {"reason": "ok"}, content_type="application/json").json()["job_id"])
    held.refresh_from_db()
    assert held.state == "loaded" and not list((home / "uploads").glob("*/*"))
    accepted = Job.objects.get(kind="lake.load_accepted")
    Job.objects.filter(pk=accepted.pk).update(state="queued")  # its worker died before it could say so
    jobs.run(accepted.pk)
    accepted.refresh_from_db()
    assert accepted.state == "done"


def test_when_the_file_is_gone_it_is_let_pass_for_its_next_delivery(watched, deliver, actor, home):
    deliver("bill", many(200, "2026-08"), day="2026-09-01")
    held = deliver("bill", many(40, "2026-09"), day="2026-10-01")
    (home / "drop/2026-10-01/bill_2026-10-01.csv").unlink()
    assert accept_delivery(batch_id=held.batch_id, reason="ok", actor=actor).job_id is None
    other = deliver("bill", many(41, "2026-09"), day="2026-10-01", name="other.csv")
    assert other.state is BatchState.FAILED
    assert deliver("bill", many(40, "2026-09"), day="2026-10-01").state is BatchState.LOADED


@pytest.fixture
def held_upload(watched, deliver, operator, settings, monkeypatch):
    """Return a held batch whose file was uploaded, and a function that lets days pass."""
    deliver("bill", many(200, "2026-08"), day="2026-09-01")
    file = SimpleUploadedFile("bill_2026-10-01.csv", many(40, "2026-09").encode())
    answer = operator.client("DATA1").post("/api/lake/feeds/bill/files", {"file": file})
    jobs.run(answer.json()["job_id"])
    batch = FeedBatch.objects.latest("pk")
    assert Path(batch.source_path).is_file()

    def wait(days: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: batch.finished_at + timedelta(days=days))

    return batch, wait


def test_an_upload_that_nobody_lets_pass_is_given_up_after_the_stated_days(held_upload, operator):
    batch, wait = held_upload
    steward = operator.client("DATA1")
    until = steward.get(f"/api/lake/batches/{batch.pk}").json()["held_until"]
    assert datetime.fromisoformat(until) == batch.finished_at + timedelta(days=14)
    wait(13.9)
    assert expire_held() == 0 and Path(batch.source_path).is_file()
    wait(14)
    assert (expire_held(), expire_held()) == (1, 0)
    assert not Path(batch.source_path).parent.exists()
    shown = steward.get(f"/api/lake/batches/{batch.pk}").json()
    assert (shown["held"], shown["held_until"]) == (False, None)
    assert "14 days" in shown["error"]["text"] and shown["error"]["mend"]
    told = AuditEntry.objects.get(action="lake.held_expired")
    assert (told.object_id, told.detail["problem"]) == (str(batch.pk), "lake.rows_changed")
    path = f"/api/lake/batches/{batch.pk}/accept"
    assert steward.post(path, {"reason": "late"}, content_type="application/json").status_code == 409


def test_an_upload_that_was_let_pass_or_lies_in_a_drop_folder_is_not_given_up(held_upload, deliver, actor):
    batch, wait = held_upload
    dropped = deliver("bill", many(30, "2026-09"), day="2026-10-02")
    accept_delivery(batch_id=batch.pk, reason="right", actor=actor)
    wait(100)
    assert expire_held() == 0
    assert FeedBatch.objects.get(pk=dropped.batch_id).error_code == "lake.rows_changed"


def test_a_person_refuses_it_with_a_reason_and_the_upload_is_removed(held_upload, operator):
    batch, _ = held_upload
    steward = operator.client("DATA1")
    path, body = f"/api/lake/batches/{batch.pk}/refuse", {"reason": "计费少出了一半账"}
    assert operator.client("PLAN1").post(path, body, content_type="application/json").status_code == 403
    without = steward.post(path, {"reason": " "}, content_type="application/json").json()
    assert without["code"] == "lake.decision_reason_needed" and Path(batch.source_path).is_file()
    shown = steward.post(path, body, content_type="application/json").json()
    assert (shown["held"], shown["state"], shown["refused"]["by"]) == (False, "failed", "data1")
    assert shown["refused"]["reason"] in shown["error"]["text"] and shown["error"]["mend"]
    assert not Path(batch.source_path).parent.exists()
    told = AuditEntry.objects.get(action="lake.refuse").detail
    assert (told["reason"], told["problem"], told["batches"]) == (body["reason"], "lake.rows_changed", [batch.pk])
    for late in ("refuse", "accept"):
        again = steward.post(f"/api/lake/batches/{batch.pk}/{late}", body, content_type="application/json")
        assert again.json()["code"] == "lake.batch_not_held"
    assert {row["month"].month for row in rows_of("bill")} == {8}


def test_a_refused_delivery_is_judged_anew_when_it_comes_again(watched, deliver, actor, home):
    deliver("bill", many(200, "2026-08"), day="2026-09-01")
    held = deliver("bill", many(40, "2026-09"), day="2026-10-01")
    refuse_delivery(batch_id=held.batch_id, reason="half of it", actor=actor)
    assert (home / "drop/2026-10-01/bill_2026-10-01.csv").is_file(), "what was dropped is not ours to remove"
    assert deliver("bill", many(40, "2026-09"), day="2026-10-01").problem[0] == "lake.rows_changed"
    assert deliver("bill", many(190, "2026-09"), day="2026-10-01", name="whole.csv").state is BatchState.LOADED


def test_a_delivery_that_was_let_pass_and_stopped_waits_for_a_decision_again(held_upload, operator):
    batch, _ = held_upload
    steward = operator.client("DATA1")
    let_pass = steward.post(f"/api/lake/batches/{batch.pk}/accept", {"reason": "ok"}, content_type="application/json")
    assert not steward.get(f"/api/lake/batches/{batch.pk}").json()["held"]
    steward.post(f"/api/lake/loads/{let_pass.json()['job_id']}/stop", {}, content_type="application/json")
    assert steward.get(f"/api/lake/batches/{batch.pk}").json()["held"]
    assert Path(batch.source_path).is_file()


@pytest.fixture
def held_drop(watched, deliver, actor, home, monkeypatch):
    """Return a held batch whose file lies in the drop folder, and a function that reads its receipt."""
    monkeypatch.setattr(clock, "today", lambda: date(2026, 12, 1))
    deliver("bill", many(200, "2026-08"), day="2026-09-01", name="before.csv")
    (home / "drop/2026-09-01/before.csv").unlink()
    held = deliver("bill", many(40, "2026-09"), day="2026-10-01", rows=40)
    drop, receipts = home / "drop", home / "receipts"
    load_drop(drop=drop, up_to=None, actor=actor, report=lambda line: None, receipts=receipts)
    written = receipts / "2026-10-01/bill_2026-10-01.csv.json"
    assert json.loads(written.read_text())["problem"]["code"] == "lake.rows_changed"
    return FeedBatch.objects.get(pk=held.batch_id), lambda: json.loads(written.read_text())


def due(home) -> list[str]:
    watch = DropWatch(home / "drop", home / "receipts")
    watch.due()
    return [file.name for file in watch.due()]


def test_the_receipt_beside_the_drop_folder_tells_what_was_decided(held_drop, operator, actor, home):
    batch, receipt = held_drop
    refuse_delivery(batch_id=batch.pk, reason="half of it is missing", actor=actor)
    said = receipt()
    assert (said["state"], said["problem"]["code"]) == ("failed", "lake.held_refused")
    assert "half of it is missing" in said["problem"]["en"] and due(home) == []


def test_the_receipt_tells_that_it_was_let_pass_and_later_taken_back(held_drop, actor):
    batch, receipt = held_drop
    jobs.run(accept_delivery(batch_id=batch.pk, reason="they closed a hall", actor=actor).job_id)
    assert (receipt()["state"], receipt()["loaded"], receipt()["problem"]) == ("loaded", 40, None)
    roll_back(batch_id=batch.pk, reason="wrong after all", actor=actor)
    assert receipt()["state"] == "rolled_back"


def test_a_file_that_was_let_pass_after_it_had_gone_is_taken_when_it_comes_again(held_drop, actor, home):
    batch, _ = held_drop
    file = Path(batch.source_path)
    control = control_path(file).read_bytes()
    content = file.read_bytes()
    file.unlink()
    control_path(file).unlink()
    assert accept_delivery(batch_id=batch.pk, reason="ok", actor=actor).job_id is None
    file.write_bytes(content)
    control_path(file).write_bytes(control)
    assert due(home) == [file.name]
