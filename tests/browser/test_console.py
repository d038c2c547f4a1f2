"""The console opens for every role in both languages without error or barrier; a planner gets to a saved draft."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from gridloop.campaign.models import Campaign
from gridloop.campaign.tests.city import City
from gridloop.conftest import Operator
from gridloop.territory.models import Place
from tests.browser.barriers import barriers
from tests.browser.desk import need_console, settled, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOMES = {
    "EXEC1": "State of the business",
    "PLAN1": "My campaigns",
    "DATA1": "Did the data arrive?",
    "BM01": "State of the business",
    "GM0101": "LG0101 unit",
    "AM1": "My customers",
    "HALL1": "At the counter",
    "CALL1": "At the counter",
    "PART1": "My customers",
    "AUDIT1": "Audit",
    "ADMIN1": "Health",
}
COUNTED_WITHIN = 30_000
"""Milliseconds; a count asks the lake, which on a busy machine takes its time."""


@pytest.fixture(autouse=True)
def built_app(settings: Any) -> None:
    need_console(settings)


@pytest.mark.parametrize(("who", "title"), HOMES.items())
def test_every_role_finds_its_home_in_both_languages(
    context: BrowserContext, city: City, axe: str, who: str, title: str
) -> None:
    page, trouble = signed_in(context, who)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(title)
    settled(page)
    assert barriers(page, axe) == []

    page.get_by_role("button", name="中文").click()
    expect(heading).to_contain_text(re.compile("[一-鿿]"))
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    settled(page)
    assert barriers(page, axe) == []
    assert trouble.found == []


def test_a_place_opens_whole_and_its_numbers_lead_to_customers(context: BrowserContext, city: City, axe: str) -> None:
    Place.objects.create(
        code="PLG0101", kind="compound", name_zh="海滨小区", name_en="Seaside Court", grid_code="LG0101", households=20,
        longitude=120.1, latitude=30.2,
    )  # fmt: skip
    page, trouble = signed_in(context, "GM0101")
    expect(page.get_by_role("heading", level=1)).to_contain_text(HOMES["GM0101"])
    settled(page)
    page.goto("/monitor/places/PLG0101")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Seaside Court")
    settled(page)
    assert barriers(page, axe) == []
    told = page.locator("dl > div").filter(has_text="With broadband").locator("dd").first
    counted = int(told.inner_text())
    told.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/monitor/customers\?place_code=PLG0101&in_service=true&which=broadband"))
    expect(page.locator("main tbody tr[data-row-key]")).to_have_count(counted)
    assert trouble.found == []


def qualifying(page: Page) -> int:
    """Return how many customers the screen says qualify, once it has counted."""
    told = page.locator("dl > div").filter(has_text="Customers who qualify").locator("dd").first
    expect(told).to_have_text(re.compile(r"^[\d,]+$"), timeout=COUNTED_WITHIN)
    return int(told.inner_text().replace(",", ""))


def test_a_planner_counts_an_audience_and_saves_a_draft(
    context: BrowserContext, city: City, operator: Operator
) -> None:
    page, trouble = signed_in(context, "PLAN1")
    page.get_by_role("link", name="Campaigns", exact=True).click()
    page.get_by_role("link", name="New plan").first.click()
    everybody = qualifying(page)

    settled(page)  # gate and forecast have answered too: what is typed now is not overtaken
    value = page.get_by_label("Value", exact=True)
    value.fill("50")
    value.press("Tab")
    expect(page.locator("dl > div").filter(has_text="Customers who qualify")).not_to_contain_text(
        str(everybody), timeout=COUNTED_WITHIN
    )
    fewer = qualifying(page)

    page.get_by_label("Name in Chinese").fill("秋季挽留")
    page.get_by_label("Name in English").fill("Autumn retention")
    page.get_by_role("button", name="Save draft").click()
    expect(page).to_have_url(re.compile(r"/campaign/campaigns/C202610-\d\d"))
    draft = Campaign.objects.get()
    assert (draft.name_zh, draft.name_en, draft.state) == ("秋季挽留", "Autumn retention", "draft")
    asked = {"audience": draft.audience, "cycle": draft.cycle}
    counted = (
        operator.client("PLAN1").post("/api/campaign/audience/count", asked, content_type="application/json").json()
    )
    assert counted["remaining"] == fewer < everybody
    assert trouble.found == []
