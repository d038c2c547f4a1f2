"""Fixtures of campaign planning."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gridloop.campaign.tests.city import City, build_city
from gridloop.kernel import clock


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the first of October 2026, at ten in the morning."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 10, 1, 2, 0, tzinfo=UTC))


@pytest.fixture
def city(operator, publish_rows, actor) -> City:
    """Return a little city of sixty customers."""
    return build_city(publish_rows, actor)
