"""Who in a team needs help, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Max, Min, Q

from gridloop.dispatch.queries import day_closes, orders
from gridloop.dispatch.types import OPEN_STATES, WORKED_STATES, OrderFilters
from gridloop.kernel import clock
from gridloop.kernel.queries import people
from gridloop.kernel.sorting import columns, sort_rows
from gridloop.kernel.types import SELLERS, Scope
from gridloop.kernel.wording import Language, say
from gridloop.monitor.queries.funnel import empty_row, funnel
from gridloop.monitor.queries.units import Units, cycle_or_present, narrowed, units
from gridloop.monitor.rules import Finding, PersonWork, help_needed, severity, usual

_OPEN = [state.value for state in OPEN_STATES]
_WORKED = [state.value for state in WORKED_STATES]
_SORTS = ("severity", "overdue", "open", "pace", "reach_rate", "person_code")
_SHOWN = ("orders", "open", "overdue", "contacted", "reached", "reported", "pace", "reach_rate")
_NOTHING_TODAY: dict[str, Any] = {"planned_today": 0, "done_today": 0, "last_contact_at": None, "first_day": None}


def who_needs_help(
    scope: Scope,
    *,
    org_code: str = "",
    everybody: bool = False,
    q: str = "",
    sort: str = "",
    language: Language,
) -> list[dict[str, Any]]:
    """Return the sellers of a unit who need help in the present cycle, the most urgent first (or all of them)."""
    asked = narrowed(scope, org_code)
    cycle = cycle_or_present("")
    rows = {row["key"]: row for row in funnel(asked, by="manager", cycle=cycle).rows}
    days = _days(asked, cycle)
    staff = _sellers(asked)
    reach = usual([_work(rows.get(code), days.get(code)).reach_rate for code, *_ in staff])
    tree = units()
    found = [_member(person, rows.get(person[0]), days.get(person[0]), reach, tree, language) for person in staff]
    closed = day_closes([row["person_code"] for row in found], clock.today())
    found = [{**row, **_closed(closed.get(row["person_code"]), language)} for row in found]
    wanted = [
        row
        for row in found
        if (everybody or row["severity"]) and q.lower() in f"{row['person_code']} {row['person_name']}".lower()
    ]
    allowed = columns(*_SORTS)
    return sort_rows(wanted, sort, allowed, "-severity,-overdue,person_code")


def _sellers(scope: Scope) -> list[tuple[str, str, str, str, int]]:
    rows = people(scope).filter(role__in=[role.value for role in SELLERS])
    return list(rows.values_list("code", "name", "role", "org_unit__code", "daily_capacity"))


def _days(scope: Scope, cycle: str) -> dict[str, dict[str, Any]]:
    """Return what is planned and done today, and the last contact, by person."""
    today = clock.today()
    morning = datetime.combine(today, time(), clock.zone())
    done = Q(state__in=_WORKED, completed_at__gte=morning)
    rows = orders(scope, OrderFilters(cycle=cycle)).order_by().values("assignee_code")
    counted = rows.annotate(
        planned_today=Count("pk", filter=Q(state__in=_OPEN, planned_on__lte=today) | done),
        done_today=Count("pk", filter=done),
        first_day=Min("first_planned_on"),
        first_contact=Max("first_contact_at"),
        last_end=Max("completed_at", filter=Q(contacts__gt=0)),
    )
    return {row["assignee_code"]: {**row, "last_contact_at": _later(row)} for row in counted}


def _later(row: Mapping[str, Any]) -> datetime | None:
    return max((at for at in (row["first_contact"], row["last_end"]) if at is not None), default=None)


def _work(row: Mapping[str, Any] | None, day: Mapping[str, Any] | None) -> PersonWork:
    counts = row or empty_row()
    times = day or _NOTHING_TODAY
    last: datetime | None = times["last_contact_at"]
    first: date | None = times["first_day"]
    return PersonWork(
        **{name: counts[name] for name in ("open", "overdue", "planned_to_date", "contacted", "reached")},
        last_contact_on=clock.day_of(last) if last else None,
        first_planned_on=first,
    )


def _member(
    person: tuple[str, str, str, str, int],
    row: Mapping[str, Any] | None,
    day: Mapping[str, Any] | None,
    usual_reach: float | None,
    tree: Units,
    language: Language,
) -> dict[str, Any]:
    code, name, role, grid, capacity = person
    counts, times = row or empty_row(), day or _NOTHING_TODAY
    findings = help_needed(_work(row, day), usual_reach, clock.today())
    zh, en = tree.names(grid)
    return {
        "person_code": code,
        "person_name": name,
        "role": role,
        "grid_code": grid,
        "grid_name_zh": zh,
        "grid_name_en": en,
        "daily_capacity": capacity,
        **{column: counts[column] for column in _SHOWN},
        **{column: times[column] for column in ("planned_today", "done_today", "last_contact_at")},
        "severity": severity(findings),
        "reasons": reasons(findings, language),
    }


def _closed(close: Mapping[str, Any] | None, language: Language) -> dict[str, Any]:
    """Return how somebody closed today; all empty while he has not."""
    if close is None:
        return {"day_closed_at": None, "day_left": None, "day_left_reason": ""}
    why = say(f"dispatch.left_{close['left_reason']}", language) if close["left_reason"] else ""
    return {"day_closed_at": close["claimed_at"], "day_left": close["left_open"], "day_left_reason": why}


def reasons(findings: Sequence[Finding], language: Language) -> list[dict[str, str]]:
    """Return findings in words."""
    return [
        {"code": finding.code, "text": say(f"monitor.{finding.code}", language, **finding.params)}
        for finding in findings
    ]
