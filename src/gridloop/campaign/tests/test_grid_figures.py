"""Conditions on the indicators of a customer's grid."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.campaign.tests.city import CYCLE, GRIDS

AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)


@pytest.fixture
def counted(city, operator, publish_rows):
    """Return a function that counts an audience; of a grid's figures the newest ones before the cycle hold."""
    rates = {"LG0101": 5, "LG0102": 2, "LG0201": 1}  # nothing is known of LG0202

    def parts(month, indicator, values, below):
        said = {"month": month, "indicator": indicator, "denominator": below}
        return [{**said, "grid_code": grid, "numerator": float(value)} for grid, value in values.items()]

    publish_rows(
        "indicator_value",
        [
            *parts(AUGUST, "churn_rate", dict.fromkeys(GRIDS, 50), 100.0),
            *parts(SEPTEMBER, "churn_rate", rates, 100.0),
            *parts(SEPTEMBER, "revenue", dict.fromkeys(GRIDS, 70_000), 1.0),
        ],
    )

    def count(*rules, path="count", **given):
        body = {"audience": {"combinator": "and", "rules": list(rules)}, "cycle": CYCLE, **given}
        answer = operator.client("PLAN1").post(f"/api/campaign/audience/{path}", body, content_type="application/json")
        assert answer.status_code == 200, answer.content
        return answer.json()

    return count


def rule(operator, value=None, field="grid.churn_rate"):
    return {"field": field, "operator": operator, "value": value}


def test_the_newest_figure_of_the_grid_decides(counted, city):
    def living_in(*grids):
        return sum(one["grid_code"] in grids for one in city.profiles)

    assert counted(rule(">", 0.04))["total"] == living_in("LG0101")
    assert counted(rule("<=", 0.02))["total"] == living_in("LG0102", "LG0201")  # no figure meets no comparison
    assert counted(rule("null"))["total"] == living_in("LG0202")
    assert counted(rule(">=", 0.02), rule("=", 70_000, "grid.revenue"))["total"] == living_in("LG0101", "LG0102")
    assert counted(rule(">", 0.04), path="size")["total"] == living_in("LG0101")


def test_it_is_a_field_with_a_name_and_a_reason_why_not(counted, operator, city):
    fields = {one["name"]: one for one in operator.client("PLAN1").get("/api/campaign/fields").json()}
    churn = fields["grid.churn_rate"]
    assert (churn["group"], churn["kind"], churn["unit"], churn["name_en"]) == ("grid", "number", "share", "Churn rate")
    elsewhere = next(one["customer_id"] for one in city.profiles if one["grid_code"] == "LG0201")
    found = counted(rule(">", 0.04), path="customer", customer_id=elsewhere, channel="call")
    assert (found["unmet"]["field"], found["unmet"]["actual"]) == ("grid.churn_rate", 0.01)


def test_an_indicator_tells_which_audiences_ask_for_it(operator, city):
    client = operator.client("PLAN1")
    asked = {"combinator": "and", "rules": [rule(">", 0.04)]}
    body = {"name_zh": "高流失网格", "audience": asked}
    assert client.post("/api/campaign/templates", body, content_type="application/json").status_code == 201
    named = client.get("/api/campaign/indicator-users", {"indicator": "churn_rate"}).json()
    assert [one["name_zh"] for one in named] == ["高流失网格"]
    assert client.get("/api/campaign/indicator-users", {"indicator": "churn"}).json() == []
