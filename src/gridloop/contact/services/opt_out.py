"""Do not disturb: final."""

from __future__ import annotations

from django.db import transaction

from gridloop.contact.models import OptOut, SlotReservation
from gridloop.contact.queries.read_contacts import opt_out_row
from gridloop.contact.types import Channel, OptOutRow
from gridloop.kernel import clock
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor


def opt_out(*, customer_id: str, channel: Channel | None, actor: Actor, source: str, note: str = "") -> OptOutRow:
    """Never contact a customer again, by one channel or (``None``) by any; return the opt-out.

    It is final, and asked for again it stays as it was first said. Slots planned with him are given back. Open work
    orders are not contact's to cancel: the caller does that in the same transaction, or pulls ``opt_outs_after``.
    ``source`` says where it was said: the phone app, the console, a feed.
    """
    word = channel.value if channel else "all"
    with transaction.atomic():
        row = OptOut(
            customer_id=customer_id,
            channel=word,
            since=clock.now(),
            said_to=actor.name,
            source=source,
            note=note,
        )
        OptOut.objects.bulk_create([row], ignore_conflicts=True)
        planned = SlotReservation.objects.filter(customer_id=customer_id, state=SlotReservation.State.PLANNED)
        if channel is not None:
            planned = planned.filter(channel=word)
        released = planned.update(state=SlotReservation.State.RELEASED)
        stored = OptOut.objects.get(customer_id=customer_id, channel=word)
        audit.record(
            actor=actor,
            action="contact.opt_out",
            object_kind="customer",
            object_id=customer_id,
            channel=word,
            source=source,
            released=released,
        )
    return opt_out_row(stored)
