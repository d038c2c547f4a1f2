"""Signing in and out, and who I am."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Schema

from gridloop.kernel import clock, money
from gridloop.kernel.api.routing import ScopedRequest, StageRouter
from gridloop.kernel.models import Account
from gridloop.kernel.problems import Problem
from gridloop.kernel.services.accounts import DEMO_PASSWORD, demo_accounts
from gridloop.kernel.services.change_password import change_password
from gridloop.kernel.types import EVERYONE, Role


class DemoAccount(Schema):
    """An account of a simulated city that anybody may try."""

    username: str
    role: Role
    name: str


class Me(Schema):
    """Who is signed in (``username`` empty when nobody is) and how this installation tells time and money.

    While ``must_change_password``, every operation but those on the session is refused.
    """

    username: str
    name: str
    role: Role | None
    person_code: str | None
    org_code: str | None
    org_name_zh: str
    org_name_en: str
    org_kind: str | None
    language: str
    must_change_password: bool
    simulation: bool
    time_zone: str
    currency: str
    now: datetime
    demo_accounts: list[DemoAccount]
    demo_password: str


class Credentials(Schema):
    """What somebody signs in with."""

    username: str
    password: str


class PasswordChange(Schema):
    """A new password of one's own, and the present one as proof."""

    current_password: str
    new_password: str


class LanguageChoice(Schema):
    """The language an account reads from now on: ``zh`` or ``en``."""

    language: str


def me_of(request: HttpRequest) -> dict[str, Any]:
    """Return the body of ``Me`` for a request."""
    account = request.user if isinstance(request.user, Account) else None
    unit = account.org_unit if account else None
    person = account.person if account else None
    shown = demo_accounts() if settings.SIMULATION and account is None else []
    return {
        "username": account.username if account else "",
        "name": person.name if person else (account.username if account else ""),
        "role": account.role if account else None,
        "person_code": person.code if person else None,
        "org_code": unit.code if unit else None,
        "org_name_zh": unit.name_zh if unit else "",
        "org_name_en": unit.name_en if unit else "",
        "org_kind": unit.kind if unit else None,
        "language": account.language if account else getattr(request, "language", "zh"),
        "must_change_password": account.must_change_password if account else False,
        "simulation": settings.SIMULATION,
        "time_zone": settings.TENANT_TIME_ZONE,
        "currency": money.currency(),
        "now": clock.now(),
        "demo_accounts": shown,
        "demo_password": DEMO_PASSWORD if shown else "",
    }


def add_session(router: StageRouter) -> None:
    """Declare the session operations."""

    @router.get("/session", response=Me, public=True)
    def read_session(request: HttpRequest) -> dict[str, Any]:
        get_token(request)  # sets the csrftoken cookie that later writes must echo
        return me_of(request)

    @router.post("/session", response=Me, public=True)
    def sign_in(request: HttpRequest, credentials: Credentials) -> dict[str, Any]:
        account = authenticate(request, username=credentials.username.strip().lower(), password=credentials.password)
        if account is None:
            raise Problem("kernel.sign_in_failed", 401)
        login(request, account)
        return me_of(request)

    @router.delete("/session", response={204: None}, public=True)
    def sign_out(request: HttpRequest) -> tuple[int, None]:
        logout(request)
        return 204, None

    @router.patch("/session", response=Me, allow=EVERYONE)
    def choose_language(request: ScopedRequest, choice: LanguageChoice) -> dict[str, Any]:
        request.user.language = "en" if choice.language == "en" else "zh"
        request.user.save(update_fields=["language"])
        return me_of(request)

    @router.put("/session/password", response=Me, allow=EVERYONE, with_first_password=True)
    def choose_password(request: ScopedRequest, change: PasswordChange) -> dict[str, Any]:
        """Change one's own password; other sessions of the account end, this one goes on."""
        change_password(account=request.user, current=change.current_password, new=change.new_password)
        update_session_auth_hash(request, request.user)
        return me_of(request)
