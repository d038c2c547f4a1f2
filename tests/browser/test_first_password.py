"""Whoever was handed a password chooses his own before anything else, at a desk and on the phone, without barrier."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, Page, expect

from gridloop.conftest import Operator
from gridloop.kernel.models import Account, AuditEntry
from tests.browser.barriers import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST, OWN = "handed-out-password", "harbour-lantern-42"


@pytest.fixture(autouse=True)
def built_apps(settings: Any) -> None:
    for app in ("console", "field"):
        if not (settings.FRONTEND / "apps" / app / "dist" / "index.html").is_file():
            pytest.skip(f"the {app} app is not built: run `make build`")


@pytest.fixture
def handed_out(operator: Operator) -> None:
    """Give the grid manager and a community manager a password that somebody else made."""
    hashed = make_password(FIRST)
    Account.objects.filter(username__in=("gm0101", "cm010101")).update(password=hashed, must_change_password=True)


@pytest.mark.parametrize(
    ("door", "who", "width", "inside"),
    [("/", "gm0101", 1440, "LG0101 unit"), ("/field/", "cm010101", 390, "My day")],
)
def test_a_handed_out_password_is_replaced_first(
    handed_out: None, server: str, chromium: Browser, axe: str, door: str, who: str, width: int, inside: str
) -> None:
    context = chromium.new_context(base_url=server, locale="en-GB", viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(door)
    page.get_by_label("User name" if door == "/" else "Staff number").fill(who)
    page.get_by_label("Password", exact=True).fill(FIRST)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Choose your own password")).to_be_visible()
    assert barriers(page, axe) == []
    fill(page, "short")
    expect(page.get_by_text("The new password is too short")).to_be_visible()
    fill(page, OWN)
    expect(page.get_by_text(inside).first).to_be_visible()
    assert AuditEntry.objects.filter(action="account.change_password", actor=who).count() == 1
    assert Account.objects.get(username=who).check_password(OWN)
    context.close()


def fill(page: Page, wanted: str) -> None:
    page.get_by_label("The password you were handed").fill(FIRST)
    page.get_by_label("New password", exact=True).fill(wanted)
    page.get_by_label("New password once more").fill(wanted)
    page.get_by_role("button", name="Change").click()
