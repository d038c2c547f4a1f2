"""Reserving contacts before they are made, so that plans cannot add up to too many."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from gridloop.contact.batch.gate import gate, verdicts
from gridloop.contact.models import SlotReservation
from gridloop.contact.queries import planned_slots
from gridloop.contact.queries.read_facts import Questions, fact_batch, facts_from_lake, facts_from_rows
from gridloop.contact.queries.read_policy import policy_in_force
from gridloop.contact.services.take_slots import give_back, last_numbers, planned_of, take_slots
from gridloop.contact.types import HoldReason, Policy, ReservationReport, Slot, SourceRef, Verdict
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor

_CHUNK = 5_000
_TRIES = 8


def reserve_slots(*, wishes: Sequence[Slot], source: SourceRef, actor: Actor) -> ReservationReport:
    """Reserve a slot for every wish that the gate allows; whoever is held back is listed with the reasons.

    A wish whose source has a planned slot with the customer already gets that one: a second run changes nothing. When
    several writers want the same customer's last slot, exactly one gets it. One wish for a customer and source; raises
    ``Problem`` (422) otherwise. Works in chunks of its own transactions unless called inside one.
    """
    if len({wish.customer_id for wish in wishes}) != len(wishes):
        raise Problem("contact.one_wish_each", 422)
    policy = policy_in_force().policy
    reserved: list[Slot] = []
    held: list[Verdict] = []
    in_order = sorted(wishes, key=lambda wish: wish.customer_id)  # so that writers never wait in a circle
    for start in range(0, len(in_order), _CHUNK):
        done, refused = _reserve_chunk(in_order[start : start + _CHUNK], source, policy, actor)
        reserved += done
        held += refused
    return ReservationReport(tuple(reserved), tuple(held))


def _reserve_chunk(
    wishes: list[Slot], source: SourceRef, policy: Policy, actor: Actor
) -> tuple[list[Slot], list[Verdict]]:
    everything = _questions(wishes)
    from_lake = facts_from_lake(everything, policy)
    place = {wish.customer_id: row for row, wish in enumerate(wishes)}
    reserved: list[Slot] = []
    held: list[Verdict] = []
    for _ in range(_TRIES):
        with transaction.atomic():
            numbers = last_numbers(wish.customer_id for wish in wishes)  # before anything is counted
            present = {slot.customer_id: slot for slot in planned_slots(source, [w.customer_id for w in wishes])}
            open_wishes = [wish for wish in wishes if wish.customer_id not in present]
            rows = [place[wish.customer_id] for wish in open_wishes]
            questions = everything.at(rows)
            lake_part = {name: column.take(rows) for name, column in from_lake.items()} if rows else {}
            answers = _ask(questions, lake_part, policy, source) if rows else []
            allowed = [wish for wish, answer in zip(open_wishes, answers, strict=True) if answer.allowed]
            won = take_slots(allowed, source, numbers, SlotReservation.State.PLANNED) if allowed else set()
            _record(source, len(won), len(answers) - len(allowed), actor)
        reserved += [*present.values(), *(wish for wish in allowed if wish.customer_id in won)]
        held += [answer for answer in answers if not answer.allowed]
        wishes = [wish for wish in allowed if wish.customer_id not in won]
        if not wishes:
            return reserved, held
    reason = HoldReason.PLANNED_ELSEWHERE  # others were faster time and again
    return reserved, held + [Verdict(wish.customer_id, False, reason, (reason,)) for wish in wishes]


def _ask(questions: Questions, lake_part: dict[str, object], policy: Policy, source: SourceRef) -> list[Verdict]:
    facts = fact_batch(questions, facts_from_rows(questions, policy, source), lake_part)
    return verdicts(gate(facts, policy))


def _questions(wishes: Sequence[Slot]) -> Questions:
    return Questions(
        [wish.customer_id for wish in wishes],
        [wish.channel.value for wish in wishes],
        [wish.planned_on for wish in wishes],
    )


def release_slots(*, source: SourceRef, actor: Actor, customer_ids: Sequence[str] | None = None) -> int:
    """Give back the planned slots of a source, all or those of some customers; return how many."""
    with transaction.atomic():
        if customer_ids is None:
            released = planned_of(source).update(state=SlotReservation.State.RELEASED)
        else:
            released = give_back(source, customer_ids)
        audit.record(
            actor=actor,
            action="slot.release",
            object_kind=source.kind,
            object_id=source.id,
            step=source.step,
            cycle=source.cycle,
            released=released,
        )
    return released


def _record(source: SourceRef, reserved: int, held: int, actor: Actor) -> None:
    audit.record(
        actor=actor,
        action="slot.reserve",
        object_kind=source.kind,
        object_id=source.id,
        step=source.step,
        cycle=source.cycle,
        reserved=reserved,
        held=held,
    )
