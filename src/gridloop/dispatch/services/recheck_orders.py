"""Asking the contact policy again about orders that nobody has worked yet."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from gridloop.campaign.types import CampaignFacts
from gridloop.contact.services.ask_gate import ask_gate_table
from gridloop.contact.types import Channel, HoldReason
from gridloop.dispatch.models import ChangeCounter, WorkOrder
from gridloop.dispatch.services.keep_slots import give_slots_back, source_of
from gridloop.dispatch.types import OPEN_STATES, OrderState, SourceKind
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor

_LASTING = pa.array(
    [
        HoldReason.DO_NOT_DISTURB.value,
        HoldReason.NO_CONSENT.value,
        HoldReason.GLOBAL_CONTROL.value,
        HoldReason.OPEN_COMPLAINT.value,
        HoldReason.RECENTLY_REFUSED.value,
    ],
    pa.string(),
)
"""What can have become of a customer since his order was made. Caps cannot: the order's own slot is among them."""
_CHUNK = 5_000


def recheck_orders(*, campaign: CampaignFacts, on: date, actor: Actor) -> Counter[str]:
    """Hold the open orders of customers who may not be contacted any more; return how many for each reason.

    An order that was already worked goes on: the customer knows of it, and what he said is kept with it.
    """
    held: Counter[str] = Counter()
    rows = WorkOrder.objects.filter(
        source_kind=SourceKind.CAMPAIGN,
        source_id=campaign.code,
        state__in=[state.value for state in OPEN_STATES],
        contacts=0,
    )
    for step in sorted(set(rows.order_by().values_list("step", flat=True))):
        last = ""
        while chunk := list(rows.filter(step=step, customer_id__gt=last).order_by("customer_id")[:_CHUNK]):
            last = chunk[-1].customer_id
            held += _hold(chunk, on, actor)
    return held


def _hold(rows: list[WorkOrder], on: date, actor: Actor) -> Counter[str]:
    if not rows:
        return Counter()
    answers = ask_gate_table(
        customer_ids=[row.customer_id for row in rows],
        channel=Channel(rows[0].channel),
        on=on,
        source=source_of(rows[0]),
    )
    refused = answers.filter(pc.is_in(answers["reason"], value_set=_LASTING))
    reasons = dict(zip(refused["customer_id"].to_pylist(), refused["reason"].to_pylist(), strict=True))
    if not reasons:
        return Counter()
    with transaction.atomic():
        seq = ChangeCounter.take()
        keys = [row.pk for row in rows if row.customer_id in reasons]
        fresh = [
            row
            for start in range(0, len(keys), 500)
            for row in WorkOrder.objects.select_for_update().filter(
                pk__in=keys[start : start + 500], state__in=[state.value for state in OPEN_STATES], contacts=0
            )
        ]
        for row in fresh:
            row.state, row.held_reason = OrderState.HELD.value, reasons[row.customer_id]
            row.planned_on, row.change_seq = None, seq
        WorkOrder.objects.bulk_update(fresh, ["state", "held_reason", "planned_on", "change_seq"], 500)
        give_slots_back(fresh, actor)
        found = Counter(row.held_reason for row in fresh)
        audit.record(
            actor=actor,
            action="order.hold",
            object_kind="campaign",
            object_id=rows[0].source_id,
            held=dict(found),
        )
    return found
