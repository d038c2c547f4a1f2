"""What a phone must change since it last asked: orders to keep, orders to forget.

A phone holds the orders of one person that are open, and those he closed this month. The cursor is the number of the
last change it was told of, the day, and which of his campaigns were at rest then; from it the answer is exact:

* an order changed since, or of a campaign that goes on again, is sent (or taken away, when it no longer belongs);
* an order that came nearer than two days is sent again, now with its clear phone number;
* an order that left his hands, or whose campaign rests, is taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from gridloop.campaign.queries import stopped_codes
from gridloop.contact.queries import newest_contacts
from gridloop.dispatch.models import ChangeCounter, OrderRemoval, WorkOrder
from gridloop.dispatch.services.follow_opt_outs import follow_opt_outs
from gridloop.dispatch.types import OPEN_STATES, WORKED_STATES, OrderState, SourceKind
from gridloop.kernel import clock
from gridloop.kernel.services import audit
from gridloop.kernel.sync_types import Change, PullResult
from gridloop.kernel.types import Actor
from gridloop.lake.services.reveal_phone import reveal_phones

KIND = "order"
_OPEN = [state.value for state in OPEN_STATES]
_WORKED = [state.value for state in WORKED_STATES]
_REVEAL_DAYS = 1
"""Clear phone numbers go out for orders planned up to so many days ahead."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Up to where a phone knows everything."""

    seq: int
    day: date
    resting: frozenset[str]

    def text(self) -> str:
        """Return the cursor as it travels."""
        return "~".join((str(self.seq), self.day.isoformat(), *sorted(self.resting)))

    @classmethod
    def read(cls, text: str | None) -> Cursor | None:
        """Return a cursor from its text, None for one that is not ours: the phone starts afresh."""
        try:
            seq, day, *resting = (text or "").split("~")
            return cls(int(seq), date.fromisoformat(day), frozenset(resting))
        except ValueError:
            return None


def download_orders(*, person_code: str, actor: Actor, cursor: str | None) -> PullResult:
    """Return what a person's phone must change since a cursor; the whole set without one.

    Orders that go out for the first time count as acknowledged.
    """
    follow_opt_outs(actor=actor)
    # The number is read first: what changes while the rest is read is simply sent again next time.
    now = Cursor(ChangeCounter.current(), clock.today(), _resting(person_code))
    before = Cursor.read(cursor)
    rows = _own(person_code).filter(_belongs(now))
    if before is not None:
        rows = rows.filter(_news(before, now))
    kept = list(rows.order_by("planned_on", "-priority", "id"))
    gone = set(_gone(person_code, before, now)) - {row.pk for row in kept} if before is not None else set()
    _acknowledge(kept, actor)
    removals = [Change(KIND, str(key), "remove") for key in sorted(gone)]
    phones = _phones(kept, now.day, actor)
    spoken = newest_contacts([str(row.pk) for row in kept if row.contacts])
    puts = [
        Change(KIND, str(row.pk), "put", order_value(row, phones.get(row.customer_id), spoken.get(str(row.pk))))
        for row in kept
    ]
    return PullResult((*removals, *puts), now.text(), reset=before is None)


def order_value(order: WorkOrder, phone: str | None, last: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return an order as a phone holds it, perhaps with the customer's number and how the last contact went."""
    card = order.card
    return {
        "id": str(order.pk),
        "customer_id": order.customer_id,
        "customer_name": card.get("customer_name", ""),
        "phone": phone if order.state in _OPEN else None,
        "phone_masked": card.get("phone_masked", ""),
        "address": card.get("address", ""),
        "place_code": card.get("place_code", ""),
        "place_name": card.get("place_name", ""),
        "longitude": card.get("longitude"),
        "latitude": card.get("latitude"),
        "campaign_code": order.source_id if order.source_kind == SourceKind.CAMPAIGN else "",
        "campaign_name": card.get("title"),
        "offer": card.get("offer"),
        "current": card.get("current"),
        "reasons": card.get("reasons", []),
        "script": card.get("script"),
        "note": card.get("note", ""),
        "channel": order.channel,
        "planned_on": order.planned_on,
        "due_on": order.due_on,
        "priority": order.priority,
        "state": order.state,
        "last_outcome": order.outcome or None,
        "next_on": order.next_on,
        "contacts": order.contacts,
        "last_contact": last,
        "completed_at": order.completed_at,
    }


def _own(person_code: str) -> Any:
    return WorkOrder.objects.filter(assignee_code=person_code)


def _month_start(day: date) -> datetime:
    return datetime.combine(day.replace(day=1), time(), clock.zone())


def _resting(person_code: str) -> frozenset[str]:
    """Return the paused or closed campaigns of which somebody has open orders."""
    own = _own(person_code).filter(source_kind=SourceKind.CAMPAIGN, state__in=_OPEN)
    return stopped_codes() & frozenset(own.order_by().values_list("source_id", flat=True).distinct())


def _belongs(now: Cursor) -> Q:
    """Return the condition for the orders that a phone holds."""
    rests = Q(source_kind=SourceKind.CAMPAIGN, source_id__in=now.resting)
    closed = Q(state__in=_WORKED, completed_at__gte=_month_start(now.day))
    return (Q(state__in=_OPEN) & ~rests) | closed


def _news(before: Cursor, now: Cursor) -> Q:
    """Return the condition for the orders to be sent (again)."""
    news = Q(change_seq__gt=before.seq)
    goes_on = before.resting - now.resting
    if goes_on:
        news |= Q(source_kind=SourceKind.CAMPAIGN, source_id__in=goes_on)
    if now.day > before.day:
        reach = timedelta(days=_REVEAL_DAYS)
        news |= Q(planned_on__gt=before.day + reach, planned_on__lte=now.day + reach)
    return news


def _gone(person_code: str, before: Cursor, now: Cursor) -> Iterable[UUID]:
    """Return the orders that a phone may still hold and must forget."""
    own = _own(person_code)
    rests = now.resting - before.resting
    changed = Q(change_seq__gt=before.seq) | Q(source_kind=SourceKind.CAMPAIGN, source_id__in=rests, state__in=_OPEN)
    if _month_start(now.day) > _month_start(before.day):
        changed |= Q(
            state__in=_WORKED,
            completed_at__gte=_month_start(before.day),
            completed_at__lt=_month_start(now.day),
        )
    yield from own.filter(changed).exclude(_belongs(now)).values_list("pk", flat=True)
    left = OrderRemoval.objects.filter(person_code=person_code, seq__gt=before.seq)
    yield from left.exclude(order__assignee_code=person_code).values_list("order_id", flat=True)


def _acknowledge(rows: list[WorkOrder], actor: Actor) -> None:
    """Orders that reach a phone are acknowledged. No new number is taken: this phone learns it right here."""
    fresh = [row for row in rows if row.state == OrderState.PENDING]
    if not fresh:
        return
    for row in fresh:
        row.state = OrderState.ACKNOWLEDGED.value
    with transaction.atomic():
        for start in range(0, len(fresh), 500):
            keys = [row.pk for row in fresh[start : start + 500]]
            WorkOrder.objects.filter(pk__in=keys, state=OrderState.PENDING).update(state=OrderState.ACKNOWLEDGED)
        audit.record(
            actor=actor,
            action="order.acknowledge",
            object_kind="person",
            object_id=fresh[0].assignee_code,
            orders=len(fresh),
        )


def _phones(rows: list[WorkOrder], today: date, actor: Actor) -> dict[str, str]:
    """Return the clear numbers of those whose open orders are near, by customer."""
    last = today + timedelta(days=_REVEAL_DAYS)
    near = [row for row in rows if row.state in _OPEN and row.planned_on is not None and row.planned_on <= last]
    return reveal_phones(purposes={row.customer_id: f"download order {row.pk}" for row in near}, actor=actor)
