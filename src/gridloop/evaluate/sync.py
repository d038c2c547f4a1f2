"""What a seller's phone shows of points, line by line, and the objections that it sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from gridloop.evaluate import queries
from gridloop.evaluate.models import Appeal
from gridloop.evaluate.queries.points import SHOWN, PersonPoints
from gridloop.evaluate.rules.scheme import MILLI
from gridloop.evaluate.services.appeals import open_appeal
from gridloop.evaluate.types import Account, AppealReason, AppealState, Rule
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.sync_types import Change, MutationContext, PullResult, register_mutation, register_pull
from gridloop.kernel.types import Actor, Scope
from gridloop.kernel.wording import LANGUAGES, say_both

Value = TypeVar("Value")


@register_mutation("appeal")
def take_appeal(args: Mapping[str, Any], context: MutationContext) -> None:
    """Keep that somebody objects to what a rule gave him."""
    open_appeal(
        key=_read(args, "appeal_id", UUID),
        cycle=_read(args, "cycle", str),
        rule=_read(args, "rule", Rule),
        reason=_read(args, "reason", AppealReason),
        actor=context.actor,
    )


def _read(args: Mapping[str, Any], name: str, read: Callable[[Any], Value]) -> Value:
    try:
        return read(args[name])
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Problem("evaluate.appeal_argument_wrong", 422, name=name) from error


@register_pull("points")
def changed_points(scope: Scope, actor: Actor, cursor: str | None) -> PullResult:
    """Return the points of two cycles when a line was posted or an appeal moved since, or when a new cycle began."""
    if actor.person_code is None:
        return PullResult((), "", reset=cursor is None)
    today = clock.today()
    cycles = [clock.cycle_of(clock.previous_month(today)), clock.cycle_of(today)]
    newest = queries.ledger(scope, person_code=actor.person_code).order_by("-id").values_list("id", flat=True).first()
    appeals = list(queries.appeals(scope, person_code=actor.person_code).filter(cycle__in=cycles))
    answered = sum(row.state != AppealState.OPEN.value for row in appeals)
    present = f"{cycles[-1]}:{newest or 0}:{len(appeals)}:{answered}"
    if cursor == present:
        return PullResult((), present)
    changes = tuple(
        _change(queries.person_points(scope, actor.person_code, cycle=cycle), [a for a in appeals if a.cycle == cycle])
        for cycle in cycles
    )
    return PullResult(changes, present, reset=True)


def _change(row: PersonPoints, appeals: list[Appeal]) -> Change:
    value: dict[str, Any] = {
        "cycle": row.cycle,
        **{account.value: row.total(account) / MILLI for account in SHOWN},
        "pay_fen": row.pay_fen,
        "lines": [line for rule in row.rules for line in _lines(row, rule)],
        "appeals": [_appeal(appeal) for appeal in appeals],
    }
    return Change("points", row.cycle, "put", value)


def _lines(row: PersonPoints, rule: Rule) -> list[dict[str, Any]]:
    points = row.rules[rule]
    return [
        {
            "rule": rule.value,
            "name": say_both(f"evaluate.rule_{rule.value}"),
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


def _appeal(row: Appeal) -> dict[str, Any]:
    own_words = {language: row.text for language in LANGUAGES}
    return {
        "id": str(row.key or row.pk),
        "rule": row.rule,
        "text": own_words if row.text else say_both(f"evaluate.appeal_because_{row.reason}"),
        "state": row.state,
        "answer": row.answer,
        "points": row.granted_millipoints / MILLI,
        "opened_at": row.opened_at,
    }
