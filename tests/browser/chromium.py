"""The browser of these tests: Debian's Chromium where it is installed."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Playwright

_PROGRAM = Path("/usr/bin/chromium")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def launched(playwright: Playwright) -> Browser:
    """Start a browser without a window."""
    path = str(_PROGRAM) if _PROGRAM.exists() else None
    return playwright.chromium.launch(executable_path=path, args=_FLAGS)
