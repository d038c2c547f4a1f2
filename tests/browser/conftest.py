"""A browser, and a server on the test's own database that answers several requests at once, as the real one does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.chromium import launched
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


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the text of axe-core."""
    from django.conf import settings

    return (settings.FRONTEND / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
