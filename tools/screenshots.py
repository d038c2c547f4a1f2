"""Takes the pictures of README and guides from a running demo: ``make pictures`` (or ``--url http://localhost:9000``).

Every picture is named once in ``PICTURES``; it is taken in both languages into ``docs/pictures/<name>.<language>.png``.
Needs the development packages (Playwright with a Chromium) and a finished ``make demo``.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Error, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from small_png import small_png

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
CHROMIUM = Path("/usr/bin/chromium")
# The map is drawn with WebGL, which a machine without a graphics card does in software.
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 760}
LONGEST_MS = 60_000
MOST_BYTES = 150_000
"""A picture above this is worth a warning: it is fetched with every clone."""

VISIT = {"zh": "上门", "en": "Visit"}
Step = Callable[..., None]


class PictureError(Exception):
    """A picture cannot be taken; the text says why and what to do."""


@dataclass(frozen=True)
class Picture:
    """One picture: who looks at which address, what he does there, and a word that proves the screen is whole."""

    name: str
    role: str
    path: str
    shows: str
    """A selector that is there only when the data is."""
    steps: tuple[Step, ...] = ()
    phone: bool = False


def settle(ms: int) -> Step:
    """Return a step that waits until nothing is asked of the server any more, and then a little."""

    def wait(page: Page, language: str = "") -> None:
        with suppress(Error):  # a home that reads its live figures again and again is never quite still
            page.wait_for_load_state("networkidle", timeout=15_000)
        page.wait_for_timeout(ms)

    return wait


def click(selector: str) -> Step:
    """Return a step that taps the first thing that fits; ``{visit}`` stands for the word in the reader's language."""

    def tap(page: Page, language: str) -> None:
        page.locator(selector.replace("{visit}", VISIT[language])).first.click()
        page.wait_for_timeout(800)

    return tap


def scroll_to_section(number: int) -> Step:
    """Return a step that brings a section of a page (counted from 0) below the page's own head."""

    def scroll(page: Page, language: str) -> None:
        page.locator("main section").nth(number).evaluate(
            "(it) => window.scrollTo(0, it.getBoundingClientRect().top + window.scrollY - 64)"
        )

    return scroll


def scroll_to_end(page: Page, language: str) -> None:
    """Bring what was added last into sight."""
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")


PLAN = "/campaign/plan?copy={running}"
CUSTOMER = "main a[href*='/order/']"
PICTURES = (
    Picture("executive-home", "executive", "/", "canvas.maplibregl-canvas"),
    Picture("campaign-plan", "planner", PLAN, "main table tbody tr", (settle(6_000),)),
    Picture("campaign-audience", "planner", PLAN, "main table tbody tr", (settle(6_000), scroll_to_section(1))),
    Picture("grid-home", "grid_manager", "/", "main table tbody tr"),
    Picture("evaluation-result", "planner", "/evaluate/results/{evaluated}", "main canvas, main svg"),
    Picture("data-feeds", "data_steward", "/lake", "main table tbody tr"),
    Picture("phone-today", "community_manager", "/field/", CUSTOMER, phone=True),
    Picture("phone-card", "community_manager", "/field/", CUSTOMER, (click(CUSTOMER),), phone=True),
    Picture(
        "phone-outcome",
        "community_manager",
        "/field/",
        CUSTOMER,
        (click("main button:has-text('{visit}')"), click("[role=radio] >> nth=3"), scroll_to_end),
        phone=True,
    ),
    Picture("phone-day", "community_manager", "/field/day", "main dl", phone=True),
    Picture("phone-points", "community_manager", "/field/points", "main ul a", phone=True),
)


class Demo:
    """A running demo, as far as the pictures need to know it."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        try:
            answer = httpx.get(f"{self.url}/api/kernel/session", timeout=30)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise PictureError(
                f"no Gridloop answers at {self.url} ({error}); start `make demo` or give --url"
            ) from error
        told = answer.json()
        if not told["simulation"]:
            raise PictureError(f"{self.url} holds real data; pictures are taken of a simulated city only")
        self.password: str = told["demo_password"]
        self.accounts = {row["role"]: row["username"] for row in told["demo_accounts"]}

    def campaigns(self, page: Page) -> dict[str, str]:
        """Return the campaign that runs and the one that has been evaluated, as the planner finds them."""
        running = self._first(page, "/api/campaign/campaigns?state=launched&sort=-cycle&limit=50", "code", "retain")
        evaluated = self._first(page, "/api/evaluate/results?limit=50", "campaign_code", "")
        return {"running": running, "evaluated": evaluated}

    def _first(self, page: Page, path: str, code: str, objective: str) -> str:
        rows: list[dict[str, Any]] = page.request.get(f"{self.url}{path}").json()["items"]
        found = [row[code] for row in rows if objective in str(row.get("objective", ""))]
        found = [row[code] for row in rows if row.get("verdict") == "gain"] or found
        if not found:
            raise PictureError(f"the demo has nothing at {path}: let `make demo` finish first")
        return str(found[0])


def main() -> None:
    """Take all pictures, or those named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--url", default="http://localhost:8000", help="a running demo (default %(default)s)")
    parser.add_argument("--into", type=Path, default=FOLDER, help="folder of the pictures (default docs/pictures)")
    parser.add_argument("names", nargs="*", help="only these pictures")
    options = parser.parse_args()
    wanted = [picture for picture in PICTURES if not options.names or picture.name in options.names]
    options.into.mkdir(parents=True, exist_ok=True)
    try:
        demo = Demo(options.url)
        with sync_playwright() as playwright:
            path = str(CHROMIUM) if CHROMIUM.exists() else None
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            for language in LOCALES:
                take_all(browser, demo, language, wanted, options.into)
            browser.close()
    except PictureError as error:
        sys.exit(str(error))


def take_all(browser: Browser, demo: Demo, language: str, wanted: Sequence[Picture], into: Path) -> None:
    """Take pictures in one language, signing in once for each role and kind of screen."""
    for phone, role in dict.fromkeys((picture.phone, picture.role) for picture in wanted):
        with signed_in(browser, demo, language, role, phone) as page:
            codes = demo.campaigns(page) if role == "planner" else {}
            for picture in wanted:
                if (picture.phone, picture.role) == (phone, role):
                    take(page, picture, language, codes, into / f"{picture.name}.{language}.png")


@contextmanager
def signed_in(browser: Browser, demo: Demo, language: str, role: str, phone: bool) -> Iterator[Page]:
    """Yield a page of somebody of a role."""
    context = browser.new_context(
        base_url=demo.url,
        locale=LOCALES[language],
        viewport=PHONE if phone else DESK,
        is_mobile=phone,
        has_touch=phone,
        reduced_motion="reduce",
    )
    context.set_default_timeout(LONGEST_MS)
    page = context.new_page()
    page.goto("/field/" if phone else "/")
    page.locator("input").first.fill(demo.accounts[role])
    page.locator("input[type=password]").fill(demo.password)
    page.locator("button[type=submit]").click()
    page.locator("input[type=password]").wait_for(state="detached")
    yield page
    context.close()


def take(page: Page, picture: Picture, language: str, codes: dict[str, str], target: Path) -> None:
    """Take one picture. Refuses a screen that reports an error, or that does not show what it should."""
    try:
        page.goto(picture.path.format(**codes))
        page.locator(picture.shows).first.wait_for()
        settle(1_500)(page)
        for step in picture.steps:
            step(page, language)
        settle(1_200)(page)
    except Error as error:
        raise PictureError(f"{picture.name}.{language}: the screen is not whole: {error.message}") from error
    alarm = page.get_by_role("alert").filter(has_text=re.compile("error|failed|出错|失败", re.IGNORECASE))
    if alarm.count():
        raise PictureError(f"{picture.name}.{language}: the screen shows an error: {alarm.first.inner_text()}")
    target.write_bytes(small_png(page, page.screenshot(animations="disabled")))
    size = target.stat().st_size
    print(f"{target.name:32} {size / 1000:6.0f} kB{'  too big' if size > MOST_BYTES else ''}", flush=True)


if __name__ == "__main__":
    main()
