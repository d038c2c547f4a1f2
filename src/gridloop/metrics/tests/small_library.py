"""A dozen of the shipped indicators, for tests that build months again and again: the whole library takes its time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gridloop.metrics.queries import shipped
from gridloop.metrics.queries.library import HEADLINE

SMALL = {*HEADLINE, "gross_margin", "repair_hours", "revenue_share", "user_share", "quality_index"}


@pytest.fixture
def small_library(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let only the headline indicators, and a few that tests ask for, be shipped."""
    everything = shipped.shipped_metrics()
    monkeypatch.setattr(shipped, "shipped_metrics", lambda: tuple(p for p in everything if p[1]["name"] in SMALL))
    _read_anew()
    yield
    monkeypatch.undo()
    _read_anew()


def _read_anew() -> None:
    shipped.shipped_layer.cache_clear()
    shipped.shipped_indicators.cache_clear()
