"""Somebody closes his day (日清日结): what was done, what is left and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gridloop.dispatch.models import DayClose
from gridloop.dispatch.queries.people import own_grid
from gridloop.dispatch.rules import LONGEST_OFFLINE
from gridloop.dispatch.types import LeftReason
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, Scope


@dataclass(frozen=True, slots=True)
class DayReport:
    """A day as its owner's phone counts it."""

    day: date
    planned: int
    done: int
    left_open: int
    left_reason: LeftReason | None
    claimed_at: datetime


def close_day(*, report: DayReport, scope: Scope, actor: Actor) -> None:
    """Keep that somebody closed a day; the same again, or an older word about it, changes nothing.

    Raises ``Problem``: 403 for an account that is nobody's, 422 for a day that is not over soon or long past, and for
    orders left without a reason.
    """
    if not scope.person_code:
        raise Problem("dispatch.day_of_nobody", 403)
    _check(report)
    left = report.left_reason.value if report.left_reason and report.left_open else ""
    said = {
        "planned": report.planned,
        "done": report.done,
        "left_open": report.left_open,
        "left_reason": left,
        "claimed_at": report.claimed_at,
    }
    with transaction.atomic():
        rows = DayClose.objects.select_for_update().filter(person_code=scope.person_code, day=report.day)
        before = rows.first()
        if before is not None and before.claimed_at >= report.claimed_at:
            return
        kept = {**said, "grid_code": own_grid(scope), "closed_at": clock.now()}
        DayClose.objects.update_or_create(person_code=scope.person_code, day=report.day, defaults=kept)
        audit.record(
            actor=actor,
            action="day.close",
            object_kind="person",
            object_id=scope.person_code,
            day=report.day.isoformat(),
            again=before is not None,
            **{**said, "claimed_at": report.claimed_at.isoformat()},
        )


def _check(report: DayReport) -> None:
    today = clock.today()
    if not today - LONGEST_OFFLINE <= report.day <= today:
        raise Problem("dispatch.day_not_closable", 422, day=report.day.isoformat())
    if report.left_open and report.left_reason is None:
        raise Problem("dispatch.day_left_unexplained", 422, count=report.left_open)
