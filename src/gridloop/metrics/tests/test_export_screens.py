"""What a screen of metrics shows is what its workbook holds: rows, order, columns, units, rounding, who and when."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook

from gridloop.kernel import clock
from gridloop.kernel.models import AuditEntry, OrgUnit
from gridloop.metrics.models import Alert, Goal
from gridloop.metrics.queries import indicators_by_code
from gridloop.metrics.queries.sheets import SheetWords, peers_sheet
from gridloop.metrics.services.export_table import as_shown
from gridloop.metrics.sheet_types import POINTS, WHOLE_PERCENT, Amount
from gridloop.metrics.types import Benchmark

SEPTEMBER, AUGUST = date(2026, 9, 1), date(2026, 8, 1)
GRIDS = {"LG0101": 1.0, "LG0102": 3.0, "LG0201": 2.0}


@pytest.fixture
def figures(operator, publish_rows):
    publish_rows("indicator_value", [
        {"grid_code": grid, "month": month, "indicator": code, "numerator": size * grow * 12_345_6.7,
         "denominator": 1.0 if code == "revenue" else 10_000_000.0}
        for month, grow in ((AUGUST, 0.8), (SEPTEMBER, 1.0))
        for grid, size in GRIDS.items()
        for code in ("revenue", "churn_rate")
    ])  # fmt: skip
    publish_rows("indicator_split", [
        {"grid_code": grid, "month": SEPTEMBER, "indicator": "revenue", "dimension": "segment", "member": member,
         "numerator": size * part * 12_345_6.7, "denominator": 1.0}
        for grid, size in GRIDS.items()
        for member, part in (("public", 0.75), ("group", 0.25))
    ])  # fmt: skip
    return operator


def sheets(answer) -> tuple[dict, list[list]]:
    assert answer.status_code == 200, answer.content
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert not [name for name in book.namelist() if b"<f>" in book.read(name)]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    about = {line[0]: line[1] for line in book.get_sheet_by_index(0).to_python()}
    return about, book.get_sheet_by_index(1).to_python()


def test_the_ranking_as_it_is_seen(figures):
    client = figures.client("EXEC1")
    asked = "indicator=revenue&cycle=2026-09&level=grid&sort=-value&q=LG01"
    page = client.get(f"/api/metrics/indicator-table?{asked}").json()["items"]
    about, rows = sheets(client.get(f"/api/metrics/indicator-table.xlsx?{asked}"))
    assert [row[1] for row in rows[1:]] == [row["org_code"] for row in page] == ["LG0102", "LG0101"]
    assert rows[0][4] == "Revenue (yuan)"
    assert rows[1][4] == 3703.7 and rows[1][6] == 0.25  # yuan and fen; a quarter more than the month before
    assert (about["Content"], about["Month"], about["Search"]) == ("Ranking by Revenue", "2026-09", "LG01")
    assert about["Exported by"] == "exec1"
    entry = AuditEntry.objects.get(action="metrics.export_table")
    assert (entry.detail["rows"], entry.detail["filters"]["Search"]) == (2, "LG01")


def test_the_figures_of_a_unit_each_in_its_own_unit(figures):
    about, rows = sheets(figures.client("BM01").get("/api/metrics/dashboard.xlsx?org_code=LG01"))
    said = {row[0]: row for row in rows[1:]}
    assert about["Content"] == "LG01 unit: figures"
    assert said["Revenue"][1:4] == ["yuan", 4938.27, 3950.61]
    assert said["Churn rate"][1:3] == ["%", 0.0247]
    assert said["Churn rate"][4] == pytest.approx(0.49, abs=0.005)  # points, not a share of a share
    assert figures.client("BM01").get("/api/metrics/dashboard.xlsx?org_code=LG02").status_code == 404


def test_the_split_as_it_is_seen(figures):
    client = figures.client("EXEC1")
    asked = "indicator=revenue&dimension=segment&cycle=2026-09&sort=-group"
    page = client.get(f"/api/metrics/split-table?{asked}").json()["items"]
    _, rows = sheets(client.get(f"/api/metrics/split-table.xlsx?{asked}"))
    assert rows[0] == ["Name", "Code", "Total (yuan)", "Public (yuan)", "Group (yuan)"]
    assert [row[1] for row in rows[1:]] == [row["org_code"] for row in page]
    assert rows[1][1:] == ["LG0102", 3703.7, 2777.78, 925.93]


def test_peers_and_library_and_chinese(figures):
    OrgUnit.objects.filter(code="LG0101").update(name_zh="=1+1")
    client = figures.client("EXEC1")
    about, rows = sheets(client.get("/api/metrics/benchmark.xlsx?org_code=LG0101&cycle=2026-09"))
    assert "Median of peers" in rows[0]
    about, rows = sheets(client.get("/api/metrics/indicators.xlsx?domain=market"))
    assert {row[2] for row in rows[1:]} == {"Market position"} and len(rows) == 10
    asked = "type=attribute&q=e&sort=-customers"
    about, rows = sheets(client.get(f"/api/metrics/tags.xlsx?{asked}"))
    page = client.get(f"/api/metrics/tags?{asked}&limit=200").json()["items"]
    assert rows[0][:6] == ["Name", "Code", "Meaning", "Kind", "Steward", "Customers"]
    assert [row[1] for row in rows[1:]] == [tag["code"] for tag in page] and len(page) > 3
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh"
    answer = client.get("/api/metrics/indicator-table.xlsx?indicator=revenue&cycle=2026-09", HTTP_ACCEPT_LANGUAGE="zh")
    about, rows = sheets(answer)
    assert rows[0][:2] == ["名称", "编码"] and "导出人" in about
    assert "=1+1" in {row[0] for row in rows}  # a name is text, whatever it begins with


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (1 / 32, "share", 0.0313),  # a browser says 3.13 %
        (12_345.5, "fen", 123.46),
        (-100.5, "fen", -1.01),
        (0.00125, POINTS, 0.13),
        (0.000005, "per_10k", 0.1),
        (2.5, "count", 3.0),
        (0.92593, "percent", 0.926),
        (0.8125, "whole_percent", 0.81),
    ],
)
def test_halves_are_rounded_as_the_screen_rounds_them(value, unit, shown):
    assert as_shown(value, unit) == shown


def test_a_goal_reached_and_a_rank_among_peers_have_the_digits_of_the_screen(figures):
    Goal.objects.create(
        indicator="revenue", org_code="LG0102", cycle="2026-09", value=400_000, set_by="plan1", set_at=clock.now()
    )
    _, rows = sheets(figures.client("EXEC1").get("/api/metrics/indicator-table.xlsx?indicator=revenue&cycle=2026-09"))
    assert {row[1]: row[8] for row in rows[1:]}["LG0102"] == 0.926  # the screen says 92.6%, of 0.92593
    one = Benchmark("revenue", 1.0, None, None, None, None, 16, 1.0, 0.8125, ())
    unit = OrgUnit.objects.get(code="LG0102")
    [line] = peers_sheet(SheetWords("en"), unit, [one], indicators_by_code(), ()).rows
    assert line[4] == Amount(0.8125, WHOLE_PERCENT)


def test_a_change_in_points_says_so_in_a_column_of_many_units(figures):
    answer = figures.client("EXEC1").get("/api/metrics/dashboard.xlsx?org_code=LG")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert " pp" in book.read("xl/styles.xml").decode()


def test_alerts_as_they_are_seen(figures):
    facts = {"cycle": "2026-09", "raised_at": datetime(2026, 10, 1, tzinfo=UTC)}
    Alert.objects.create(
        rule="churn", kind="anomaly", indicator="churn_rate", org_code="LG0101", value=0.0312, expected=0.0149,
        score=-4.237, state="open", **facts,
    )  # fmt: skip
    Alert.objects.create(
        rule="revenue", kind="below", indicator="revenue", org_code="LG0201", value=1_000_000.0, expected=2_000_000.0,
        score=0.5, state="open", **facts,
    )  # fmt: skip
    Alert.objects.create(
        rule="goal", kind="goal", indicator="revenue", org_code="LG0102", value=1.0, expected=2.0, score=0.5,
        state="silenced", reason="装修停业", silenced_until="2026-10", **facts,
    )  # fmt: skip
    client = figures.client("EXEC1")
    page = client.get("/api/metrics/alerts?sort=-org_code").json()["items"]
    about, rows = sheets(client.get("/api/metrics/alerts.xlsx?sort=-org_code"))
    assert [row[1] for row in rows[1:]] == [row["org_code"] for row in page] == ["LG0201", "LG0101"]
    assert rows[1][2:8] == ["Revenue", "2026-09", "yuan", 10_000.0, "Below the limit", 20_000.0]
    assert rows[2][2:9] == ["Churn rate", "2026-09", "%", 0.0312, "What is usual in the grid", 0.0149, 4.2]
    assert (about["Content"], about["Filter"]) == ("Alerts", "Open")
    _, silenced = sheets(client.get("/api/metrics/alerts.xlsx?state=silenced"))
    assert [(row[1], row[9], row[10]) for row in silenced[1:]] == [("LG0102", "装修停业", "2026-10")]
    _, own = sheets(figures.client("BM02").get("/api/metrics/alerts.xlsx"))
    assert [row[1] for row in own[1:]] == ["LG0201"]  # a branch exports its own grids only
