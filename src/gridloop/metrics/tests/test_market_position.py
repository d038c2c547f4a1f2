"""Shares of the market: a branch's own figure is its total, ratios come from sums, each reader sees his own areas."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gridloop.lake.queries import open_lake
from gridloop.metrics.rules import countable, unexplained
from gridloop.metrics.services.build_indicators import build_indicators
from gridloop.metrics.tests.small_library import small_library  # noqa: F401
from gridloop.metrics.types import MarketRow

SEPTEMBER, AUGUST = date(2026, 9, 1), date(2026, 8, 1)
AS_OF = date(2026, 10, 1)
PATHS = {
    "LG": ["LG"], "LG01": ["LG", "LG01"], "LG02": ["LG", "LG02"], "LG0101": ["LG", "LG01", "LG0101"],
    "LG0102": ["LG", "LG01", "LG0102"], "LG0201": ["LG", "LG02", "LG0201"],
}  # fmt: skip
OPERATORS = [
    {"operator": "US", "name_zh": "本公司", "name_en": "Us", "is_own": True},
    {"operator": "A", "name_zh": "甲", "name_en": "Rival A", "is_own": False},
]


def row(area: str, operator: str, users: int, new: int | None = 0, fen: int | None = 0) -> MarketRow:
    return MarketRow(SEPTEMBER, area, operator, users, new, fen)


amounts = st.integers(0, 1_000)
areas = st.dictionaries(
    st.tuples(st.sampled_from(sorted(PATHS)), st.sampled_from(["US", "A"])),
    st.tuples(amounts, st.none() | amounts, st.none() | amounts),
    max_size=12,
)


@given(areas)
def test_what_is_left_adds_up_to_every_area_again(given_rows):
    rows = [MarketRow(SEPTEMBER, area, operator, *figures) for (area, operator), figures in given_rows.items()]
    left = unexplained(rows, PATHS)
    for one in rows:
        below = [part for part in left if part.operator == one.operator and one.area in PATHS[part.area]]
        for name in ("users", "new_users", "revenue_fen"):
            if getattr(one, name) is not None:
                assert sum(getattr(part, name) or 0 for part in below) == getattr(one, name)


def test_an_area_without_our_own_figures_tells_no_share():
    rows = [row("LG0101", "US", 5), row("LG0101", "A", 5), row("LG0102", "A", 9)]
    assert {one.area for one in countable(rows, frozenset({"US"}))} == {"LG0101"}


def test_a_figure_that_one_operator_lacks_is_left_out_for_all_of_the_area():
    rows = [row("LG0101", "US", 5, 1, 100), row("LG0101", "A", 5, 2, None)]
    assert countable(rows, frozenset({"US"})) == [replace(one, revenue_fen=None) for one in rows]


def position(month: date, area: str, operator: str, users: int, new: int, fen: int, **more) -> dict[str, object]:
    return {
        "month": month, "org_code": area, "operator": operator, "users": users, "new_users": new, "revenue_fen": fen,
        "source": "survey", "is_estimate": True,
    } | more  # fmt: skip


MARKET = [
    # August: grids alone
    position(AUGUST, "LG0101", "US", 50, 5, 5_000, source="own", is_estimate=False),
    position(AUGUST, "LG0101", "A", 50, 5, 5_000),
    # September: the regulator's figures of branch LG01, and one of its grids
    position(SEPTEMBER, "LG0101", "US", 60, 12, 9_000, source="own", is_estimate=False),
    position(SEPTEMBER, "LG0101", "A", 40, 4, 3_000),
    position(SEPTEMBER, "LG01", "US", 100, 20, 12_000, source="regulator", is_estimate=False),
    position(SEPTEMBER, "LG01", "A", 100, 20, 12_000, source="regulator", is_estimate=False),
    position(SEPTEMBER, "LG0201", "US", 10, 1, 1_000, source="own", is_estimate=False),
    position(SEPTEMBER, "LG0201", "A", 30, 3, 1_000),
]  # fmt: skip


@pytest.fixture
def market(operator, publish_rows, actor):
    for month in (AUGUST, SEPTEMBER):
        publish_rows("bill", [{"customer_id": "C1", "month": month, "billed_fen": 100}])
    publish_rows("ownership", [{"customer_id": "C1", "grid_code": "LG0101", "rule": "place"}])
    publish_rows("market_operator", OPERATORS)
    publish_rows("market_position", MARKET)
    build_indicators(month=AS_OF, actor=actor)
    return operator


def figures(client, org: str, domain: str = "market") -> dict[str, dict]:
    body = client.get(f"/api/metrics/dashboard?domain={domain}&org_code={org}").json()
    return {one["indicator"]: one for one in body["unit"]["figures"]}


def test_what_no_operator_told_is_unknown_and_not_nothing(market, publish_rows, actor):
    untold = [
        {**row, "revenue_fen": None if row["org_code"] == "LG0201" and row["operator"] == "A" else row["revenue_fen"]}
        for row in MARKET
    ]
    publish_rows("market_position", untold)
    build_indicators(month=AS_OF, actor=actor)
    client = market.client("EXEC1")
    grid, company = figures(client, "LG0201"), figures(client, "LG")
    assert (grid["market_revenue"]["value"], grid["revenue_share"]["value"]) == (None, None)
    assert (grid["market_users"]["value"], company["market_revenue"]["value"]) == (40, 24_000)


def test_shares_of_grid_branch_and_company(market):
    client = market.client("EXEC1")
    grid, branch, company = (figures(client, code) for code in ("LG0101", "LG01", "LG"))
    assert grid["user_share"]["value"] == 0.6
    assert branch["user_share"]["value"] == 0.5  # what the regulator says, not the sum of the grids known
    assert company["user_share"]["value"] == pytest.approx(110 / 240)
    assert grid["revenue_share"]["value"] == 0.75
    assert grid["quality_index"]["value"] == pytest.approx(0.75 / 0.6)
    assert company["quality_index"]["value"] == pytest.approx((13_000 / 26_000) / (110 / 240))
    assert grid["new_user_share"]["value"] == 0.75
    assert grid["user_share"]["change"] == pytest.approx(0.1)
    assert grid["user_growth_lead"]["value"] == pytest.approx(0.2)  # we grew by a fifth, the market not at all
    assert grid["revenue_growth_lead"]["value"] is None  # nothing of a year ago
    assert (grid["user_share"]["rank"], grid["user_share"]["ranked"]) == (1, 2)
    assert (grid["quality_index"]["rank"], grid["quality_index"]["ranked"]) == (2, 2)


def test_users_of_the_market_are_kept_by_operator_and_shares_are_not(market):
    with open_lake() as lake:
        rows = lake.run(lake.table("indicator_split").filter(lake.table("indicator_split").dimension == "operator"))
    assert {one["indicator"] for one in rows.to_pylist()} == {"market_users", "market_new_users", "market_revenue"}
    branch = [one for one in rows.to_pylist() if one["grid_code"] == "LG01" and one["indicator"] == "market_users"]
    assert {(one["member"], one["numerator"]) for one in branch} == {("US", 40.0), ("A", 60.0)}


def test_a_grid_manager_sees_his_grid_only(market):
    client = market.client("GM0101")
    assert client.get("/api/metrics/dashboard?domain=market&org_code=LG0201").status_code == 404
    assert figures(client, "LG0101")["user_share"]["value"] == 0.6


@pytest.mark.usefixtures("small_library")
def test_market_data_that_comes_late_reopens_its_months(market, publish_rows, actor):
    late = date(2026, 5, 1)
    publish_rows("bill", [{"customer_id": "C1", "month": late, "billed_fen": 100}])
    build_indicators(month=AS_OF, actor=actor)
    publish_rows("market_position", [position(late, "LG0101", "US", 1, 0, 1), position(late, "LG0101", "A", 3, 0, 1)])
    assert "2026-05" in build_indicators(month=AS_OF, actor=actor).parts
    client = market.client("EXEC1")
    body = client.get("/api/metrics/series?indicator=user_share&org_code=LG0101").json()
    assert [point["value"] for point in body["points"] if point["cycle"] == "2026-05"] == [0.25]
    body = client.get("/api/metrics/series?indicator=quality_index&org_code=LG0101").json()
    assert [point["value"] for point in body["points"] if point["cycle"] == "2026-05"] == [2.0]


def test_the_screen_of_the_market(market):
    client = market.client("EXEC1")
    body = client.get("/api/metrics/market?org_code=LG01").json()
    assert (body["cycle"], body["cycles"], body["sources"]) == ("2026-09", ["2026-08", "2026-09"], ["regulator"])
    assert [(one["code"], one["is_own"]) for one in body["operators"]] == [("US", True), ("A", False)]
    shares = {(one["cycle"], one["operator"]): one for one in body["months"]}
    assert shares["2026-09", "US"]["users"] == shares["2026-09", "A"]["users"] == 0.5
    assert shares["2026-08", "A"]["users"] == 0.5  # August knows grids only: they are the branch
    kept = {one["figure"]: one for one in body["own_books"]}
    assert (kept["revenue"]["told"], kept["revenue"]["kept"]) == (12_000, 100)
    rows = client.get("/api/metrics/market-areas?level=grid&sort=-user_share").json()["items"]
    assert [(row["org_code"], row["user_share"]) for row in rows] == [("LG0101", 0.6), ("LG0201", 0.25)]
    assert rows[0]["user_share_change"] == pytest.approx(0.1)
    assert rows[0]["is_estimate"] and rows[0]["sources"] == ["survey"]
    rival = client.get("/api/metrics/market-areas?level=branch&operator=A").json()["items"]
    assert {row["org_code"]: row["user_share"] for row in rival} == {"LG01": 0.5, "LG02": 0.75}
    assert client.get("/api/metrics/market-areas?operator=NOBODY").status_code == 404


def test_a_branch_manager_sees_his_branch_and_exports_what_he_sees(market):
    client = market.client("BM02")
    body = client.get("/api/metrics/market").json()
    assert (body["unit"]["org_code"], body["trail"]) == ("LG02", [])
    assert [row["org_code"] for row in client.get("/api/metrics/market-areas").json()["items"]] == ["LG0201"]
    assert client.get("/api/metrics/market?org_code=LG01").status_code == 404
    assert client.get("/api/metrics/market-areas?org_code=LG01").status_code == 404
    answer = client.get("/api/metrics/market-areas.xlsx?sort=-user_share")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(1).to_python()
    assert [row[1] for row in rows[1:]] == ["LG0201"]
    assert rows[1][3] == 0.25 and rows[1][-2:] == ["Survey", "Yes"]


def test_before_the_first_delivery_there_is_no_month(operator):
    body = operator.client("EXEC1").get("/api/metrics/market").json()
    assert (body["cycle"], body["months"], body["operators"]) == (None, [], [])
    assert operator.client("EXEC1").get("/api/metrics/market-areas").json()["total"] == 0
