"""Somebody at a desk: signed in to the console, with an eye on everything that goes wrong there."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import BrowserContext, Page, expect

from gridloop.conftest import Operator

PASSWORD = "a-long-enough-password"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def need_console(settings: Any) -> None:
    """Skip the test where the console was not built."""
    index = settings.FRONTEND / "apps" / "console" / "dist" / "index.html"
    if not index.is_file():
        pytest.skip(f"the console is not built ({index} is missing): run `make build`")


def give_passwords(operator: Operator) -> None:
    """Let the whole staff sign in."""
    hashed = make_password(PASSWORD)  # one hash for all: hashing is slow on purpose
    for account in operator.accounts.values():
        account.password = hashed
        account.save(update_fields=["password"])


class Trouble:
    """What went wrong in a page while it was open: errors on its console and answers that were refused."""

    def __init__(self, page: Page) -> None:
        self.found: list[str] = []
        page.on("console", lambda said: self.found.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.found.append(str(error)))
        page.on("requestfailed", lambda request: self._failed(request.url, request.failure or ""))
        page.on("response", lambda answer: self._answered(answer.status, answer.url))

    def _failed(self, url: str, why: str) -> None:
        if "ERR_ABORTED" not in why:  # a page that is left takes its open requests with it
            self.found.append(f"{why} {url}")

    def _answered(self, status: int, url: str) -> None:
        if status >= 400:
            self.found.append(f"{status} {url}")


def signed_in(context: BrowserContext, who: str) -> tuple[Page, Trouble]:
    """Sign in at the door; return the page and what goes wrong in it from now on."""
    page = context.new_page()
    trouble = Trouble(page)
    page.goto("/")
    page.get_by_label("User name").fill(who.lower())
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    return page, trouble


def settled(page: Page) -> None:
    """Wait until nothing is being asked for any more."""
    page.wait_for_load_state("networkidle")
    expect(page.locator("main [aria-busy=true]")).to_have_count(0, timeout=30_000)
