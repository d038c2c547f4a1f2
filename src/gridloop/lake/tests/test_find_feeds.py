"""The steward finds the feeds that are not well, in the order that he asks for, and a receipt for whoever delivered."""

from __future__ import annotations

import json

import pytest

from gridloop.lake.tests.conftest import bills, customers


@pytest.fixture
def steward(operator, deliver):
    deliver("bill", bills("C1,2026-08,1", "C1,2026-08,x"), day="2026-09-01")
    deliver("customer", customers("C1|甲|13800000001|2020-01-01"), day="2026-10-01")
    deliver("complaint", "no such header\n1\n", day="2026-10-01")
    return operator.client("DATA1")


def codes(client, query: str) -> list[str]:
    return [one["feed"] for one in client.get(f"/api/lake/feeds?{query}").json()["items"]]


def test_feeds_are_found_by_how_they_are(steward):
    everything = codes(steward, "")
    assert codes(steward, "freshness=refused") == ["complaint"]
    by_state = [codes(steward, f"freshness={state}") for state in ("fresh", "late", "never", "refused")]
    assert sorted(sum(by_state, [])) == sorted(everything)
    assert "complaint" not in by_state[2], "a feed whose file was refused has arrived"


def test_feeds_are_sorted_by_what_matters(steward):
    assert codes(steward, "sort=-open_quarantine")[0] == "bill"
    assert codes(steward, "sort=-last_business_date")[0] == "customer"
    assert codes(steward, "sort=feed") == sorted(codes(steward, ""))
    assert steward.get("/api/lake/feeds?sort=colour").json()["code"] == "kernel.bad_sort"


def test_a_receipt_says_in_both_languages_what_became_of_a_file_and_nothing_of_its_values(steward, operator):
    [batch] = steward.get("/api/lake/batches?feed=bill").json()["items"]
    receipt = steward.get(f"/api/lake/batches/{batch['id']}/receipt").json()
    assert (receipt["read"], receipt["loaded"], receipt["quarantined"]) == (2, 1, 1)
    [reason] = receipt["quarantine"]
    assert (reason["column"], reason["rows"]) == ("billed_yuan", 1) and reason["zh"] != reason["en"]
    [refused] = steward.get("/api/lake/batches?feed=complaint").json()["items"]
    problem = steward.get(f"/api/lake/batches/{refused['id']}/receipt").json()["problem"]
    assert problem["zh"] and problem["en"] and problem["mend_zh"]
    [people] = steward.get("/api/lake/batches?feed=customer").json()["items"]
    assert "13800000001" not in json.dumps(steward.get(f"/api/lake/batches/{people['id']}/receipt").json())
    assert operator.client("BM01").get(f"/api/lake/batches/{batch['id']}/receipt").status_code == 403
