"""Customers who may be contacted, and shorthands to contact them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest

from gridloop.contact.rules import in_global_control
from gridloop.contact.services.log_contact import log_contact
from gridloop.contact.services.reserve import reserve_slots
from gridloop.contact.types import Channel, ContactEntry, Outcome, Slot, SourceRef

TODAY = date(2026, 10, 15)
CUSTOMERS = [code for code in (f"C{n:05d}" for n in range(60)) if not in_global_control(code)]
"""None of them is in the global control group."""
A = SourceRef("campaign", "CA", 1, "2026-10")
B = SourceRef("campaign", "CB", 1, "2026-10")


@pytest.fixture
def set_day(monkeypatch):
    """Return a function that sets the clock to noon of a day."""

    def run(day: date, hour: int = 4) -> None:
        at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        monkeypatch.setattr("gridloop.kernel.clock.now", lambda: at)

    run(TODAY)
    return run


@pytest.fixture
def consent(publish_rows, set_day):
    """Publish consents of the customers for all channels; return a function that publishes others."""

    def run(customers: Iterable[str] = CUSTOMERS, channels: Iterable[str] = ("visit", "call", "message"), **facts):
        publish_rows(
            "consent",
            [
                {"customer_id": c, "channel": ch, "granted": True, "recorded_on": date(2026, 1, 1), **facts}
                for c in customers
                for ch in channels
            ],
        )

    run()
    return run


@pytest.fixture
def touch(actor):
    """Return a function that logs a contact now."""

    def run(customer: str, outcome: Outcome = Outcome.INTERESTED, channel: Channel = Channel.CALL, **facts):
        entry = ContactEntry(
            **{
                "id": uuid.uuid4(),
                "customer_id": customer,
                "channel": channel,
                "outcome": outcome,
                "made_by": "CM1",
                **facts,
            }
        )
        return log_contact(entry=entry, actor=actor)

    return run


@pytest.fixture
def reserve(actor):
    """Return a function that reserves a slot for each customer."""

    def run(customers: Iterable[str], day: date = TODAY, source: SourceRef = A, channel: Channel = Channel.CALL):
        wishes = [Slot(customer, channel, day) for customer in customers]
        return reserve_slots(wishes=wishes, source=source, actor=actor)

    return run
