"""The competitors that a seller may name."""

from __future__ import annotations

from gridloop.contact.models import CompetitorList
from gridloop.contact.types import COMPETITORS, Competitor, CompetitorsInForce


def competitors_in_force() -> CompetitorsInForce:
    """Return the newest list; the one Gridloop brings along when none was set."""
    row = CompetitorList.objects.first()
    if row is None:
        return CompetitorsInForce(version=0, items=COMPETITORS)
    return CompetitorsInForce(row.version, tuple(Competitor(**item) for item in row.items), row.set_by, row.set_at)
