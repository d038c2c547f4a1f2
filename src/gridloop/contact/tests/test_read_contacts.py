"""What the API tells of contacts: to whom, how much, and in which words."""

from __future__ import annotations

import pytest

from gridloop.contact.tests.conftest import CUSTOMERS, A
from gridloop.contact.types import Objection, Outcome

pytestmark = pytest.mark.django_db
C1, C2 = CUSTOMERS[:2]


@pytest.fixture
def city(operator, consent, publish_rows):
    publish_rows(
        "ownership",
        [
            {"customer_id": C1, "grid_code": "LG0101", "assignee_code": "CM010101", "rule": "place"},
            {"customer_id": C2, "grid_code": "LG0102", "assignee_code": "CM010201", "rule": "place"},
        ],
    )
    return operator


def test_the_log_of_a_customer(city, touch):
    touch(C1, Outcome.REFUSED, objection=Objection.COMPETITOR, source=A, made_by="CM010101")
    touch(C1, Outcome.NOT_REACHED)
    answer = city.client("CM010101").get(f"/api/contact/customers/{C1}/contacts").json()
    assert answer["total"] == 2
    refused = next(row for row in answer["items"] if row["outcome"] == "refused")
    assert (refused["outcome_text"], refused["objection_text"]) == ("Refused", "With a competitor")
    assert refused["source_id"] == "CA"
    assert not any("phone" in key for key in refused)
    limited = city.client("BM01").get(f"/api/contact/customers/{C1}/contacts", {"limit": 1})
    assert (len(limited.json()["items"]), limited.headers["X-Total-Count"]) == (1, "2")


def test_foreign_customers_do_not_exist(city):
    for who in ("CM010102", "GM0102", "BM02"):
        client = city.client(who)
        for part in ("contacts", "gate?channel=call", "opt-outs"):
            assert client.get(f"/api/contact/customers/{C1}/{part}").status_code == 404, (who, part)


def test_the_gate_explains_itself(city, touch):
    touch(C1, Outcome.REFUSED)
    answer = city.client("CM010101").get(f"/api/contact/customers/{C1}/gate", {"channel": "call", "hour": 22}).json()
    assert (answer["allowed"], answer["reason"]) == (False, "recently_refused")
    assert answer["text"] == "Said no within the last 90 days"
    held = [check["reason"] for check in answer["checks"] if check["held"]]
    assert held == ["recently_refused", "cooling_down", "quiet_hours"]
    assert len(answer["checks"]) == 9
    free = city.client("CM010201", "zh").get(f"/api/contact/customers/{C2}/gate", {"channel": "visit"}).json()
    assert (free["allowed"], free["text"]) == (True, "可以接触")


def test_opting_out_by_api(city):
    client, address = city.client("CM010101"), f"/api/contact/customers/{C1}/opt-outs"
    answer = client.post(address, {"channel": "all", "note": "angry"}, content_type="application/json")
    assert (answer.status_code, answer.json()["channel"], answer.json()["said_to"]) == (201, "all", "cm010101")
    assert [row["note"] for row in client.get(address).json()] == ["angry"]
    assert not client.get(f"/api/contact/customers/{C1}/gate", {"channel": "visit"}).json()["allowed"]
    foreign = city.client("CM010102").post(address, {}, content_type="application/json")
    assert foreign.status_code == 404


def test_the_policy_by_api(city):
    terms = city.client("CM010101").get("/api/contact/policy").json()
    assert (terms["version"], terms["refusal_days"]) == (0, 90)
    assert city.client("BM01").put("/api/contact/policy", terms, content_type="application/json").status_code == 403
    planner = city.client("PLAN1")
    changed = planner.put("/api/contact/policy", terms | {"gap_days": 3}, content_type="application/json")
    assert (changed.json()["version"], changed.json()["gap_days"]) == (1, 3)
    wrong = planner.put("/api/contact/policy", terms | {"call_7": 9}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["errors"][0]["where"]) == (422, "call_7")
