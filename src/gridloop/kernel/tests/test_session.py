"""Signing in, and what a page without a token or an outsider gets."""

from __future__ import annotations

import pytest
from django.test import Client

from gridloop.kernel.models import Account
from gridloop.kernel.services.accounts import DEMO_PASSWORD, create_staff_accounts


@pytest.fixture
def staff(operator, actor):
    Account.objects.all().delete()
    create_staff_accounts(actor=actor, password=DEMO_PASSWORD)
    return operator


def sign_in(client: Client, username: str, password: str):
    body = {"username": username, "password": password}
    return client.post("/api/kernel/session", body, content_type="application/json")


def test_staff_sign_in_with_their_number_and_see_who_they_are(staff, client):
    answer = sign_in(client, "gm0101", DEMO_PASSWORD).json()
    assert (answer["role"], answer["org_code"], answer["person_code"]) == ("grid_manager", "LG0101", "GM0101")
    assert client.get("/api/kernel/session").json()["username"] == "gm0101"
    client.delete("/api/kernel/session")
    assert client.get("/api/kernel/session").json()["username"] == ""


def test_a_wrong_password_is_refused_in_the_readers_language(staff):
    answer = sign_in(Client(headers={"Accept-Language": "zh-CN"}), "gm0101", "wrong")
    assert answer.status_code == 401
    assert answer.json()["title"] == "用户名或密码不正确"


def test_guessing_passwords_is_stopped(staff, client):
    for _ in range(10):
        sign_in(client, "gm0101", "wrong")
    assert sign_in(client, "gm0101", DEMO_PASSWORD).json()["code"] == "kernel.sign_in_locked"


def test_a_write_without_the_token_is_refused(staff):
    strict = Client(enforce_csrf_checks=True)
    answer = sign_in(strict, "gm0101", DEMO_PASSWORD)
    assert answer.status_code == 403
    token = strict.get("/api/kernel/session").cookies["csrftoken"].value
    strict.defaults["HTTP_X_CSRFTOKEN"] = token
    assert sign_in(strict, "gm0101", DEMO_PASSWORD).status_code == 200


def test_demo_accounts_are_shown_in_a_simulation_only(staff, client, settings):
    assert client.get("/api/kernel/session").json()["demo_accounts"] == []
    settings.SIMULATION = True
    shown = client.get("/api/kernel/session").json()
    assert {row["role"] for row in shown["demo_accounts"]} >= {"executive", "planner", "community_manager"}


def test_making_accounts_twice_makes_none_the_second_time(staff, actor):
    assert create_staff_accounts(actor=actor, password=None) == 0
