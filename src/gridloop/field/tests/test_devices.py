"""Phones through the API: made known by their owners, seen and switched off by those who keep them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from gridloop.conftest import Operator
from gridloop.field.tests.conftest import Orders
from gridloop.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
DEVICES = "/api/field/devices"


def register(operator: Operator, code: str, device_id: str) -> Any:
    body = {"device_id": device_id, "label": f"Phone of {code}"}
    return operator.client(code).post(DEVICES, body, content_type="application/json")


def send(operator: Operator, code: str, device_id: str, letter: str, language: str = "en") -> Any:
    mutation = {"id": 1, "name": "rename", "args": {"letter": letter}, "claimed_at": "2026-11-03T09:30:00Z"}
    body = {"device_id": device_id, "mutations": [mutation]}
    return operator.client(code, language).post("/api/field/push", body, content_type="application/json")


def switch_off(operator: Operator, code: str, address: str, reason: str = "lost in a taxi") -> Any:
    return operator.client(code).post(address, {"reason": reason}, content_type="application/json")


def test_registering_twice_is_registering_once(operator: Operator) -> None:
    device_id = str(uuid4())
    expected = {"device_id": device_id, "last_mutation_id": 0, "lease_hours": 8}
    assert register(operator, "CM010101", device_id).json() == expected
    assert register(operator, "CM010101", device_id).json() == expected
    assert AuditEntry.objects.filter(action="device.register").count() == 1


def test_nobody_takes_over_a_phone(operator: Operator) -> None:
    device_id = str(uuid4())
    register(operator, "CM010101", device_id)
    answer = register(operator, "CM010102", device_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "field.device_taken")


def test_a_phone_never_registers_for_somebody_else_than_its_owner(operator: Operator) -> None:
    body = {"device_id": str(uuid4()), "username": "cm010102"}
    answer = operator.client("CM010101").post(DEVICES, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "field.other_account")
    assert operator.client("CM010102").post(DEVICES, body, content_type="application/json").status_code == 200


def test_a_record_travels_over_http(operator: Operator, orders: Orders) -> None:
    device_id = str(uuid4())
    register(operator, "CM010101", device_id)
    orders.put("W1", customer="A")
    assert send(operator, "CM010101", device_id, "a").json()["results"] == [
        {"id": 1, "status": "applied", "problem": None}
    ]
    answer = operator.client("CM010101").get("/api/field/pull", {"device_id": device_id}).json()
    assert (answer["reset"], answer["wipe"], answer["last_mutation_id"]) == (True, False, 1)
    assert answer["changes"] == [{"kind": "order", "key": "W1", "op": "put", "value": {"customer": "A"}}]


def test_more_than_fifty_at_once_are_not_taken(operator: Operator) -> None:
    one = {"id": 1, "name": "rename", "args": {}, "claimed_at": "2026-11-03T09:30:00Z"}
    body = {"device_id": str(uuid4()), "mutations": [one] * 51}
    answer = operator.client("CM010101").post("/api/field/push", body, content_type="application/json")
    assert answer.status_code == 422


def test_what_did_not_arrive_is_told_to_the_sender_and_his_manager(operator: Operator, orders: Orders) -> None:
    device_id = str(uuid4())
    register(operator, "CM010101", device_id)
    send(operator, "CM010101", device_id, "!")
    for code in ("CM010101", "GM0101", "ADMIN1"):
        (row,) = operator.client(code, "zh").get("/api/field/refusals").json()["items"]
        assert row["args"] == {"letter": "!"}
        assert row["problem"]["title"].startswith("这个工单已不在您名下")
    for code in ("CM010102", "GM0102", "BM02"):
        assert operator.client(code).get("/api/field/refusals").json()["total"] == 0


def test_keepers_see_the_phones_of_their_units(operator: Operator) -> None:
    for code in ("CM010101", "CM020101"):
        register(operator, code, str(uuid4()))
    totals = {
        code: operator.client(code).get(DEVICES).json()["total"] for code in ("ADMIN1", "GM0101", "BM02", "GM0102")
    }
    assert totals == {"ADMIN1": 2, "GM0101": 1, "BM02": 1, "GM0102": 0}
    assert operator.client("CM010101").get(DEVICES).status_code == 403
    (row,) = operator.client("GM0101").get(DEVICES).json()["items"]
    assert (row["person_name"], row["org_name_en"], row["revoked_at"]) == ("员工CM010101", "LG0101 unit", None)
    assert row["last_seen"] and row["label"] == "Phone of CM010101"


def test_a_lost_phone_is_switched_off_once(operator: Operator, orders: Orders) -> None:
    device_id = str(uuid4())
    register(operator, "CM010101", device_id)
    address = f"{DEVICES}/{device_id}/revoke"
    assert switch_off(operator, "GM0102", address).status_code == 404
    assert switch_off(operator, "GM0101", address, " ").json()["code"] == "field.revoke_needs_reason"
    first = switch_off(operator, "GM0101", address).json()["revoked_at"]
    assert first and switch_off(operator, "GM0101", address, "again").json()["revoked_at"] == first
    entry = AuditEntry.objects.get(action="device.revoke")
    assert (entry.actor, entry.object_id, entry.detail["reason"]) == ("gm0101", device_id, "lost in a taxi")
    assert register(operator, "CM010101", device_id).status_code == 403


def test_a_lost_phone_is_wiped_signed_out_and_does_not_come_back_as_another(operator: Operator, orders: Orders) -> None:
    phone, device_id = operator.client("CM010101"), str(uuid4())
    phone.post(DEVICES, {"device_id": device_id}, content_type="application/json")
    switch_off(operator, "GM0101", f"{DEVICES}/{device_id}/revoke")
    other = phone.post(DEVICES, {"device_id": str(uuid4())}, content_type="application/json")
    assert (other.status_code, other.json()["code"]) == (403, "field.device_revoked")
    assert phone.get("/api/field/pull", {"device_id": device_id}).json()["wipe"] is True
    assert phone.get("/api/field/pull", {"device_id": device_id}).status_code == 401
