"""Market position, what a figure is made of, a place: the numbers on the screen are those of the data.

Each screen is read in both languages, checked for barriers, and looked at as wide as a phone.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from gridloop.conftest import Operator
from gridloop.kernel import clock
from gridloop.metrics.models import Alert
from gridloop.metrics.services.build_indicators import build_indicators
from gridloop.metrics.services.build_places import build_place_months, build_place_tags
from gridloop.territory.models import Place
from tests.browser.desk import PHONE, give_passwords, need_console, settled
from tests.browser.screens import arrived, in_chinese, on_a_phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)


@pytest.fixture(autouse=True)
def built_app(settings: Any) -> None:
    need_console(settings)


@pytest.fixture
def staff(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> Operator:
    """Return the operator on the fifth of October; everybody can sign in."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 10, 5, 2, 0, tzinfo=UTC))
    give_passwords(operator)
    return operator


def figure(page: Page, name: str) -> Locator:
    """Return what stands under a figure's name."""
    label = page.locator("dt", has_text=re.compile(f"^{re.escape(name)}$"))
    return page.locator("main dl > div").filter(has=label).locator("dd")


def cells(page: Page, row: str, table: str = "") -> list[str]:
    """Return the texts of the row of a table (the only one, or the one of that name) that belongs to a unit."""
    within = page.get_by_role("group", name=table, exact=True) if table else page.locator("main")
    found = within.locator(f"tbody tr[data-row-key='{row}'] td")
    expect(found.first).to_be_visible()
    return [text.strip() for text in found.all_inner_texts()]


def lines(table: Locator) -> list[list[str]]:
    """Return the texts of a short table, row by row."""
    return [[cell.strip() for cell in row.locator("td").all_inner_texts()] for row in table.locator("tbody tr").all()]


def position(month: date, area: str, operator: str, users: int, new: int, fen: int | None) -> dict[str, Any]:
    return {
        "month": month, "org_code": area, "operator": operator, "users": users, "new_users": new, "revenue_fen": fen,
        "source": "own" if operator == "US" else "regulator", "is_estimate": False,
    }  # fmt: skip


MARKET = [
    position(AUGUST, "LG0101", "US", 50, 5, 5_000),
    position(AUGUST, "LG0101", "A", 50, 5, 5_000),
    position(SEPTEMBER, "LG0101", "US", 60, 12, 9_000),
    position(SEPTEMBER, "LG0101", "A", 40, 4, 3_000),
    # of branch LG02 nobody knows what the rival earns
    position(SEPTEMBER, "LG0201", "US", 10, 1, 1_000),
    position(SEPTEMBER, "LG0201", "A", 30, 3, None),
]


def test_where_we_stand_in_the_market(
    context: BrowserContext, staff: Operator, publish_rows: Any, actor: Any, axe: str
) -> None:
    for month in (AUGUST, SEPTEMBER):
        publish_rows("bill", [{"customer_id": "C1", "month": month, "billed_fen": 100}])
    publish_rows("ownership", [{"customer_id": "C1", "grid_code": "LG0101", "rule": "place"}])
    publish_rows(
        "market_operator",
        [
            {"operator": "US", "name_zh": "本公司", "name_en": "Us", "is_own": True},
            {"operator": "A", "name_zh": "甲公司", "name_en": "Rival A", "is_own": False},
        ],
    )
    publish_rows("market_position", MARKET)
    build_indicators(month=OCTOBER, actor=actor)

    page, trouble = arrived(context, "PLAN1", "/metrics/market")
    expect(figure(page, "Share of users").first).to_have_text("50.00%")  # 70 of 140
    expect(figure(page, "Share of revenue").first).to_have_text("75.00%")  # where all are known: 9,000 of 12,000
    expect(figure(page, "Share of new users").first).to_have_text("65.00%")  # 13 of 20
    expect(figure(page, "Quality index").first).to_have_text("1.50")
    #                             market  users   month     year
    assert cells(page, "LG01")[1:5] == ["100", "60.00%", "+10.00", "–"]
    assert cells(page, "LG02")[1:3] == ["40", "25.00%"]
    assert cells(page, "LG02")[5] == "–"  # a share of revenue that is not known is no 0 %

    page.get_by_role("combobox", name="Operator").click()
    page.get_by_title("Rival A").click()
    expect(page).to_have_url(re.compile("operator=A"))
    expect(figure(page, "Share of users").first).to_have_text("50.00%")
    expect(page.locator("tbody tr[data-row-key='LG01']")).to_contain_text("40.00%")
    assert cells(page, "LG01")[2:4] == ["40.00%", "-10.00"]

    page.locator("main tbody tr[data-row-key='LG02']").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("LG02 unit")
    settled(page)
    expect(figure(page, "Share of users").first).to_have_text("75.00%")
    expect(figure(page, "Share of revenue").first).to_have_text("–")
    assert cells(page, "LG0201")[1:3] == ["40", "75.00%"]
    in_chinese(page, axe, "LG02 单位")
    on_a_phone(page, axe)
    assert trouble.found == []


PARTS = {
    "LG0101": {"public": 9_000_000.0, "group": 1_000_000.0},
    "LG0201": {"public": 4_000_000.0, "group": 6_000_000.0},
}


def test_what_a_figure_is_made_of(context: BrowserContext, staff: Operator, publish_rows: Any, axe: str) -> None:
    def parts(dataset: str, **more: str) -> list[dict[str, Any]]:
        said = {"month": SEPTEMBER, "indicator": "revenue", "denominator": 1.0, **more}
        if dataset == "indicator_value":
            return [{**said, "grid_code": grid, "numerator": sum(held.values())} for grid, held in PARTS.items()]
        return [
            {**said, "grid_code": grid, "member": member, "numerator": value}
            for grid, held in PARTS.items()
            for member, value in held.items()
        ]

    publish_rows("indicator_value", parts("indicator_value"))
    publish_rows("indicator_split", parts("indicator_split", dimension="segment"))
    page, trouble = arrived(context, "PLAN1", "/metrics?indicator=revenue")
    page.get_by_role("combobox", name="Split by").click()
    page.get_by_title("Kind of customer").click()
    expect(page).to_have_url(re.compile("split=segment"))
    settled(page)
    table = page.get_by_role("table", name="The parts this month")
    expect(table).to_be_visible()
    assert [row[:3] for row in lines(table)] == [
        ["Public", "¥130K", "65.0%"],
        ["Group", "¥70K", "35.0%"],
        ["Total", "¥200K", "100.0%"],
    ]
    assert cells(page, "LG02", "Units below")[1:] == ["¥100K", "¥40K", "¥60K"]
    in_chinese(page, axe, "LG 单位")
    assert ["集团", "¥7万", "35.0%"] in [row[:3] for row in lines(page.get_by_role("table", name="各部分本月"))]
    on_a_phone(page, axe)
    card = page.get_by_role("list", name="各部分本月").get_by_role("listitem").filter(has_text="集团")
    expect(card).to_contain_text("¥7万")
    assert trouble.found == []


def test_a_place_at_a_glance_and_on_a_phone(
    context: BrowserContext, staff: Operator, publish_rows: Any, actor: Any, axe: str
) -> None:
    people = [f"C{number}" for number in range(4)]
    owned = {"place_code": "P1", "grid_code": "LG0101", "assignee_code": "CM010101"}
    publish_rows("ownership", [{"customer_id": one, "rule": "place", "in_service": True, **owned} for one in people])
    publish_rows("customer", [{"customer_id": one, "name": f"客户{one}", "segment": "public"} for one in people])
    profile = {"month": OCTOBER, "monthly_fee_fen": 10_000, "contract_days_left": 20, **owned}
    publish_rows(
        "customer_profile",
        [{"customer_id": one, "has_broadband": number < 3, **profile} for number, one in enumerate(people)],
    )
    publish_rows("customer_tag", [{"customer_id": one, "month": OCTOBER, "high_value": one == "C0"} for one in people])
    for month, fen in ((AUGUST, 8_000), (SEPTEMBER, 9_000)):
        publish_rows("bill", [{"customer_id": one, "month": month, "billed_fen": fen} for one in people])
        publish_rows(
            "usage",
            [{"customer_id": one, "month": month, "voice_minutes": 100, "competitor_minutes": 25} for one in people],
        )
    publish_rows(
        "network_port",
        [{"place_code": "P1", "month": SEPTEMBER, "ports_total": 10, "ports_used": 10, "max_mbps": 500}],
    )
    build_place_months(month=OCTOBER, actor=actor)
    build_place_tags(month=OCTOBER, actor=actor)
    Place.objects.create(
        code="P1", kind="compound", name_zh="海滨小区", name_en="Seaside Court", grid_code="LG0101", households=8
    )

    page, trouble = arrived(context, "GM0101", "/monitor/places/P1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Seaside Court")
    assert figure(page, "Customers").all_inner_texts() == ["4", "50.0% of households"]
    assert figure(page, "With broadband").all_inner_texts() == ["3", "37.5% of households"]
    expect(figure(page, "Monthly fee").first).to_have_text("¥400")
    expect(figure(page, "Port use").first).to_have_text("100.0%")
    expect(figure(page, "Contract ends in 30 days").first).to_have_text("4")
    months = page.get_by_role("table", name="Network, competitors and trouble by month")
    assert [row[:3] for row in lines(months)] == [
        ["Sept 2026", "10 / 10", "25.0%"],
        ["Aug 2026", "– / –", "25.0%"],
    ]
    revenue = page.get_by_role("table", name="Billed", include_hidden=True)
    assert ["Sept 2026", "¥360.00"] in [[cell.text_content() for cell in row.locator("td").all()]
                                       for row in revenue.locator("tbody tr").all()]  # fmt: skip
    assert lines(page.get_by_role("table", name="Customers by tag")) == [["High value", "1"]]

    in_chinese(page, axe, "海滨小区")
    on_a_phone(page, axe)
    tall = page.evaluate("document.documentElement.scrollHeight")
    assert tall <= 2_000, f"{tall} pixels to scroll through on a phone"
    tags = page.get_by_role("button", name="客户标签")
    expect(tags).to_have_attribute("aria-expanded", "false")
    tags.click()
    expect(tags).to_have_attribute("aria-expanded", "true")
    settled(page)
    page.get_by_role("link", name="高价值").click()
    expect(page).to_have_url(re.compile(r"/monitor/customers\?place_code=P1&in_service=true&tag=high_value"))
    settled(page)
    expect(page.locator("main").get_by_role("link", name="客户C0")).to_have_count(1)
    assert trouble.found == []


def test_an_executive_reads_what_is_out_of_line_before_he_scrolls(
    context: BrowserContext, staff: Operator, publish_rows: Any, axe: str
) -> None:
    figures = {"month": SEPTEMBER, "indicator": "revenue", "denominator": 1.0}
    publish_rows("indicator_value", [{**figures, "grid_code": grid, "numerator": 1e6} for grid in ("LG0101", "LG0201")])
    raised = {"rule": "revenue_goal", "indicator": "revenue", "kind": "goal", "value": 1, "expected": 2, "score": 1}
    Alert.objects.create(org_code="LG0101", cycle="2026-09", raised_at=clock.now(), **raised)
    page, trouble = arrived(context, "EXEC1", "/metrics/grids")
    page.set_viewport_size({"width": 1280, "height": 800})
    table = page.get_by_role("group", name="Grids side by side")
    expect(table.locator("tbody tr[data-row-key='LG0101']")).to_be_visible()
    assert table.evaluate("it => it.scrollWidth - it.clientWidth") == 0  # all columns at once

    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto("/")
    told = page.get_by_text("Out of line (1): Revenue")
    expect(told).to_be_visible()
    box = told.bounding_box()
    assert box is not None and box["y"] + box["height"] <= PHONE["height"]
    expect(page.get_by_text(re.compile("ask "))).to_be_visible()
    expect(page.get_by_role("button", name="Grids", exact=True)).to_have_attribute("aria-expanded", "false")
    settled(page)
    on_a_phone(page, axe)
    assert trouble.found == []
