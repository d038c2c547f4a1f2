"""A grid on one screen."""

from __future__ import annotations

import pytest

from gridloop.territory.models import Place


@pytest.mark.engines
def test_everything_about_one_grid(running, operator, sellers):
    Place.objects.create(
        code="P1", kind="compound", name_zh="海滨花园", name_en="Seaside Garden", grid_code="LG0101", households=900
    )
    body = operator.client("GM0101").get("/api/monitor/grids/LG0101").json()
    assert body["customers"] == 90 and body["places"] == 1
    assert body["manager_code"] == "GM0101" and body["branch_code"] == "LG01"
    assert body["funnel"]["orders"] == 60
    team = {member["person_code"]: member for member in body["team"]}
    assert team[sellers[0]]["customers"] == 45 and team[sellers[0]]["orders"] == 30
    assert body["ports"] == {
        "month": "2026-09-01", "ports_total": 800, "ports_used": 800, "port_use": 1.0, "full_places": 1
    }  # fmt: skip
    risk = body["churn_risk"]
    assert (risk["customers"], risk["top"][0]["customer_id"]) == (1, "CM010101-03")
    assert {tag["code"]: tag["customers"] for tag in body["tags"]}["high_value"] == 1
    assert body["campaigns"][0]["funnel"]["orders"] == 60
    assert [figure["code"] for figure in body["figures"]][:3] == ["revenue", "arpu", "users"]
    places = operator.client("GM0101").get("/api/monitor/grids/LG0101/places").json()
    assert places["items"][0]["customers"] == 1 and places["items"][0]["port_use"] == 1.0


def test_a_foreign_grid_is_not_there(running, operator):
    for who in ("GM0102", "BM02"):
        client = operator.client(who)
        assert client.get("/api/monitor/grids/LG0101").status_code == 404
        assert client.get("/api/monitor/grids/LG0101/places").status_code == 404
    assert operator.client("CM010101").get("/api/monitor/grids/LG0101").status_code == 403
