"""What a seller's phone shows of points: the present cycle and the one before, line by line."""

from __future__ import annotations

from typing import Any

from gridloop.evaluate import queries
from gridloop.evaluate.queries.points import SHOWN, PersonPoints
from gridloop.evaluate.rules.scheme import MILLI
from gridloop.evaluate.types import Account
from gridloop.kernel import clock
from gridloop.kernel.sync_types import Change, PullResult, register_pull
from gridloop.kernel.types import Actor, Scope
from gridloop.kernel.wording import LANGUAGES


@register_pull("points")
def changed_points(scope: Scope, actor: Actor, cursor: str | None) -> PullResult:
    """Return the points of two cycles when a line was posted since ``cursor``, or when a new cycle began."""
    if actor.person_code is None:
        return PullResult((), "", reset=cursor is None)
    today = clock.today()
    cycles = [clock.cycle_of(clock.previous_month(today)), clock.cycle_of(today)]
    newest = queries.ledger(scope, person_code=actor.person_code).order_by("-id").values_list("id", flat=True).first()
    present = f"{cycles[-1]}:{newest or 0}"
    if cursor == present:
        return PullResult((), present)
    changes = tuple(_change(queries.person_points(scope, actor.person_code, cycle=cycle)) for cycle in cycles)
    return PullResult(changes, present, reset=True)


def _change(row: PersonPoints) -> Change:
    value: dict[str, Any] = {
        "cycle": row.cycle,
        **{account.value: row.total(account) / MILLI for account in SHOWN},
        "pay_fen": row.pay_fen,
        "lines": [line for rule in row.rules for line in _lines(row, rule)],
    }
    return Change("points", row.cycle, "put", value)


def _lines(row: PersonPoints, rule: Any) -> list[dict[str, Any]]:
    points = row.rules[rule]
    return [
        {
            "text": {
                language: queries.line_text(rule, account, points.held[account], points.evidence[account], language)
                for language in LANGUAGES
            },
            "points": points.held[account] / MILLI,
            "state": account.value,
        }
        for account in SHOWN
        if account is not Account.PAID and points.held.get(account)
    ]
