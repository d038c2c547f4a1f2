"""A work order that somebody makes by hand for one customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from gridloop.campaign.queries import held_trouble
from gridloop.campaign.types import Script, WorkingCalendar
from gridloop.contact.services.reserve import reserve_slots
from gridloop.contact.types import Channel, HoldReason, Slot, SourceRef
from gridloop.dispatch.models import ChangeCounter, WorkOrder
from gridloop.dispatch.queries.people import Seller
from gridloop.dispatch.rules import order_id
from gridloop.dispatch.services.fill_cards import CardFiller, CardRequest, customer_facts
from gridloop.dispatch.services.fill_diary import diary_of
from gridloop.dispatch.services.reassign import assignable
from gridloop.dispatch.types import OrderState, SourceKind
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, Scope
from gridloop.kernel.wording import messages_of
from gridloop.lake.queries import open_lake
from gridloop.territory.queries import owner_of

_DAYS = 14
_PASSING = (HoldReason.TOO_MANY_CONTACTS, HoldReason.PLANNED_ELSEWHERE, HoldReason.COOLING_DOWN)
"""Reasons that another day may not know."""


@dataclass(frozen=True, slots=True)
class HandOrder:
    """What somebody wants done. ``request_id`` is made by the client: the same again makes no second order."""

    request_id: UUID
    customer_id: str
    channel: Channel
    title_zh: str
    title_en: str
    assignee_code: str = ""
    offer_code: str = ""
    note: str = ""
    due_on: date | None = None
    priority: int = 80


def make_by_hand(*, wish: HandOrder, scope: Scope, actor: Actor) -> UUID:
    """Make an order for a customer of the scope and return its id.

    It goes to the customer's owner unless somebody else is named, on the first day he has room and the contact
    policy allows. Raises ``NotFoundProblem`` for a foreign customer, ``Problem`` (409) when the policy holds him
    back or nobody has room until the due day.
    """
    owner = owner_of(scope, wish.customer_id)
    cycle = clock.cycle_of(clock.today())
    source = SourceRef(kind=SourceKind.MANUAL.value, id=str(wish.request_id), step=1, cycle=cycle)
    key = order_id(SourceKind.MANUAL, source.id, wish.customer_id, source.step, cycle)
    with transaction.atomic():
        seq = ChangeCounter.take()
        if WorkOrder.objects.filter(pk=key).exists():
            return key
        seller = assignable(scope, wish.assignee_code or owner.assignee_code or "", {owner.grid_code})
        due = wish.due_on or clock.today() + timedelta(days=_DAYS)
        day = _day(wish, seller, due, source, actor)
        WorkOrder.objects.create(
            id=key,
            customer_id=wish.customer_id,
            source_kind=source.kind,
            source_id=source.id,
            step=source.step,
            cycle=cycle,
            assignee_code=seller.code,
            grid_code=owner.grid_code,
            channel=wish.channel.value,
            offer_code=wish.offer_code,
            priority=wish.priority,
            planned_on=day,
            first_planned_on=day,
            due_on=due,
            state=OrderState.PENDING.value,
            card=_card(wish, seller),
            created_at=clock.now(),
            change_seq=seq,
        )
        audit.record(
            actor=actor,
            action="order.make",
            object_kind="work_order",
            object_id=key,
            customer=wish.customer_id,
            assignee=seller.code,
            note=wish.note,
        )
    return key


def _day(wish: HandOrder, seller: Seller, due: date, source: SourceRef, actor: Actor) -> date:
    """Return the first day on which the seller has room and the policy a slot, which is then reserved."""
    days = WorkingCalendar().days(clock.today(), due)
    diary = diary_of([seller.code], days)
    free = [day for day in days if diary.room(seller.code, day) > 0]
    if not free:
        raise Problem("dispatch.no_room", 409, person=seller.code, due=due.isoformat())
    reason = ""
    for day in free:
        answer = reserve_slots(wishes=[Slot(wish.customer_id, wish.channel, day)], source=source, actor=actor)
        if answer.reserved:
            return answer.reserved[0].planned_on
        held = answer.held[0].reason
        reason = held.value if held else ""
        if held not in _PASSING:
            break
    why = (held_trouble(HoldReason(reason), "customer_id"),) if reason else ()
    raise Problem("dispatch.customer_held", 409, why, customer=wish.customer_id)


def _card(wish: HandOrder, seller: Seller) -> dict[str, object]:
    with open_lake() as lake:
        filler = CardFiller(customer_facts(lake, [wish.customer_id], clock.today()))
    request = CardRequest(wish.customer_id, wish.offer_code, (), seller.name)
    words = messages_of("dispatch")["script_by_hand"]
    title = {"zh": wish.title_zh, "en": wish.title_en or wish.title_zh}
    script = {"default": Script(words["zh"], words["en"])}
    return {**filler.card(request, title=title, scripts=script), "note": wish.note}
