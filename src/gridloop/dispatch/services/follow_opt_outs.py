"""Open orders of customers who said "do not disturb" anywhere: they are taken back."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from gridloop.contact.queries import opt_outs_after
from gridloop.contact.types import Channel
from gridloop.dispatch.models import ChangeCounter, OptOutCursor, WorkOrder
from gridloop.dispatch.types import OPEN_STATES, EndReason, OrderState
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor

_CHUNK = 1_000
WITHDRAWABLE = [state.value for state in OPEN_STATES | {OrderState.HELD}]


def follow_opt_outs(*, actor: Actor, overlap: int = 0) -> int:
    """Take back the open orders of all customers who opted out since this was last done; return how many.

    ``overlap`` looks at so many older opt-outs again: numbers are given before they are committed, so that on some
    databases one may appear late, behind the position.
    """
    position = OptOutCursor.position()
    after = max(0, position - overlap)
    withdrawn = 0
    while said := opt_outs_after(after, _CHUNK):
        with transaction.atomic():
            seq = ChangeCounter.take()
            for channel in {one.channel for one in said}:
                customers = [one.customer_id for one in said if one.channel is channel]
                withdrawn += withdraw(customers=customers, channel=channel, seq=seq, actor=actor)
            after = said[-1].id
            OptOutCursor.move(max(after, position))
    return withdrawn


def withdraw(
    *, customers: Iterable[str], channel: Channel | None, seq: int, actor: Actor, besides: UUID | None = None
) -> int:
    """Cancel the open orders (by one channel, or all) of customers who are not to be disturbed; return how many.

    Must be called inside a transaction that has taken ``seq``. ``besides`` is an order that is left alone.
    """
    rows = WorkOrder.objects.filter(customer_id__in=list(customers), state__in=WITHDRAWABLE)
    if channel is not None:
        rows = rows.filter(channel=channel.value)
    if besides is not None:
        rows = rows.exclude(pk=besides)
    cancelled = rows.update(
        state=OrderState.CANCELLED,
        end_reason=EndReason.DO_NOT_DISTURB,
        held_reason="",
        planned_on=None,
        change_seq=seq,
    )
    if cancelled:
        audit.record(
            actor=actor,
            action="order.withdraw",
            object_kind="customer",
            object_id="*",
            cancelled=cancelled,
            reason=EndReason.DO_NOT_DISTURB.value,
        )
    return cancelled
