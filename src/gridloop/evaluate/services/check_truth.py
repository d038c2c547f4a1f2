"""Opens the questions that reports raise; answers are people's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from gridloop.contact.types import Outcome
from gridloop.evaluate.models import ConfirmedOutcome, TruthCheck
from gridloop.evaluate.queries.orders import cycle_reports
from gridloop.evaluate.rules.plausibility import Report, suspicions
from gridloop.evaluate.types import CheckKind, OutcomeState
from gridloop.kernel import clock
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor

_BATCH = 500


def check_truth(*, cycle: str, evidence_through: date | None, actor: Actor) -> int:
    """Ask about the reports of a cycle that are not plausible, or that no feed bears out; return how many are new.

    Nothing is debited: points of a suspected report are held until somebody has answered.
    """
    orders = {row.order_id: row for row in ConfirmedOutcome.objects.filter(cycle=cycle)}
    reports = {report.contact_id: report for report in cycle_reports(cycle)}
    asked = [
        _question(cycle, reports[found.contact_id], found.kind, found.detail, orders)
        for found in suspicions(list(reports.values()))
    ]
    asked += [
        _question(cycle, reports[row.contact_id], CheckKind.UNCONFIRMED_CLAIM, _unseen(row, evidence_through), orders)
        for row in orders.values()
        if row.outcome == Outcome.ACCEPTED.value
        and row.state == OutcomeState.MISSED.value
        and row.contact_id in reports
    ]
    with transaction.atomic():
        known = set(TruthCheck.objects.filter(cycle=cycle).values_list("kind", "contact_id"))
        new = [check for check in asked if (check.kind, check.contact_id) not in known]
        TruthCheck.objects.bulk_create(new, batch_size=_BATCH, ignore_conflicts=True)
        if new:
            audit.record(actor=actor, action="truth.ask", object_kind="cycle", object_id=cycle, questions=len(new))
    return len(new)


def _unseen(row: ConfirmedOutcome, through: date | None) -> dict[str, int | str]:
    return {"through": str(through), "offer": row.offer_code}


def _question(
    cycle: str,
    report: Report,
    kind: CheckKind,
    detail: Mapping[str, int | str],
    orders: Mapping[str, ConfirmedOutcome],
) -> TruthCheck:
    order = orders.get(report.order_id)
    return new_check(
        cycle=cycle,
        kind=kind,
        detail=dict(detail),
        person_code=report.person_code,
        grid_code=order.grid_code if order else "",
        campaign_code=order.campaign_code if order else "",
        customer_id=report.customer_id,
        order_id=report.order_id,
        contact_id=report.contact_id,
        channel=report.channel,
        claim=report.outcome,
        claimed_at=report.claimed_at,
    )


def new_check(*, kind: CheckKind, **facts: Any) -> TruthCheck:
    """Return a question not yet written, opened now."""
    return TruthCheck(kind=kind.value, opened_at=clock.now(), **facts)
