"""Reads of alerts and of the rules that raise them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.queries import org_units
from gridloop.metrics.alert_types import AlertKind, AlertRuleRow, AlertState
from gridloop.metrics.models import Alert, AlertRule
from gridloop.metrics.queries.shipped import shipped_rules

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gridloop.kernel.types import Scope


_OWN = "."
"""Between indicator and kind in the code of a rule of the operator's own; no shipped rule has it."""


def own_rule_code(indicator: str, kind: AlertKind) -> str:
    """Return the code of the operator's own rule that watches an indicator in one way."""
    return f"{indicator}{_OWN}{kind.value}"


def alert_rules() -> tuple[AlertRuleRow, ...]:
    """Return the alert rules as the operator has tuned them, then those of his own."""
    rows = {row.code: row for row in AlertRule.objects.all()}
    own = (_own_rule(row) for code, row in rows.items() if _OWN in code)
    shipped = (
        replace(rule, limit=rows[rule.code].limit, active=rows[rule.code].active, tuned=True)
        if rule.code in rows
        else rule
        for rule in shipped_rules()
    )
    return (*shipped, *own)


def _own_rule(row: AlertRule) -> AlertRuleRow:
    indicator, _, kind = row.code.rpartition(_OWN)
    return AlertRuleRow(row.code, indicator, AlertKind(kind), row.limit, row.active, tuned=True)


def alerts(
    scope: Scope,
    *,
    state: AlertState | None = None,
    indicator: str | None = None,
    org_code: str | None = None,
    cycle: str | None = None,
) -> QuerySet[Alert]:
    """Return the alerts of the grids inside the scope, the newest and farthest off first."""
    rows = Alert.objects.filter(org_code__in=org_units(scope).values("code"))
    wanted = {
        "state": state.value if state else None,
        "indicator": indicator,
        "org_code": org_code,
        "cycle": cycle,
    }
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def alert(scope: Scope, alert_id: int) -> Alert:
    """Return one alert inside the scope; raises ``NotFoundProblem``."""
    found = alerts(scope).filter(pk=alert_id).first()
    if found is None:
        raise NotFoundProblem("alert", alert_id)
    return found
