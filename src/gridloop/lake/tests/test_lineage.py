"""A version is traced back to versions, batches, files and contracts, and catalogues get OpenLineage events."""

from __future__ import annotations

import json
import logging
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from gridloop.lake.models import DatasetVersion
from gridloop.lake.queries import open_lake
from gridloop.lake.services.publish import publish_expression
from gridloop.lake.tests.conftest import bills


def build_profile(actor) -> None:
    """Publish a derived dataset that reads ``bill``, as a stage of the loop does."""
    import ibis

    with open_lake() as lake:
        bill = lake.table("bill")
        rows = bill.select(
            grid_code=ibis.literal("G1"), month=bill.month, indicator=bill.customer_id,
            numerator=bill.billed_fen.cast("float64"), denominator=ibis.literal(1.0))  # fmt: skip
        publish_expression(dataset="indicator_value", expression=rows, lake=lake, run="indicators 2026-10", actor=actor)


def test_a_version_is_traced_step_by_step_to_its_files(operator, deliver, actor):
    first = deliver("bill", bills("C1,2026-08,1"), day="2026-09-01")
    deliver("bill", bills("C1,2026-09,2"), day="2026-10-01")
    build_profile(actor)
    deliver("bill", bills("C1,2026-10,2"), day="2026-11-01")
    steward = operator.client("DATA1")
    top = steward.get("/api/lake/datasets/indicator_value/trace").json()
    assert (top["run"], top["feeds"], top["current"]) == ("indicators 2026-10", [], True)
    [read] = top["reads"]
    assert (read["dataset"], read["version"], read["current"], read["known"]) == ("bill", 1, False, True)
    below = steward.get("/api/lake/datasets/bill/trace", {"version": read["version"]}).json()
    [feed] = below["feeds"]
    assert [(f["file_name"], f["parts"]) for f in feed["files"]] == [
        ("bill_2026-10-01.csv", ["2026-09-01"]), ("bill_2026-09-01.csv", ["2026-08-01"])]  # fmt: skip
    assert feed["files"][1]["batch_id"] == first.batch_id and feed["files"][1]["contract_version"] == "1.0.0"
    assert feed["expressions"]["billed_fen"] == '"billed_fen"'
    assert steward.get("/api/lake/datasets/bill/trace", {"version": 99}).status_code == 404
    assert operator.client("EXEC1").get("/api/lake/datasets/bill/trace").status_code == 403


def test_a_file_delivered_again_under_another_date_is_traced_to_its_batch(operator, deliver):
    text = bills("C1,2026-08,1")
    first = deliver("bill", text, day="2026-09-01", name="bill.csv")
    deliver("bill", text, day="2026-10-01", name="bill.csv")
    [feed] = operator.client("DATA1").get("/api/lake/datasets/bill/trace").json()["feeds"]
    assert feed["files"][0]["batch_id"] in {first.batch_id, first.batch_id + 1}


def events(home) -> list[dict]:
    files = sorted((home / "lineage").glob("*.ndjson"))
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]


def test_nothing_is_told_unless_asked_for(deliver, home, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        deliver("bill", bills("C1,2026-08,1"))
    assert events(home) == []


def test_loads_builds_and_refusals_are_told_as_openlineage_events(
    deliver, actor, home, settings, django_capture_on_commit_callbacks
):
    settings.LINEAGE = "file"
    with django_capture_on_commit_callbacks(execute=True):
        deliver("bill", bills("C1,2026-08,1", "C2,2026-08,2"))
        build_profile(actor)
        deliver("bill", "customer_id\n", day="2026-11-01")
    load, build, failure = events(home)
    for event in (load, build, failure):
        assert set(event) == {"eventType", "eventTime", "producer", "schemaURL", "run", "job", "inputs", "outputs"}
        assert event["schemaURL"].endswith("OpenLineage.json#/$defs/RunEvent") and len(event["run"]["runId"]) == 36
    assert (load["eventType"], load["job"]["name"]) == ("COMPLETE", "feed_bill.bill")
    assert load["inputs"] == [{"namespace": "gridloop.drop", "name": "bill/bill_2026-10-01.csv"}]
    [output] = load["outputs"]
    assert (output["name"], output["outputFacets"]["outputStatistics"]["rowCount"]) == ("bill", 2)
    assert {"name": "billed_fen", "type": "int64"} in output["facets"]["schema"]["fields"]
    assert build["job"]["name"] == "indicators.indicator_value"
    assert [(i["name"], i["facets"]["version"]["datasetVersion"]) for i in build["inputs"]] == [("bill", "0")]
    assert failure["eventType"] == "FAIL" and "month" in failure["run"]["facets"]["errorMessage"]["message"]


def test_what_is_rolled_back_by_the_database_is_not_told(deliver, home, settings, monkeypatch, transactional_db):
    settings.LINEAGE = "file"
    monkeypatch.setattr("gridloop.lake.services.load_feed._finish", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        deliver("bill", bills("C1,2026-08,1"))
    assert [event["eventType"] for event in events(home)] == ["FAIL"]
    assert not DatasetVersion.objects.exists()


@pytest.fixture
def catalogue():
    taken: list[dict] = []

    class Catalogue(BaseHTTPRequestHandler):
        status = 201

        def do_POST(self) -> None:
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(self.status)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Catalogue)
    Thread(target=server.serve_forever, daemon=True).start()
    server.taken, server.handler = taken, Catalogue
    yield server
    server.shutdown()


def test_a_catalogue_gets_each_event_and_its_failure_stops_nothing(
    catalogue, deliver, settings, caplog, django_capture_on_commit_callbacks
):
    settings.LINEAGE = f"http://127.0.0.1:{catalogue.server_port}/api/v1/lineage"
    with django_capture_on_commit_callbacks(execute=True):
        deliver("bill", bills("C1,2026-08,1"))
    assert [event["job"]["name"] for event in catalogue.taken] == ["feed_bill.bill"]
    catalogue.handler.status = 500
    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks(execute=True):
        report = deliver("bill", bills("C1,2026-09,1"), day="2026-11-01")
    assert report.state.value == "loaded" and "was not taken" in caplog.text
