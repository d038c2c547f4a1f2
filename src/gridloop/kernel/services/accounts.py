"""Accounts: one for each member of staff, and the few that a demo shows."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from gridloop.kernel.models import Account, OrgUnit, Person
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, Role

DEMO_PASSWORD = "gridloop-demo-1"
_PASSWORD_BYTES = 12


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
                language=settings.TENANT_LANGUAGE,
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


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """What somebody needs to sign in for the first time."""

    username: str
    name: str
    role: str
    org_code: str
    password: str


def give_first_passwords(*, actor: Actor, unit: str = "", roles: Collection[str] = ()) -> list[FirstPassword]:
    """Give a password of his own to every active member of staff whose account has none yet, and return them.

    Whoever has one keeps it, so running it again changes nothing. ``unit`` (a code) and ``roles`` narrow it down.
    Raises ``NotFoundProblem`` for a unit that is not there. Passwords are kept as hashes only: what is returned is the
    one chance to hand them out. Each must be changed at the first sign-in.
    """
    rows = Account.objects.filter(is_active=True, person__active=True).select_related("person", "org_unit")
    if unit:
        top = OrgUnit.objects.filter(code=unit).first()
        if top is None:
            raise NotFoundProblem("org_unit", unit)
        rows = rows.filter(org_unit__path__startswith=top.path)
    if roles:
        rows = rows.filter(role__in=list(roles))
    given = []
    with transaction.atomic():
        for account in rows.order_by("username"):
            if account.has_usable_password():
                continue
            password = secrets.token_urlsafe(_PASSWORD_BYTES)
            account.set_password(password)
            account.must_change_password = True
            account.save(update_fields=["password", "must_change_password"])
            given.append(_first_password(account, password))
        audit.record(
            actor=actor,
            action="account.first_passwords",
            object_kind="account",
            object_id="*",
            count=len(given),
            accounts=[one.username for one in given],
        )
    return given


def _first_password(account: Account, password: str) -> FirstPassword:
    name = account.person.name if account.person else account.username
    return FirstPassword(
        account.username, name, account.role, account.org_unit.code if account.org_unit else "", password
    )


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
