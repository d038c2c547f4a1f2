"""One contact with a customer: what happened, and what becomes of his order and of him.

All of it is one transaction. The contact's id is made before sending; the same contact again changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gridloop.campaign.types import WorkingCalendar
from gridloop.contact.services.log_contact import log_contact
from gridloop.contact.services.opt_out import opt_out
from gridloop.contact.types import BestTime, Channel, ContactEntry, ContactRow, Objection, Outcome
from gridloop.dispatch.models import ChangeCounter, OrderRemoval, WorkOrder
from gridloop.dispatch.queries.scope import order_condition
from gridloop.dispatch.rules import LEASE, LONGEST_OFFLINE, follow_up_on, may_postpone_to, state_after
from gridloop.dispatch.services.follow_opt_outs import withdraw
from gridloop.dispatch.services.keep_slots import keep_slots, source_of
from gridloop.dispatch.types import OPEN_STATES, WORKED_STATES, OrderState
from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, Scope

_CHANGED = (
    "contacts",
    "first_contact_at",
    "reached",
    "interested",
    "not_reached",
    "change_seq",
    "outcome",
    "objection",
    "state",
    "completed_at",
    "next_on",
    "planned_on",
)
"""What a contact changes about its order."""


@dataclass(frozen=True, slots=True)
class ContactReport:
    """A contact as somebody reports it (see the sync protocol's ``record_contact``)."""

    contact_id: UUID
    order_id: UUID
    channel: Channel
    outcome: Outcome
    objection: Objection | None = None
    competitor: str = ""
    competitor_contract_end_on: date | None = None
    best_time: BestTime | None = None
    next_on: date | None = None
    note: str = ""
    longitude: float | None = None
    latitude: float | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    claimed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ContactResult:
    """What became of an order. ``existed``: the contact had been recorded before, and nothing changed now."""

    order_id: UUID
    state: OrderState
    existed: bool
    after_opt_out: bool


def record_contact(*, report: ContactReport, scope: Scope, actor: Actor, device_id: str = "") -> ContactResult:
    """Record a contact on an order of the scope, or on one that left it less than a lease ago.

    An order that somebody closed meanwhile keeps its state, and the contact is kept all the same: it happened.
    "Do not disturb" also ends every other open order of the customer. Raises ``NotFoundProblem`` for a foreign order,
    ``Problem`` (422) for a day that cannot be promised.
    """
    with transaction.atomic():
        seq = ChangeCounter.take()
        order = _order(report, scope, actor)
        if report.next_on is not None and not may_postpone_to(
            report.next_on, clock.day_of(report.claimed_at or clock.now()), clock.today()
        ):
            raise Problem("dispatch.next_day_out_of_range", 422, day=report.next_on.isoformat())
        contact = log_contact(entry=_entry(report, order, actor), actor=actor)
        if contact.existed:
            return _result(order, contact)
        before = order.state
        _apply(order, report, contact, seq, actor)
        order.save(update_fields=_CHANGED)
        if report.outcome is Outcome.DO_NOT_DISTURB:
            _leave_in_peace(order, seq, actor)
        audit.record(
            actor=actor,
            action="order.contact",
            object_kind="work_order",
            object_id=order.pk,
            contact=str(report.contact_id),
            outcome=report.outcome.value,
            before=before,
            after=order.state,
            device=device_id,
            claimed_at=report.claimed_at.isoformat() if report.claimed_at else None,
        )
    return _result(order, contact)


def _order(report: ContactReport, scope: Scope, actor: Actor) -> WorkOrder:
    """Return the order, locked; one that was taken away lately may still be in somebody's offline hands."""
    locked = WorkOrder.objects.select_for_update().defer("card")  # what a phone shows of it is long, and stays
    order = locked.filter(order_condition(scope), pk=report.order_id).first()
    if order is not None:
        return order
    left = OrderRemoval.objects.filter(
        order_id=report.order_id, person_code=actor.person_code or "", at__gte=clock.now() - LONGEST_OFFLINE
    ).last()
    if left is None or (report.claimed_at or clock.now()) > left.at + LEASE:
        raise NotFoundProblem("work_order", report.order_id)
    return locked.get(pk=report.order_id)


def _entry(report: ContactReport, order: WorkOrder, actor: Actor) -> ContactEntry:
    return ContactEntry(
        id=report.contact_id,
        customer_id=order.customer_id,
        channel=report.channel,
        outcome=report.outcome,
        made_by=actor.person_code or actor.name,
        source=source_of(order),
        order_id=str(order.pk),
        objection=report.objection,
        competitor=report.competitor,
        competitor_contract_end_on=report.competitor_contract_end_on,
        best_time=report.best_time,
        next_on=report.next_on,
        note=report.note,
        longitude=report.longitude,
        latitude=report.latitude,
        started_at=report.started_at,
        ended_at=report.ended_at,
        claimed_at=report.claimed_at,
        grid_code=order.grid_code,
    )


def _apply(order: WorkOrder, report: ContactReport, contact: ContactRow, seq: int, actor: Actor) -> None:
    order.contacts += 1
    order.first_contact_at = order.first_contact_at or contact.made_at
    order.reached = order.reached or report.outcome.reached
    order.interested = order.interested or report.outcome in (Outcome.INTERESTED, Outcome.ACCEPTED)
    order.not_reached += report.outcome is Outcome.NOT_REACHED
    order.change_seq = seq
    if OrderState(order.state) not in OPEN_STATES:
        return
    order.outcome = report.outcome.value
    order.objection = report.objection.value if report.objection else ""
    order.state = state_after(report.outcome, order.not_reached).value
    if OrderState(order.state) in WORKED_STATES:
        order.completed_at, order.next_on = contact.made_at, None
    else:
        _postpone(order, report, actor)


def _postpone(order: WorkOrder, report: ContactReport, actor: Actor) -> None:
    """Plan the next contact: on the day the customer asked for, which is then kept free, or some days from now."""
    order.next_on = report.next_on
    if report.next_on is None:
        order.planned_on = follow_up_on(report.outcome, clock.today(), WorkingCalendar())
        return
    order.planned_on = max(report.next_on, clock.today())
    keep_slots([order], actor)


def _leave_in_peace(order: WorkOrder, seq: int, actor: Actor) -> None:
    opt_out(customer_id=order.customer_id, channel=None, actor=actor, source=f"order {order.pk}")
    withdraw(customers=[order.customer_id], channel=None, seq=seq, actor=actor, besides=order.pk)


def _result(order: WorkOrder, contact: ContactRow) -> ContactResult:
    return ContactResult(order.pk, OrderState(order.state), contact.existed, contact.after_opt_out)
