"""Reading a screen of the console: come to it, in Chinese, and as wide as a phone."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.barriers import barriers
from tests.browser.desk import PHONE, Trouble, settled, signed_in


def arrived(context: BrowserContext, who: str, address: str) -> tuple[Page, Trouble]:
    """Sign somebody in and bring him to a screen."""
    page, trouble = signed_in(context, who)
    expect(page.get_by_role("navigation").first).to_be_visible(timeout=30_000)
    page.goto(address)
    settled(page)
    return page, trouble


def in_chinese(page: Page, axe: str, title: str) -> None:
    """Read the same screen in Chinese; in neither language is there a barrier."""
    assert barriers(page, axe) == []
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    settled(page)
    assert barriers(page, axe) == []


def on_a_phone(page: Page, axe: str) -> None:
    """Look at the same screen as wide as a phone: no barrier, nothing wider than the screen."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    settled(page)
    assert barriers(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
