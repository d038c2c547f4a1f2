"""One's own password: a first one must be replaced before anything else, and only its owner changes it."""

from __future__ import annotations

import pytest
from django.test import Client

from gridloop.kernel.api import REGISTRY
from gridloop.kernel.models import Account, AuditEntry
from gridloop.kernel.services.accounts import DEMO_PASSWORD, create_staff_accounts, give_first_passwords

NEW = "harbour-lantern-42"
PASSWORD = "/api/kernel/session/password"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    """Hash quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def first(operator, actor) -> str:
    """Return the first password of the grid manager."""
    Account.objects.all().delete()
    create_staff_accounts(actor=actor, password=None)
    (given,) = give_first_passwords(actor=actor, unit="LG0101", roles=["grid_manager"])
    return given.password


def signed_in(password: str, language: str = "en") -> Client:
    client = Client(headers={"Accept-Language": language})
    body = {"username": "gm0101", "password": password}
    answer = client.post("/api/kernel/session", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return client


def change(client: Client, current: str, new: str):
    body = {"current_password": current, "new_password": new}
    return client.put(PASSWORD, body, content_type="application/json")


def test_until_a_first_password_is_replaced_everything_else_is_refused(first):
    client = signed_in(first)
    assert client.get("/api/kernel/session").json()["must_change_password"] is True
    import gridloop.web.api  # noqa: F401 - mounts every stage's router

    closed = [one for one in REGISTRY if not one.public and one.path != PASSWORD]
    assert len(closed) > 50
    for one in closed:
        answer = client.generic(one.method, one.path, b"{}", content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (403, "kernel.password_must_change"), one.path
    assert answer.json()["errors"][0]["mend"]
    assert change(client, first, NEW).json()["must_change_password"] is False
    assert client.get("/api/kernel/people").status_code == 200
    assert client.delete("/api/kernel/session").status_code == 204


def test_the_new_password_counts_here_and_ends_the_sessions_elsewhere(first):
    here, elsewhere = signed_in(first), signed_in(first)
    assert change(here, first, NEW).status_code == 200
    assert here.get("/api/kernel/session").json()["username"] == "gm0101"
    assert elsewhere.get("/api/kernel/session").json()["username"] == ""
    assert signed_in(NEW).get("/api/kernel/people").status_code == 200
    entry = AuditEntry.objects.get(action="account.change_password")
    assert (entry.actor, entry.object_id) == ("gm0101", "gm0101")
    assert NEW not in str(entry.detail) and first not in str(entry.detail)


@pytest.mark.parametrize(
    ("current", "new", "where", "said"),
    [
        ("wrong", NEW, "current_password", "当前密码不正确"),
        (None, "short", "new_password", "新密码太短"),
        (None, "1234567890", "new_password", "新密码太常见，容易被猜中"),
        (None, None, "new_password", "新密码与当前密码相同"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(first, current, new, where, said):
    client = signed_in(first, "zh")
    answer = change(client, current or first, new or first)
    assert (answer.status_code, answer.json()["code"]) == (400, "kernel.password_not_changed")
    error = answer.json()["errors"][0]
    assert (error["where"], error["what"]) == (where, said) and error["mend"]
    assert Account.objects.get(username="gm0101").check_password(first)
    assert not AuditEntry.objects.filter(action="account.change_password").exists()


def test_the_shared_password_of_a_demo_is_neither_a_first_one_nor_changed(operator, actor, settings):
    settings.SIMULATION = True
    Account.objects.all().delete()
    create_staff_accounts(actor=actor, password=DEMO_PASSWORD)
    client = signed_in(DEMO_PASSWORD)
    assert client.get("/api/kernel/people").status_code == 200
    assert change(client, DEMO_PASSWORD, NEW).json()["code"] == "kernel.password_is_shared"
    assert Account.objects.get(username="gm0101").check_password(DEMO_PASSWORD)


def test_nobody_changes_a_password_without_signing_in(first):
    assert change(Client(), first, NEW).status_code == 401
