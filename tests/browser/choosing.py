"""Choosing in a list that opens."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Error, Locator, Page, expect


def choose(page: Page, box: Locator, words: str) -> None:
    """Choose what is called so, by typing it where that is possible; again when the list was drawn anew meanwhile."""
    offered = page.locator(".ant-select-dropdown:visible .ant-select-item-option").filter(has_text=words).first
    for _ in range(4):
        if box.get_attribute("aria-expanded") != "true":
            box.click()
        if box.is_editable():
            box.fill(words)
        expect(offered).to_be_visible()
        with suppress(Error):
            offered.click(timeout=2_000)
        with suppress(AssertionError):
            expect(offered).to_be_hidden(timeout=3_000)
            return
    expect(offered).to_be_hidden()
