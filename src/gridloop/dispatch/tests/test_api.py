"""Work orders over HTTP: everybody sees and does what is his."""

from __future__ import annotations

from uuid import uuid4

import pytest

from gridloop.dispatch.models import WorkOrder
from gridloop.lake.models import SealedPhone

BASE = "/api/dispatch"


@pytest.fixture
def http(orders, operator, at):
    """Return a function that calls the API as somebody, on the campaign's first day."""
    at(2026, 10, 5)

    def call(who, method, path, body=None, expect=200):
        client = operator.client(who)
        answer = getattr(client, method)(BASE + path, body, content_type="application/json")
        assert answer.status_code == expect, answer.content
        return answer.json()

    return call


@pytest.fixture
def mine(orders):
    return next(order for order in orders if order.assignee_code == "CM010101")


def contact(outcome="accepted", **more):
    return {"contact_id": str(uuid4()), "channel": "visit", "outcome": outcome, **more}


def test_lists_are_scoped_filtered_and_masked(http, orders):
    everything = http("EXEC1", "get", "/orders?limit=500")
    assert everything["total"] == WorkOrder.objects.count()
    own = http("CM010101", "get", "/orders?limit=500")["items"]
    assert {row["assignee_code"] for row in own} == {"CM010101"}
    grid = http("GM0101", "get", "/orders?limit=500&state=pending,acknowledged&sort=-due_on")["items"]
    assert {row["grid_code"] for row in grid} == {"LG0101"} and {row["state"] for row in grid} == {"pending"}
    assert all(row["customer_name"].startswith("王") and "*" not in row["customer_name"] for row in grid)
    assert {row["grid_name_en"] for row in grid} == {"LG0101 unit"}
    everything = http("EXEC1", "get", "/orders?limit=500")["items"]
    assert {row["customer_name"] for row in everything} == {"王***"}
    assert http("BM01", "get", "/orders?grid_code=LG0201")["total"] == 0
    assert http("EXEC1", "get", f"/orders?q={orders[0].customer_id}")["total"] == 1
    assert http("EXEC1", "get", "/orders?overdue=true")["total"] == 0
    http("EXEC1", "get", "/orders?state=lost", expect=400)
    http("EXEC1", "get", "/orders?sort=card", expect=400)


@pytest.mark.parametrize(
    ("who", "status"), [("CM010101", 200), ("CALL1", 200), ("GM0101", 200), ("CM010102", 404), ("GM0201", 404)]
)
def test_one_order_with_its_card(http, mine, who, status):
    order = http(who, "get", f"/orders/{mine.pk}", expect=status)
    if status == 200:
        assert order["script"]["zh"] and order["offer"]["code"] == "R10" and order["phone_masked"] == "*******1234"
        assert ("contact" in order["may"]) and ("recall" in order["may"]) == (who == "GM0101")


def test_the_script_keeps_the_name_from_those_who_do_not_serve_the_customer(http, mine):
    name = mine.card["customer_name"]
    seller, leader = (http(who, "get", f"/orders/{mine.pk}") for who in ("CM010101", "EXEC1"))
    assert seller["customer_name"] == name and name in seller["script"]["zh"]
    assert leader["customer_name"] == "王***"
    assert name not in leader["script"]["zh"] and "王***" in leader["script"]["zh"]


def test_every_number_of_the_funnel_leads_to_its_orders(http, mine):
    http("CM010101", "post", f"/orders/{mine.pk}/contacts", contact("interested", next_on="2026-10-09"), 201)
    total = http("EXEC1", "get", "/funnel")["total"]
    for step in ("dispatched", "contacted", "reached", "interested", "accepted"):
        assert http("EXEC1", "get", f"/orders?step={step}")["total"] == total[step], step
    assert total["contacted"] == total["interested"] == 1 and total["accepted"] == 0
    branch = http("EXEC1", "get", "/orders?org_code=LG01&limit=500")
    assert {row["grid_code"][:4] for row in branch["items"]} == {"LG01"}
    http("EXEC1", "get", "/orders?org_code=NOWHERE", expect=404)
    http("EXEC1", "get", "/orders?step=lost", expect=422)


def test_a_contact_at_a_desk(http, mine):
    body = contact("interested", next_on="2026-10-09", note="晚上再来")
    first = http("CALL1", "post", f"/orders/{mine.pk}/contacts", body, 201)
    again = http("CALL1", "post", f"/orders/{mine.pk}/contacts", body, 201)
    assert first["state"] == "in_progress" and (first["contacts"], again["contacts"]) == (1, 1)
    assert [line["what"] for line in again["history"]] == ["interested"]
    http("CM010102", "post", f"/orders/{mine.pk}/contacts", contact(), 404)
    http("GM0201", "post", f"/orders/{mine.pk}/contacts", contact(), 404)
    http("PLAN1", "post", f"/orders/{mine.pk}/contacts", contact(), 403)
    http("CALL1", "post", f"/orders/{mine.pk}/contacts", contact("bought"), 422)


def test_the_clear_number_is_shown_to_those_who_call(http, mine):
    SealedPhone.objects.create(customer_id=mine.customer_id, phone="13900001234")
    assert http("CM010101", "post", f"/orders/{mine.pk}/phone", {"purpose": "call"}) == {"phone": "13900001234"}
    http("CM010102", "post", f"/orders/{mine.pk}/phone", {"purpose": "call"}, 404)
    http("EXEC1", "post", f"/orders/{mine.pk}/phone", {"purpose": "call"}, 403)


def test_managers_steer_and_sellers_do_not(http, mine):
    body = {"order_ids": [str(mine.pk)], "assignee_code": "CM010102", "note": "ill"}
    http("CM010101", "post", "/orders/reassign", body, 403)
    http("GM0102", "post", "/orders/reassign", body, 404)
    assert http("GM0101", "post", "/orders/reassign", body) == {"changed": 1}
    recalled = {"order_ids": [str(mine.pk)]}
    assert http("BM01", "post", "/orders/recall", recalled) == {"changed": 1}
    http("BM01", "post", "/orders/recall", recalled, 409)


def test_a_grid_manager_makes_an_order_by_hand(http, city):
    free = next(
        p["customer_id"]
        for number, p in enumerate(city.profiles)
        if p["grid_code"] == "LG0101" and not WorkOrder.objects.filter(customer_id=p["customer_id"]).exists()
    )
    body = {"request_id": str(uuid4()), "customer_id": free, "channel": "call", "title_zh": "送设备"}
    made = http("GM0101", "post", "/orders", body, 201)
    assert made["source_kind"] == "manual" and made["campaign_name"] == {"zh": "送设备", "en": "送设备"}
    assert http("GM0101", "post", "/orders", body, 201)["id"] == made["id"]
    http("GM0201", "post", "/orders", body | {"request_id": str(uuid4())}, 404)
    http("CM010101", "post", "/orders", body, 403)


def test_funnels_add_up_on_every_level(http, orders):
    worked = [order for order in orders if order.grid_code == "LG0101"][:2]
    for order, outcome in zip(worked, ("accepted", "not_reached"), strict=True):
        http("GM0101", "post", f"/orders/{order.pk}/contacts", contact(outcome), 201)
    whole = http("EXEC1", "get", "/funnel?by=company")["total"]
    assert whole["dispatched"] == len(orders) and whole["contacted"] == 2
    assert (whole["reached"], whole["accepted"], whole["interested"]) == (1, 1, 1)
    assert whole["planned_by_now"] == sum(order.planned_on.day == 5 for order in orders)
    for by in ("branch", "grid", "assignee", "campaign"):
        found = http("EXEC1", "get", f"/funnel?by={by}&cycle=2026-10")
        assert {**found["total"], "pace": 0} == {**whole, "pace": 0}
        for name in ("dispatched", "contacted", "held", "open", "planned_by_now"):
            assert sum(line[name] for line in found["lines"]) == whole[name]
        assert all(line["name_zh"] for line in found["lines"])
    branch = http("BM01", "get", "/funnel?by=branch")["lines"]
    assert [line["key"] for line in branch] == ["LG01"]
    own = http("CM010101", "get", "/funnel?by=assignee")["lines"]
    assert [line["key"] for line in own] == ["CM010101"]
    assert http("EXEC1", "get", "/funnel?cycle=2026-11")["total"]["dispatched"] == 0


def test_days_of_ones_own_people(http):
    assert http("CM010101", "get", "/people/CM010101/day")["planned"] > 0
    assert http("GM0101", "get", "/people/CM010102/day")["person_code"] == "CM010102"
    http("CM010101", "get", "/people/CM010102/day", expect=404)
    http("GM0101", "get", "/people/CM020101/day", expect=404)


def test_generation_is_asked_for_by_planners(http, launched):
    body = {"campaign_code": launched, "on": "2026-10-05"}
    assert http("PLAN1", "post", "/generate", body, 202)["job_id"]
    http("CM010101", "post", "/generate", body, 403)
    http("PLAN1", "post", "/generate", body | {"campaign_code": "C209901-01"}, 404)


def test_a_list_costs_a_handful_of_queries(http, operator, django_assert_max_num_queries):
    client = operator.client("GM0101")
    with django_assert_max_num_queries(12):
        client.get(f"{BASE}/orders?limit=100")
