"""A browser, and a server on the test's own database that answers several requests at once, as the real one does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from gridloop.campaign.tests.city import City, build_city
from gridloop.conftest import Operator
from gridloop.kernel import clock
from tests.browser.chromium import launched
from tests.browser.desk import DESK, give_passwords
from tests.browser.live import served

expect.set_options(timeout=30_000)
"""What a screen will show it shows at once on a desk; beside other tests on two busy cores it takes its time."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return a browser for all tests of a file."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright runs an event loop in this thread, in which Django by default refuses to read rows.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture
def server(transactional_db: None, settings: Any) -> Iterator[str]:
    """Return the address of a server on the test's own database."""
    with served(settings) as address:
        yield address


@pytest.fixture
def context(chromium: Browser, server: str) -> Iterator[BrowserContext]:
    """Return a browser of somebody who works at a desk and reads English."""
    context = chromium.new_context(base_url=server, viewport=DESK, locale="en-GB")
    yield context
    context.close()


@pytest.fixture
def city(operator: Operator, publish_rows: Any, actor: Any, monkeypatch: pytest.MonkeyPatch) -> City:
    """Return a little city on the first of October; the staff can sign in."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 10, 1, 2, 0, tzinfo=UTC))
    give_passwords(operator)
    return build_city(publish_rows, actor)


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the text of axe-core."""
    from django.conf import settings

    return (settings.FRONTEND / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
