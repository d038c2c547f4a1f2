"""The contact log: written once, never changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from gridloop.contact.models import Contact, OptOut, SlotReservation
from gridloop.contact.rules import uses_a_slot
from gridloop.contact.services.take_slots import last_numbers, planned_of, take_slots
from gridloop.contact.types import Channel, ContactEntry, ContactRow, Outcome, Slot, SourceRef
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor

_TRIES = 8
_COPIED = (
    "id",
    "customer_id",
    "competitor",
    "competitor_contract_end_on",
    "next_on",
    "note",
    "longitude",
    "latitude",
    "started_at",
    "ended_at",
    "claimed_at",
    "made_by",
    "grid_code",
    "order_id",
)


def log_contact(*, entry: ContactEntry, actor: Actor) -> ContactRow:
    """Write one contact into the log, use up the slot that was planned for it, and return the row.

    The same id again returns what is there (``existed``). A contact after an opt-out is written, because it happened,
    and marked. Raises ``Problem`` (409) when the id belongs to another customer's contact.
    """
    with transaction.atomic():
        stored = Contact.objects.filter(pk=entry.id).first()
        if stored is None:
            stored, existed = _write(entry, actor)
        else:
            existed = True
        if stored.customer_id != entry.customer_id:
            raise Problem("contact.id_taken", 409, id=str(entry.id))
    return ContactRow(
        id=stored.pk,
        customer_id=stored.customer_id,
        channel=Channel(stored.channel),
        outcome=Outcome(stored.outcome),
        made_on=stored.made_on,
        made_at=stored.made_at,
        after_opt_out=stored.after_opt_out,
        existed=existed,
    )


def _write(entry: ContactEntry, actor: Actor) -> tuple[Contact, bool]:
    """Write the contact; return it, or the one that was written meanwhile under the same id, and whether so."""
    row = _new_row(entry)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return Contact.objects.get(pk=entry.id), True
    _use_slot(entry, row)
    audit.record(
        actor=actor,
        action="contact.log",
        object_kind="customer",
        object_id=entry.customer_id,
        contact=str(entry.id),
        channel=entry.channel.value,
        outcome=entry.outcome.value,
        after_opt_out=row.after_opt_out,
    )
    return row, False


def _new_row(entry: ContactEntry) -> Contact:
    now = clock.now()
    given = asdict(entry)
    copied: dict[str, Any] = {name: given[name] for name in _COPIED}
    source = entry.source
    return Contact(
        **copied,
        channel=entry.channel.value,
        direction=entry.direction.value,
        outcome=entry.outcome.value,
        uses_slot=uses_a_slot(entry.channel, entry.outcome, entry.direction),
        objection=entry.objection.value if entry.objection else "",
        best_time=entry.best_time.value if entry.best_time else "",
        made_at=now,
        made_on=clock.day_of(now),
        source_kind=source.kind if source else "",
        source_id=source.id if source else "",
        step=source.step if source else 0,
        cycle=source.cycle if source else "",
        after_opt_out=_opted_out(entry),
    )


def _opted_out(entry: ContactEntry) -> bool:
    channels = Q(channel="all") | Q(channel=entry.channel.value)
    return OptOut.objects.filter(channels, customer_id=entry.customer_id).exists()


def _use_slot(entry: ContactEntry, row: Contact) -> None:
    """Turn the planned slot into a used one; without one, take a number so that plans made meanwhile count again."""
    source = entry.source or SourceRef("contact", str(entry.id), 0, clock.cycle_of(row.made_on))
    planned = planned_of(source).filter(customer_id=entry.customer_id)
    if planned.update(state=SlotReservation.State.USED) or not row.uses_slot:
        return
    slot = Slot(entry.customer_id, entry.channel, row.made_on)
    for _ in range(_TRIES):
        numbers = last_numbers([entry.customer_id])
        if take_slots([slot], source, numbers, SlotReservation.State.USED):
            return
    raise Problem("contact.busy", 503)
