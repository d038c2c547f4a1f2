"""What keeps somebody out of a page, as axe finds it."""

from __future__ import annotations

import json

from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
GRAVE = ("serious", "critical")


def barriers(page: Page, axe: str) -> list[str]:
    """Return the grave barriers of the page as it is now; ``axe`` is the text of axe-core."""
    page.evaluate(axe)
    found = page.evaluate(f"axe.run(document, {json.dumps({'runOnly': RULES})})")["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in GRAVE]
