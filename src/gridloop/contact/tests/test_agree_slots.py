"""An agreed day stands, and the plans of others count with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gridloop.contact.models import SlotReservation
from gridloop.contact.queries import planned_slots
from gridloop.contact.services.agree_slots import agree_slots
from gridloop.contact.services.set_policy import set_policy
from gridloop.contact.tests.conftest import CUSTOMERS, TODAY, A, B
from gridloop.contact.types import Channel, HoldReason, Policy, Slot

C1, C2 = CUSTOMERS[:2]
LATER = TODAY + timedelta(days=4)
pytestmark = pytest.mark.django_db


def test_an_agreed_day_takes_the_place_of_the_planned_one(consent, reserve, actor):
    reserve([C1, C2])
    agree_slots(slots=[Slot(C1, Channel.VISIT, LATER)], source=A, actor=actor)
    assert {(slot.customer_id, slot.channel, slot.planned_on) for slot in planned_slots(A)} == {
        (C1, Channel.VISIT, LATER),
        (C2, Channel.CALL, TODAY),
    }


def test_others_find_the_agreed_slot_taken(consent, reserve, actor):
    set_policy(policy=Policy(all_7=1), actor=actor)
    agree_slots(slots=[Slot(C1, Channel.CALL, LATER)], source=A, actor=actor)
    assert reserve([C1], LATER, B).held[0].reason is HoldReason.PLANNED_ELSEWHERE


def test_it_stands_where_the_gate_would_have_said_no(consent, reserve, actor):
    set_policy(policy=Policy(all_7=1), actor=actor)
    reserve([C1], source=B)
    agree_slots(slots=[Slot(C1, Channel.CALL, TODAY)], source=A, actor=actor)
    assert len(planned_slots(A)) == len(planned_slots(B)) == 1


def test_whoever_counts_at_the_same_time_counts_again(consent, reserve, actor):
    reserve([C1])
    before = SlotReservation.objects.filter(customer_id=C1).order_by("-sequence").first()
    agree_slots(slots=[Slot(C1, Channel.CALL, LATER)], source=A, actor=actor)
    after = SlotReservation.objects.filter(customer_id=C1).order_by("-sequence").first()
    assert (after.sequence, after.state) == (before.sequence + 1, SlotReservation.State.PLANNED)
