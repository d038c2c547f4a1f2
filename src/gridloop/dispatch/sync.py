"""What dispatch sends to a phone, and what it takes from one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any, TypeVar, cast
from uuid import UUID

from gridloop.contact.types import BestTime, Channel, Objection, Outcome
from gridloop.dispatch.queries.day import closed_day, day_of
from gridloop.dispatch.services.close_day import DayReport, close_day
from gridloop.dispatch.services.download import download_orders
from gridloop.dispatch.services.record_contact import ContactReport, record_contact
from gridloop.dispatch.services.report_intelligence import Sighting, report_intelligence
from gridloop.dispatch.services.reveal_for_order import note_revealed
from gridloop.dispatch.types import IntelligenceKind, LeftReason
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem, Trouble
from gridloop.kernel.sync_types import Change, MutationContext, PullResult, register_mutation, register_pull
from gridloop.kernel.types import Actor, Scope

Value = TypeVar("Value")
Word = TypeVar("Word", bound=Enum)
_DAYS_AHEAD = 6
_MOST_COUNTED = 10_000


@register_mutation("record_contact")
def take_contact(args: Mapping[str, Any], context: MutationContext) -> None:
    """Record a contact made with the phone."""
    read = Arguments(args)
    report = ContactReport(
        contact_id=read.needed("contact_id", UUID),
        order_id=read.needed("order_id", UUID),
        channel=read.needed("channel", Channel),
        outcome=read.needed("outcome", Outcome),
        objection=read.given("objection", Objection),
        competitor=read.text("competitor", 60),
        competitor_contract_end_on=read.given("competitor_contract_end_on", date.fromisoformat),
        best_time=read.given("best_time", BestTime),
        next_on=read.given("next_on", date.fromisoformat),
        note=read.text("note", 500),
        longitude=read.given("longitude", float),
        latitude=read.given("latitude", float),
        started_at=read.given("started_at", _instant),
        ended_at=read.given("ended_at", _instant),
        claimed_at=context.claimed_at,
    )
    read.check()
    record_contact(report=report, scope=context.scope, actor=context.actor, device_id=context.device_id)


@register_mutation("reveal_phone")
def take_reveal(args: Mapping[str, Any], context: MutationContext) -> None:
    """Keep that a clear number was looked at on the phone."""
    read = Arguments(args)
    order, purpose = read.needed("order_id", UUID), read.text("purpose", 60)
    read.check()
    note_revealed(
        order_id=order,
        purpose=purpose,
        claimed_at=context.claimed_at,
        scope=context.scope,
        actor=context.actor,
        device_id=context.device_id,
    )


@register_mutation("report_intelligence")
def take_intelligence(args: Mapping[str, Any], context: MutationContext) -> None:
    """Keep what a seller saw."""
    read = Arguments(args)
    sighting = Sighting(
        id=read.needed("intelligence_id", UUID),
        kind=read.needed("kind", IntelligenceKind),
        place_code=read.text("place_code", 40),
        customer_id=read.text("customer_id", 40),
        text=read.text("text", 1000),
        claimed_at=context.claimed_at,
    )
    read.check()
    report_intelligence(sighting=sighting, scope=context.scope, actor=context.actor)


@register_mutation("close_day")
def take_close(args: Mapping[str, Any], context: MutationContext) -> None:
    """Keep that a day was closed on the phone."""
    read = Arguments(args)
    report = DayReport(
        day=read.needed("day", date.fromisoformat),
        planned=read.needed("planned", _count),
        done=read.needed("done", _count),
        left_open=read.needed("left_open", _count),
        left_reason=read.given("left_reason", LeftReason),
        claimed_at=context.claimed_at,
    )
    read.check()
    close_day(report=report, scope=context.scope, actor=context.actor)


@register_pull("order")
def send_orders(scope: Scope, actor: Actor, cursor: str | None) -> PullResult:
    """Send the orders of whoever carries the phone."""
    if not scope.person_code:
        return PullResult((), "", reset=cursor is None)
    return download_orders(person_code=scope.person_code, actor=actor, cursor=cursor)


@register_pull("day")
def send_days(scope: Scope, actor: Actor, cursor: str | None) -> PullResult:
    """Send the counts of today and the days after; days that are over are taken away."""
    today = clock.today()
    if not scope.person_code:
        return PullResult((), today.isoformat(), reset=cursor is None)
    days = [today + timedelta(days=ahead) for ahead in range(_DAYS_AHEAD + 1)]
    closed = closed_day(scope.person_code, today)
    puts = [
        Change("day", day.isoformat(), "put", {"date": day, **counts, "closed": closed if day == today else None})
        for day, counts in day_of(scope.person_code, days).items()
    ]
    return PullResult((*_past_days(cursor, today), *puts), today.isoformat(), reset=cursor is None)


def _past_days(cursor: str | None, today: date) -> list[Change]:
    try:
        since = date.fromisoformat(cursor) if cursor else today
    except ValueError:
        since = today
    over = range(min((today - since).days, 366))
    return [Change("day", (since + timedelta(days=n)).isoformat(), "remove") for n in over]


class Arguments:
    """Reads a mutation's arguments and gathers what is wrong with them."""

    def __init__(self, args: Mapping[str, Any]) -> None:
        self.args = args
        self.troubles: list[Trouble] = []

    def given(self, name: str, read: Callable[[Any], Value]) -> Value | None:
        """Return an argument, None when it is absent or wrong."""
        value = self.args.get(name)
        if value is None or value == "":
            return None
        try:
            return read(value)
        except (ValueError, TypeError, AttributeError):
            self.troubles.append(Trouble(name, "dispatch.argument_wrong", {"value": str(value)[:60]}))
            return None

    def needed(self, name: str, read: Callable[[Any], Value]) -> Value:
        """Return an argument that must be there."""
        value = self.given(name, read)
        if value is None and not any(trouble.where == name for trouble in self.troubles):
            self.troubles.append(Trouble(name, "dispatch.argument_missing"))
        return cast("Value", value)  # None only until ``check`` refuses

    def text(self, name: str, longest: int) -> str:
        """Return a text, empty when it is absent."""
        value = self.given(name, str) or ""
        if len(value) > longest:
            self.troubles.append(Trouble(name, "dispatch.argument_too_long", {"most": longest}))
        return value

    def check(self) -> None:
        """Raise ``Problem`` (422) that lists everything wrong."""
        if self.troubles:
            raise Problem("dispatch.arguments_wrong", 422, tuple(self.troubles), count=len(self.troubles))


def _instant(value: Any) -> datetime:
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError("an instant without a time zone")
    return found


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_COUNTED:
        raise ValueError("not a number of orders")
    return value
