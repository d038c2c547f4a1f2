"""The contact log is written once, and a repeat finds what is there."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from gridloop.contact.models import AppendOnlyError, Contact, SlotReservation
from gridloop.contact.queries import contact_log
from gridloop.contact.services import log_contact as logging
from gridloop.contact.services.opt_out import opt_out
from gridloop.contact.services.take_slots import last_numbers
from gridloop.contact.tests.conftest import CUSTOMERS, TODAY, A
from gridloop.contact.types import Channel, Objection, Outcome
from gridloop.kernel.models import AuditEntry
from gridloop.kernel.problems import Problem
from gridloop.kernel.types import Role, Scope

pytestmark = pytest.mark.django_db
C1, C2 = CUSTOMERS[:2]


def test_a_contact_is_kept_with_the_servers_time(set_day, touch):
    row = touch(C1, Outcome.REFUSED, objection=Objection.PRICE, source=A, claimed_at=None)
    stored = Contact.objects.get(pk=row.id)
    assert (stored.made_on, stored.outcome, stored.objection) == (TODAY, "refused", "price")
    assert (stored.source_kind, stored.source_id, stored.step, stored.cycle) == ("campaign", "CA", 1, "2026-10")
    assert AuditEntry.objects.get(action="contact.log").object_id == C1


def test_a_repeat_finds_what_is_there(set_day, touch):
    contact = uuid.uuid4()
    first = touch(C1, Outcome.INTERESTED, id=contact)
    again = touch(C1, Outcome.REFUSED, id=contact)
    assert (first.existed, again.existed) == (False, True)
    assert again.outcome is Outcome.INTERESTED
    assert Contact.objects.count() == 1
    assert AuditEntry.objects.filter(action="contact.log").count() == 1
    assert last_numbers([C1]) == {C1: 1}


def test_an_id_belongs_to_one_customer(set_day, touch):
    contact = uuid.uuid4()
    touch(C1, id=contact)
    with pytest.raises(Problem) as refused:
        touch(C2, id=contact)
    assert refused.value.code == "contact.id_taken"


def test_nothing_is_ever_changed(set_day, touch):
    touch(C1)
    row = Contact.objects.get()
    row.note = "better"
    attempts = (
        row.save,
        row.delete,
        Contact.objects.all().delete,
        lambda: Contact.objects.update(note="better"),
        lambda: Contact.objects.bulk_update([row], ["note"]),
        lambda: Contact.objects.filter(pk=row.pk).update(note="better"),
    )
    for attempt in attempts:
        with pytest.raises(AppendOnlyError):
            attempt()
    assert Contact.objects.get().note == ""


def test_the_planned_slot_is_used_up(consent, reserve, touch):
    reserve([C1], TODAY + timedelta(days=2))
    touch(C1, source=A)
    slot = SlotReservation.objects.get()
    assert slot.state == "used"


def test_without_a_plan_it_takes_a_number_so_that_others_count_again(set_day, touch):
    touch(C1)
    assert last_numbers([C1]) == {C1: 1}
    touch(C1, Outcome.NOT_REACHED)
    assert last_numbers([C1]) == {C1: 1}


def test_losing_the_race_for_a_number_it_takes_the_next(set_day, touch, monkeypatch):
    touch(C1)
    stale = iter([lambda ids: {}])
    monkeypatch.setattr(logging, "last_numbers", lambda ids: next(stale, last_numbers)(ids))
    touch(C1)
    assert last_numbers([C1]) == {C1: 2}


def test_a_contact_after_an_opt_out_is_written_and_marked(set_day, touch, actor):
    opt_out(customer_id=C1, channel=Channel.CALL, actor=actor, source="test")
    assert touch(C1, channel=Channel.CALL).after_opt_out
    assert not touch(C1, channel=Channel.VISIT).after_opt_out
    assert not touch(C2).after_opt_out


def test_the_log_of_days_narrowed_to_a_scope(operator, set_day, touch):
    touch(C1, grid_code="LG0101", made_by="CM010101")
    touch(C2, grid_code="LG0102", made_by="CM010201")
    assert contact_log(operator.scope("BM01"), first=TODAY, last=TODAY).num_rows == 2
    assert contact_log(operator.scope("GM0102"), first=TODAY, last=TODAY)["customer_id"].to_pylist() == [C2]
    assert contact_log(operator.scope("CM010102"), first=TODAY, last=TODAY).num_rows == 0
    whole = Scope(role=Role.PLANNER, org_paths=("/",))
    assert contact_log(whole, first=TODAY + timedelta(days=1), last=TODAY + timedelta(days=2)).num_rows == 0
