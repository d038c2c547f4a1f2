"""Of one customer the builder says whether he is in the audience, and the first reason why not."""

from __future__ import annotations

import pytest

from gridloop.campaign.tests.city import CYCLE, EVERYBODY

BASE = "/api/campaign/audience"
EVERY_TENTH_WITHOUT_CONSENT = "C00009"


@pytest.fixture
def asked(city, operator):
    """Return a function that asks about a customer as somebody."""

    def ask(customer, *, who="PLAN1", expect=200, **given):
        body = {"audience": EVERYBODY, "cycle": CYCLE, "channel": "visit", "on": "2026-10-05", **given}
        answer = operator.client(who).post(
            f"{BASE}/customer", {**body, "customer_id": customer}, content_type="application/json"
        )
        assert answer.status_code == expect, answer.content
        return answer.json()

    return ask


def test_a_customer_is_in_it_left_out_held_or_does_not_meet_a_condition(asked, city):
    inside = asked(" C00001 ")
    assert (inside["customer_id"], inside["verdict"], inside["unmet"]) == ("C00001", "in_audience", None)
    left_out = asked("C00001", exclusions={"customers": ["C00001"]})
    assert (left_out["verdict"], left_out["reason"]) == ("excluded", "listed")
    held = asked(EVERY_TENTH_WITHOUT_CONSENT)
    assert (held["verdict"], held["reason"]) == ("held", "no_consent") and "consent" in held["text_en"]
    old = {"combinator": "and", "rules": [{"field": "tenure_months", "operator": ">", "value": 10_000}]}
    unmet = asked("C00001", audience=old)
    tenure = next(one["tenure_months"] for one in city.profiles if one["customer_id"] == "C00001")
    assert (unmet["verdict"], unmet["unmet"]["field"]) == ("not_in_audience", "tenure_months")
    assert unmet["unmet"]["actual"] == tenure


def test_nobody_asks_about_a_customer_who_is_not_his(asked):
    assert asked("C00001", who="GM0102")["verdict"] == "in_audience"
    asked("C00001", who="GM0101", expect=404)
    asked("C99999", expect=404)
