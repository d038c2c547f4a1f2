"""The contact log, opt-outs and slots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
from django.db.models import Count, QuerySet

from gridloop.contact.models import Contact, OptOut, SlotReservation
from gridloop.contact.types import Channel, OptOutRow, Slot, SourceRef
from gridloop.kernel.scope import row_condition
from gridloop.kernel.types import Scope
from gridloop.territory import queries as territory
from gridloop.territory.types import OwnerRow

_LOGGED = (
    "customer_id",
    "channel",
    "direction",
    "outcome",
    "objection",
    "competitor",
    "competitor_contract_end_on",
    "best_time",
    "made_on",
    "made_by",
    "grid_code",
    "source_kind",
    "source_id",
    "step",
    "cycle",
)


def contacts_of(scope: Scope, customer_id: str, *, owner: OwnerRow | None = None) -> QuerySet[Contact]:
    """Return all contacts of a customer inside the scope, newest first, whoever made them.

    ``owner`` is the customer's, when the caller has asked for it in the same scope already. Raises
    ``NotFoundProblem`` for a customer outside the scope.
    """
    _check_within(scope, customer_id, owner)
    return Contact.objects.filter(customer_id=customer_id)


def contact_log(scope: Scope, *, first: date, last: date) -> pa.Table:
    """Return the contacts made from ``first`` to ``last`` in the scope's grids, as columns."""
    rows = Contact.objects.filter(row_condition(scope, person="made_by"), made_on__range=(first, last))
    columns = list(zip(*rows.order_by("made_at", "id").values_list(*_LOGGED), strict=True)) or [()] * len(_LOGGED)
    kinds = {"competitor_contract_end_on": pa.date32(), "made_on": pa.date32(), "step": pa.int64()}
    return pa.table(
        {
            name: pa.array(list(column), kinds.get(name, pa.string()))
            for name, column in zip(_LOGGED, columns, strict=True)
        }
    )


def contacts_reached(*, first: date, last: date) -> pa.Table:
    """Return how often each customer was reached by a contact that we began, from ``first`` to ``last``.

    Columns are customer_id and contacts; whoever was not reached is not among them.
    """
    rows = Contact.objects.filter(made_on__range=(first, last), uses_slot=True).order_by()
    counted = list(rows.values_list("customer_id").annotate(contacts=Count("id")))
    customers, contacts = zip(*counted, strict=True) if counted else ((), ())
    return pa.table({"customer_id": pa.array(customers, pa.string()), "contacts": pa.array(contacts, pa.int64())})


def order_contacts(scope: Scope, *, cycle: str) -> QuerySet[Contact]:
    """Return the contacts made for work orders of a cycle in the scope's grids, in the order they were made."""
    rows = Contact.objects.filter(row_condition(scope, person="made_by"), cycle=cycle)
    return rows.exclude(order_id="").order_by("made_at", "id")


def opt_outs(scope: Scope, customer_id: str, *, owner: OwnerRow | None = None) -> list[OptOutRow]:
    """Return the opt-outs of a customer inside the scope; see ``contacts_of``."""
    _check_within(scope, customer_id, owner)
    return [opt_out_row(row) for row in OptOut.objects.filter(customer_id=customer_id)]


def opt_outs_after(after_id: int, limit: int = 1000) -> list[OptOutRow]:
    """Return the opt-outs recorded after the one with that id, in order: what later stages pull and act on."""
    return [opt_out_row(row) for row in OptOut.objects.filter(pk__gt=after_id).order_by("pk")[:limit]]


def planned_slots(source: SourceRef, customer_ids: Sequence[str] | None = None) -> list[Slot]:
    """Return the slots planned for a source, all or those of some customers."""
    rows = SlotReservation.objects.filter(
        source_kind=source.kind,
        source_id=source.id,
        step=source.step,
        cycle=source.cycle,
        state=SlotReservation.State.PLANNED,
    )
    found: list[Any] = []
    for chunk in _chunks(customer_ids):
        chosen = rows if chunk is None else rows.filter(customer_id__in=chunk)
        found += chosen.values_list("customer_id", "channel", "planned_on")
    return [Slot(customer, Channel(channel), day) for customer, channel, day in found]


def opt_out_row(row: OptOut) -> OptOutRow:
    """Return an opt-out as other stages see it."""
    channel = None if row.channel == "all" else Channel(row.channel)
    return OptOutRow(row.pk, row.customer_id, channel, row.since, row.said_to, row.source, row.note)


def _check_within(scope: Scope, customer_id: str, owner: OwnerRow | None) -> None:
    if owner is None or owner.customer_id != customer_id:
        territory.owner_of(scope, customer_id)


def _chunks(ids: Sequence[str] | None) -> Iterator[Sequence[str] | None]:
    if ids is None:
        yield None
        return
    for start in range(0, len(ids), 500):
        yield ids[start : start + 500]
