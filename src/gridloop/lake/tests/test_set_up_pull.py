"""A steward sets up what is pulled from a database: chosen, tried, saved, audited; no address is told or written."""

from __future__ import annotations

import os

import pytest
import yaml

from gridloop.kernel.models import AuditEntry, Job
from gridloop.kernel.services import jobs
from gridloop.lake.tests.conftest import Execute, rows_of

WANTED = {
    "feed": "complaint",
    "source": "crm",
    "table": "complaints",
    "follow": "seq",
    "columns": {"complaint_id": "number", "made_on": "day"},
}


@pytest.fixture
def complaints(crm: Execute) -> Execute:
    crm("CREATE TABLE complaints (seq integer, number text, customer_id text, day text, topic text)")
    rows = [(n, f"K{n}", "C1", "2026-09-17" if n != 3 else "someday", "bill 13800001111") for n in range(1, 31)]
    crm("INSERT INTO complaints VALUES (?, ?, ?, ?, ?)", *rows)
    return crm


@pytest.fixture
def steward(db, operator, home):
    return operator.client("DATA1")


def post(client, path, **changed):
    return client.post(f"/api/lake/{path}", {**WANTED, **changed}, content_type="application/json")


def test_a_pull_is_chosen_tried_saved_and_started(complaints, steward, home):
    [source] = steward.get("/api/lake/sources").json()["items"]
    assert source == {"name": "crm", "variable": "GRIDLOOP_SOURCE_CRM", "there": True}
    tables = [one["name"] for one in steward.get("/api/lake/sources/crm/tables?q=complaints").json()["items"]]
    assert any(name.endswith("complaints") for name in tables)

    first = post(steward, "pulls/trial", columns={}, follow="", table=tables[0]).json()
    missing = [one["name"] for one in first["wanted"] if not one["theirs"]]
    assert (missing, first["rows"], first["may_follow"]) == (["complaint_id", "made_on"], [], True)
    assert set(first["columns"]) == {"seq", "number", "customer_id", "day", "topic"}

    tried = post(steward, "pulls/trial").json()
    assert len(tried["rows"]) == tried["trial"]["rows_read"] == 20
    assert [(one["reason"], one["rows"]) for one in tried["trial"]["refused"]] == [("bad_date", 1)]
    assert "13800001111" not in str(tried), "what is secret is masked, whatever column it stands in"
    assert not (home / "drop").exists() and rows_of_nothing()

    saved = post(steward, "pulls")
    assert (saved.status_code, saved.json()["follow"]) == (201, "seq")
    steward.post("/api/lake/pulls/complaint/start", {}, content_type="application/json")
    jobs.run(Job.objects.get().pk)
    assert len(rows_of("complaint")) == 29
    entry = AuditEntry.objects.get(action="lake.pull_save")
    assert (entry.actor, entry.detail["table"]) == ("data1", "complaints")
    told = (home / "sources.yaml").read_text() + steward.get("/api/lake/pulls").content.decode() + str(entry.detail)
    assert os.environ["GRIDLOOP_SOURCE_CRM"] not in told
    assert yaml.safe_load((home / "sources.yaml").read_text())["sources"] == {"crm": {"url_env": "GRIDLOOP_SOURCE_CRM"}}


def rows_of_nothing() -> bool:
    return not Job.objects.exists() and not AuditEntry.objects.filter(action="lake.pull_save").exists()


def test_what_cannot_be_read_so_is_not_saved(complaints, steward, home):
    wrong = {
        "lake.pull_source_unknown": {"source": "billing"},
        "lake.pull_table_wanted": {"table": " "},
        "lake.pull_missing_columns": {"follow": "updated_at"},
        "lake.pull_failed": {"table": "no_such_table"},
        "lake.pull_not_incremental": {"feed": "bill"},
    }
    for code, changed in wrong.items():
        answer = post(steward, "pulls", **changed)
        assert answer.json()["code"] == code, answer.content
        assert answer.json()["detail"]
    assert not (home / "sources.yaml").exists() and rows_of_nothing()


def test_only_variables_that_are_meant_for_it_are_sources(complaints, steward, monkeypatch):
    monkeypatch.setenv("OTHER_SECRET", "postgres://x:y@z/w")
    assert [one["name"] for one in steward.get("/api/lake/sources").json()["items"]] == ["crm"]
    assert post(steward, "pulls/trial", source="OTHER_SECRET").json()["code"] == "lake.pull_source_unknown"


def test_what_the_file_declares_stays_and_its_queries_are_not_changed_here(complaints, steward, home):
    (home / "sources.yaml").write_text(
        "sources: {crm: {url_env: GRIDLOOP_SOURCE_CRM}, old: {url_env: OLD_ONE}}\n"
        "pulls: [{feed: complaint, source: crm, query: SELECT 1}, {feed: fault, source: old, table: f}]\n"
    )
    assert post(steward, "pulls").json()["code"] == "lake.pull_by_query"
    assert steward.delete("/api/lake/pulls/complaint").status_code == 204
    assert post(steward, "pulls").status_code == 201
    document = yaml.safe_load((home / "sources.yaml").read_text())
    assert [(one["feed"], one["table"]) for one in document["pulls"]] == [("fault", "f"), ("complaint", "complaints")]
    assert document["sources"]["old"] == {"url_env": "OLD_ONE"}
    assert AuditEntry.objects.filter(action="lake.pull_remove").count() == 1


@pytest.mark.parametrize("who", ["PLAN1", "EXEC1", "GM0101", "AUDIT1"])
def test_only_stewards_set_up_pulls(complaints, operator, who):
    client = operator.client(who)
    assert {post(client, path).status_code for path in ("pulls", "pulls/trial")} == {403}
    assert client.get("/api/lake/sources").status_code == 403
