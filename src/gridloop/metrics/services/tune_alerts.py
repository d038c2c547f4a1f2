"""Silences an alert or wakes it, and tunes the rules that raise them."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem, Trouble
from gridloop.kernel.services import audit
from gridloop.metrics.alert_types import AlertKind, AlertRuleRow, AlertState
from gridloop.metrics.models import Alert, AlertRule
from gridloop.metrics.queries.alerts import alert, alert_rules, own_rule_code
from gridloop.metrics.queries.figures import indicator_cycles
from gridloop.metrics.queries.library import indicator_definitions
from gridloop.metrics.rules import months_before
from gridloop.metrics.services.raise_alerts import raise_alerts

if TYPE_CHECKING:
    from gridloop.kernel.types import Actor, Scope

LEAST_REASON = 2
MOST_CYCLES = 12


def silence_alert(*, scope: Scope, actor: Actor, alert_id: int, reason: str, cycles: int) -> Alert:
    """Silence an alert, and the same one of the next ``cycles`` - 1 months, with a reason.

    Raises ``Problem``: 404 outside the scope, 400 without a reason or for more than a year.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise Problem("metrics.reason_needed", 400, (Trouble("reason", "metrics.reason_needed"),))
    if not 1 <= cycles <= MOST_CYCLES:
        raise Problem("metrics.silence_too_long", 400, (Trouble("cycles", "metrics.silence_too_long"),))
    found = alert(scope, alert_id)
    until = clock.cycle_of(months_before(clock.month_of(found.cycle), 1 - cycles))
    with transaction.atomic():
        found.state, found.reason = AlertState.SILENCED.value, reason.strip()
        found.silenced_by, found.silenced_until = actor.name, until
        found.save()
        audit.record(
            actor=actor,
            action="metrics.silence_alert",
            object_kind="alert",
            object_id=found.pk,
            rule=found.rule,
            org=found.org_code,
            until=until,
            reason=found.reason,
        )
    return found


def wake_alert(*, scope: Scope, actor: Actor, alert_id: int) -> Alert:
    """Open a silenced alert again, and let the same one of later months be heard.

    Raises ``Problem``: 404 outside the scope, 409 for one that is not silenced.
    """
    found = alert(scope, alert_id)
    if found.state != AlertState.SILENCED.value:
        raise Problem("metrics.not_silenced", 409)
    with transaction.atomic():
        alike = Alert.objects.filter(rule=found.rule, org_code=found.org_code, state=AlertState.SILENCED.value)
        alike.filter(silenced_until__gte=found.cycle).update(silenced_until=F("cycle"))
        found.state, found.reason, found.silenced_by, found.silenced_until = AlertState.OPEN.value, "", "", ""
        found.save()
        audit.record(
            actor=actor, action="metrics.wake_alert", object_kind="alert", object_id=found.pk,
            rule=found.rule, org=found.org_code,
        )  # fmt: skip
    return found


def tune_rule(*, actor: Actor, code: str, limit: float, active: bool) -> AlertRuleRow:
    """Change a rule's limit or switch it off, and look at the newest month by it at once.

    Raises ``Problem``: 404 for an unknown rule, 400 for a limit that cannot be.
    """
    found = next((rule for rule in alert_rules() if rule.code == code), None)
    if found is None:
        raise NotFoundProblem("alert_rule", code)
    return _put(actor, code, found.kind, limit, active=active)


def watch_indicator(*, actor: Actor, indicator: str, kind: AlertKind, limit: float) -> AlertRuleRow:
    """Have an indicator watched in every grid by a rule of the operator's own, from the newest month on.

    Raises ``Problem``: 404 for an indicator that is not in force, 409 when it is watched in this way already, 400 for a
    limit that cannot be.
    """
    if indicator not in {one.code for one in indicator_definitions()}:
        raise Problem("metrics.unknown_indicator", 404, indicator=indicator)
    if any((rule.indicator, rule.kind) == (indicator, kind) for rule in alert_rules()):
        raise Problem("metrics.rule_taken", 409, (Trouble("kind", "metrics.rule_taken"),))
    return _put(actor, own_rule_code(indicator, kind), kind, limit, active=True)


def _put(actor: Actor, code: str, kind: AlertKind, limit: float, *, active: bool) -> AlertRuleRow:
    counts_up = kind in (AlertKind.ANOMALY, AlertKind.GOAL)
    if not isfinite(limit) or (counts_up and limit <= 0):
        raise Problem("metrics.bad_limit", 400, (Trouble("limit", "metrics.bad_limit"),))
    with transaction.atomic():
        AlertRule.objects.update_or_create(
            code=code,
            defaults={"limit": limit, "active": active, "changed_by": actor.name, "changed_at": clock.now()},
        )
        audit.record(
            actor=actor,
            action="metrics.tune_alert",
            object_kind="alert_rule",
            object_id=code,
            limit=limit,
            active=active,
        )
    cycles = indicator_cycles()
    if cycles:
        raise_alerts(month=months_before(cycles[-1], -1), actor=actor)
    return next(rule for rule in alert_rules() if rule.code == code)
