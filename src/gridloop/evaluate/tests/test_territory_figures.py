"""A seller's own customers, month by month."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.evaluate.expr.territory_figures import Holdings, monthly_figures, penetration
from gridloop.evaluate.queries.reckoning import _territories
from gridloop.evaluate.rules.territory import standings
from gridloop.evaluate.types import Rule
from gridloop.lake.queries import open_lake

AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)


@pytest.fixture
def lake(publish_rows):
    customers = [("A", "CM1", date(2020, 1, 1), None), ("B", "CM1", date(2026, 9, 9), None),
                 ("C", "CM2", date(2020, 1, 1), date(2026, 9, 20)), ("D", None, date(2026, 9, 9), None)]  # fmt: skip
    publish_rows("customer", [
        {"customer_id": one, "name": one, "segment": "public", "joined_on": joined, "left_on": left}
        for one, _, joined, left in customers
    ])  # fmt: skip
    publish_rows("ownership", [
        {"customer_id": one, "grid_code": "G", "assignee_code": seller, "rule": "place"}
        for one, seller, _, _ in customers
    ])  # fmt: skip
    publish_rows("bill", [
        {"customer_id": one, "month": month, "billed_fen": fen}
        for one, month, fen in (("A", AUGUST, 100), ("A", SEPTEMBER, 120), ("B", SEPTEMBER, 50), ("C", AUGUST, 70),
                                ("D", AUGUST, 999))
    ])  # fmt: skip
    publish_rows("subscription", [
        {"subscription_id": f"S{n}", "customer_id": one, "product_kind": kind, "offer_code": offer, "started_on": day}
        for n, (one, kind, offer, day) in enumerate(
            (("A", "broadband", "BB100", date(2026, 9, 3)), ("A", "mobile", "RM90", date(2026, 9, 3)),
             ("B", "mobile", None, date(2026, 9, 9)), ("C", "mobile", "MP59", date(2026, 3, 3)))
        )
    ])  # fmt: skip
    publish_rows("offer", [
        {"offer_code": "RM90", "kind": "retention", "name_zh": "x", "name_en": "x", "monthly_fee_fen": 0, "cost_fen": 0}
    ])  # fmt: skip
    with open_lake() as opened:
        yield opened


@pytest.mark.engines
def test_figures_by_month(lake):
    holdings = Holdings(*(lake.table(name) for name in ("ownership", "bill", "subscription", "customer", "offer")))
    rows = lake.run(monthly_figures(holdings, AUGUST, SEPTEMBER)).to_pylist()
    found = {(row["assignee_code"], row["month"].month, row["measure"]): row["amount"] for row in rows}
    assert found == {
        ("CM1", 8, "billed"): 1, ("CM1", 8, "revenue_fen"): 100,
        ("CM1", 9, "billed"): 2, ("CM1", 9, "revenue_fen"): 170, ("CM1", 9, "begun"): 2, ("CM1", 9, "joined"): 1,
        ("CM2", 8, "billed"): 1, ("CM2", 8, "revenue_fen"): 70, ("CM2", 9, "left"): 1,
    }  # fmt: skip
    served = {row["assignee_code"]: row for row in lake.run(penetration(holdings)).to_pylist()}
    assert served["CM1"] == {"assignee_code": "CM1", "customers": 2, "with_broadband": 1}
    assert "CM2" not in served


def test_a_short_history_expects_nothing(lake):
    found = _territories(lake, SEPTEMBER)
    assert [territory.person_code for territory in found] == ["CM1", "CM2"]
    assert {one.rule: one.score for one in standings(found)[0]} == dict.fromkeys(
        (Rule.REVENUE, Rule.DEVELOPMENT, Rule.NET_ADDS), 0.5
    )
