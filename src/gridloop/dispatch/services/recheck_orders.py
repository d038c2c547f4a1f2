"""Asking the contact policy again about orders that nobody has worked yet."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.db.models import QuerySet

from gridloop.campaign.types import CampaignFacts
from gridloop.contact.services.ask_gate import ask_gate_table
from gridloop.contact.types import Channel, HoldReason, SourceRef
from gridloop.dispatch.models import ChangeCounter, WorkOrder
from gridloop.dispatch.services.keep_slots import give_slots_back
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
    rows = _unworked().filter(source_kind=SourceKind.CAMPAIGN, source_id=campaign.code)
    for step in sorted(set(rows.order_by().values_list("step", flat=True))):
        source = SourceRef(kind=SourceKind.CAMPAIGN.value, id=campaign.code, step=step, cycle=campaign.cycle)
        last = ""
        while customers := _after(rows.filter(step=step), last):
            last = customers[-1]
            reasons = _refused(customers, campaign, source, on)
            if reasons:
                held += _hold(reasons, source, actor)
    return held


def _unworked() -> QuerySet[WorkOrder]:
    return WorkOrder.objects.filter(state__in=[state.value for state in OPEN_STATES], contacts=0)


def _after(rows: QuerySet[WorkOrder], customer_id: str) -> list[str]:
    following = rows.filter(customer_id__gt=customer_id).order_by("customer_id")
    return list(following.values_list("customer_id", flat=True)[:_CHUNK])


def _refused(customers: list[str], campaign: CampaignFacts, source: SourceRef, on: date) -> dict[str, str]:
    channel = Channel(campaign.channel.value)
    answers = ask_gate_table(customer_ids=customers, channel=channel, on=on, source=source)
    refused = answers.filter(pc.is_in(answers["reason"], value_set=_LASTING))
    return dict(zip(refused["customer_id"].to_pylist(), refused["reason"].to_pylist(), strict=True))


def _hold(reasons: dict[str, str], source: SourceRef, actor: Actor) -> Counter[str]:
    customers = list(reasons)
    with transaction.atomic():
        seq = ChangeCounter.take()
        own = _unworked().filter(source_kind=source.kind, source_id=source.id, step=source.step)
        rows = [
            row
            for start in range(0, len(customers), 500)
            for row in own.select_for_update().filter(customer_id__in=customers[start : start + 500])
        ]
        for row in rows:
            row.state, row.held_reason = OrderState.HELD.value, reasons[row.customer_id]
            row.planned_on, row.change_seq = None, seq
        WorkOrder.objects.bulk_update(rows, ["state", "held_reason", "planned_on", "change_seq"], 500)
        give_slots_back(rows, actor)
        found = Counter(row.held_reason for row in rows)
        audit.record(
            actor=actor,
            action="order.hold",
            object_kind="campaign",
            object_id=source.id,
            held=dict(found),
        )
    return found
