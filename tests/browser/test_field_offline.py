"""A community manager works without signal, and everything he recorded arrives exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from gridloop.conftest import Operator
from gridloop.contact.models import Contact
from gridloop.dispatch.models import ChangeCounter, DayClose, WorkOrder
from gridloop.evaluate.models import Appeal, LedgerEntry
from gridloop.field.models import MutationLog
from gridloop.kernel import clock
from gridloop.kernel.models import AuditEntry
from gridloop.lake.models import SealedPhone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SELLER = "CM010101"
PASSWORD = "a-long-enough-password"
CUSTOMERS = ["Ada", "Bo", "Cai", "Dan", "Eva"]
PHONE = {"width": 390, "height": 844}
NO_DIALLER = """
addEventListener('click', (tap) => tap.target.closest('a[href^="tel:"]') && tap.preventDefault(), true)
"""
"""A phone dials and comes back; Chromium on a desk asks which program may dial, and its question takes the next tap."""


@pytest.fixture(autouse=True)
def built_app(settings: Any) -> None:
    index = settings.FRONTEND / "apps" / "field" / "dist" / "index.html"
    if not index.is_file():
        pytest.skip(f"the field app is not built ({index} is missing): run `make build`")


@pytest.fixture
def orders(operator: Operator) -> list[WorkOrder]:
    """Return five orders for today, in the order in which the phone brings them."""
    account = operator.accounts[SELLER]
    account.set_password(PASSWORD)
    account.save()
    sequence = ChangeCounter.take()
    return [order(number, name, sequence) for number, name in enumerate(CUSTOMERS)]


def order(number: int, name: str, sequence: int) -> WorkOrder:
    today = clock.today()
    SealedPhone.objects.create(customer_id=f"C{number}", phone=f"1380000000{number}")
    card = {
        "customer_name": name,
        "phone_masked": f"*******000{number}",
        "address": f"Harbour Road {number}",
        "place_code": "P1",
        "place_name": "Harbour Garden",
        "title": {"zh": "宽带续约", "en": "Renewal"},
        "reasons": [{"code": "contract_ends", "zh": "合约快到期", "en": "Contract ends soon"}],
        "script": {"zh": "您好。", "en": "Hello."},
        "offer": None,
        "current": None,
    }
    return WorkOrder.objects.create(
        id=UUID(int=number + 1),
        customer_id=f"C{number}",
        source_kind="campaign",
        source_id="K1",
        step=1,
        cycle=clock.cycle_of(today),
        assignee_code=SELLER,
        grid_code="LG0101",
        channel="visit",
        priority=50 - number,
        planned_on=today,
        first_planned_on=today,
        due_on=today + timedelta(days=7),
        state="pending",
        card=card,
        created_at=clock.now(),
        change_seq=sequence,
    )


@pytest.fixture
def earned(operator: Operator) -> None:
    """Give the seller points of this month that he can object to."""
    LedgerEntry.objects.create(
        key="truth",
        cycle=clock.cycle_of(clock.today()),
        person_code=SELLER,
        grid_code="LG0101",
        scheme_version="2026-01",
        rule="truth",
        debit="issued",
        credit="confirmed",
        millipoints=180_000,
        evidence={"claims": 20, "true": 18, "false": 2, "open": 0},
        posted_at=clock.now(),
        posted_by="test",
    )


@pytest.fixture
def context(chromium: Browser, server: str) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=server, viewport=PHONE, is_mobile=True, has_touch=True, locale="en-GB")
    context.add_init_script(NO_DIALLER)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, orders: list[WorkOrder]) -> Page:
    """Return the phone of a seller who has signed in and has his orders."""
    page = context.new_page()
    page.goto("/field/")
    page.get_by_label("Staff number").fill(SELLER.lower())
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(next_card(page)).to_contain_text("Ada")
    page.evaluate("navigator.serviceWorker.ready")
    expect(sync_state(page)).to_contain_text("Synced")
    return page


def next_card(page: Page):
    return page.get_by_role("region", name="Next", exact=True)


def sync_state(page: Page):
    return page.locator("header a[href='/field/sync']")


def record(page: Page, way: str, outcome: str, *details: str) -> None:
    """Record a contact with three taps, and one more for each detail."""
    next_card(page).get_by_text(way, exact=True).click()
    page.get_by_role("radio", name=outcome).click()
    for detail in details:
        page.get_by_role("button", name=detail, exact=True).click()
    page.get_by_role("button", name="Save, next customer").click()


def outcomes() -> dict[str, str]:
    return dict(Contact.objects.order_by("customer_id").values_list("customer_id", "outcome"))


def arrive(page: Page, expected: dict[str, str]) -> None:
    """Wait until the outcomes are known to the server: "Synced" may still stand there from before the last one."""
    for _ in range(200):
        if outcomes() == expected:
            return
        page.wait_for_timeout(100)
    assert outcomes() == expected


def test_work_without_signal_arrives_exactly_once(page: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    record(page, "Visit", "Signed up")
    expect(next_card(page)).to_contain_text("Bo")
    record(page, "Visit", "Refused", "With a competitor")
    record(page, "Call", "Do not disturb")
    expect(next_card(page)).to_contain_text("Dan")
    expect(sync_state(page)).to_contain_text("4 to upload")  # three contacts, and the number that was shown

    page.reload()
    expect(next_card(page)).to_contain_text("Dan")
    expect(sync_state(page)).to_contain_text("4 to upload")
    assert outcomes() == {}

    context.set_offline(False)
    expect(sync_state(page)).to_contain_text("Synced", timeout=20_000)
    expected = {"C0": "accepted", "C1": "refused", "C2": "do_not_disturb"}
    arrive(page, expected)
    assert Contact.objects.get(customer_id="C1").objection == "competitor"
    assert AuditEntry.objects.filter(action="order.reveal_phone", object_id="C2").count() == 1
    states = dict(WorkOrder.objects.values_list("customer_id", "state"))
    assert states["C0"] == "completed" and states["C2"] == "failed" and states["C3"] == "acknowledged"

    page.reload()
    expect(sync_state(page)).to_contain_text("Synced")
    expect(next_card(page)).to_contain_text("Dan")
    arrive(page, expected)
    assert list(MutationLog.objects.order_by("mutation_id").values_list("mutation_id", flat=True)) == [1, 2, 3, 4]


def test_a_record_can_be_taken_back_before_it_leaves(page: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    record(page, "Visit", "Wrong number")
    page.get_by_role("button", name="Undo").click()
    expect(next_card(page)).to_contain_text("Ada")
    context.set_offline(False)
    record(page, "Visit", "Interested", "tomorrow")
    expect(sync_state(page)).to_contain_text("Synced", timeout=20_000)
    arrive(page, {"C0": "interested"})


def test_an_expired_sign_in_destroys_nothing(page: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    record(page, "Visit", "Signed up")
    context.clear_cookies()
    page.wait_for_timeout(5_500)  # past the time in which it can be undone
    context.set_offline(False)
    expect(sync_state(page)).to_contain_text("Sign in again", timeout=20_000)
    page.reload()
    sync_state(page).click()
    expect(page.get_by_text("1 record waiting to upload")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Sign in again").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(sync_state(page)).to_contain_text("Synced", timeout=20_000)
    arrive(page, {"C0": "accepted"})


def test_a_refused_record_is_shown_with_its_reason(page: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    record(page, "Visit", "Signed up")
    record(page, "Visit", "Interested")
    WorkOrder.objects.filter(customer_id="C0").delete()
    context.set_offline(False)
    expect(sync_state(page)).to_contain_text("1 not accepted", timeout=20_000)
    assert outcomes() == {"C1": "interested"}
    sync_state(page).click()
    refusal = page.get_by_role("alert").filter(has_text="Ada")
    expect(refusal).to_contain_text("This order is no longer yours")
    refusal.get_by_role("button").click()
    expect(refusal).to_have_count(0)


def test_an_agreed_day_stands_apart_and_says_what_was_said(page: Page) -> None:
    record(page, "Visit", "Interested", "later today", "Morning")
    expect(next_card(page)).to_contain_text("Bo")  # not at once the one he has just spoken to
    expect(sync_state(page)).to_contain_text("Synced", timeout=20_000)
    page.get_by_role("listitem").filter(has_text="Agreed for today, Morning").get_by_role("link").click()
    expect(page.get_by_role("main")).to_contain_text("Last time (visit, today): Interested")
    assert WorkOrder.objects.get(customer_id="C0").next_on == clock.today()


def test_a_day_closed_without_signal_reaches_the_grid_manager_once(page: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    record(page, "Visit", "Signed up")
    page.get_by_role("link", name="My day").click()
    expect(page.get_by_role("button", name="Choose a reason")).to_be_disabled()
    page.get_by_role("button", name="Other work", exact=True).click()
    page.get_by_role("button", name="Close my day").click()
    closed = page.get_by_role("status").filter(has_text="Day closed")
    expect(closed).to_contain_text("4 left: Other work")
    expect(closed).to_contain_text("Reported as soon as there is signal")
    page.reload()
    expect(closed).to_be_visible()
    assert not DayClose.objects.exists()

    context.set_offline(False)
    expect(sync_state(page)).to_contain_text("Synced", timeout=20_000)
    row = DayClose.objects.get()
    assert (row.person_code, row.day, row.planned, row.done, row.left_open) == (SELLER, clock.today(), 5, 1, 4)
    assert row.left_reason == "other_work"
    expect(closed).not_to_contain_text("Reported as soon")
    page.reload()
    expect(closed).to_contain_text("1 done")


def test_an_appeal_without_signal_arrives_once(earned: None, page: Page, context: BrowserContext) -> None:
    page.get_by_role("link", name="Points").click()
    page.get_by_role("link", name="Truth of reports").click()
    expect(page.get_by_role("main")).to_contain_text("Of 20 reports 18 proved true and 2 false")
    context.set_offline(True)
    page.get_by_role("button", name="This is wrong: appeal").click()
    page.get_by_role("button", name="My reports were true", exact=True).click()
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_role("main")).to_contain_text("It uploads when there is signal")
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Appeal kept: My reports were true")
    assert not Appeal.objects.exists()

    context.set_offline(False)
    expect(page.get_by_role("main")).to_contain_text("waiting for an answer", timeout=20_000)
    row = Appeal.objects.get()
    assert (row.person_code, row.rule, row.reason, row.state) == (SELLER, "truth", "report_true", "open")
    expect(page.get_by_role("button", name="This is wrong: appeal")).to_have_count(0)


@pytest.mark.parametrize("size", ["Normal", "Largest"])
def test_no_screen_is_wider_than_a_small_phone(earned: None, page: Page, size: str) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("button", name=size, exact=True).click()
    for tab in ("Today", "Map", "My day", "Points", "Settings"):
        page.get_by_role("link", name=tab).click()
        expect(page.get_by_role("main")).not_to_be_empty()
        page.wait_for_function("document.documentElement.scrollWidth === 360")  # once the screen has settled


def test_a_low_screen_shows_what_to_tap_without_scrolling(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    expect(next_card(page).get_by_text("Visit", exact=True)).to_be_in_viewport()
    next_card(page).get_by_text("Visit", exact=True).click()
    for outcome in page.get_by_role("radio").all():
        expect(outcome).to_be_in_viewport(ratio=1)
