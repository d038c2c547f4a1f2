"""A whole tiny city goes through the loop by commands, feed files, HTTP and phones, and the loop really closes.

One run is shared by all tests of this file: it takes the city through cycle 2026-10 and launches 2026-11.
"""

from __future__ import annotations

import socket
from datetime import date

import pytest

from twin.drive import DEMO_PASSWORD, CityDriver, Installation
from twin.life.client import ApiClient

pytestmark = [pytest.mark.whole_loop, pytest.mark.timeout(1500)]
FIRST, SECOND = date(2026, 10, 1), date(2026, 11, 2)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Run:
    """What the tests ask after the run."""

    def __init__(self, driver: CityDriver, lines: dict[str, str]) -> None:
        self.driver = driver
        self.lines = lines

    def client(self, role: str) -> ApiClient:
        client = ApiClient(self.driver.installation.url)
        client.sign_in(self.driver.account(role), DEMO_PASSWORD)
        return client


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory):
    home = tmp_path_factory.mktemp("loop")
    installation = Installation(home / "home", free_port(), report=lambda text: None)
    driver = CityDriver(installation, home / "drop", home / "twin")
    lines: dict[str, str] = {}
    installation.command("init")
    driver.build(size="tiny", seed=7, city="port")
    with installation.serving():
        driver.receive(FIRST)
        lines["second load"] = installation.command("load", "--drop", str(driver.drop), "--date", str(FIRST))
        driver.mine(FIRST)
        driver.campaign(FIRST)
        lines["second launch"] = installation.command("launch", "--cycle", "2026-10")
        lines["second dispatch"] = installation.command("dispatch", "--date", str(FIRST))
        driver.work(date(2026, 10, 2), date(2026, 10, 17), workers=2)
        driver.close(FIRST)
        lines["second evaluation"] = installation.command("evaluate", "--cycle", "2026-10")
        driver.mine(date(2026, 11, 1))
        driver.campaign(SECOND)
        yield Run(driver, lines)


def pages(client: ApiClient, path: str, **params: object) -> list[dict]:
    """Return all items of a paged list."""
    items: list[dict] = []
    while True:
        page = client.get(path, offset=len(items), limit=500, **params)
        items += page["items"]
        if len(items) >= page["total"] or not page["items"]:
            return items


def test_read_equals_loaded_plus_quarantined_for_every_batch(run: Run):
    with run.client("data_steward") as steward:
        batches = pages(steward, "/api/lake/batches")
    assert batches
    for batch in batches:
        assert batch["rows_read"] == batch["rows_loaded"] + batch["rows_quarantined"], batch
    assert sum(batch["rows_quarantined"] for batch in batches) > 0


def test_every_treated_target_has_exactly_one_order(run: Run):
    with run.client("planner") as planner:
        for campaign in pages(planner, "/api/campaign/campaigns", cycle="2026-10"):
            code = campaign["code"]
            targets = pages(planner, f"/api/campaign/campaigns/{code}/targets", arm="treated")
            orders = pages(planner, "/api/dispatch/orders", campaign_code=code)
            assert targets, code
            assert len({order["customer_id"] for order in orders}) == len(orders)
            assert {order["customer_id"] for order in orders} <= {target["customer_id"] for target in targets}


def test_success_was_confirmed_by_later_feeds_and_effect_measured_against_control(run: Run):
    with run.client("planner") as planner:
        results = pages(planner, "/api/evaluate/results", cycle="2026-10")
    assert results
    assert sum(result["treated_successes"] for result in results) > 0
    assert all(result["control"] > 0 for result in results)


def test_points_balance_and_are_explained(run: Run):
    with run.client("community_manager") as seller:
        me = seller.get("/api/kernel/session")
        lines = pages(seller, "/api/evaluate/ledger", cycle="2026-10")
    assert lines
    assert {line["person_code"] for line in lines} == {me["person_code"]}
    assert all(line["text"] for line in lines)


def test_a_no_of_the_first_cycle_is_remembered_in_the_second(run: Run):
    with run.client("planner") as planner:
        refused = {
            order["customer_id"]
            for order in pages(planner, "/api/dispatch/orders", cycle="2026-10")
            if order["outcome"] in ("refused", "do_not_disturb", "wrong_number")
        }
        second = {order["customer_id"] for order in pages(planner, "/api/dispatch/orders", cycle="2026-11")}
    assert refused
    assert second
    assert not refused & second


@pytest.mark.parametrize("again", ["second load", "second launch", "second dispatch", "second evaluation"])
def test_every_command_may_be_run_again(run: Run, again: str):
    assert run.lines[again] is not None


def test_no_customer_of_the_control_group_was_contacted(run: Run):
    with run.client("planner") as planner:
        for campaign in pages(planner, "/api/campaign/campaigns", cycle="2026-10"):
            control = pages(planner, f"/api/campaign/campaigns/{campaign['code']}/targets", arm="control")
            orders = pages(planner, "/api/dispatch/orders", campaign_code=campaign["code"])
            kept = {target["customer_id"] for target in control}
            assert not kept & {order["customer_id"] for order in orders}
