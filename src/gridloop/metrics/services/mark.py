"""Sets a manual tag on customers, and takes it away."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem, Trouble
from gridloop.kernel.services import audit
from gridloop.metrics.models import TagMark
from gridloop.metrics.queries.library import tag_definitions
from gridloop.metrics.queries.marks import own_customers
from gridloop.metrics.types import MarkReport, TagType

if TYPE_CHECKING:
    from gridloop.kernel.types import Actor, Scope

MOST_AT_ONCE = 5_000
LEAST_REASON = 2


def set_marks(*, scope: Scope, actor: Actor, tag: str, customer_ids: Sequence[str], reason: str) -> MarkReport:
    """Set a manual tag on customers of the scope, with the reason; those who carry it keep their first reason.

    One audit row tells all of them. Raises ``Problem``: 404 for a tag that is not manual or not in force, 400 without
    customers or reason.
    """
    wanted = _wanted(tag, customer_ids, reason)
    known = own_customers(scope, wanted)
    with transaction.atomic():
        there = set(TagMark.objects.filter(tag=tag, customer_id__in=known).values_list("customer_id", flat=True))
        fresh = [one for one in wanted if one in known and one not in there]
        now = clock.now()
        TagMark.objects.bulk_create(
            [TagMark(tag=tag, customer_id=one, reason=reason.strip(), set_by=actor.name, set_at=now) for one in fresh],
            ignore_conflicts=True,
            batch_size=500,
        )
        if fresh:
            audit.record(
                actor=actor,
                action="metrics.set_mark",
                object_kind="tag",
                object_id=tag,
                customers=fresh,
                reason=reason.strip(),
            )
    return MarkReport(len(fresh), len(there), tuple(one for one in wanted if one not in known))


def remove_marks(*, scope: Scope, actor: Actor, tag: str, customer_ids: Sequence[str], reason: str) -> MarkReport:
    """Take a manual tag from customers of the scope, with the reason; see ``set_marks`` for what is refused."""
    wanted = _wanted(tag, customer_ids, reason)
    known = own_customers(scope, wanted)
    with transaction.atomic():
        rows = TagMark.objects.filter(tag=tag, customer_id__in=known)
        gone = sorted(rows.values_list("customer_id", flat=True))
        rows.delete()
        if gone:
            audit.record(
                actor=actor,
                action="metrics.remove_mark",
                object_kind="tag",
                object_id=tag,
                customers=gone,
                reason=reason.strip(),
            )
    return MarkReport(len(gone), len(known) - len(gone), tuple(one for one in wanted if one not in known))


def _wanted(tag: str, customer_ids: Sequence[str], reason: str) -> list[str]:
    manual = {one.code for one in tag_definitions() if one.type is TagType.MANUAL}
    if tag not in manual:
        raise NotFoundProblem("tag", tag)
    wanted = list(dict.fromkeys(filter(None, map(_plain, customer_ids))))
    troubles = []
    if not 0 < len(wanted) <= MOST_AT_ONCE:
        troubles.append(Trouble("customer_ids", "metrics.marks_wanted", {"most": MOST_AT_ONCE}))
    if len(reason.strip()) < LEAST_REASON:
        troubles.append(Trouble("reason", "metrics.reason_needed"))
    if troubles:
        raise Problem("metrics.mark_refused", 400, tuple(troubles))
    return wanted


def _plain(customer_id: str) -> str:
    """Return an id as it is kept: a sheet may have it in full-width digits, or behind an apostrophe."""
    return unicodedata.normalize("NFKC", customer_id).strip().lstrip("'").strip("\u200b\ufeff")
