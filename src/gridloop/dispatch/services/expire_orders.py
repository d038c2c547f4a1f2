"""What is still open when its time is over: nothing hangs about for ever."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from gridloop.campaign.queries import campaign_facts
from gridloop.campaign.services.end import end_campaigns
from gridloop.campaign.types import CampaignState
from gridloop.dispatch.models import ChangeCounter, WorkOrder
from gridloop.dispatch.services.follow_opt_outs import WITHDRAWABLE, follow_opt_outs
from gridloop.dispatch.services.keep_slots import give_slots_back
from gridloop.dispatch.services.recall import cancel
from gridloop.dispatch.types import EndReason, OrderState, SourceKind
from gridloop.kernel import clock
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor

_CHUNK = 1_000
_GRACE = timedelta(days=14)
"""How long after its due day an order made by hand may still be worked."""


@dataclass(frozen=True, slots=True)
class ExpiryReport:
    """How many campaigns ended, and how many orders: of closed ones, unanswered, held to the end, opted out."""

    campaigns_ended: int

    campaign_closed: int
    lapsed: int
    held_to_the_end: int
    opted_out: int


def expire_orders(*, on: date, actor: Actor) -> ExpiryReport:
    """End what is over by a day; running it again changes nothing.

    An open order whose campaign is over fails: it was dispatched and due, and nobody got an answer. One for which the
    customer asked for a later day waits for that day, unless its campaign was paused. Orders held to the end, and those
    of a campaign that was closed early, are cancelled. The campaigns themselves end last: one that has ended has no
    open orders but promised ones, wherever a run was killed.
    """
    campaigns = campaign_facts().values()
    closed = [c.code for c in campaigns if c.state is CampaignState.CLOSED]
    ended = [c.code for c in campaigns if c.ends_on < on]
    own = WorkOrder.objects.filter(state__in=WITHDRAWABLE)
    of_campaigns = own.filter(source_kind=SourceKind.CAMPAIGN)
    paused = [c.code for c in campaigns if c.state is CampaignState.PAUSED]
    waits = Q(next_on__gte=on) & ~Q(source_kind=SourceKind.CAMPAIGN, source_id__in=paused)
    over = own.filter(source_kind=SourceKind.CAMPAIGN, source_id__in=ended)
    over |= own.exclude(source_kind=SourceKind.CAMPAIGN).filter(due_on__lt=on - _GRACE)
    held = Q(state=OrderState.HELD)
    return ExpiryReport(
        opted_out=follow_opt_outs(actor=actor),
        campaign_closed=_end(of_campaigns.filter(source_id__in=closed), _cancel(EndReason.CAMPAIGN_CLOSED), actor),
        held_to_the_end=_end(over.filter(held), _cancel(EndReason.LAPSED), actor),
        lapsed=_end(over.exclude(held | waits), _fail, actor),
        campaigns_ended=len(end_campaigns(on=on, actor=actor)),
    )


Ending = Callable[[Sequence[WorkOrder], int, Actor], None]


def _cancel(reason: EndReason) -> Ending:
    return lambda rows, seq, actor: cancel(rows, reason, seq, actor)


def _fail(rows: Sequence[WorkOrder], seq: int, actor: Actor) -> None:
    now = clock.now()
    for row in rows:
        row.state, row.end_reason = OrderState.FAILED.value, EndReason.LAPSED.value
        row.completed_at, row.next_on, row.change_seq = now, None, seq
    WorkOrder.objects.bulk_update(rows, ["state", "end_reason", "completed_at", "next_on", "change_seq"], 500)
    give_slots_back(rows, actor)


def _end(rows: QuerySet[WorkOrder], ending: Ending, actor: Actor) -> int:
    """End orders in chunks of one transaction and one audit row each; return how many."""
    ended = 0
    while True:
        with transaction.atomic():
            seq = ChangeCounter.take()
            chunk = list(rows.select_for_update().order_by("pk")[:_CHUNK])
            if not chunk:
                return ended
            ending(chunk, seq, actor)
            audit.record(
                actor=actor,
                action="order.expire",
                object_kind="work_order",
                object_id="*",
                count=len(chunk),
                reason=chunk[0].end_reason,
            )
        ended += len(chunk)
