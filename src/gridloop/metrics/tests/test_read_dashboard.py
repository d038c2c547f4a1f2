"""What each reader sees of the figures: change, rank, goals, and only his own units."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.metrics import queries
from gridloop.metrics.services.set_goal import set_goal

MONTHS = {date(2025, 9, 1): 50.0, date(2026, 8, 1): 80.0, date(2026, 9, 1): 100.0}
GRIDS = {"LG0101": 1.0, "LG0102": 2.0, "LG0201": 4.0, "LG0202": 3.0}


@pytest.fixture
def figures(operator, publish_rows):
    publish_rows("indicator_value", [
        {"grid_code": grid, "month": month, "indicator": code, "numerator": size * factor * 100,
         "denominator": 1.0 if code == "revenue" else size * 1000}
        for month, size in MONTHS.items()
        for grid, factor in GRIDS.items()
        for code in ("revenue", "churn_rate")
    ])  # fmt: skip
    return operator


def figure(unit: dict, code: str = "revenue") -> dict:
    return next(row for row in unit["figures"] if row["indicator"] == code)


def test_the_company_sees_branches_with_change_and_rank(figures):
    body = figures.client("EXEC1").get("/api/metrics/dashboard").json()
    assert (body["cycle"], body["unit"]["org_code"]) == ("2026-09", "LG")
    revenue = figure(body["unit"])
    assert (revenue["value"], revenue["previous"], revenue["year_ago"]) == (100_000, 80_000, 50_000)
    assert (revenue["change"], revenue["change_ratio"], revenue["year_change_ratio"]) == (20_000, 0.25, 1.0)
    branches = {row["org_code"]: figure(row) for row in body["children"]}
    assert {code: (row["value"], row["rank"], row["ranked"]) for code, row in branches.items()} == {
        "LG01": (30_000, 2, 2), "LG02": (70_000, 1, 2),
    }  # fmt: skip
    churn = {row["org_code"]: figure(row, "churn_rate") for row in body["children"]}
    assert (churn["LG01"]["value"], churn["LG01"]["rank"]) == (pytest.approx(0.15), 1)
    assert figure(body["unit"], "port_use")["value"] is None


def test_a_domain_shows_its_indicators_and_no_domain_the_ten(figures):
    client = figures.client("EXEC1")
    assert len(client.get("/api/metrics/dashboard").json()["unit"]["figures"]) == 10
    body = client.get("/api/metrics/dashboard?domain=service").json()
    assert {row["indicator"] for row in body["unit"]["figures"]} >= {"complaints", "complaint_rate"}
    assert client.get("/api/metrics/dashboard?domain=weather").status_code == 422


def test_a_grid_is_ranked_among_all_grids_without_seeing_them(figures):
    body = figures.client("GM0101").get("/api/metrics/dashboard").json()
    assert body["unit"]["org_code"] == "LG0101"
    assert body["children"] == body["trail"] == []
    assert (figure(body["unit"])["rank"], figure(body["unit"])["ranked"]) == (4, 4)


@pytest.mark.parametrize("code", ["LG0201", "LG02", "LG", "nowhere"])
def test_units_outside_ones_own_are_not_found(figures, code):
    client = figures.client("GM0101")
    assert client.get(f"/api/metrics/dashboard?org_code={code}").status_code == 404
    assert client.get(f"/api/metrics/series?indicator=revenue&org_code={code}").status_code == 404


def test_the_table_of_a_level_is_paged_sorted_and_scoped(figures):
    client = figures.client("BM02")
    body = client.get("/api/metrics/indicator-table?indicator=revenue&level=grid&sort=-value&limit=1").json()
    assert body["total"] == 2
    assert [row["org_code"] for row in body["items"]] == ["LG0201"]
    assert client.get("/api/metrics/indicator-table?indicator=revenue&sort=colour").status_code == 400
    assert client.get("/api/metrics/indicator-table?indicator=happiness").status_code == 404
    assert client.get("/api/metrics/indicator-table?indicator=revenue&cycle=soon").status_code == 400


def test_a_series_has_every_month_and_its_goal(figures, actor):
    scope = figures.scope("EXEC1")
    set_goal(scope=scope, actor=actor, indicator="revenue", org_code="LG01", cycle="2026-08", value=20_000)
    points = queries.indicator_series(scope, "revenue", "LG01")
    assert [(point.cycle, point.value, point.goal) for point in points] == [
        ("2025-09", 15_000, None), ("2026-08", 24_000, 20_000), ("2026-09", 30_000, None),
    ]  # fmt: skip


def test_without_figures_the_dashboard_is_empty_not_broken(operator):
    body = operator.client("PLAN1").get("/api/metrics/dashboard").json()
    assert body["cycle"] is None
    assert {row["value"] for row in body["unit"]["figures"]} == {None}


def test_the_library_and_the_tags_are_listed(figures, publish_rows):
    client = figures.client("PLAN1")
    assert client.get("/api/metrics/indicators").json()["total"] == len(queries.indicator_definitions()) >= 40
    assert client.get("/api/metrics/indicators?q=ARPU").json()["items"][0]["name_zh"] == "户均收入"
    network = client.get("/api/metrics/indicators?domain=network&limit=500").json()["items"]
    assert {row["code"] for row in network} >= {"faults", "repair_hours"}
    assert {row["domain"] for row in network} == {"network"}
    predicted = client.get("/api/metrics/tags?type=predicted&limit=500").json()["items"]
    assert all("customer_score" in row["sources"] and row["update"] == "scores" for row in predicted)
    assert client.get("/api/metrics/tags?q=senior").json()["items"][0]["customers"] is None
    assert figures.client("CM010101").get("/api/metrics/tags").status_code == 403


def test_coverage_counts_only_the_readers_customers(operator, publish_rows):
    month = date(2026, 10, 1)
    people = {"a": ("LG0101", 70), "b": ("LG0102", 80), "c": ("LG0201", 90), "d": ("LG0101", 20)}
    publish_rows("customer_profile", [
        {"customer_id": one, "month": month, "grid_code": grid, "age": age} for one, (grid, age) in people.items()
    ])  # fmt: skip
    publish_rows("customer_tag", [
        {"customer_id": one, "month": month, "senior": age >= 60} for one, (_, age) in people.items()
    ])  # fmt: skip

    def seniors(who: str) -> tuple[int, float]:
        row = operator.client(who).get("/api/metrics/tags?q=senior").json()["items"][0]
        return row["customers"], row["share"]

    assert seniors("PLAN1") == (3, 0.75)
    assert seniors("BM01") == (2, pytest.approx(2 / 3))
    assert seniors("GM0201") == (1, 1.0)
