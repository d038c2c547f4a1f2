"""The grids of a scope side by side, and the same as a workbook that carries no formula."""

from __future__ import annotations

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from gridloop.kernel.models import AuditEntry, OrgUnit

MONTH = date(2026, 9, 1)
REVENUE = {"LG0101": 100_00.0, "LG0102": 300_00.0, "LG0201": 200_00.0}


@pytest.fixture
def figures(operator, publish_rows):
    publish_rows("indicator_value", [
        {"grid_code": grid, "month": MONTH, "indicator": code, "numerator": value if code == "revenue" else 5.0,
         "denominator": 1.0 if code == "revenue" else 100.0}
        for grid, value in REVENUE.items()
        for code in ("revenue", "churn_rate")
    ])  # fmt: skip
    return operator


ASKED = "indicators=churn_rate,revenue&sort=-revenue"


def test_grids_are_listed_with_the_indicators_asked_for_and_only_ones_own(figures):
    body = figures.client("EXEC1").get(f"/api/metrics/grid-table?{ASKED}").json()
    assert [row["org_code"] for row in body["items"]] == ["LG0102", "LG0201", "LG0101", "LG0202"]
    assert body["items"][0]["values"] == {"churn_rate": 0.05, "revenue": 30_000}
    assert body["items"][-1]["values"] == {"churn_rate": None, "revenue": None}  # no data comes last
    assert figures.client("BM02").get(f"/api/metrics/grid-table?{ASKED}").json()["total"] == 2
    client = figures.client("EXEC1")
    assert client.get("/api/metrics/grid-table?indicators=joy").status_code == 404
    assert client.get("/api/metrics/grid-table?sort=joy").status_code == 400
    assert len(client.get("/api/metrics/grid-table").json()["items"][0]["values"]) == 11
    assert figures.client("CM010101").get("/api/metrics/grid-table").status_code == 403


def test_the_workbook_is_what_is_seen_and_is_audited(figures):
    OrgUnit.objects.filter(code="LG0101").update(name_en='=HYPERLINK("http://x","y")')
    answer = figures.client("BM01").get(f"/api/metrics/grid-table.xlsx?{ASKED}")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(1).to_python()
    about = dict(CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python())
    assert (about["Content"], about["Month"], about["Order"]) == ("Grids side by side", "2026-09", "-revenue")
    assert about["Exported by"] == "bm01" and len(about["Exported at"]) == 16
    assert rows[0] == ["Code", "Grid", "Belongs to", "Churn rate", "Revenue (yuan)"]
    assert rows[1] == ["LG0102", "LG0102 unit", "LG01 unit", 0.05, 300.0]
    assert rows[2][:2] == ["LG0101", '=HYPERLINK("http://x","y")']  # text, not a formula
    assert b"<f>" not in _sheet(answer.content)
    assert [row[0] for row in rows[1:3]] == ["LG0102", "LG0101"]  # another branch's grids are not in it
    entry = AuditEntry.objects.get(action="metrics.export_grids")
    assert (entry.actor, entry.detail["rows"]) == ("bm01", 2)


def _sheet(content: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read("xl/worksheets/sheet2.xml")
