"""Planned contacts that follow an agreement: the day stands, and everybody else's plans count with it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from gridloop.contact.models import SlotReservation
from gridloop.contact.services.take_slots import give_back, last_numbers, take_slots
from gridloop.contact.types import Slot, SourceRef
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor

_TRIES = 8


def agree_slots(*, slots: Sequence[Slot], source: SourceRef, actor: Actor) -> None:
    """Plan a source's contacts for agreed days, in place of those it had planned with these customers.

    The gate is not asked: the customer, or whoever took the work over, has agreed to the day. Each slot takes a new
    number of the customer's calendar, so that plans which were being counted meanwhile count again. Raises ``Problem``
    (503) when others keep taking the number first; the caller may try again.
    """
    with transaction.atomic():
        customers = [slot.customer_id for slot in slots]
        give_back(source, customers)
        left = list(slots)
        for _ in range(_TRIES):
            if not left:
                break
            won = take_slots(left, source, last_numbers(customers), SlotReservation.State.PLANNED)
            left = [slot for slot in left if slot.customer_id not in won]
        if left:
            raise Problem("contact.busy", 503)
        audit.record(
            actor=actor,
            action="slot.agree",
            object_kind=source.kind,
            object_id=source.id,
            step=source.step,
            cycle=source.cycle,
            planned=len(slots),
        )
