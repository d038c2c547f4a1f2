"""The operator names the competitors that a seller may meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from django.db import IntegrityError, transaction

from gridloop.contact.models import CompetitorList
from gridloop.contact.queries.read_competitors import competitors_in_force
from gridloop.contact.types import Competitor, CompetitorsInForce
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem, Trouble
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor


def set_competitors(*, items: Sequence[Competitor], actor: Actor) -> CompetitorsInForce:
    """Put a list in force from now on; phones get it when they next ask. The same list again changes nothing.

    Raises ``Problem``: 422 for a code that stands there twice, 409 when somebody else set a list at the same time.
    """
    twice = [code for code, times in Counter(one.code for one in items).items() if times > 1]
    if twice:
        raise Problem(
            "contact.competitors_twice", 422, (Trouble("items", "contact.competitor_twice", {"code": twice[0]}),)
        )
    try:
        with transaction.atomic():
            before = competitors_in_force()
            if before.version and before.items == tuple(items):
                return before
            row = CompetitorList.objects.create(
                version=before.version + 1,
                items=[asdict(one) for one in items],
                set_by=actor.name,
                set_at=clock.now(),
            )
            audit.record(
                actor=actor,
                action="contact.set_competitors",
                object_kind="competitor_list",
                object_id=row.version,
                before=[one.code for one in before.items],
                after=[one.code for one in items],
            )
    except IntegrityError as error:
        raise Problem("contact.competitors_raced", 409) from error
    return competitors_in_force()
