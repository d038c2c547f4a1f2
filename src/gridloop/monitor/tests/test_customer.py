"""A customer on one screen: everything about one's own, nothing about anybody else's."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.contact.models import OptOut
from gridloop.dispatch.models import WorkOrder
from gridloop.kernel import clock
from gridloop.kernel.models import AuditEntry
from gridloop.lake.models import SealedPhone

ONE = "CM010101-03"
READERS = ("EXEC1", "BM01", "GM0101", "CM010101", "HALL1")
STRANGERS = ("BM02", "GM0102", "CM010102", "CM020101", "AM1", "PART1")


@pytest.mark.engines
def test_everything_about_one_customer(running, operator):
    body = operator.client("CM010101").get(f"/api/monitor/customers/{ONE}").json()
    profile = body["profile"]
    assert (profile["place_name"], profile["grid_code"], profile["branch_code"]) == ("海滨花园", "LG0101", "LG01")
    assert profile["assignee_name"] == "员工CM010101" and profile["age"] == 46
    assert profile["phone_masked"] == "*******4321"
    assert body["may_contact"] and not body["do_not_disturb"]
    assert [line["allowed"] for line in body["consents"]] == [True, True, False]
    assert [row["offer_code"] for row in body["subscriptions"]] == ["BB100"] and body["monthly_fee_fen"] == 4_000
    assert len(body["bills"]) == 5 and body["bills"][0]["month"] == "2026-05-01"
    assert [row["data_mb"] for row in body["usage"]] == [9_000]
    assert body["network"]["ports_used"] == 800
    assert body["faults"][0]["hours_to_clear"] == 4.5 and body["complaints"][0]["topic"] == "speed"
    # a kind that the library names is said in words, an operator's own topic by its code
    assert (body["faults"][0]["name_zh"], body["faults"][0]["name_en"]) == ("线路", "Line")
    assert body["complaints"][0]["name_zh"] == "speed"
    assert body["contacts"][0]["outcome"] == "refused" and body["contacts"][0]["person_name"] == "员工CM010101"
    assert [tag["code"] for tag in body["tags"]] == ["high_value"]
    assert [order["outcome"] for order in body["orders"]] == ["refused"]
    assert body["household"] == []
    assert body["scores"][0]["probability"] == 0.6 and body["recommended"]["offer_code"] == "RB90"


def test_households_share_an_address_and_do_not_disturb_closes_every_channel(running, operator):
    body = operator.client("GM0101").get("/api/monitor/customers/CM010101-00").json()
    assert [one["customer_id"] for one in body["household"]] == ["CM010101-01"]
    OptOut.objects.create(customer_id=ONE, channel="all", since=clock.now(), said_to="CM010101", source="visit")
    body = operator.client("CM010101").get(f"/api/monitor/customers/{ONE}").json()
    assert body["do_not_disturb"] and not body["may_contact"]
    assert {line["source"] for line in body["consents"]} == {"visit"}


def test_the_monthly_fee_is_that_of_what_runs_today_on_every_screen(running, operator):
    told = [
        {"subscription_id": "TV1", "product_kind": "tv", "monthly_fee_fen": 1_000, "ended_on": date(2026, 10, 31)},
        {"subscription_id": "TV2", "product_kind": "tv", "monthly_fee_fen": 500, "ended_on": date(2026, 10, 22)},
        {"subscription_id": "TV3", "product_kind": "tv", "monthly_fee_fen": 250, "started_on": date(2026, 10, 23)},
    ]
    begun = {"customer_id": ONE, "started_on": date(2026, 1, 5), "ended_on": None}
    running.publish("subscription", [*running.subscriptions, *({**begun, **one} for one in told)])
    client = operator.client("GM0101")
    body = client.get(f"/api/monitor/customers/{ONE}").json()
    active = {row["subscription_id"] for row in body["subscriptions"] if row["active"]}
    assert active & {"TV1", "TV2", "TV3"} == {"TV1"}  # it runs to the end of the month; the others over, or to come
    assert body["monthly_fee_fen"] == 5_000
    [hit] = client.get("/api/monitor/customers", {"q": ONE}).json()["items"]
    assert hit["monthly_fee_fen"] == 5_000
    risk = client.get("/api/monitor/grids/LG0101").json()["churn_risk"]
    assert risk["monthly_fee_fen"] == risk["top"][0]["monthly_fee_fen"] == 5_000


def test_tags_are_those_of_the_newest_month_as_counts_and_lists_have_them(running, operator):
    september = {"customer_id": "CM010101-00", "month": date(2026, 9, 1), "high_value": True}
    running.publish("customer_tag", [september, {**september, "customer_id": ONE, "month": date(2026, 10, 1)}])
    client = operator.client("GM0101")
    assert client.get("/api/monitor/customers", {"tag": "high_value"}).json()["total"] == 1
    assert client.get("/api/monitor/customers/CM010101-00").json()["tags"] == []
    assert len(client.get(f"/api/monitor/customers/{ONE}").json()["tags"]) == 1


def test_only_those_it_concerns_see_him(running, operator):
    for who in READERS:
        assert operator.client(who).get(f"/api/monitor/customers/{ONE}").status_code == 200, who
    for who in STRANGERS:
        client = operator.client(who)
        assert client.get(f"/api/monitor/customers/{ONE}").status_code == 404, who
        assert client.post(
            f"/api/monitor/customers/{ONE}/reveal", {"purpose": "call"}, content_type="application/json"
        ).status_code == 404, who  # fmt: skip
        hits = client.get("/api/monitor/customers", {"q": ONE}).json()
        assert (hits["total"], hits["items"]) == (0, []), who
    assert operator.client("CM010101").get("/api/monitor/customers/NOBODY").status_code == 404
    assert operator.client("ADMIN1").get(f"/api/monitor/customers/{ONE}").status_code == 403


def test_a_revealed_number_leaves_a_trace(running, operator):
    SealedPhone.objects.create(customer_id=ONE, phone="13900001234")
    client = operator.client("CM010101")
    answer = client.post(f"/api/monitor/customers/{ONE}/reveal", {"purpose": "call"}, content_type="application/json")
    assert answer.json() == {"customer_id": ONE, "phone": "13900001234"}
    trace = AuditEntry.objects.get(action="lake.reveal_phone")
    assert (trace.actor, trace.object_id, trace.detail["purpose"]) == ("cm010101", ONE, "call")
    bad = client.post(f"/api/monitor/customers/{ONE}/reveal", {"purpose": "fun"}, content_type="application/json")
    assert bad.status_code == 422


def test_search(running, operator):
    def found(who: str, **params) -> tuple[int, list[str]]:
        body = operator.client(who).get("/api/monitor/customers", params).json()
        return body["total"], [row["customer_id"] for row in body["items"]]

    assert found("GM0101", q="cm010101-0", limit=3) == (10, ["CM010101-00", "CM010101-01", "CM010101-02"])
    assert found("GM0101", q="4321") == (1, [ONE])
    assert found("GM0101", q="客CM010101-05")[1] == ["CM010101-05"]
    assert found("GM0101", q="海滨") == (1, [ONE]) == found("GM0101", place_code="P1")
    assert found("GM0101", tag="high_value") == (1, [ONE])
    assert found("BM01", assignee_code="CM010201")[0] == 45
    assert found("EXEC1", sort="-customer_id", limit=1)[1] == ["X59"]
    assert found("EXEC1", q="nobody at all") == (0, [])
    client = operator.client("GM0101")
    assert client.get("/api/monitor/customers", {"tag": "made_up"}).status_code == 400
    assert client.get("/api/monitor/customers", {"sort": "phone"}).status_code == 400
    shown = client.get("/api/monitor/customers", {"q": ONE}).json()["items"][0]
    assert shown["phone_masked"] == "*******4321" and shown["monthly_fee_fen"] == 4_000 and "phone" not in shown
    assert date(2026, 10, 22) == clock.today()


def test_names_are_clear_for_the_customers_own_people_and_masked_for_all_others(running, operator):
    for who, clear in [("CM010101", True), ("GM0101", True), ("HALL1", True), ("BM01", False), ("EXEC1", False)]:
        client = operator.client(who)
        detail = client.get(f"/api/monitor/customers/{ONE}").json()["profile"]["name"]
        (found,) = client.get("/api/monitor/customers", {"q": ONE}).json()["items"]
        assert found["name"] == detail and ("*" not in detail) == clear, who
        home = client.get("/api/monitor/customers/CM010101-00").json()["household"]
        assert all(("*" not in one["name"]) == clear for one in home), who
    for order in WorkOrder.objects.all():
        order.card["customer_name"] = "王小明"
        order.save(update_fields=["card"])
    for who, clear in [("GM0101", True), ("EXEC1", False)]:
        client = operator.client(who)
        grid = client.get("/api/monitor/grids/LG0101").json()["churn_risk"]["top"]
        waiting = client.get("/api/monitor/waiting-customers").json()["items"]
        assert grid and all(("*" not in row["name"]) == clear for row in grid), who
        assert {row["customer_name"] for row in waiting} == {"王小明" if clear else "王**"}, who
