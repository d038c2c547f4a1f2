"""Changing one's own password."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from gridloop.kernel.models import Account
from gridloop.kernel.problems import Problem, Trouble
from gridloop.kernel.scope import actor_of
from gridloop.kernel.services import audit
from gridloop.kernel.services.accounts import DEMO_PASSWORD

_WEAK = {"password_too_short": "kernel.password_too_short", "password_too_common": "kernel.password_too_common"}


def change_password(*, account: Account, current: str, new: str) -> None:
    """Give somebody the password he chose; he proves with the present one that it is he.

    Raises ``Problem`` (400) with what is wrong and where, and (409) for the shared password of a demo account. Ends the
    sessions of this account elsewhere.
    """
    with transaction.atomic():
        row = Account.objects.select_for_update().get(pk=account.pk)
        troubles = _troubles(row, current, new)
        if troubles:
            raise Problem("kernel.password_not_changed", 400, troubles)
        if settings.SIMULATION and current == DEMO_PASSWORD:
            raise Problem("kernel.password_is_shared", 409)
        row.set_password(new)
        row.must_change_password = False
        row.save(update_fields=["password", "must_change_password"])
        audit.record(
            actor=actor_of(row), action="account.change_password", object_kind="account", object_id=row.username
        )
    account.refresh_from_db(fields=["password", "must_change_password"])


def _troubles(account: Account, current: str, new: str) -> tuple[Trouble, ...]:
    if not account.check_password(current):
        return (Trouble("current_password", "kernel.password_wrong"),)
    if new == current:
        return (Trouble("new_password", "kernel.password_same"),)
    try:
        validate_password(new, account)
    except ValidationError as error:
        return tuple(
            Trouble("new_password", _WEAK.get(str(one.code), "kernel.password_weak"), dict(one.params or {}))
            for one in error.error_list
        )
    return ()
