"""An opt-out is final, and gives back what was planned."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gridloop.contact.models import AppendOnlyError, OptOut
from gridloop.contact.queries import opt_outs_after, planned_slots
from gridloop.contact.services.opt_out import opt_out
from gridloop.contact.tests.conftest import CUSTOMERS, TODAY, A, B
from gridloop.contact.types import Channel
from gridloop.kernel.models import AuditEntry
from gridloop.kernel.types import Actor

pytestmark = pytest.mark.django_db
C1, C2 = CUSTOMERS[:2]


def test_the_first_word_stands(set_day, actor):
    first = opt_out(customer_id=C1, channel=None, actor=actor, source="phone", note="angry")
    set_day(TODAY + timedelta(days=9))
    again = opt_out(customer_id=C1, channel=None, actor=Actor.system("other"), source="console")
    assert again == first
    assert (first.said_to, first.source, first.channel) == ("system:test", "phone", None)
    assert AuditEntry.objects.filter(action="contact.opt_out").count() == 2


def test_it_cannot_be_taken_back(set_day, actor):
    opt_out(customer_id=C1, channel=None, actor=actor, source="phone")
    for attempt in (OptOut.objects.all().delete, OptOut.objects.get().delete, OptOut.objects.get().save):
        with pytest.raises(AppendOnlyError):
            attempt()


def test_planned_slots_of_the_channel_are_given_back(consent, reserve, actor):
    reserve([C1, C2], TODAY, A, Channel.VISIT)
    reserve([C1], TODAY + timedelta(days=3), B, Channel.CALL)
    opt_out(customer_id=C1, channel=Channel.VISIT, actor=actor, source="phone")
    assert [slot.customer_id for slot in planned_slots(A)] == [C2]
    assert [slot.customer_id for slot in planned_slots(B)] == [C1]
    opt_out(customer_id=C1, channel=None, actor=actor, source="phone")
    assert planned_slots(B) == []


def test_later_stages_pull_what_is_new(set_day, actor):
    first = opt_out(customer_id=C1, channel=None, actor=actor, source="feed")
    second = opt_out(customer_id=C2, channel=Channel.CALL, actor=actor, source="feed")
    assert opt_outs_after(0) == [first, second]
    assert opt_outs_after(first.id) == [second]
    assert opt_outs_after(0, limit=1) == [first]
