"""Objections to points, and their answers."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from gridloop.evaluate.models import Appeal, LedgerEntry
from gridloop.evaluate.queries.visible import month_of
from gridloop.evaluate.rules.ledger import Line
from gridloop.evaluate.schemes import scheme_of
from gridloop.evaluate.services.post_lines import add_entries
from gridloop.evaluate.services.post_lines import granted as granted_transfer
from gridloop.evaluate.types import Account, AppealReason, AppealState, Rule
from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor


def open_appeal(
    *,
    cycle: str,
    rule: Rule,
    actor: Actor,
    text: str = "",
    reason: AppealReason | None = None,
    key: UUID | None = None,
) -> Appeal:
    """Object to what a rule gave oneself in a cycle, in one's own words or with a reason from the list.

    ``key`` is made on a phone before sending: the same again returns what is there.

    Raises ``Problem``: 404 when the rule gave nothing there, 409 while an earlier objection to it is open.
    """
    month_of(cycle)
    person = actor.person_code or ""
    existing = Appeal.objects.filter(key=key, person_code=person).first() if key else None
    if existing is not None:
        return existing
    line = LedgerEntry.objects.filter(cycle=cycle, person_code=person, rule=rule.value).order_by("-id").first()
    if line is None:
        raise Problem("evaluate.appeal_nothing", 404, cycle=cycle)
    try:
        with transaction.atomic():
            row = Appeal.objects.create(
                cycle=cycle,
                person_code=person,
                grid_code=line.grid_code,
                rule=rule.value,
                text=text,
                reason=reason.value if reason else "",
                key=key,
                opened_at=clock.now(),
                opened_by=actor.name,
            )
            audit.record(
                actor=actor, action="appeal.open", object_kind="appeal", object_id=row.pk, cycle=cycle, rule=rule.value
            )
    except IntegrityError as error:
        raise Problem("evaluate.appeal_open", 409) from error
    return row


def decide_appeal(*, appeal_id: int, granted: bool, millipoints: int, answer: str, actor: Actor) -> Appeal:
    """Answer an appeal. Granted points become an entry of their own, paid with the next close.

    Raises ``Problem``: 403 for one's own appeal, 409 when it was answered before, 400 when granted without points.
    """
    if granted and millipoints == 0:
        raise Problem("evaluate.appeal_points_needed", 400)
    with transaction.atomic():
        row = Appeal.objects.select_for_update().filter(pk=appeal_id).first()
        if row is None:
            raise NotFoundProblem("appeal", appeal_id)
        if actor.person_code is not None and actor.person_code == row.person_code:
            raise Problem("evaluate.appeal_own", 403)
        if row.state != AppealState.OPEN.value:
            raise Problem("evaluate.appeal_decided", 409, who=row.decided_by)
        row.state = (AppealState.GRANTED if granted else AppealState.REFUSED).value
        row.answer, row.decided_at, row.decided_by = answer, clock.now(), actor.name
        row.granted_millipoints = millipoints if granted else 0
        row.save()
        if granted:
            _post(row, actor)
        audit.record(
            actor=actor, action="appeal.decide", object_kind="appeal", object_id=row.pk, state=row.state,
            millipoints=row.granted_millipoints,
        )  # fmt: skip
    return row


def _post(row: Appeal, actor: Actor) -> None:
    line = Line(
        row.person_code,
        row.grid_code,
        Rule.APPEAL,
        Account.CONFIRMED,
        row.granted_millipoints,
        {"appeal": row.pk, "answer": row.answer, "about": row.rule},
    )
    version = scheme_of(month_of(row.cycle)).version
    add_entries(cycle=row.cycle, needed=[granted_transfer(line)], scheme_version=version, actor=actor)
