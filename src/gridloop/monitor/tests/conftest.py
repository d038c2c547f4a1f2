"""The finished month of evaluation's tests, with places, consents and indicators to look at."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.evaluate.tests.conftest import SELLERS, at, kept_lakes, october, town, worked

__all__ = ["at", "kept_lakes", "october", "town", "worked"]
ONE = "CM010101-03"
"""The customer that everything happens to."""
GRIDS = ("LG0101", "LG0102", "LG0201", "LG0202")


@pytest.fixture
def running(worked, at, kept_lakes, home):
    """Return the town on 22 October, in the middle of its campaign, with all that screens read."""
    at(date(2026, 10, 22))
    for row in worked.customers:
        row.update(phone_last4="4321" if row["customer_id"] == ONE else "0000", birth_year=1980)
    worked.customers[1]["address"] = worked.customers[0]["address"] = "海滨路1号1单元101室"
    next(row for row in worked.owners if row["customer_id"] == ONE)["place_code"] = "P1"

    def publish_all() -> None:
        worked.deliver(through=date(2026, 9, 1))
        publish_surroundings(worked.publish, [row["customer_id"] for row in worked.customers])

    kept_lakes.fill("running", home, publish_all)
    return worked


def publish_surroundings(publish, customers: list[str]) -> None:
    """Publish what lies around the customers: places, consents, network, troubles, tags, scores, indicators."""
    august = date(2026, 8, 1)
    place = {"place_code": "P1", "kind": "compound", "name": "海滨花园", "grid_code": "LG0101", "households": 900}
    ports = {"place_code": "P1", "month": date(2026, 9, 1), "ports_total": 800, "ports_used": 800, "max_mbps": 500}
    fault = {"fault_id": "F1", "reported_on": date(2026, 8, 3), "hours_to_clear": 4.5, "kind": "line"}
    complaint = {"complaint_id": "Q1", "made_on": date(2026, 8, 4), "topic": "speed"}
    consents = [
        {
            "customer_id": ONE,
            "channel": channel,
            "granted": channel != "message",
            "recorded_on": date(2026, 1, 5),
            "proof": "hall",
        }  # fmt: skip
        for channel in ("visit", "call", "message")
    ]
    publish("place", [place])
    publish("consent", consents)
    publish("network_port", [ports])
    publish("usage", [{"customer_id": ONE, "month": august, "data_mb": 9_000}])
    publish("fault", [{**fault, "month": august, "customer_id": ONE}])
    publish("complaint", [{**complaint, "month": august, "customer_id": ONE}])
    publish("customer_tag", [{"customer_id": ONE, "month": date(2026, 10, 1), "high_value": True}])
    publish("customer_score", [score(customer) for customer in customers])
    publish("indicator_value", list(indicators()))


def score(customer_id: str) -> dict:
    """Return a churn score: one customer is likely to leave."""
    return {
        "customer_id": customer_id, "month": date(2026, 10, 1), "model": "churn", "version": "1",
        "probability": 0.6 if customer_id == ONE else 0.05, "offer_code": "RB90", "expected_value_fen": 900,
        "reasons": "[]",
    }  # fmt: skip


def indicators():
    """Return two months of indicators; revenue of the last grid falls by half while the others stay."""
    for month, day in enumerate((date(2026, 8, 1), date(2026, 9, 1))):
        for number, grid in enumerate(GRIDS):
            fall = 0.5 if grid == GRIDS[-1] and month else 1.0
            values = {
                "revenue": (1_000_000 * fall * (1 + month * 0.001 * number), 0),
                "users": (1_000 + number, 0),
                "net_adds": (10 + number, 0),
                "churn_rate": (10 + number * month, 1_000),
            }
            for code, (numerator, denominator) in values.items():
                yield {
                    "grid_code": grid, "month": day, "indicator": code, "numerator": float(numerator),
                    "denominator": float(denominator),
                }  # fmt: skip


@pytest.fixture
def sellers() -> tuple[str, ...]:
    """Return the sellers with orders."""
    return SELLERS
