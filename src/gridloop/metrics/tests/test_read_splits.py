"""A figure by the members of a dimension: rolled up from parts, scoped, refused where it cannot be."""

from __future__ import annotations

from datetime import date

import pytest

SEPTEMBER = date(2026, 9, 1)
PARTS = {
    "LG0101": {"public": (10.0, 100.0), "group": (5.0, 10.0)},
    "LG0102": {"public": (30.0, 100.0)},
    "LG0201": {"public": (1.0, 50.0), "unknown": (1.0, 2.0)},
}


@pytest.fixture
def split(operator, publish_rows):
    publish_rows("indicator_value", [
        {"grid_code": grid, "month": SEPTEMBER, "indicator": "churn_rate",
         "numerator": sum(part[0] for part in held.values()), "denominator": sum(part[1] for part in held.values())}
        for grid, held in PARTS.items()
    ])  # fmt: skip
    publish_rows("indicator_split", [
        {"grid_code": grid, "month": SEPTEMBER, "indicator": "churn_rate", "dimension": "segment", "member": member,
         "numerator": above, "denominator": below}
        for grid, held in PARTS.items()
        for member, (above, below) in held.items()
    ])  # fmt: skip
    publish_rows("place", [
        {"place_code": "P1", "kind": "village", "name": "x", "grid_code": "LG0101", "households": 9, "is_rural": True},
        {"place_code": "P2", "kind": "compound", "name": "x", "grid_code": "LG0102", "households": 9,
         "is_rural": False},
    ])  # fmt: skip
    return operator


ASKED = "indicator=churn_rate&dimension=segment"


def test_members_of_a_branch_are_rolled_up_from_its_grids_parts(split):
    client = split.client("EXEC1")
    body = client.get(f"/api/metrics/split-series?{ASKED}&org_code=LG01").json()
    assert [one["code"] for one in body["members"]] == ["public", "group"]
    assert body["members"][0]["name_zh"] == "公众"
    assert body["values"] == {"public": [0.2], "group": [0.5]}
    assert body["total"] == [pytest.approx(45 / 210)]
    rows = client.get(f"/api/metrics/split-table?{ASKED}&level=branch&sort=-public").json()["items"]
    assert [row["org_code"] for row in rows] == ["LG01", "LG02"]
    assert rows[1]["values"] == {"public": 0.02, "group": None, "unknown": 0.5}


def test_the_kind_of_grid_needs_no_other_facts(split):
    body = split.client("EXEC1").get(
        "/api/metrics/split-series?indicator=churn_rate&dimension=grid_kind&org_code=LG"
    ).json()  # fmt: skip
    assert body["values"] == {
        "rural": [pytest.approx(15 / 110)], "residential": [0.3], "unknown": [pytest.approx(2 / 52)],
    }  # fmt: skip


def test_each_reader_sees_his_own_units(split):
    client = split.client("BM02")
    rows = client.get(f"/api/metrics/split-table?{ASKED}").json()["items"]
    assert {row["org_code"] for row in rows} == {"LG0201", "LG0202"}
    assert client.get(f"/api/metrics/split-series?{ASKED}&org_code=LG01").status_code == 404
    assert client.get(f"/api/metrics/split-table?{ASKED}&org_code=LG01").status_code == 404


def test_what_an_indicator_cannot_be_split_by_is_said(split):
    client = split.client("EXEC1")
    answer = client.get("/api/metrics/split-series?indicator=churn_rate&dimension=channel&org_code=LG")
    assert answer.status_code == 400 and "segment" in answer.content.decode()
    assert client.get("/api/metrics/split-series?indicator=joy&dimension=segment&org_code=LG").status_code == 404
    listed = {row["code"]: row["dimensions"] for row in client.get("/api/metrics/indicators?limit=200").json()["items"]}
    assert {"segment", "tenure", "bundle", "grid_kind"} <= set(listed["revenue"])
    assert "channel" in listed["success_rate"] and "segment" not in listed["success_rate"]
    assert "topic" not in listed["complaint_rate"] and "topic" in listed["complaints"]
    assert "operator" in listed["market_users"] and "operator" not in listed["user_share"]
    assert {one["name"] for one in client.get("/api/metrics/dimensions").json()} >= {"segment", "channel", "operator"}
