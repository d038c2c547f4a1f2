"""Units side by side: sorted by what is shown, ranked among those there are, with the past of those there were."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.kernel.models import OrgUnit

AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)
CHURN = {"LG0101": (100.0, 200.0), "LG0102": (1_000.0, 1_300.0), "LG0201": (50.0, 50.0)}
"""Customers lost of 10,000 in August and September."""


@pytest.fixture
def figures(operator, publish_rows):
    publish_rows("indicator_value", [
        {"grid_code": grid, "month": month, "indicator": code, "numerator": lost[number], "denominator": below}
        for grid, lost in CHURN.items()
        for number, month in enumerate((AUGUST, SEPTEMBER))
        for code, below in (("churn_rate", 10_000.0), ("revenue", 1.0))
    ])  # fmt: skip
    return operator


def table(operator, indicator: str, sort: str = "") -> dict:
    body = operator.client("EXEC1").get("/api/metrics/indicator-table", {"indicator": indicator, "sort": sort}).json()
    return {row["org_code"]: row["figure"] for row in body["items"] if row["figure"]["value"] is not None}


def test_shares_are_sorted_by_the_points_shown(figures):
    assert list(table(figures, "churn_rate", "-change")) == ["LG0102", "LG0101", "LG0201"]  # +3 pp, +1 pp, none
    assert list(table(figures, "churn_rate", "-change_ratio")) == ["LG0101", "LG0102", "LG0201"]


def test_a_closed_grid_is_nobodys_peer_but_was_part_of_the_company(figures):
    before = figures.client("EXEC1").get("/api/metrics/dashboard").json()["unit"]["figures"][0]["value"]
    OrgUnit.objects.filter(code="LG0102").update(active=False)
    shown = table(figures, "churn_rate")
    assert {grid: (one["rank"], one["ranked"]) for grid, one in shown.items()} == {"LG0201": (1, 2), "LG0101": (2, 2)}
    assert figures.client("EXEC1").get("/api/metrics/dashboard").json()["unit"]["figures"][0]["value"] == before
    peers = figures.client("EXEC1").get("/api/metrics/benchmark?org_code=LG0101").json()
    assert next(row for row in peers if row["indicator"] == "churn_rate")["peers"] == 1
