"""Every operation answers each role as the reviewed matrix says, asked over HTTP."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from gridloop.kernel.models import Account
from gridloop.kernel.types import Role
from tests.permissions.matrix import ANYBODY, declared, reviewed


def test_the_reviewed_matrix_is_what_the_code_declares():
    assert declared() == reviewed(), "rights changed: run `python -m tests.permissions.matrix` and review the diff"


def ask(client: Client, method: str, path: str) -> int:
    address = re.sub(r"{[^}]*}", "00000000-0000-0000-0000-000000000000", path)
    return client.generic(method, address, b"{}", content_type="application/json").status_code


@pytest.fixture
def clients(operator) -> dict[str, Client]:
    """Return a signed-in client per role, on the company (or its grid) of the small operator."""
    found = {}
    for role in Role:
        account = Account.objects.filter(role=role.value).order_by("username").first()
        assert account is not None, role
        client = Client()
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        found[role.value] = client
    return found


def test_each_role_is_let_in_or_kept_out_as_reviewed(clients):
    wrong = []
    for (method, path), roles in reviewed().items():
        if ANYBODY in roles:
            continue
        if ask(Client(), method, path) != 401:
            wrong.append((method, path, "nobody"))
        for role, client in clients.items():
            kept_out = ask(client, method, path) == 403
            if kept_out == (role in roles):
                wrong.append((method, path, role))
    assert wrong == []
