"""An installation as the telco example sets it up: another country's clock, money and language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from gridloop.kernel import clock
from gridloop.kernel.money import use_currency


@pytest.fixture
def installation(home: Path, db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the home folder of a fresh installation that counts in dollars by the clock of Los Angeles."""
    settings.SIMULATION = True
    settings.TENANT_TIME_ZONE, settings.TENANT_LANGUAGE = "America/Los_Angeles", "en"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setenv("GRIDLOOP_LANGUAGE", "en")
    clock.use_zone(settings.TENANT_TIME_ZONE)
    use_currency("USD")
    # A request gives its connection back, but here it is the test's, with the transaction that is rolled back.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield home
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    use_currency("CNY")
    clock.use_zone("Asia/Shanghai")
