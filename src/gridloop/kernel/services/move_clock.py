"""The clock of a simulated city."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction

from gridloop.kernel.models import Tenant
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor

CACHE_SECONDS = 0.2
"""So long after the clock was moved other processes may still show the former time."""
_cached: tuple[float, timedelta] = (float("-inf"), timedelta())


def tenant_offset() -> timedelta:
    """Return the offset kept in the database, read at most every ``CACHE_SECONDS``; zero outside a simulation."""
    global _cached
    if not settings.SIMULATION:
        return timedelta()
    read_at, offset = _cached
    if time.monotonic() - read_at < CACHE_SECONDS:
        return offset
    try:
        row = Tenant.objects.filter(pk=1).values_list("clock_offset_seconds", flat=True).first()
    except DatabaseError:  # before the first migration there is no table yet
        row = None
    offset = timedelta(seconds=row or 0)
    _cached = (time.monotonic(), offset)
    return offset


def require_simulation() -> None:
    """Raise ``Problem`` (409) unless this installation is a simulation."""
    if not settings.SIMULATION:
        raise Problem("kernel.clock_not_simulated", 409)


def move_clock(*, to: datetime, actor: Actor) -> None:
    """Set the tenant's clock so that the present instant is ``to`` (an aware datetime).

    Raises ``Problem`` outside a simulation: in real life the clock is the machine's.
    """
    global _cached
    require_simulation()
    seconds = round((to - datetime.now(UTC)).total_seconds())  # noqa: TID251 - the machine's own time is meant
    with transaction.atomic():
        Tenant.objects.update_or_create(pk=1, defaults={"clock_offset_seconds": seconds})
        audit.record(actor=actor, action="clock.move", object_kind="tenant", object_id=1, to=to.isoformat())
    _cached = (float("-inf"), timedelta())
