"""A person answers a question about a report."""

from __future__ import annotations

from django.db import transaction

from gridloop.contact.types import Outcome
from gridloop.evaluate.models import ConfirmedOutcome, TruthCheck
from gridloop.evaluate.services.post_provisional import post_provisional
from gridloop.evaluate.services.write_outcomes import FOUND_FALSE
from gridloop.evaluate.types import CheckState
from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor


def decide_check(*, check_id: int, state: CheckState, note: str, actor: Actor) -> TruthCheck:
    """Record what somebody found out about a report, and move the points that hung on it.

    The answer is to every open question about the same report: nobody is asked twice. A report found false loses its
    success; one that is true, or that nobody can tell any more, gets its points. The same answer again changes
    nothing. Raises ``Problem``: 400 for no answer, 409 when it was answered otherwise, 403 for one's own report.
    """
    if state is CheckState.OPEN:
        raise Problem("evaluate.check_needs_answer", 400)
    with transaction.atomic():
        check = TruthCheck.objects.select_for_update().filter(pk=check_id).first()
        if check is None:
            raise NotFoundProblem("truth_check", check_id)
        if actor.person_code is not None and actor.person_code == check.person_code:
            raise Problem("evaluate.check_own", 403)
        if check.state != CheckState.OPEN.value:
            if check.state == state.value:
                return check
            raise Problem("evaluate.check_decided", 409, who=check.decided_by)
        answer = {"state": state.value, "note": note, "decided_at": clock.now(), "decided_by": actor.name}
        same = TruthCheck.objects.filter(contact_id=check.contact_id, state=CheckState.OPEN.value)
        answered = same.update(**answer)
        if state is CheckState.FALSE and check.claim == Outcome.ACCEPTED.value:
            sale = ConfirmedOutcome.objects.filter(order_id=check.order_id, pays=True)
            sale.update(pays=False, unpaid_because=FOUND_FALSE)
        audit.record(
            actor=actor, action="truth.answer", object_kind="truth_check", object_id=check.pk, state=state.value,
            person=check.person_code, questions=answered,
        )  # fmt: skip
        order = ConfirmedOutcome.objects.filter(order_id=check.order_id).first()
        if order is not None:
            post_provisional(cycle=check.cycle, actor=actor, people=[order.assignee_code])
        check.refresh_from_db()
    return check
