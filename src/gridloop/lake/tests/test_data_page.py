"""The steward's page: feeds with freshness, batches that reconcile, quarantine to mend, uploads, lineage."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gridloop.kernel import clock
from gridloop.kernel.models import Job
from gridloop.kernel.services import jobs
from gridloop.lake.intake.lock import feed_lock
from gridloop.lake.models import FeedBatch, QuarantinedRow
from gridloop.lake.tests.conftest import bills, customers, rows_of

READS = ["/feeds", "/feeds/bill", "/feeds/bill/contract", "/batches", "/quarantine", "/datasets", "/datasets/bill",
         "/datasets/bill/versions", "/lineage"]  # fmt: skip


@pytest.fixture
def steward(operator):
    return operator.client("DATA1")


def get(client, path: str, **params) -> dict:
    answer = client.get(f"/api/lake{path}", params)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_steward_administrator_and_planner_read_and_nobody_else(operator, client):
    expected = {"DATA1": 200, "ADMIN1": 200, "PLAN1": 200, "EXEC1": 403, "BM01": 403, "CM010101": 403}
    clients = {code: operator.client(code) for code in expected}
    for path in READS:
        assert {code: one.get(f"/api/lake{path}").status_code for code, one in clients.items()} == expected
        assert client.get(f"/api/lake{path}").status_code == 401


def test_a_planner_reads_but_does_not_mend(operator, deliver):
    deliver("bill", bills("C1,x,1"))
    row = QuarantinedRow.objects.get()
    body = {"data": {"values": {"month": "2026-09"}}, "content_type": "application/json"}
    assert operator.client("PLAN1").post(f"/api/lake/quarantine/{row.pk}/replay", **body).status_code == 403
    assert operator.client("DATA1").post(f"/api/lake/quarantine/{row.pk}/replay", **body).status_code == 200


def test_a_feed_is_fresh_until_the_next_delivery_is_overdue(steward, deliver, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 3, tzinfo=UTC))
    assert get(steward, "/feeds/bill")["freshness"] == "never"
    deliver("bill", bills("C1,2026-09,1", "C2,x,1"))
    feed = get(steward, "/feeds/bill")
    assert (feed["freshness"], feed["due_on"], feed["rows"], feed["open_quarantine"]) == ("fresh", "2026-11-03", 1, 1)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 4, tzinfo=UTC))
    assert get(steward, "/feeds/bill")["freshness"] == "late"
    listed = get(steward, "/feeds", limit=3)
    assert [feed["feed"] for feed in listed["items"]] == ["org_unit", "staff", "place"] and listed["total"] == 14


def own_traits(home, *feeds: str) -> None:
    """Put contracts in force whose feeds become the same dataset."""
    (home / "contracts").mkdir(exist_ok=True)
    for feed in feeds:
        (home / "contracts" / f"{feed}.yaml").write_text(
            f"apiVersion: v3.1.0\nkind: DataContract\nid: {feed}\nversion: 1.0.0\n"
            "servers: [{server: drop, type: local, format: csv}]\n"
            f"schema:\n  - name: {feed}\n    customProperties:\n      - {{property: publishes, value: "
            f"[{{dataset: customer_trait, traits: [{feed}_size]}}]}}\n    properties:\n"
            "      - {name: customer_id, logicalType: string, logicalTypeOptions: {format: identifier}, "
            "required: true, primaryKey: true}\n"
            f"      - {{name: {feed}_size, logicalType: integer}}\n",
            encoding="utf-8",
        )


def test_of_a_dataset_that_feeds_share_each_tells_its_own_rows(steward, deliver, home):
    own_traits(home, "shoe", "hat")
    deliver("shoe", "customer_id,shoe_size\nC1,41\nC2,42\nC3,43\n")
    deliver("hat", "customer_id,hat_size\nC1,55\n")
    assert [get(steward, f"/feeds/{feed}")["rows"] for feed in ("shoe", "hat")] == [3, 1]
    assert get(steward, "/datasets/customer_trait")["rows"] == 4


@pytest.mark.parametrize(("language", "said"), [("zh", "整批拒收"), ("en", "refused")])
def test_a_file_that_was_refused_is_told_first_of_all_with_why(operator, deliver, language, said):
    deliver("bill", bills("C1,2026-09,1"))
    refused = deliver("bill", "nonsense\n", day="2026-10-02")
    told = operator.client("DATA1", language).get("/api/monitor/home/health").json()
    [line] = [line for line in told["feeds"] if line["code"] == "bill"]
    assert (line["state"], line["link"]) == ("broken", f"/lake/batches/{refused.batch_id}")
    assert said in line["text"] and "bill_2026-10-02.csv" in line["text"]


def test_a_bound_that_is_not_there_and_a_dataset_s_code_are_not_told(operator, deliver, publish_rows):
    publish_rows("place", [{"place_code": "P1", "kind": "compound", "name": "甲", "grid_code": "G1"}])
    header = "place_code,month,ports_total,ports_used,max_mbps\n"
    deliver("network_port", header + "P1,2026-09,-5,1,\nP9,2026-09,5,1,\n")
    rows = get(operator.client("DATA1", "zh"), "/quarantine")["items"]
    assert [row["text"] for row in rows] == ["“ports_total”不能小于 0：-5", "“place_code”的值 P9 在 场所 中不存在"]


def test_a_batch_shows_counts_reasons_and_what_was_wrong_in_the_readers_language(operator, deliver):
    deliver("bill", bills("C1,2026-09,1", "C2,x,1", "C3,y,1", "C4,2026-09,-1"))
    steward = operator.client("DATA1")
    [item] = get(steward, "/batches", feed="bill")["items"]
    detail = get(steward, f"/batches/{item['id']}")
    assert (detail["rows_read"], detail["rows_loaded"], detail["rows_quarantined"]) == (4, 1, 3)
    assert [(r["reason"], r["column"], r["rows"]) for r in detail["reasons"]] == [
        ("bad_date", "month", 2),
        ("negative_money", "billed_yuan", 1),
    ]
    page = get(steward, f"/batches/{item['id']}/quarantine", reason="bad_date", limit=1)
    assert (page["total"], page["items"][0]["line_no"], page["items"][0]["text"]) == (2, 3, "month is no date: x")
    zh = get(operator.client("DATA1", "zh"), f"/batches/{item['id']}/quarantine", reason="bad_date", limit=1)
    assert zh["items"][0]["text"] == "“month”不是日期：x" and zh["items"][0]["mend"]


def test_a_failed_batch_tells_what_and_how_to_mend(steward, deliver):
    deliver("bill", "customer_id\n")
    [item] = get(steward, "/batches", state="failed")["items"]
    assert item["error"]["code"] == "lake.file_missing_columns"
    assert "month" in item["error"]["text"] and "physicalName" in item["error"]["mend"]


def test_a_row_is_mended_and_replayed_from_the_page(steward, deliver):
    deliver("bill", bills("C1,2026-09,1", "C2,x,1"))
    [row] = get(steward, "/quarantine")["items"]
    answer = steward.post(
        f"/api/lake/quarantine/{row['id']}/replay", {"values": {"month": "2026-09"}}, content_type="application/json"
    ).json()
    assert (answer["replayed"], answer["rows"][0]["state"]) == (1, "replayed")
    assert get(steward, "/quarantine")["total"] == 0 and get(steward, "/quarantine", state="replayed")["total"] == 1
    missing = steward.post("/api/lake/quarantine/0/replay", {"values": {}}, content_type="application/json")
    assert missing.status_code == 404


def test_sensitive_values_are_masked_and_named(steward, deliver):
    deliver("customer", customers("C1|甲|13800001234|不详"))
    [row] = get(steward, "/quarantine")["items"]
    assert row["masked_columns"] == ["手机号"] and row["values"]["手机号"] == "•••••••1234"
    assert "13800001234" not in str(row)


def upload(client, feed: str, name: str, content: bytes, **data):
    return client.post(f"/api/lake/feeds/{feed}/files", {"file": SimpleUploadedFile(name, content), **data})


def test_an_uploaded_file_is_loaded_by_a_job(steward, home):
    answer = upload(steward, "bill", "September.csv", bills("C1,2026-09,1").encode(), business_date="2026-10-01")
    assert answer.status_code == 202
    jobs.run(answer.json()["job_id"])
    job = Job.objects.get(pk=answer.json()["job_id"])
    assert (job.state, job.result["loaded"]) == ("done", 1)
    [item] = get(steward, "/batches", sha256=answer.json()["sha256"])["items"]
    assert (item["file_name"], item["business_date"], item["loaded_by"]) == ("September.csv", "2026-10-01", "data1")
    assert len(rows_of("bill")) == 1
    assert not any(file.is_file() for file in (home / "uploads").rglob("*"))


def test_an_upload_that_cannot_be_loaded_fails_its_job_with_the_reason(steward):
    answer = upload(steward, "bill", "bill_2026-10-01.csv", b"a,b\n")
    jobs.run(answer.json()["job_id"])
    assert "lacks the columns" in Job.objects.get().error
    assert FeedBatch.objects.get().file_name == "bill_2026-10-01.csv"


def test_an_upload_for_a_feed_that_is_being_loaded_leaves_nothing_behind(steward, home):
    answer = upload(steward, "bill", "bill_2026-10-01.csv", bills("C1,2026-09,1").encode())
    with feed_lock("bill"):
        jobs.run(answer.json()["job_id"])
    assert "being loaded" in Job.objects.get().error
    assert not any(file.is_file() for file in (home / "uploads").rglob("*"))


def test_an_upload_of_the_wrong_kind_or_size_is_refused_at_once(operator, settings, home):
    steward = operator.client("DATA1", "zh")
    wrong = upload(steward, "bill", "../../bill.xlsx", b"x")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "lake.file_wrong_kind")
    assert "bill.xlsx" in wrong.json()["title"] and ".." not in wrong.json()["title"]
    assert wrong.json()["errors"][0]["mend"]
    settings.MAX_UPLOAD_BYTES = 10
    large = upload(steward, "bill", "bill.csv", b"x" * 11)
    assert (large.status_code, large.json()["code"]) == (413, "lake.file_too_large")
    assert upload(operator.client("PLAN1"), "bill", "bill.csv", b"x").status_code == 403
    assert upload(steward, "cheese", "bill.csv", b"x").status_code == 404
    assert not (home / "uploads").exists()


def test_a_dataset_tells_its_versions_and_what_it_was_made_from(steward, deliver, publish_rows):
    publish_rows("place", [{"place_code": "P1", "kind": "compound", "name": "x"}])
    deliver("network_port", "place_code,month,ports_total,ports_used,max_mbps\nP1,2026-09,5,1,\n")
    detail = get(steward, "/datasets/network_port")
    assert (detail["rows"], detail["reads"], detail["fed_by"]) == (1, {"place": 0}, ["network_port"])
    versions = get(steward, "/datasets/network_port/versions")["items"]
    assert [(v["version"], v["current"], v["run"]) for v in versions] == [(0, True, "feed network_port 2026-10-01")]
    edges = get(steward, "/lineage")["edges"]
    assert {"source": "bill", "target": "bill", "kind": "feed"} in edges
    assert steward.get("/api/lake/datasets/cheese").status_code == 404


def test_a_contract_is_shown_with_its_columns(steward):
    contract = get(steward, "/feeds/customer/contract")
    phone = next(column for column in contract["columns"] if column["name"] == "phone")
    assert (phone["header"], phone["sensitive"], phone["type"]) == ("手机号", True, "phone")
    assert contract["encoding"] == "gb18030" and contract["yaml"].startswith("apiVersion")


def test_the_home_says_for_how_many_days_a_feed_is_overdue(operator, deliver, monkeypatch):
    deliver("bill", bills("C1,2026-09,1"), day="2026-10-01")
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 10, 2, 0, tzinfo=UTC))
    feeds = operator.client("DATA1").get("/api/monitor/home/health").json()["feeds"]
    lines = {line["code"]: line for line in feeds}
    assert lines["bill"]["state"] == "late"
    assert lines["bill"]["text"].startswith("7 days overdue: due by ")
    assert lines["usage"]["state"] == "broken", "what never came needs a person"
