"""A feed pulled from a database arrives as an ordinary delivery, each row once, whatever dies on the way."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
import yaml

from gridloop.kernel.models import AuditEntry, Job
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import jobs
from gridloop.kernel.wording import say, say_mend
from gridloop.lake.intake import database
from gridloop.lake.library import contract_of, own_folder
from gridloop.lake.models import PullRun
from gridloop.lake.services import pull_feed as pulling
from gridloop.lake.services.load_drop import load_drop
from gridloop.lake.services.pull_feed import PullReport, pull_feed, pulls
from gridloop.lake.services.write_feed_file import write_feed_file
from gridloop.lake.sources import read_pulls
from gridloop.lake.tests.conftest import SERVER, Execute, rows_of

DAY = date(2026, 10, 1)
COMPLAINTS = """
sources: {crm: {url_env: GRIDLOOP_SOURCE_CRM}}
pulls:
  - {feed: complaint, source: crm, table: complaints, follow: seq, columns: {complaint_id: number, made_on: day}}
"""


@pytest.fixture
def complaints(crm, home) -> Execute:
    (home / "sources.yaml").write_text(COMPLAINTS, encoding="utf-8")
    crm("CREATE TABLE complaints (seq integer, number text, customer_id text, day date, topic text)")
    return lambda *rows: crm("INSERT INTO complaints VALUES (?, ?, ?, ?, ?)", *rows)


def row(seq: int | None, day: str = "2026-09-17", topic: str = "bill") -> tuple[object, ...]:
    return (seq, f"K{seq}", "C1", day, topic)


@pytest.fixture
def pulled(db, home, actor) -> Callable[[], list[PullReport]]:
    return lambda: pull_feed(pull=pulls()["complaint"], drop=home / "drop", day=DAY, actor=actor)


def load(home: Path, actor) -> dict[str, int]:
    report = load_drop(drop=home / "drop", up_to=None, actor=actor, report=lambda text: None)
    assert not report.failed, report.failed
    return {file.file_name: file.rows_loaded for file in report.files}


def ids() -> list[str]:
    return sorted(found["complaint_id"] for found in rows_of("complaint"))


def test_what_is_new_comes_through_the_ordinary_door_each_row_once(complaints, pulled, home, actor):
    complaints(row(1), row(2, topic="网速,慢\n很"))
    [first] = pulled()
    assert first.rows == 2 and first.file.parent == home / "drop/2026-10-01"
    control = json.loads((first.file.parent / f"{first.file.name}.ctl").read_text())
    assert (control["rows"], control["feed"], control["business_date"]) == (2, "complaint", "2026-10-01")
    load(home, actor)
    assert ids() == ["K1", "K2"]
    assert [report.rows for report in pulled()] == [0]
    complaints(row(3), row(4))
    assert [report.rows for report in pulled()] == [2]
    load(home, actor)
    assert ids() == ["K1", "K2", "K3", "K4"]
    assert [(run.rows, run.mark, run.handed_over) for run in PullRun.objects.all()] == [
        (2, "whole 4", True), (2, "whole 2", True)]  # fmt: skip
    assert AuditEntry.objects.filter(action="lake.pull").count() == 2


def start(client, feed: str = "complaint"):
    return client.post(f"/api/lake/pulls/{feed}/start", {}, content_type="application/json")


@pytest.fixture
def steward(db, operator, monkeypatch):
    monkeypatch.setattr("gridloop.kernel.clock.today", lambda: DAY)
    return operator.client("DATA1")


def test_a_steward_pulls_by_hand_and_sees_what_came_of_it(complaints, steward, home):
    complaints(row(1), row(2), row(None))
    [shown] = steward.get("/api/lake/pulls").json()["items"]
    assert (shown["source"], shown["table"], shown["follow"], shown["mark"]) == ("crm", "complaints", "seq", "")
    assert shown["attempt"] is shown["batch"] is shown["load"] is shown["problem"] is None
    job = start(steward).json()["job_id"]
    [waiting] = steward.get("/api/lake/loads").json()["items"]
    assert (waiting["pulls"], waiting["feed"], waiting["may_stop"]) == (True, "complaint", True)
    assert start(steward).json()["code"] == "kernel.job_running"
    jobs.run(job)
    assert ids() == ["K1", "K2"]
    shown = steward.get("/api/lake/pulls/complaint").json()
    assert shown["mark"] == "2" and (shown["attempt"]["rows"], shown["attempt"]["without_mark"]) == (2, 1)
    assert (shown["batch"]["state"], shown["batch"]["rows_loaded"]) == ("loaded", 2)
    assert list((home / "receipts").rglob("*.json"))
    jobs.run(start(steward).json()["job_id"])
    shown = steward.get("/api/lake/pulls/complaint").json()
    assert shown["attempt"]["rows"] == 0 and shown["batch"]["rows_loaded"] == 2


def test_a_pull_that_fails_says_why_on_the_screen_and_hides_the_address(complaints, steward, home, monkeypatch):
    complaints(row(1))
    secret = "postgres://steward:secret-word@no-such-host.invalid:5432/crm"
    monkeypatch.setenv("GRIDLOOP_SOURCE_CRM", secret)
    jobs.run(start(steward).json()["job_id"])
    answer = steward.get("/api/lake/pulls").content.decode()
    assert "lake.pull_failed" in answer
    for part in ("secret-word", "no-such-host", "steward:"):
        assert part not in answer
    jobs_told = steward.get("/api/kernel/jobs").content.decode()
    assert "secret-word" not in jobs_told and "no-such-host" not in jobs_told
    monkeypatch.delenv("GRIDLOOP_SOURCE_CRM")
    [shown] = steward.get("/api/lake/pulls").json()["items"]
    assert shown["problem"]["code"] == "lake.pull_no_address" and "GRIDLOOP_SOURCE_CRM" in shown["problem"]["text"]
    (home / "sources.yaml").write_text(COMPLAINTS.replace("feed: complaint", "feed: colours"), encoding="utf-8")
    assert steward.get("/api/lake/pulls").json()["items"][0]["problem"]["code"] == "lake.pull_no_contract"
    (home / "sources.yaml").write_text("[", encoding="utf-8")
    assert steward.get("/api/lake/pulls").json()["code"] == "lake.sources_no_yaml"
    (home / "sources.yaml").unlink()
    assert steward.get("/api/lake/pulls").json()["items"] == []


@pytest.mark.parametrize("when", ["waits", "reads", "loads"])
def test_a_pull_that_is_stopped_loses_nothing(complaints, steward, monkeypatch, when):
    complaints(row(1), row(2))
    job = start(steward).json()["job_id"]
    stop = lambda: steward.post(f"/api/lake/loads/{job}/stop", {}, content_type="application/json")  # noqa: E731
    if when == "waits":
        assert stop().json()["state"] == "stopped"
    advance = jobs.JobHandle.advance

    def followed(handle, done, total, **more):
        if (more["stage"], when) in {("pulling", "reads"), ("reading", "loads")}:
            stop()
        advance(handle, done, total, **more)

    with monkeypatch.context() as patched:
        patched.setattr(jobs.JobHandle, "advance", followed)
        jobs.run(job)
    assert Job.objects.get(pk=job).state == "stopped"
    assert PullRun.objects.count() == (when == "loads")
    if when == "loads":
        batch = steward.get("/api/lake/batches").json()["items"][0]
        again = steward.post(f"/api/lake/batches/{batch['id']}/load", {}, content_type="application/json")
        jobs.run(again.json()["job_id"])
    else:
        jobs.run(start(steward).json()["job_id"])
    assert ids() == ["K1", "K2"]


def test_a_pull_whose_process_died_before_the_load_is_loaded_by_the_next(complaints, steward, home, actor):
    complaints(row(1))
    pull_feed(pull=pulls()["complaint"], drop=home / "drop", day=DAY, actor=actor)
    jobs.run(start(steward).json()["job_id"])
    assert ids() == ["K1"]


def test_days_are_followed_as_days(complaints, home, pulled):
    (home / "sources.yaml").write_text(COMPLAINTS.replace("follow: seq", "follow: day"), encoding="utf-8")
    complaints(row(1, "2026-09-01"), row(2, "2026-09-02"))
    assert [report.rows for report in pulled()] == [2]
    complaints(row(4, "2026-09-10"))
    assert [report.rows for report in pulled()] == [1]


def test_rows_that_come_later_under_the_last_mark_are_neither_lost_nor_doubled(complaints, home, pulled, actor):
    (home / "sources.yaml").write_text(COMPLAINTS.replace("follow: seq", "follow: day"), encoding="utf-8")
    complaints(row(1, "2026-09-01"), row(2, "2026-09-02"))
    assert [report.rows for report in pulled()] == [2]
    for number in (3, 4):
        complaints(row(number, "2026-09-02"))
        assert [report.rows for report in pulled()] == [1]
    assert [report.rows for report in pulled()] == [0]
    complaints(row(5, "2026-09-03"))
    assert [report.rows for report in pulled()] == [1]
    load(home, actor)
    assert ids() == ["K1", "K2", "K3", "K4", "K5"]
    control = json.loads(next((home / "drop").glob("*/*.ctl")).read_text())
    assert set(control) == {"file", "bytes", "rows", "sha256", "feed", "business_date"}


def test_a_run_of_an_earlier_version_is_gone_on_from(complaints, home, pulled):
    (home / "sources.yaml").write_text(COMPLAINTS.replace("follow: seq", "follow: day"), encoding="utf-8")
    complaints(row(1, "2026-09-01"), row(2, "2026-09-02"))
    pulled()
    run = PullRun.objects.get()
    run.control.pop("at_mark")
    run.save()
    assert [report.rows for report in pulled()] == [0]


def test_every_type_of_column_arrives_as_it_stands(crm, db, home, actor):
    server = os.environ["GRIDLOOP_SOURCE_CRM"] == SERVER
    kinds = ("numeric(20,8)", "timestamptz", "boolean", "jsonb", "bytea", "text[]", "uuid", "double precision", "date")
    if not server:
        kinds = ("numeric", "text", "boolean", "text", "blob", "text", "text", "real", "date")
    names = ("amount", "at", "flag", "parts", "raw", "many", "who", "share", "day")
    crm("DROP TABLE IF EXISTS kinds")
    crm(f"CREATE TABLE kinds (customer_id text, note text, {', '.join(map(' '.join, zip(names, kinds, strict=True)))})")
    who = "7b1c9d52-0f43-4c8e-9a8f-3d1d5d6f2a10"
    at = datetime(2026, 9, 30, 16, 0, tzinfo=UTC)  # the first of October in Shanghai
    note = '表情😀|a,b\n"c" '
    first = ("C1", note, Decimal("12345.12500000"), at, True, '{"a": 1}', "字".encode(), ["a", "b"], who, 0.1,
             date(2026, 9, 30))  # fmt: skip
    if not server:
        first = (*first[:2], 12345.125, at.isoformat(), True, *first[5:7], '["a","b"]', *first[8:10], "2026-09-30")
    crm("INSERT INTO kinds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", first, ("C2", *[None] * 10))
    text = yaml.safe_load(contract_of("complaint").yaml)
    form = {"note": ("string", ""), "amount_yuan": ("number", "yuan"), "at": ("date", ""), "flag": ("boolean", ""),
            "parts": ("string", ""), "raw": ("string", ""), "many": ("string", ""), "who": ("string", ""),
            "share": ("number", ""), "day": ("date", "")}  # fmt: skip
    columns = [
        {"name": name, "logicalType": kind}
        | ({"customProperties": [{"property": "unit", "value": unit}]} if unit else {})
        for name, (kind, unit) in form.items()
    ]
    customer = {"name": "customer_id", "logicalType": "string", "logicalTypeOptions": {"format": "identifier"}}
    traits = [name.replace("_yuan", "_fen") for name in form]
    text["schema"] = [{
        "name": "kinds", "properties": [{**customer, "primaryKey": True}, *columns],
        "customProperties": [{"property": "publishes", "value": [{"dataset": "customer_trait", "traits": traits}]}],
    }]  # fmt: skip
    text["name"], text["servers"][0]["path"] = "kinds", "kinds_*.csv"
    own_folder().mkdir(parents=True)
    (own_folder() / "kinds.yaml").write_text(yaml.safe_dump(text, allow_unicode=True), encoding="utf-8")
    declared = (
        "sources: {crm: {url_env: GRIDLOOP_SOURCE_CRM}}\n"
        "pulls: [{feed: kinds, source: crm, table: kinds, columns: {amount_yuan: amount}}]"
    )
    pull_feed(pull=read_pulls(declared)["kinds"], drop=home / "drop", day=DAY, actor=actor)
    assert list(load(home, actor).values()) == [2]
    found = {row["trait"]: row["text_value"] or row["number_value"] for row in rows_of("customer_trait")}
    assert json.loads(found.pop("parts")) == {"a": 1} and json.loads(found.pop("many")) == ["a", "b"]
    assert found == {"note": '表情😀|a,b\n"c"', "amount_fen": 1234513, "at": "2026-10-01", "flag": 1.0, "raw": "字",
                     "who": who, "share": 0.1, "day": "2026-09-30"}  # fmt: skip


def test_a_connection_that_is_cut_leaves_nothing_half_done(complaints, pulled, home, actor, monkeypatch):
    if os.environ["GRIDLOOP_SOURCE_CRM"] != SERVER:
        pytest.skip("SQLite has no connection that could be cut")
    complaints(*(row(n) for n in range(1, 200)))
    monkeypatch.setattr(database, "_FETCH", 10)
    text_of, seen = database._text_of, []

    def cut(value: object) -> str:
        seen.append(value)
        if len(seen) == 25:
            with psycopg.connect(SERVER, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%FETCH%'"
                              " AND pid <> pg_backend_pid()")  # fmt: skip
        return text_of(value)

    with monkeypatch.context() as patched:
        patched.setattr(database, "_text_of", cut)
        assert problem_of(pulled).code == "lake.pull_failed"
    assert len(seen) < 199 and not PullRun.objects.exists() and not list(home.glob("drop/**/*.*"))
    assert [report.rows for report in pulled()] == [199]
    load(home, actor)
    assert len(ids()) == 199


def test_a_line_break_inside_a_text_makes_no_row_of_its_own(tmp_path, home):
    contract = replace(contract_of("customer"), file_pattern="customer_*.txt")
    row = {"customer_id": "C1", "name": "甲\n乙\r\n丙", "segment": "public"}
    file = write_feed_file(contract=contract, rows=[row], folder=tmp_path, day=DAY, language="zh")
    assert file.read_text(encoding="gb18030").count("\n") == 2


def test_rows_that_cannot_be_followed_are_counted_and_said(complaints, pulled):
    complaints(row(1), row(None))
    assert [(report.rows, report.without_mark) for report in pulled()] == [(1, 1)]


@pytest.mark.parametrize("died", ["before it is known", "before it is handed over", "before the control file", "after"])
def test_a_pull_that_dies_loses_and_doubles_nothing(complaints, pulled, home, actor, monkeypatch, died):
    complaints(row(1), row(2))

    class Killed(BaseException):
        pass

    def dies(*arguments: object, **named: object) -> None:
        raise Killed

    save = PullRun.save
    with monkeypatch.context() as patched:
        if died == "before it is known":
            patched.setattr(pulling, "_keep", dies)
        elif died == "before it is handed over":
            patched.setattr(pulling, "_hand_over", dies)
        elif died == "before the control file":
            patched.setattr(pulling, "control_path", dies)
        else:
            patched.setattr(
                PullRun, "save", lambda run, **named: dies() if "update_fields" in named else save(run, **named)
            )
        with pytest.raises(Killed):
            pulled()
    controls = list((home / "drop").glob("*/*.ctl"))
    assert bool(controls) is (died == "after")
    complaints(row(3))
    reports = pulled()
    assert sum(report.rows for report in reports) == 3
    assert [report.resumed for report in reports] == ([False] if died == "before it is known" else [True, False])
    load(home, actor)
    assert ids() == ["K1", "K2", "K3"] and not (home / "pulls/complaint").exists()


def test_a_whole_table_is_pulled_as_a_whole_and_cannot_be_followed(crm, db, home, actor):
    crm("CREATE TABLE bills (customer_id text, month text, billed_yuan numeric(10,2), mobile_yuan numeric, "
        "broadband_yuan numeric, out_of_bundle_yuan numeric, cost_yuan numeric)")  # fmt: skip
    crm("INSERT INTO bills VALUES (?, ?, ?, ?, NULL, NULL, NULL)", ("C1", "2026-09", 12.5, 1), ("C%2", "2026-09", 3, 1))
    text = "sources: {crm: {url_env: GRIDLOOP_SOURCE_CRM}}\npulls: [{feed: bill, source: crm, %s}]"
    query = "query: \"SELECT * FROM bills WHERE customer_id LIKE 'C%%';\""
    for _ in range(2):
        pull = read_pulls(text % query)["bill"]
        assert [report.rows for report in pull_feed(pull=pull, drop=home / "drop", day=DAY, actor=actor)] == [2]
    load(home, actor)
    assert [(found["customer_id"], found["billed_fen"]) for found in rows_of("bill")] == [("C%2", 300), ("C1", 1250)]
    with pytest.raises(Problem) as refused:
        pull_feed(pull=read_pulls(text % "table: bills, follow: month")["bill"], drop=home, day=DAY, actor=actor)
    assert refused.value.code == "lake.pull_not_incremental"


def problem_of(pulled) -> Problem:
    with pytest.raises(Problem) as refused:
        pulled()
    for language in ("zh", "en"):
        assert refused.value.title(language) and say_mend(refused.value.code, language, **refused.value.params)
        assert "secret-word" not in say(refused.value.code, language, **refused.value.params)
    return refused.value


def test_what_cannot_be_pulled_says_why_and_never_the_address(complaints, pulled, home, monkeypatch):
    (home / "sources.yaml").write_text(COMPLAINTS.replace("follow: seq", "follow: colour"), encoding="utf-8")
    assert problem_of(pulled).params["columns"] == "colour"
    (home / "sources.yaml").write_text(COMPLAINTS.replace("table: complaints", "table: nothing"), encoding="utf-8")
    assert problem_of(pulled).code == "lake.pull_failed"
    monkeypatch.setenv("GRIDLOOP_SOURCE_CRM", "nonsense://user:secret-word@host/x")
    assert problem_of(pulled).code == "lake.pull_bad_address"
    monkeypatch.setenv("GRIDLOOP_SOURCE_CRM", "")
    assert problem_of(pulled).code == "lake.pull_no_address"
    (home / "sources.yaml").unlink()
    assert problem_of(pulled).code == "lake.sources_missing"
    assert not PullRun.objects.exists() and not (home / "drop").exists()


@pytest.mark.parametrize(("text", "code", "where"), [
    ("[", "sources_no_yaml", "file"),
    ("pulls: []", "sources_shape", "sources"),
    ("sources: {}\npulls: {}", "sources_shape", "pulls"),
    ("sources: {crm: {url: 'postgres://a:b@c/d'}}\npulls: []", "sources_url_env", "sources.crm"),
    ("sources: {crm: {url_env: 'postgres://a:b@c/d'}}\npulls: []", "sources_url_env", "sources.crm"),
    ("sources: {}\npulls: [{feed: x, source: crm, table: t}]", "sources_unknown", "pulls[0].source"),
    ("sources: {crm: {url_env: A}}\npulls: [{feed: x, source: crm}]", "sources_table_or_query", "pulls[0]"),
    ("sources: {crm: {url_env: A}}\npulls: [{feed: x, source: crm, table: t, colour: 1}]", "sources_pull", "pulls[0]"),
    ("sources: {crm: {url_env: A}}\npulls: [{feed: x, source: crm, table: t}, {feed: x, source: crm, table: t}]",
     "sources_twice", "pulls[1].feed"),
])  # fmt: skip
def test_a_declaration_that_cannot_be_used_names_its_place(text, code, where):
    with pytest.raises(Problem) as refused:
        read_pulls(text)
    assert (refused.value.code, refused.value.params["where"]) == (f"lake.{code}", where)
    assert "b@c" not in str(refused.value)
