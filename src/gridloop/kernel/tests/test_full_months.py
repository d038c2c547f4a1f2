"""Months in service are whole ones."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.kernel.clock import full_months


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (date(2025, 10, 15), date(2025, 11, 14), 0),
        (date(2025, 10, 15), date(2025, 11, 15), 1),
        (date(2021, 10, 1), date(2026, 10, 1), 60),
        (date(2021, 10, 2), date(2026, 10, 1), 59),
        (date(2026, 10, 1), date(2026, 10, 1), 0),
    ],
)
def test_a_month_counts_when_it_is_over(since, until, months):
    assert full_months(since, until) == months
