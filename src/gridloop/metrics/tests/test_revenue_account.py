"""The company's revenue on screen and the bills as delivered agree to the fen, with what lies between them named."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.metrics.queries.revenue_account import bills_outside
from gridloop.metrics.services.build_indicators import build_indicators
from gridloop.metrics.tests.small_city import AS_OF, small_city
from gridloop.metrics.tests.test_build_indicators import published

SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def city(publish_rows, actor):
    """Publish bills of a stranger, of somebody without a grid, and of somebody in a grid that is in no tree."""
    found = small_city(12, months=3, leave=0)
    bill = {"month": SEPTEMBER, "mobile_fen": 0, "broadband_fen": 0, "out_of_bundle_fen": 0}
    found.add("bill", customer_id="stranger", billed_fen=12_301, **bill)
    found.add("customer", customer_id="homeless", name="无", segment="public", joined_on=date(2020, 1, 1))
    found.add("bill", customer_id="homeless", billed_fen=502, **bill)
    found.add("customer", customer_id="lost", name="失", segment="public", joined_on=date(2020, 1, 1))
    found.add("ownership", customer_id="lost", grid_code="XX01", rule="place")
    found.add("bill", customer_id="lost", billed_fen=7, **bill)
    found.publish(publish_rows)
    build_indicators(month=AS_OF, actor=actor)
    return found


def fen(city) -> int:
    return sum(row["billed_fen"] for row in city.rows["bill"] if row["month"] == SEPTEMBER)


def test_what_is_shown_and_what_is_not_add_up_to_what_was_delivered(city, operator):
    account = operator.client("EXEC1").get("/api/metrics/revenue-account").json()
    board = operator.client("EXEC1").get("/api/metrics/dashboard").json()
    [revenue] = [one["value"] for one in board["unit"]["figures"] if one["indicator"] == "revenue"]
    assert account["shown_fen"] == revenue == fen(city) - 12_301 - 502 - 7
    assert (account["cycle"], account["delivered_fen"], account["since_fen"]) == ("2026-09", fen(city), 0)
    assert {one["reason"]: (one["bills"], one["billed_fen"]) for one in account["outside"]} == {
        "unknown_customer": (1, 12_301), "no_grid": (1, 502), "unknown_grid": (1, 7),
    }  # fmt: skip


def test_the_rows_behind_each_line_are_listed(city, operator):
    client = operator.client("PLAN1")
    rows = client.get("/api/metrics/bills-outside?cycle=2026-09").json()
    assert [(row["customer_id"], row["billed_fen"]) for row in rows["items"]] == [
        ("stranger", 12_301), ("homeless", 502), ("lost", 7),
    ]  # fmt: skip
    page = client.get("/api/metrics/bills-outside?cycle=2026-09&offset=1&limit=1").json()
    assert (page["total"], page["items"]) == (3, rows["items"][1:2])
    rows = client.get("/api/metrics/bills-outside?cycle=2026-09&reason=no_grid").json()["items"]
    assert [row["customer_id"] for row in rows] == ["homeless"]
    assert client.get("/api/metrics/bills-outside?cycle=2026-08").json()["total"] == 0
    assert operator.client("BM01").get("/api/metrics/revenue-account").status_code == 403


def test_bills_that_came_since_are_told_apart_until_the_next_build(city, operator, publish_rows, actor):
    bills = [row for row in city.rows["bill"] if row["month"] == SEPTEMBER]
    bills[0]["billed_fen"] += 99
    publish_rows("bill", bills)
    client = operator.client("EXEC1")
    account = client.get("/api/metrics/revenue-account?cycle=2026-09").json()
    outside = sum(one["billed_fen"] for one in account["outside"])
    assert account["since_fen"] == 99
    assert account["delivered_fen"] == account["shown_fen"] + outside + 99 == fen(city)
    build_indicators(month=AS_OF, actor=actor)
    assert client.get("/api/metrics/revenue-account?cycle=2026-09").json()["since_fen"] == 0


def test_margin_is_that_of_bills_with_a_cost_over_the_same_bills(publish_rows, actor):
    city = small_city(20, months=2, leave=0)
    for number, row in enumerate(city.rows["bill"]):
        row["cost_fen"] = None if number % 3 == 0 else row["cost_fen"]
    city.publish(publish_rows)
    build_indicators(month=AS_OF, actor=actor)
    costed = [row for row in city.rows["bill"] if row["month"] == SEPTEMBER and row["cost_fen"] is not None]
    billed, cost = sum(row["billed_fen"] for row in costed), sum(row["cost_fen"] for row in costed)
    found = published()

    def company(code: str) -> tuple[float, float]:
        parts = found[code, SEPTEMBER].values()
        return sum(part[0] for part in parts), sum(part[1] for part in parts)

    assert company("gross_margin")[0] == billed - cost
    assert company("gross_margin_rate") == (billed - cost, billed)
    assert company("margin_per_customer") == (billed - cost, len(costed))
    assert company("loss_maker_share")[1] == len(costed)
    assert company("service_cost")[0] == cost


def test_of_many_bills_outside_one_page_is_read(city, operator):
    scope = operator.scope("PLAN1")
    rows, total = bills_outside(scope, SEPTEMBER, offset=0, limit=2)
    assert ([row["customer_id"] for row in rows], total) == (["stranger", "homeless"], 3)
