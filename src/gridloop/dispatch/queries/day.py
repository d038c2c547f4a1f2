"""Somebody's day: what is planned, done and overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q

from gridloop.campaign.queries import stopped_codes
from gridloop.dispatch.models import DayClose, WorkOrder
from gridloop.dispatch.queries.orders import overdue_condition
from gridloop.dispatch.types import OPEN_STATES, WORKED_STATES
from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.queries import people
from gridloop.kernel.types import Scope

_OPEN = [state.value for state in OPEN_STATES]
_WORKED = [state.value for state in WORKED_STATES]


def my_day(scope: Scope, person_code: str) -> dict[str, Any]:
    """Return today of somebody in scope: ``planned`` (today or left from before), ``done``, ``overdue``, ``open``."""
    if person_code != scope.person_code and not people(scope).filter(code=person_code).exists():
        raise NotFoundProblem("person", person_code)
    today = clock.today()
    counts = day_of(person_code, [today])[today]
    open_now = _own(person_code).filter(state__in=_OPEN).count()
    return {"person_code": person_code, "date": today, **counts, "open": open_now}


def day_of(person_code: str, days: Sequence[date]) -> dict[date, dict[str, int]]:
    """Return planned, done and overdue of somebody's days.

    ``planned`` counts open orders of the day (today: also those left over from before) and those done that day.
    Orders of paused campaigns do not count.
    """
    today = clock.today()
    rows = _own(person_code)
    wanted = {}
    for day in days:
        until = Q(planned_on__lte=day) if day == today else Q(planned_on=day)
        first = datetime.combine(day, time(), clock.zone())
        done = Q(state__in=_WORKED, completed_at__gte=first, completed_at__lt=first + timedelta(days=1))
        wanted[f"planned_{day:%Y%m%d}"] = Count("pk", filter=Q(state__in=_OPEN) & until | done)
        wanted[f"done_{day:%Y%m%d}"] = Count("pk", filter=done)
    wanted["overdue"] = Count("pk", filter=overdue_condition())
    counts = rows.aggregate(**wanted)
    return {
        day: {
            "planned": counts[f"planned_{day:%Y%m%d}"],
            "done": counts[f"done_{day:%Y%m%d}"],
            "overdue": counts["overdue"] if day == today else 0,
        }
        for day in days
    }


def closed_day(person_code: str, day: date) -> dict[str, Any] | None:
    """Return how somebody closed a day, None while he has not."""
    return day_closes([person_code], day).get(person_code)


def day_closes(person_codes: Sequence[str], day: date) -> dict[str, dict[str, Any]]:
    """Return how people whom the caller may see closed a day, by person."""
    rows = DayClose.objects.filter(day=day, person_code__in=person_codes)
    shown = ("claimed_at", "planned", "done", "left_open", "left_reason")
    return {row["person_code"]: {name: row[name] for name in shown} for row in rows.values("person_code", *shown)}


def _own(person_code: str) -> Any:
    return WorkOrder.objects.filter(assignee_code=person_code).exclude(
        source_kind="campaign", source_id__in=stopped_codes(), state__in=_OPEN
    )
