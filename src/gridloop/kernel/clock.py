"""The one clock: UTC instants and the tenant's calendar day.

A simulated city lives in its own time: an offset, kept in the database by ``kernel.services.move_clock``
and handed in through ``use_offset``, is added to the machine's time. Without one this is the real time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_offset: Callable[[], timedelta] = timedelta
_zone: ZoneInfo = ZoneInfo("Asia/Shanghai")


def use_offset(source: Callable[[], timedelta]) -> None:
    """Take the offset from ``source`` from now on."""
    global _offset
    _offset = source


def use_zone(name: str) -> None:
    """Take the tenant's calendar days from the IANA zone ``name``."""
    global _zone
    _zone = ZoneInfo(name)


def zone() -> ZoneInfo:
    """Return the tenant's time zone."""
    return _zone


def now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC) + _offset()


def today() -> date:
    """Return the tenant's present calendar day."""
    return now().astimezone(_zone).date()


def day_of(instant: datetime) -> date:
    """Return the tenant's calendar day of an instant."""
    return instant.astimezone(_zone).date()


def cycle_of(day: date) -> str:
    """Return the business month of a day as ``YYYY-MM``."""
    return f"{day:%Y-%m}"


def month_of(cycle: str) -> date:
    """Return the first day of a cycle; raises ``ValueError`` for anything but ``YYYY-MM``."""
    return datetime.strptime(cycle, "%Y-%m").date()


def full_months(since: date, until: date) -> int:
    """Return how many whole months lie between two days: 15 October to 14 November is none."""
    return (until.year - since.year) * 12 + until.month - since.month - (since.day > until.day)


def next_month(day: date) -> date:
    """Return the first day of the month after ``day``."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def previous_month(day: date) -> date:
    """Return the first day of the month before ``day``."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
