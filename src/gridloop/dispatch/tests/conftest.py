"""Fixtures of dispatch: a little city with a launched campaign, and a clock that can be set."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from gridloop.campaign.services.launch import launch_campaign
from gridloop.campaign.tests.city import City, build_city
from gridloop.campaign.tests.keep import kept
from gridloop.contact.types import Channel, Outcome
from gridloop.dispatch.models import WorkOrder
from gridloop.dispatch.services.generate_orders import generate_orders
from gridloop.dispatch.services.record_contact import ContactReport
from gridloop.kernel import clock


@pytest.fixture(autouse=True)
def at(monkeypatch):
    """Return a function that sets the clock (local hour of a day); it is the first of October 2026 at ten."""

    def set_clock(year, month, day, hour=10):
        monkeypatch.setattr(clock, "now", lambda: datetime(year, month, day, hour - 8, tzinfo=UTC))

    set_clock(2026, 10, 1)
    return set_clock


@pytest.fixture
def city(operator, publish_rows, actor) -> City:
    """Return a little city of sixty customers."""
    return build_city(publish_rows, actor)


@pytest.fixture
def launched(city, actor) -> str:
    """Return the code of a launched campaign for everybody, from 5 to 31 October."""

    def launch() -> str:
        code = city.campaign()
        launch_campaign(campaign_code=code, actor=actor)
        return code

    return kept("launched", launch)


@pytest.fixture
def orders(launched, actor) -> list[WorkOrder]:
    """Return the launched campaign's orders that were handed out, by day."""
    kept("orders", lambda: generate_orders(campaign_code=launched, actor=actor, on=clock.today()))
    return list(WorkOrder.objects.filter(state="pending").order_by("planned_on", "id"))


def report_of(order: WorkOrder, outcome: Outcome, **more) -> ContactReport:
    """Return a contact report on an order."""
    given = {"contact_id": uuid4(), "order_id": order.pk, "channel": Channel.VISIT, "outcome": outcome}
    return ContactReport(**given | more)
