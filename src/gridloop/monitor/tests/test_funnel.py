"""The live funnel, who needs help, which customers wait: within one's scope, and true to the orders."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.dispatch.models import WorkOrder
from gridloop.evaluate.models import ConfirmedOutcome


def get(operator, who: str, path: str, **params):
    answer = operator.client(who).get(f"/api/monitor/{path}", params)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_funnel_at_every_level(running, operator, sellers):
    whole = get(operator, "EXEC1", "funnel", by="company")["whole"]
    assert (whole["orders"], whole["contacted"], whole["reported"], whole["open"]) == (120, 112, 32, 8)
    assert whole["contact_rate"] == pytest.approx(112 / 120)
    assert whole["pace"] == pytest.approx(112 / 120)
    branches = get(operator, "EXEC1", "funnel", by="branch", sort="-orders")
    assert [(row["key"], row["orders"]) for row in branches["items"]] == [("LG01", 90), ("LG02", 30)]
    campaigns = get(operator, "PLAN1", "funnel", by="campaign")
    assert campaigns["items"][0]["name_en"] == "October renewals"
    mine = get(operator, "BM01", "funnel", by="grid")
    assert {row["key"] for row in mine["items"]} == {"LG0101", "LG0102"}
    assert mine["whole"]["orders"] == 90
    assert get(operator, "GM0101", "funnel", by="manager", limit=1)["total"] == 2
    own = get(operator, sellers[0], "funnel", by="manager")
    assert [row["key"] for row in own["items"]] == [sellers[0]]
    foreign = operator.client("BM01").get("/api/monitor/funnel", {"org_code": "LG02"})
    assert foreign.status_code == 404
    assert operator.client("BM01").get("/api/monitor/funnel", {"sort": "nonsense"}).status_code == 400


def test_confirmed_successes_appear_with_the_evidence(october, operator, actor):
    from gridloop.evaluate.services.confirm import confirm_cycle

    confirm_cycle(cycle="2026-10", actor=actor)
    found = get(operator, "EXEC1", "funnel", by="branch", cycle="2026-10")
    assert {row["key"]: row["confirmed"] for row in found["items"]} == {"LG01": 18, "LG02": 6}
    assert found["whole"]["success_rate"] == pytest.approx(24 / 120)
    grids = get(operator, "GM0101", "funnel", by="manager", cycle="2026-10")
    assert {row["confirmed"] for row in grids["items"]} == {6}
    sold = ConfirmedOutcome.objects.filter(state="confirmed", grid_code="LG0101").first()
    WorkOrder.objects.filter(pk=sold.order_id).update(state="cancelled")
    found = get(operator, "EXEC1", "funnel", by="branch", cycle="2026-10")
    assert {row["key"]: (row["confirmed"], row["orders"]) for row in found["items"]}["LG01"] == (17, 89)
    assert found["whole"]["success_rate"] == pytest.approx(23 / 119)


def test_who_needs_help_and_which_customers_wait(running, operator, sellers):
    late = WorkOrder.objects.filter(assignee_code=sellers[0], state="pending")
    assert late.update(due_on=date(2026, 10, 15)) == 2
    promised = WorkOrder.objects.filter(customer_id=f"{sellers[1]}-28")
    promised.update(next_on=date(2026, 10, 21), outcome="call_again", contacts=1)
    helped = get(operator, "GM0101", "help")
    assert [row["person_code"] for row in helped["items"]] == [sellers[0], sellers[1]]
    reasons = {row["person_code"]: {reason["code"] for reason in row["reasons"]} for row in helped["items"]}
    assert reasons[sellers[0]] == {"overdue", "silent"}
    assert helped["items"][0]["overdue"] == 2
    everybody = get(operator, "GM0101", "help", everybody=True)
    assert everybody["total"] > helped["total"]
    waiting = get(operator, "GM0101", "waiting-customers")
    assert {row["reasons"][0]["code"] for row in waiting["items"]} == {"wait_overdue", "wait_promised"}
    assert waiting["items"][0]["days_late"] == 7
    assert get(operator, sellers[2], "waiting-customers")["total"] == 2
    assert operator.client(sellers[0]).get("/api/monitor/help").status_code == 403
