"""Writing slot reservations so that no two writers take the same number of a customer's calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from django.db.models import Max, QuerySet

from gridloop.contact.models import SlotReservation
from gridloop.contact.types import Slot, SourceRef
from gridloop.kernel import clock

_ONE_QUERY = 500


def last_numbers(customer_ids: Iterable[str]) -> dict[str, int]:
    """Return the last number of each customer's calendar. Read this before counting his contacts."""
    ids = list(customer_ids)
    numbers: dict[str, int] = {}
    for start in range(0, len(ids), _ONE_QUERY):
        rows = SlotReservation.objects.order_by().filter(customer_id__in=ids[start : start + _ONE_QUERY])
        numbers |= dict(rows.values("customer_id").annotate(last=Max("sequence")).values_list("customer_id", "last"))
    return numbers


def planned_of(source: SourceRef) -> QuerySet[SlotReservation]:
    """Return the slots that a source has planned and neither used nor given back."""
    return SlotReservation.objects.filter(
        source_kind=source.kind,
        source_id=source.id,
        step=source.step,
        cycle=source.cycle,
        state=SlotReservation.State.PLANNED,
    )


def give_back(source: SourceRef, customer_ids: Sequence[str]) -> int:
    """Give back the slots that a source has planned with some customers; return how many."""
    rows, given = planned_of(source), 0
    for start in range(0, len(customer_ids), _ONE_QUERY):
        chosen = rows.filter(customer_id__in=list(customer_ids[start : start + _ONE_QUERY]))
        given += chosen.update(state=SlotReservation.State.RELEASED)
    return given


def take_slots(
    slots: Sequence[Slot], source: SourceRef, numbers: dict[str, int], state: SlotReservation.State
) -> set[str]:
    """Take the next number of each slot's customer; return the customers whose number nobody else took first."""
    token = uuid4()
    SlotReservation.objects.bulk_create(
        [_row(slot, source, numbers, state, token) for slot in slots], batch_size=1000, ignore_conflicts=True
    )
    return set(SlotReservation.objects.filter(token=token).values_list("customer_id", flat=True))


def _row(
    slot: Slot, source: SourceRef, numbers: dict[str, int], state: SlotReservation.State, token: UUID
) -> SlotReservation:
    return SlotReservation(
        customer_id=slot.customer_id,
        sequence=numbers.get(slot.customer_id, 0) + 1,
        channel=slot.channel.value,
        planned_on=slot.planned_on,
        state=state,
        source_kind=source.kind,
        source_id=source.id,
        step=source.step,
        cycle=source.cycle,
        token=token,
        reserved_at=clock.now(),
    )
