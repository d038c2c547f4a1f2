"""A data steward's morning: what was held, what is being loaded, rows to mend, a contract that changes, databases.

Everything is done by clicks; jobs are done when the test says so, as a worker would. Each screen is read in both
languages, checked for barriers, and looked at as wide as a phone.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from gridloop.conftest import Operator
from gridloop.kernel import clock
from gridloop.kernel.models import Job
from gridloop.kernel.services import jobs
from gridloop.lake.library import contract_of
from gridloop.lake.models import FeedBatch
from gridloop.lake.services.load_drop import load_drop
from gridloop.lake.services.watch_drop import WATCHER, start_load
from gridloop.lake.tests.conftest import bills, rows_of, write_control
from tests.browser.barriers import barriers
from tests.browser.choosing import choose
from tests.browser.desk import DESK, give_passwords, need_console, settled
from tests.browser.screens import arrived, in_chinese, on_a_phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Lay = Callable[..., Path]


@pytest.fixture(autouse=True)
def built_app(settings: Any) -> None:
    need_console(settings)


@pytest.fixture
def staff(operator: Operator, home: Path, monkeypatch: pytest.MonkeyPatch) -> Operator:
    """Return the operator on the fifth of October; everybody can sign in, and bills are compared with those before."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 10, 5, 2, 0, tzinfo=UTC))
    give_passwords(operator)
    document = yaml.safe_load(contract_of("bill").yaml)
    document["schema"][0]["customProperties"].append({"property": "rowChange", "value": {"warn": 0.2, "stop": 0.5}})
    (home / "contracts").mkdir()
    (home / "contracts" / "bill.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return operator


@pytest.fixture
def context(chromium: Browser, server: str) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=server, viewport=DESK, locale="en-GB")  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture
def lay(home: Path) -> Lay:
    """Return a function that lays a file of bills with its control file into the drop folder."""

    def lay_bills(day: str, *rows: str) -> Path:
        file = home / "drop" / day / f"bill_{day}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(bills(*rows), encoding="utf-8")
        write_control(file, "bill", day, len(rows))
        return file

    return lay_bills


def many(rows: int, month: str) -> list[str]:
    return [f"C{number:04},{month},{number}.5" for number in range(rows)]


def load(home: Path) -> None:
    load_drop(drop=home / "drop", up_to=None, actor=WATCHER, report=lambda line: None, receipts=home / "receipts")


def work() -> None:
    """Do what waits, as a worker does."""
    for job in Job.objects.filter(state=Job.State.QUEUED).order_by("pk"):
        jobs.run(job.pk)


def row(page: Page, word: str) -> Locator:
    return page.locator("main tbody tr").filter(has_text=word).first


def test_a_held_delivery_is_let_pass_and_another_refused(
    context: BrowserContext, staff: Operator, lay: Lay, home: Path, axe: str
) -> None:
    lay("2026-09-01", *many(200, "2026-08"))
    lay("2026-10-01", *many(40, "2026-09"))
    load(home)
    page, trouble = arrived(context, "DATA1", "/home")
    first = row(page, "Monthly bills")
    expect(first).to_contain_text("Waits for you to let it pass or refuse it")
    expect(first).to_contain_text("brought 40 rows, 200 the time before")
    first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("bill_2026-10-01.csv")
    let_pass = page.get_by_role("button", name="Accept and load")
    expect(let_pass).to_be_disabled()  # nothing is decided without a reason
    in_chinese(page, axe, "bill_2026-10-01.csv")
    on_a_phone(page, axe)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.get_by_label("核实结果").fill("来源漏了两个营业部")
    page.get_by_role("button", name=re.compile("^拒\\s?收$")).click()
    expect(page.locator("main")).to_contain_text("核实后不予加载：来源漏了两个营业部")
    assert "来源漏了两个营业部" in (home / "receipts/2026-10-01/bill_2026-10-01.csv.json").read_text(encoding="utf-8")

    lay("2026-10-02", *many(41, "2026-09"))
    load(home)
    page.goto(f"/lake/batches/{FeedBatch.objects.get(business_date='2026-10-02').pk}")
    page.get_by_label("核实结果").fill("已核实，营业部割接")
    page.get_by_role("button", name="放行并加载").click()
    expect(page.locator("main")).to_contain_text("已放行，等待加载")
    work()
    expect(page.locator("main")).to_contain_text("读取 = 加载 + 隔离")
    expect(page.locator("main")).to_contain_text("员工DATA1 已放行：已核实，营业部割接")
    assert len([one for one in rows_of("bill") if str(one["month"]) == "2026-09-01"]) == 41
    assert trouble.found == []


def test_a_load_is_followed_stopped_and_loaded_again(
    context: BrowserContext, staff: Operator, lay: Lay, home: Path, axe: str
) -> None:
    files = [lay(f"2026-10-0{day}", f"C1,2026-0{day + 6},1") for day in (1, 2)]
    start_load(drop=home / "drop", receipts=home / "receipts", files=files)
    page, trouble = arrived(context, "DATA1", "/lake")
    going = page.get_by_role("table", name="Being loaded")
    expect(going).to_contain_text("bill_2026-10-01.csv, bill_2026-10-02.csv")
    Job.objects.update(state="running", progress_done=30, progress_total=120, lease_until=clock.now(),
                       cursor={"stage": "reading", "file": "bill_2026-10-02.csv"})  # fmt: skip
    expect(going).to_contain_text("25.0% read · bill_2026-10-02.csv")
    Job.objects.update(cursor={"stage": "writing", "file": "bill_2026-10-02.csv"})
    expect(going).to_contain_text("Checked; being written")
    Job.objects.update(state="queued")
    going.get_by_role("button", name="Stop loading bill_2026-10-01.csv").click()
    expect(going).to_have_count(0)
    assert all(file.is_file() for file in files) and rows_of_bill() == []

    page.get_by_role("link", name="Batches", exact=True).click()
    settled(page)
    stopped = row(page, "bill_2026-10-02.csv")
    expect(stopped).to_contain_text("Stopped")
    stopped.get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("One in the drop folder is still there and can be loaded again")
    in_chinese(page, axe, "bill_2026-10-02.csv")
    on_a_phone(page, axe)
    page.get_by_role("button", name="重新加载").click()
    expect(page.get_by_text("已排队，马上重新加载")).to_be_visible()
    work()
    expect(page.locator("main")).to_contain_text("读取 = 加载 + 隔离", timeout=15_000)
    assert rows_of_bill() == [100]
    assert trouble.found == []


def rows_of_bill() -> list[int]:
    return [one["billed_fen"] for one in rows_of("bill")] if FeedBatch.objects.filter(state="loaded") else []


def test_refused_rows_are_mended_one_after_the_other(
    context: BrowserContext, staff: Operator, lay: Lay, home: Path, axe: str
) -> None:
    lay("2026-10-01", "C1,2026-09,1", "C2,2026-09,abc", "C3,2026-09,-5", "C4,2026-09,4")
    load(home)
    page, trouble = arrived(context, "DATA1", "/lake")
    row(page, "Monthly bills").get_by_role("link", name="2", exact=True).click()
    expect(page).to_have_url(re.compile("/lake/quarantine\\?feed=bill"))
    settled(page)
    expect(row(page, "abc")).to_contain_text("thousands separators if you like")
    in_chinese(page, axe, "隔离区")
    on_a_phone(page, axe)  # and goes on there
    page.get_by_role("button", name="修复第 3 行").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("billed_yuan").fill("1,234.50")
    drawer.get_by_role("button", name="修复并加载").click()
    expect(drawer).to_contain_text("修复第 4 行")  # the next opens by itself
    drawer.get_by_label("billed_yuan").fill("还是不对")
    drawer.get_by_role("button", name="修复并加载").click()
    expect(drawer).to_contain_text("不是数字：还是不对")
    drawer.get_by_label("billed_yuan").fill("5")
    drawer.get_by_role("button", name="修复并加载").click()
    expect(page.locator("main")).to_contain_text("这里没有待修复的行了")
    expect(page.get_by_role("link", name="其他待修复的行")).to_be_visible()
    assert sorted(rows_of_bill()) == [100, 400, 500, 123_450]
    assert trouble.found == []


def test_a_contract_is_changed_and_the_next_file_judged_by_it(
    context: BrowserContext, staff: Operator, lay: Lay, home: Path, axe: str
) -> None:
    lay("2026-10-01", "C1,2026-09,1")
    load(home)
    page, trouble = arrived(context, "DATA1", "/lake/feeds/bill")
    page.get_by_role("link", name="Change", exact=True).click()
    assert barriers(page, axe) == []
    page.get_by_label("Whom to ask").fill("Billing desk 8001")
    page.get_by_role("checkbox", name="Required: mobile_yuan").check()
    expect(page.get_by_role("region", name="Check and save")).to_contain_text("mobile_yuan no → yes")
    page.get_by_text("YAML", exact=True).first.click()
    text = page.locator("main textarea").first
    right = text.input_value()
    assert "Billing desk 8001" in right
    text.fill(re.sub(r"(property: semantics\s+value: )period", r"\1periodic", right))
    expect(page.locator("main")).to_contain_text("Cannot be used yet")
    expect(page.locator("main")).to_contain_text("schema[0].semantics")
    text.fill(right)
    page.get_by_role("button", name="On the file delivered last").click()
    expect(page.locator("main")).to_contain_text("1 of 1 rows")
    page.get_by_role("button", name="Take 2.0.0").click()
    page.get_by_label("What was changed, and why").fill("the mobile part is always billed")
    page.get_by_role("button", name="Save as new version").click()
    expect(page).to_have_url(re.compile("/lake/feeds/bill$"))
    expect(page.locator("main")).to_contain_text("Billing desk 8001")
    settled(page)
    in_chinese(page, axe, "月账单")
    on_a_phone(page, axe)
    page.get_by_role("button", name="1.0.0").click()
    expect(page.get_by_role("dialog")).to_contain_text("必填 mobile_yuan 否 → 是")

    lay("2026-10-02", "C1,2026-10,1")
    load(home)
    old, new = (FeedBatch.objects.get(business_date=f"2026-10-0{day}") for day in (1, 2))
    assert (old.contract_version, new.contract_version) == ("1.0.0", "2.0.0")
    assert (old.rows_quarantined, new.rows_quarantined) == (0, 1)
    assert trouble.found == []


def test_a_pull_is_set_up_and_its_feed_read_from_the_database(
    context: BrowserContext, staff: Operator, home: Path, axe: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(home / "crm.sqlite3") as source:
        source.execute("CREATE TABLE complaints (seq integer, no_ text, customer_id text, made_on, topic)")
        lines = [(number, f"K{number}", "C1", "2026-09-17", "bill") for number in range(1, 1_235)]
        source.executemany("INSERT INTO complaints VALUES (?, ?, ?, ?, ?)", lines)
    monkeypatch.setenv("GRIDLOOP_SOURCE_CRM", f"sqlite:///{home / 'crm.sqlite3'}")
    (home / "sources.yaml").write_text(
        "sources: {crm: {url_env: GRIDLOOP_SOURCE_CRM}, old: {url_env: GRIDLOOP_SOURCE_OLD}}\n"
        "pulls:\n"
        "  - {feed: fault, source: old, table: faults, follow: seq}\n"
        "  - {feed: bill, source: crm, table: no_such_table}\n",
        encoding="utf-8",
    )
    page, trouble = arrived(context, "DATA1", "/lake")
    page.get_by_role("link", name="Databases").click()
    settled(page)
    expect(row(page, "old")).to_contain_text("GRIDLOOP_SOURCE_OLD")
    expect(row(page, "old").get_by_role("button", name="Pull now: Faults")).to_be_disabled()
    page.get_by_role("link", name="Set up a pull").click()
    choose(page, page.get_by_role("combobox", name="Source"), "crm")
    choose(page, page.get_by_role("combobox", name="Table or view"), "complaints")
    choose(page, page.get_by_role("combobox", name="Becomes feed"), "Complaints")
    expect(page.locator("main")).to_contain_text("Some columns have none of the table yet")
    choose(page, page.get_by_role("combobox", name="Column of the table: complaint_id"), "no_")
    expect(page.get_by_role("table", name="The first 20 rows").locator("tbody tr")).to_have_count(20)
    expect(page.locator("main")).to_contain_text("0 of 20 rows")
    choose(page, page.get_by_role("combobox", name="Follows"), "seq")
    assert barriers(page, axe) == []
    page.get_by_role("button", name="Save and pull now").click()
    expect(page).to_have_url(re.compile("/lake/pulls$"))
    expect(page.get_by_role("table", name="Being loaded")).to_contain_text("Complaints")
    work()
    expect(row(page, "complaints")).to_contain_text("1,234 rows", timeout=15_000)
    expect(row(page, "complaints")).to_contain_text("1234")  # read again from here
    page.get_by_role("button", name="Pull now: Monthly bills").click()
    expect(page.get_by_role("table", name="Being loaded")).to_be_visible()
    work()
    expect(row(page, "no_such_table")).to_contain_text("Failed", timeout=15_000)
    assert str(home) not in page.locator("main").inner_text()
    in_chinese(page, axe, "数据库拉取")
    on_a_phone(page, axe)
    assert len(rows_of("complaint")) == 1_234
    assert trouble.found == []
