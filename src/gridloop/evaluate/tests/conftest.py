"""A finished month: one campaign, its orders and contacts, and the feeds that came after it."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gridloop.campaign.models import Campaign, CampaignTarget
from gridloop.contact.models import Contact
from gridloop.dispatch.models import WorkOrder
from gridloop.kernel import clock
from gridloop.lake.models import DatasetVersion

CYCLE = "2026-10"
MONTH = date(2026, 10, 1)
CODE = "K1"
SELLERS = ("CM010101", "CM010102", "CM010201", "CM020101")
"""In grids LG0101, LG0101, LG0102 and LG0201."""


@pytest.fixture
def at(monkeypatch) -> Callable[..., None]:
    """Return a function that sets the clock to noon of a day in Shanghai."""

    def set_clock(day: date) -> None:
        instant = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: instant)

    return set_clock


@dataclass
class Town:
    """What there is to evaluate; ``deliver`` sends the feeds of the month's end."""

    publish: Callable[..., Any]
    campaign: Campaign
    customers: list[dict[str, Any]] = field(default_factory=list)
    subscriptions: list[dict[str, Any]] = field(default_factory=list)
    owners: list[dict[str, Any]] = field(default_factory=list)
    fees: dict[str, int] = field(default_factory=dict)
    orders: dict[str, WorkOrder] = field(default_factory=dict)

    def customer(self, customer_id: str, seller: str, fee_fen: int = 8_000, address: str | None = None) -> None:
        """Add a customer who belongs to a seller and pays a fee every month."""
        self.customers.append(
            {
                "customer_id": customer_id,
                "name": f"客{customer_id}",
                "segment": "public",
                "address": address,
                "joined_on": date(2020, 1, 1),
                "left_on": None,
            }  # fmt: skip
        )
        grid = f"LG{seller[2:6]}"
        self.owners.append({"customer_id": customer_id, "grid_code": grid, "assignee_code": seller, "rule": "place"})
        self.fees[customer_id] = fee_fen
        self.holds(customer_id, "BB100", date(2025, 1, 1), tail="base")

    def holds(self, customer_id: str, offer: str, started_on: date, tail: str = "new") -> None:
        """Give a customer a subscription."""
        self.subscriptions.append(
            {
                "subscription_id": f"S{customer_id}-{tail}",
                "customer_id": customer_id,
                "product_kind": "broadband",
                "offer_code": offer,
                "monthly_fee_fen": 4_000,
                "started_on": started_on,
            }  # fmt: skip
        )

    def target(self, customer_id: str, seller: str, arm: str = "treated", probability: float = 0.1) -> None:
        """Choose a customer for the campaign."""
        self.target_row(customer_id, seller, arm, probability).save()

    def target_row(
        self, customer_id: str, seller: str, arm: str = "treated", probability: float = 0.1
    ) -> CampaignTarget:
        """Return a target that is not saved yet."""
        return CampaignTarget(
            campaign=self.campaign, customer_id=customer_id, rank=len(self.fees) * 1000 + hash_of(customer_id), arm=arm,
            offer_code="RB90", probability=probability, uplift=0.02, assignee_code=seller, grid_code=f"LG{seller[2:6]}",
        )  # fmt: skip

    def order(self, customer_id: str, seller: str, state: str = "pending", due_on: date = date(2026, 10, 20)) -> None:
        """Hand a target to a seller on 1 October."""
        self.order_row(customer_id, seller, state, due_on).save()

    def order_row(
        self, customer_id: str, seller: str, state: str = "pending", due_on: date = date(2026, 10, 20)
    ) -> WorkOrder:
        """Return an order that is not saved yet."""
        held = state == "held"
        self.orders[customer_id] = WorkOrder(
            id=uuid.uuid5(uuid.NAMESPACE_OID, customer_id), customer_id=customer_id, source_kind="campaign",
            source_id=CODE, step=1, cycle=CYCLE, assignee_code=seller, grid_code=f"LG{seller[2:6]}", channel="visit",
            offer_code="RB90", priority=50, planned_on=None if held else date(2026, 10, 12),
            first_planned_on=date(2026, 10, 12), due_on=due_on, state=state,
            held_reason="no_consent" if held else "", created_at=datetime(2026, 10, 1, 1, tzinfo=UTC), change_seq=1,
        )  # fmt: skip
        return self.orders[customer_id]

    def report(
        self, customer_id: str, outcome: str, day: int = 12, minute: int | None = None, seconds: int = 400
    ) -> None:
        """Report a visit to a customer on a day of October."""
        self.contact_row(customer_id, outcome, day, minute, seconds).save()
        self.orders[customer_id].save()

    def contact_row(
        self, customer_id: str, outcome: str, day: int = 12, minute: int | None = None, seconds: int = 400
    ) -> Contact:
        """Return a contact that is not saved yet, its order changed by it."""
        order = self.orders[customer_id]
        minute = hash_of(customer_id) % 600 if minute is None else minute
        ended = datetime(2026, 10, day, 1, tzinfo=UTC) + timedelta(minutes=minute)
        final = {"accepted": "completed", "refused": "failed"}
        order.outcome, order.reached, order.contacts = outcome, outcome != "not_reached", order.contacts + 1
        order.state = final.get(outcome, "in_progress")
        order.completed_at = ended if outcome in final else None
        order.first_contact_at = order.first_contact_at or ended
        return Contact(
            id=uuid.uuid5(uuid.NAMESPACE_URL, f"{customer_id}{day}"), customer_id=customer_id, channel="visit",
            direction="outbound", outcome=outcome, uses_slot=True, made_at=ended + timedelta(minutes=3), made_on=ended,
            claimed_at=ended, started_at=ended - timedelta(seconds=seconds), ended_at=ended,
            made_by=order.assignee_code, grid_code=order.grid_code, source_kind="campaign", source_id=CODE, step=1,
            cycle=CYCLE, order_id=str(order.pk), competitor="UNI" if outcome == "refused" else "",
        )  # fmt: skip

    def deliver(self, through: date = MONTH) -> None:
        """Publish the feeds as they are after the month ``through``: five months before October, and on."""
        months = [date(2026, m, 1) for m in range(5, 13)]
        buyers = self.buyers
        bills = [
            {"customer_id": one, "month": month, "billed_fen": self.billed(one, month, one in buyers)}
            for one in self.fees
            for month in months
            if month <= through
        ]
        self.publish("customer", self.customers)
        self.publish("ownership", self.owners)
        self.publish("subscription", self.subscriptions)
        self.publish("bill", bills)
        self.publish("offer", [offer("RB90", "retention"), offer("BB100", "broadband"), offer("BN129", "bundle")])

    def billed(self, customer_id: str, month: date, took: bool) -> int:
        """Return a bill: the fee with small swings, a little more for whoever took the offer."""
        swing = (hash_of(f"{customer_id}{month}") % 201) - 100
        return self.fees[customer_id] + swing + (500 if took and month >= MONTH else 0)

    @property
    def buyers(self) -> set[str]:
        """Return the customers who took something new since October."""
        return {row["customer_id"] for row in self.subscriptions if row["started_on"] >= MONTH}


def hash_of(text: str) -> int:
    """Return a number that is the same on every run."""
    return int(uuid.uuid5(uuid.NAMESPACE_DNS, text).hex[:6], 16)


def offer(code: str, kind: str) -> dict[str, Any]:
    """Return an offer's row."""
    return {
        "offer_code": code, "kind": kind, "name_zh": code, "name_en": code, "monthly_fee_fen": 4_000, "cost_fen": 1_000
    }  # fmt: skip


@pytest.fixture
def town(operator, publish_rows, at) -> Town:
    """Return a town on 2 November whose campaign of October has no targets yet."""
    at(date(2026, 11, 2))
    campaign = Campaign.objects.create(
        code=CODE, name_zh="十月续约", name_en="October renewals", objective="renew", model="renewal", cycle=CYCLE,
        org_code="LG", direction="top_down", state="launched", channel="visit", routing="owner", offer_choice="fixed",
        offer_code="RB90", unit_costs_fen={"visit": 800}, starts_on=MONTH, ends_on=date(2026, 10, 31),
        success_window_days=15, control_share=0.2, drafted_by="plan1", created_at=datetime(2026, 9, 28, tzinfo=UTC),
    )  # fmt: skip
    return Town(publish_rows, campaign)


@pytest.fixture(scope="session")
def kept_lakes(tmp_path_factory) -> KeptLakes:
    """Return what remembers published lakes from test to test."""
    return KeptLakes(tmp_path_factory.mktemp("lakes"))


class KeptLakes:
    """Publishes the same datasets once per session, and from then on puts a copy of their files in place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.versions: dict[str, list[dict[str, Any]]] = {}

    def fill(self, name: str, home: Path, publish_all: Callable[[], None]) -> None:
        """Fill an empty lake under a name: by publishing the first time, from the copy after that."""
        if name not in self.versions:
            publish_all()
            shutil.copytree(home / "lake", self.folder / name)
            self.versions[name] = list(DatasetVersion.objects.order_by("id").values())
            return
        shutil.copytree(self.folder / name, home / "lake", dirs_exist_ok=True)
        DatasetVersion.objects.bulk_create(
            DatasetVersion(**{column: value for column, value in row.items() if column != "id"})
            for row in self.versions[name]
        )


@pytest.fixture
def october(worked, kept_lakes, home) -> Town:
    """Return the town after October, its feeds delivered."""
    kept_lakes.fill("october", home, worked.deliver)
    return worked


@pytest.fixture
def worked(town) -> Town:
    """Return the town after an October of four sellers with 30 targets each, and 60 customers in control.

    Of each seller's targets 20 are refused, 6 accepted and seen in the feed, 2 accepted and not seen, 2 never
    contacted. Three control customers took the offer by themselves.
    """
    targets, orders, contacts = [], [], []
    for seller in SELLERS:
        for number in range(30):
            one = f"{seller}-{number:02d}"
            town.customer(one, seller, 6_000 + 100 * number)
            targets.append(town.target_row(one, seller))
            orders.append(town.order_row(one, seller))
            if number < 28:
                contacts.append(town.contact_row(one, "refused" if number < 20 else "accepted"))
            if 20 <= number < 26:
                town.holds(one, "RB90", date(2026, 10, 14))
    for number in range(60):
        one = f"X{number:02d}"
        town.customer(one, SELLERS[number % 4], 6_000 + 50 * number)
        targets.append(town.target_row(one, SELLERS[number % 4], arm="control"))
        if number < 3:
            town.holds(one, "RB90", date(2026, 10, 14))
    CampaignTarget.objects.bulk_create(targets)
    WorkOrder.objects.bulk_create(orders)
    Contact.objects.bulk_create(contacts)
    return town
