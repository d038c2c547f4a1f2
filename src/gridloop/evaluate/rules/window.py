"""Which days and months count for whom."""

from __future__ import annotations

from datetime import date, timedelta

MONTHS_BEFORE = 3
"""Billed months before the cycle that a customer is compared with himself in."""
MONTHS_AFTER = 12
"""Billed months from the cycle on that its effect is followed for."""


def window_of(starts_on: date, ends_on: date, success_days: int) -> tuple[date, date]:
    """Return the first and last day on which a success counts: the same for treated and control."""
    return starts_on, ends_on + timedelta(days=success_days)


def evidence_end(latest_bill_month: date | None) -> date | None:
    """Return the last day that the feeds speak of: the end of the last billed month."""
    return month_end(latest_bill_month) if latest_bill_month is not None else None


def month_end(month: date) -> date:
    """Return the last day of a month."""
    return shifted(month, 1) - timedelta(days=1)


def months_before(month: date) -> list[date]:
    """Return the months a cycle is compared with, oldest first."""
    return [shifted(month, -count) for count in range(MONTHS_BEFORE, 0, -1)]


def months_after(month: date, through: date | None) -> list[date]:
    """Return the months of a cycle's effect that have been billed so far."""
    months = (shifted(month, count) for count in range(MONTHS_AFTER))
    return [after for after in months if through is not None and after <= through]


def shifted(month: date, count: int) -> date:
    """Return the first day of the month ``count`` months later (negative: earlier)."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)
