"""Looks at every grid's figures of a month and raises alerts where a rule is broken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from gridloop.kernel import clock
from gridloop.kernel.models import OrgUnit
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, OrgKind
from gridloop.metrics.alert_types import AlertKind, AlertRuleRow, AlertState, Finding
from gridloop.metrics.models import Alert
from gridloop.metrics.queries.alerts import alert_rules
from gridloop.metrics.queries.figures import Book, read_book
from gridloop.metrics.queries.goals import unit_goals
from gridloop.metrics.queries.library import indicators_by_code
from gridloop.metrics.rules import find_anomaly, find_beyond, find_missed, month_range, months_before
from gridloop.metrics.types import Indicator

YEAR = 12


def raise_alerts(*, month: date, actor: Actor) -> int:
    """Raise the alerts of the business month that ended before ``month``; return how many are open.

    Running it again brings the month's alerts up to date: what is no longer found is cleared, what somebody silenced
    stays silent. Months that follow another definition are no history to judge by. One audit row tells the run.
    """
    newest = months_before(month, 1)
    cycle = clock.cycle_of(newest)
    found = dict(_findings(newest))
    now = clock.now()
    with transaction.atomic():
        silenced = _silences(cycle)
        known = {(row.rule, row.org_code): row for row in Alert.objects.filter(cycle=cycle)}
        for (rule, org_code), finding in found.items():
            row = known.get((rule.code, org_code)) or Alert(
                rule=rule.code,
                kind=rule.kind.value,
                indicator=rule.indicator,
                org_code=org_code,
                cycle=cycle,
                raised_at=now,
            )
            row.value, row.expected, row.score = finding.value, finding.expected, finding.score
            before = silenced.get((rule.code, org_code))
            if before is not None:
                row.state, row.reason = AlertState.SILENCED.value, before.reason
                row.silenced_by, row.silenced_until = before.silenced_by, before.silenced_until
            elif row.state == AlertState.CLEARED.value:
                row.state = AlertState.OPEN.value
            row.save()
        firing = {(rule.code, org_code) for rule, org_code in found}
        gone = [row.pk for key, row in known.items() if key not in firing]
        Alert.objects.filter(pk__in=gone).update(state=AlertState.CLEARED.value)
        still_open = Alert.objects.filter(cycle=cycle, state=AlertState.OPEN.value).count()
        audit.record(
            actor=actor,
            action="metrics.raise_alerts",
            object_kind="cycle",
            object_id=cycle,
            found=len(found),
            open=still_open,
            cleared=len(gone),
        )
    return still_open


def _silences(cycle: str) -> dict[tuple[str, str], Alert]:
    rows = Alert.objects.filter(state=AlertState.SILENCED.value, silenced_until__gte=cycle).order_by("cycle")
    return {(row.rule, row.org_code): row for row in rows}


def _findings(month: date) -> Iterator[tuple[tuple[AlertRuleRow, str], Finding]]:
    known = indicators_by_code()
    rules = [rule for rule in alert_rules() if rule.active and rule.indicator in known]
    months = month_range(months_before(month, YEAR), month)
    book = read_book(months, sorted({rule.indicator for rule in rules}))
    grids = list(OrgUnit.objects.filter(kind=OrgKind.GRID.value, active=True).values_list("code", flat=True))
    top = OrgUnit.objects.filter(parent=None, active=True).values_list("code", flat=True).first() or ""
    goals = unit_goals((clock.cycle_of(month),), grids)
    for rule in rules:
        indicator = known[rule.indicator]
        alike = tuple(one for one in months if book.definitions.comparable(indicator, month, one))
        company = _series(book, indicator, alike, top)
        for grid in grids:
            goal = goals.get((grid, indicator.code, clock.cycle_of(month)))
            finding = _finding(rule, indicator, _series(book, indicator, alike, grid), company, month, goal)
            if finding is not None:
                yield (rule, grid), finding


def _series(book: Book, indicator: Indicator, months: tuple[date, ...], org_code: str) -> dict[date, float]:
    values = {month: book.value(indicator, month, org_code) for month in months}
    return {month: value for month, value in values.items() if value is not None}


def _finding(
    rule: AlertRuleRow,
    indicator: Indicator,
    values: dict[date, float],
    company: dict[date, float],
    month: date,
    goal: float | None,
) -> Finding | None:
    if rule.kind is AlertKind.ANOMALY:
        return find_anomaly(values, company, month, indicator.direction, rule.limit)
    if rule.kind is AlertKind.GOAL:
        return find_missed(values.get(month), goal, indicator.direction, rule.limit)
    return find_beyond(values.get(month), rule.limit, rule.kind)
