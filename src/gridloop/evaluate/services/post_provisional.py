"""Keeps the success points in step with what was reported and confirmed so far."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from gridloop.evaluate.models import CycleClose
from gridloop.evaluate.queries.reckoning import success_lines_of, truth_lines_of
from gridloop.evaluate.queries.visible import month_of
from gridloop.evaluate.schemes import scheme_of
from gridloop.evaluate.services.post_lines import post_lines
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor


def post_provisional(*, cycle: str, actor: Actor, people: Collection[str] | None = None) -> int:
    """Post what changed in the success points of a cycle (of everybody, or of some people); return how many entries.

    Reported successes count provisionally until their window is over; confirmed ones are confirmed, those asked about
    are held. Points that lose their reason go back by an entry of their own. After the close the truth rate is
    kept in step as well: late answers and late evidence then become corrections that the next close pays.
    """
    scheme = scheme_of(month_of(cycle))
    with transaction.atomic():
        lines = success_lines_of(cycle, scheme, people)
        if CycleClose.objects.filter(cycle=cycle).exists():
            lines += truth_lines_of(cycle, scheme, people)
        posted = post_lines(cycle=cycle, lines=lines, scheme_version=scheme.version, actor=actor)
        if posted:
            audit.record(actor=actor, action="points.post", object_kind="cycle", object_id=cycle, entries=posted)
    return posted
