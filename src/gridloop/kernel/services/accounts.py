"""Accounts: one for each member of staff, and the few that a demo shows."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from gridloop.kernel.models import Account, Person
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, Role

DEMO_PASSWORD = "gridloop-demo-1"


def create_staff_accounts(*, actor: Actor, password: str | None) -> int:
    """Give every active person without an account one, named by the staff number in lower case.

    ``password=None`` makes accounts that cannot sign in until an administrator sets a password. Returns how
    many accounts were made; people who have one are left alone.
    """
    hashed = make_password(password)  # one hash for all: the demo password is shared anyway
    missing = Person.objects.filter(active=True, account__isnull=True).select_related("org_unit")
    with transaction.atomic():
        accounts = [
            Account(
                username=person.code.lower(),
                password=hashed,
                person=person,
                role=person.role,
                org_unit=person.org_unit,
            )
            for person in missing
        ]
        Account.objects.bulk_create(accounts, batch_size=500)
        audit.record(
            actor=actor,
            action="account.create_for_staff",
            object_kind="account",
            object_id="*",
            count=len(accounts),
        )
    return len(accounts)


def demo_accounts() -> list[dict[str, Any]]:
    """Return one account per role (the first by user name), for the sign-in page of a simulated city."""
    shown: dict[str, dict[str, Any]] = {}
    rows = Account.objects.filter(is_active=True, person__isnull=False).select_related("person")
    for account in rows.order_by("username"):
        if account.person and account.role not in shown:
            shown[account.role] = {
                "username": account.username,
                "role": account.role,
                "name": account.person.name,
            }
    return [shown[role.value] for role in Role if role.value in shown]
