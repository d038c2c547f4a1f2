"""Draws reports for call-backs."""

from __future__ import annotations

from django.db import transaction

from gridloop.evaluate.models import ConfirmedOutcome, TruthCheck
from gridloop.evaluate.queries.visible import month_of
from gridloop.evaluate.rules.sample import draw
from gridloop.evaluate.services.check_truth import new_check
from gridloop.evaluate.types import CheckKind
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor


def draw_sample(*, cycle: str, size: int, actor: Actor) -> tuple[int, int]:
    """Ask for call-backs on ``size`` reports of a cycle, everybody's first; return how many are drawn and new.

    The draw depends on the cycle and the reports alone: anybody can repeat it, nobody can steer it. Drawing again
    with a larger size adds to it.
    """
    month_of(cycle)
    reported = {
        row.contact_id: row
        for row in ConfirmedOutcome.objects.filter(cycle=cycle).exclude(contact_id="").exclude(outcome="")
    }
    drawn = draw(cycle, [(contact, row.assignee_code) for contact, row in reported.items()], size)
    with transaction.atomic():
        asked = TruthCheck.objects.filter(cycle=cycle, kind=CheckKind.CALL_BACK.value)
        known = set(asked.values_list("contact_id", flat=True))
        new = [_call_back(cycle, reported[contact]) for contact in drawn if contact not in known]
        TruthCheck.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
        audit.record(
            actor=actor, action="truth.sample", object_kind="cycle", object_id=cycle, drawn=len(drawn), new=len(new)
        )
    return len(drawn), len(new)


def _call_back(cycle: str, row: ConfirmedOutcome) -> TruthCheck:
    return new_check(
        cycle=cycle,
        kind=CheckKind.CALL_BACK,
        person_code=row.assignee_code,
        grid_code=row.grid_code,
        campaign_code=row.campaign_code,
        customer_id=row.customer_id,
        order_id=row.order_id,
        contact_id=row.contact_id,
        channel=row.channel,
        claim=row.outcome,
        claimed_at=row.reported_at,
    )
