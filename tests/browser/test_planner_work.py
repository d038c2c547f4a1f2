"""What a planner makes himself: an audience, a tag, an indicator, each from its beginning to its end."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from gridloop.campaign.models import AudienceTemplate
from gridloop.campaign.tests.city import City
from gridloop.kernel import clock
from gridloop.kernel.models import Job
from gridloop.kernel.services import jobs
from gridloop.metrics.models import AlertRule
from gridloop.metrics.queries.history import REFRESH as INDICATOR_REFRESH
from gridloop.metrics.queries.tags import REFRESH
from gridloop.metrics.services.build_indicators import build_indicators
from gridloop.territory.models import Place
from tests.browser.choosing import choose
from tests.browser.desk import need_console, settled
from tests.browser.screens import arrived, in_chinese, on_a_phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)
COUNTED_WITHIN = 30_000


@pytest.fixture(autouse=True)
def built_app(settings: Any) -> None:
    need_console(settings)


def told(page: Page, name: str, number: int) -> None:
    """Wait until the screen says a number under a name."""
    cell = page.locator("dl > div").filter(has_text=name).locator("dd").first
    expect(cell).to_have_text(str(number), timeout=COUNTED_WITHIN)


def test_an_audience_from_nested_conditions_to_why_not(
    context: BrowserContext, city: City, publish_rows: Any, axe: str
) -> None:
    figures = {"month": SEPTEMBER, "indicator": "churn_rate", "denominator": 100.0}
    rates = {"LG0101": 5.0, "LG0102": 4.0, "LG0201": 1.0}
    publish_rows("indicator_value", [{**figures, "grid_code": grid, "numerator": rate} for grid, rate in rates.items()])
    Place.objects.create(code="PLG0102", kind="compound", name_zh="海滨小区", name_en="Seaside", grid_code="LG0102")
    tagged = {row["customer_id"] for row in city.tags if row["high_value"]}

    def fits(one: dict[str, Any]) -> bool:
        losing = rates.get(one["grid_code"], 0.0) >= 4
        return losing and not (one["customer_id"] in tagged or one["place_code"] == "PLG0102")

    page, trouble = arrived(context, "PLAN1", "/campaign/plan")
    builder = page.locator("#plan-audience")
    conditions = builder.get_by_role("combobox", name="Field")
    # a condition on the figures of the grid, in the place of what is proposed
    choose(page, conditions.first, "Churn rate")
    expect(builder.get_by_text("%", exact=True).first).to_be_visible()
    builder.get_by_label("Value", exact=True).fill("4")
    builder.get_by_role("button", name="+ Group").click()  # of which none may hold: a tag, or a place by its name
    group = builder.locator(".ruleGroup .ruleGroup")
    group.get_by_role("checkbox", name="not").check()
    choose(page, group.get_by_role("combobox", name="How the conditions are joined"), "any of these")
    choose(page, conditions.last, "High value")
    group.get_by_role("button", name="+ Condition").click()
    choose(page, conditions.last, "Place")
    choose(page, group.get_by_role("combobox", name="Value").last, "Seaside")
    expected = [one["customer_id"] for one in city.profiles if fits(one)]
    assert 0 < len(expected) < len(city.profiles)
    told(page, "Customers who qualify", len(expected))
    settled(page)
    described = page.get_by_role("table", name="Who they are").get_by_role("row").filter(has_text="Months with us")
    tenures = [one["tenure_months"] for one in city.profiles if one["customer_id"] in expected]
    expect(described.get_by_role("cell").nth(1)).to_contain_text(f"{sum(tenures) / len(tenures):.2f}".rstrip("0"))

    # of one customer: in it, not in it and why
    elsewhere = next(one["customer_id"] for one in city.profiles if one["grid_code"] == "LG0201")
    number = page.get_by_role("searchbox", name="Customer number")
    number.fill(elsewhere)
    number.press("Enter")
    answer = builder.locator("[aria-live=polite]").filter(has_text=elsewhere)
    expect(answer).to_contain_text("The first condition not met: Churn rate at least 4.0%", timeout=COUNTED_WITHIN)
    expect(answer).to_contain_text("This customer: 1.0%")

    page.get_by_role("button", name="Save this audience").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name in Chinese").fill("流失网格")
    dialog.get_by_role("button", name="Save this audience").click()
    expect(dialog).to_be_hidden()
    kept = AudienceTemplate.objects.get()
    assert (kept.name_zh, len(kept.audience["rules"]), kept.audience["rules"][1]["not"]) == ("流失网格", 2, True)
    in_chinese(page, axe, "新建方案")
    on_a_phone(page, axe)
    assert trouble.found == []


def test_a_tag_is_seen_on_people_published_worked_out_and_retired(
    context: BrowserContext, city: City, axe: str
) -> None:
    def carriers() -> int:
        return sum((one["age"] or 0) >= 60 for one in city.profiles)

    page, trouble = arrived(context, "PLAN1", "/metrics/tags")
    page.get_by_role("button", name="New tag").click()
    page.get_by_label("Code (small letters").fill("elderly")
    page.get_by_label("Chinese name").fill("银发客户")
    page.get_by_label("Meaning in Chinese").fill("年满六十")
    choose(page, page.get_by_role("combobox", name="Field"), "Age")
    choose(page, page.get_by_role("combobox", name="Comparison"), "at least")
    page.get_by_label("Value", exact=True).fill("60")
    page.get_by_role("button", name="Add condition").click()
    expect(page.get_by_role("textbox", name="Condition")).to_have_value("age >= 60")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text(f"{carriers()} of {len(city.profiles)} customers you see")).to_be_visible()
    sample = page.get_by_role("table", name=re.compile("^Sample"))
    expect(sample.get_by_role("row").nth(1)).to_contain_text("王**")
    page.get_by_role("textbox", name="Condition").fill("age >= 61")
    expect(sample).to_be_hidden()  # it showed whom another condition fits
    page.get_by_role("textbox", name="Condition").fill("age >= 60")
    page.get_by_role("button", name="Save and publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("银发客户")
    expect(page.get_by_text("Being worked out", exact=True)).to_be_visible()
    jobs.run(Job.objects.get(kind=REFRESH).pk)
    expect(page.get_by_text("Being worked out", exact=True)).to_be_hidden(timeout=COUNTED_WITHIN)
    share = f"{carriers()} ({100 * carriers() / len(city.profiles):.1f}%)"
    expect(page.get_by_role("link", name=share)).to_be_visible()

    leaving_out = {"tags": ["elderly"]}
    AudienceTemplate.objects.create(
        name_zh="除去银发", name_en="Without the elderly", org_code="LG", audience={}, exclusions=leaving_out,
        created_by="plan1", updated_at=clock.now(),
    )  # fmt: skip
    page.reload()
    settled(page)
    page.get_by_role("button", name="Replace by another tag").click()
    dialog = page.get_by_role("dialog")
    choose(page, dialog.get_by_role("combobox", name="Replace by"), "High value")
    dialog.get_by_role("button", name="Replace by another tag").click()
    expect(dialog).to_be_hidden()
    assert AudienceTemplate.objects.get().exclusions == {"tags": ["high_value"]}
    expect(page.get_by_text("No campaign or saved audience names it")).to_be_visible()
    AudienceTemplate.objects.update(exclusions=leaving_out)
    page.reload()
    settled(page)
    page.get_by_role("button", name="Retire").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Without the elderly")
    dialog.get_by_label("Reason").fill("并入其他标签")
    dialog.get_by_role("button", name="Retire").click()
    expect(page.get_by_role("button", name="Bring back")).to_be_visible()
    in_chinese(page, axe, "银发客户")
    on_a_phone(page, axe)
    assert trouble.found == []


def test_an_indicator_is_tried_published_shown_split_and_watched(
    context: BrowserContext, city: City, publish_rows: Any, actor: Any, axe: str
) -> None:
    paid = {one["customer_id"]: one["billed_fen_last"] for one in city.profiles}
    bills = [
        {"customer_id": one, "month": month, "billed_fen": fen, "broadband_fen": fen // 2}
        for month in (AUGUST, SEPTEMBER)
        for one, fen in paid.items()
    ]
    publish_rows("bill", bills)
    build_indicators(month=OCTOBER, actor=actor)
    rich = sum(fen >= 15_000 for fen in paid.values())

    page, trouble = arrived(context, "PLAN1", "/metrics/indicators")
    page.get_by_role("button", name="New indicator").click()
    publish = page.get_by_role("button", name="Save and publish")
    choose(page, page.get_by_role("combobox", name="Field", exact=True), "Billed amount")
    choose(page, page.get_by_role("combobox", name="Comparison"), "at least")
    page.get_by_label("Value", exact=True).fill("150")
    page.get_by_role("button", name="Add condition").click()
    expect(page.get_by_role("textbox", name="Only rows where")).to_have_value("billed_fen >= 15000")
    expect(publish).to_be_disabled()
    page.get_by_role("button", name="Try").click()
    tried = page.get_by_role("table", name="By branch, Sept 2026")
    company = tried.get_by_role("row").filter(has_text="LG unit")
    expect(company.get_by_role("cell").last).to_have_text(str(rich))
    expect(page.get_by_text(re.compile("Can be split by: .*Kind of customer"))).to_be_visible()
    page.get_by_label("Code (small letters").fill("rich_customers")
    page.get_by_label("Chinese name").fill("高额客户数")
    page.get_by_label("English name").fill("Rich customers")
    page.get_by_label("Formula in Chinese").fill("账单满150元的客户数")
    page.get_by_role("textbox", name="Only rows where").fill("billed_fen >= 20000")
    expect(publish).to_be_disabled()  # what was tried is not what would be published
    page.get_by_role("textbox", name="Only rows where").fill("billed_fen >= 15000")
    publish.click()

    expect(page).to_have_url(re.compile(r"/metrics\?domain=revenue&indicator=rich_customers"), timeout=COUNTED_WITHIN)
    expect(page.get_by_role("status").filter(has_text="being worked out")).to_be_visible()
    jobs.run(Job.objects.get(kind=INDICATOR_REFRESH).pk)
    told(page, "Rich customers", rich)  # by itself
    page.goto("/metrics?domain=revenue&indicator=rich_customers&org=LG01")
    settled(page)
    below = sum(
        fen >= 15_000 for fen, one in zip(paid.values(), city.profiles, strict=True)
        if one["grid_code"].startswith("LG01")
    )  # fmt: skip
    told(page, "Rich customers", below)
    page.get_by_role("combobox", name="Split by").click()
    page.get_by_title("Kind of customer").click()
    expect(page.get_by_role("heading", name="Units below")).to_be_visible()
    parts = page.get_by_role("table", name="The parts this month").get_by_role("row")
    expect(parts.filter(has_text="Total").get_by_role("cell").nth(1)).to_have_text(str(below))
    settled(page)

    page.get_by_role("link", name="Alerts", exact=True).click()
    page.get_by_role("button", name="New rule").click()
    drawer = page.get_by_role("dialog")
    choose(page, drawer.get_by_role("combobox", name="Indicator"), "Rich customers")
    choose(page, drawer.get_by_role("combobox", name="How"), "Below")
    drawer.get_by_label("Limit").fill("5")
    drawer.get_by_role("button", name="New rule").click()
    watched = page.get_by_role("table", name="Alert rules").get_by_role("row").filter(has_text="Rich customers")
    expect(watched).to_contain_text("Own")
    assert AlertRule.objects.get().limit == 5
    page.get_by_role("link", name="Dashboard", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("LG01 unit")  # the branch he came from
    settled(page)
    in_chinese(page, axe, "LG01 单位")
    page.goto("/metrics/indicators/rich_customers/edit")
    settled(page)
    on_a_phone(page, axe)
    assert trouble.found == []
