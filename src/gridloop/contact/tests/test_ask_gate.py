"""The gate is asked with everything that is known of a customer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gridloop.contact.queries import read_facts
from gridloop.contact.rules import in_global_control
from gridloop.contact.services.ask_gate import ask_gate, ask_gate_table
from gridloop.contact.services.opt_out import opt_out
from gridloop.contact.services.set_policy import set_policy
from gridloop.contact.tests.conftest import CUSTOMERS, TODAY, A, B
from gridloop.contact.types import Channel, Direction, HoldReason, Outcome, Policy

pytestmark = pytest.mark.django_db
C1, C2, C3, C4 = CUSTOMERS[:4]


def reason(customer: str, channel: Channel = Channel.CALL, on: date = TODAY, **facts) -> HoldReason | None:
    return ask_gate(customer_ids=[customer], channel=channel, on=on, **facts)[0].reason


@pytest.mark.engines
def test_silence_is_refusal(consent):
    assert reason("STRANGER") is HoldReason.NO_CONSENT
    consent([C1], ["call"])
    assert reason(C1) is None
    assert reason(C1, Channel.VISIT) is HoldReason.NO_CONSENT
    consent([C1], ["call"], granted=False)
    assert reason(C1) is HoldReason.NO_CONSENT


@pytest.mark.engines
def test_answers_come_in_the_order_asked(consent):
    asked = [C3, "STRANGER", C1, C3]
    assert [verdict.customer_id for verdict in ask_gate(customer_ids=asked, channel=Channel.CALL, on=TODAY)] == asked


def test_an_opt_out_holds_its_channel_or_all(consent, actor):
    opt_out(customer_id=C1, channel=Channel.VISIT, actor=actor, source="test")
    opt_out(customer_id=C2, channel=None, actor=actor, source="test")
    assert reason(C1) is None
    assert reason(C1, Channel.VISIT) is HoldReason.DO_NOT_DISTURB
    assert reason(C2) is HoldReason.DO_NOT_DISTURB


@pytest.mark.engines
def test_a_complaint_holds_for_thirty_days(consent, publish_rows):
    made = date(2026, 10, 1)
    publish_rows("complaint", [{"complaint_id": "1", "month": made, "customer_id": C1, "made_on": made}])
    assert reason(C1, on=date(2026, 10, 30)) is HoldReason.OPEN_COMPLAINT
    assert reason(C1, on=date(2026, 10, 31)) is None
    assert reason(C1, on=date(2026, 9, 30)) is None


def test_a_refusal_holds_for_ninety_days(consent, touch):
    touch(C1, Outcome.REFUSED)
    assert reason(C1, on=TODAY + timedelta(days=89)) is HoldReason.RECENTLY_REFUSED
    assert reason(C1, on=TODAY + timedelta(days=90)) is None


@pytest.mark.engines
def test_the_control_group_is_left_alone(consent):
    control = next(code for code in (f"X{n}" for n in range(1000)) if in_global_control(code))
    consent([control])
    assert reason(control) is HoldReason.GLOBAL_CONTROL


def test_contacts_made_use_up_the_caps(consent, touch, set_day):
    for day in (1, 4):
        set_day(date(2026, 10, day))
        touch(C1)
    assert reason(C1, on=date(2026, 10, 7)) is HoldReason.TOO_MANY_CONTACTS
    assert reason(C1, Channel.MESSAGE, on=date(2026, 10, 7)) is None
    assert reason(C1, on=date(2026, 10, 8)) is None


def test_only_what_reaches_a_customer_counts_and_what_he_asks_for_does_not(consent, touch):
    touch(C1, Outcome.NOT_REACHED)
    touch(C2, direction=Direction.INBOUND)
    touch(C3, Outcome.NOT_REACHED, Channel.MESSAGE)
    assert reason(C1) is None
    assert reason(C2) is None
    assert reason(C3) is HoldReason.COOLING_DOWN


def test_attempts_are_capped_too(consent, touch):
    for _ in range(Policy().attempts_7):
        touch(C1, Outcome.NOT_REACHED)
    assert reason(C1) is HoldReason.TOO_MANY_CONTACTS


def test_planned_contacts_count_but_not_the_own(consent, reserve):
    reserve([C1], TODAY + timedelta(days=1), A)
    reserve([C1], TODAY + timedelta(days=4), B)
    day = TODAY + timedelta(days=6)
    assert reason(C1, on=day) is HoldReason.PLANNED_ELSEWHERE
    assert reason(C1, on=day, source=B) is None
    assert reason(C1, on=TODAY) is HoldReason.PLANNED_ELSEWHERE


def test_a_window_reaches_to_both_sides_but_never_too_far(consent, reserve):
    reserve([C1], TODAY, A)
    reserve([C1], TODAY + timedelta(days=12), B)
    assert reason(C1, on=TODAY + timedelta(days=6)) is None, "no seven days hold both"


def test_an_overdue_slot_may_still_be_used_today(consent, reserve, set_day):
    reserve([C1], TODAY, A)
    set_day(TODAY + timedelta(days=10))
    assert reason(C1, on=TODAY + timedelta(days=10)) is HoldReason.COOLING_DOWN
    set_day(TODAY + timedelta(days=40))
    assert reason(C1, on=TODAY + timedelta(days=40)) is None


def test_quiet_hours_are_asked_at_the_moment_of_contact(consent):
    assert reason(C1, minute=22 * 60) is HoldReason.QUIET_HOURS
    assert reason(C1, minute=10 * 60) is None


def test_the_policy_in_force_decides(consent, actor):
    set_policy(policy=Policy(call_7=0, call_30=0), actor=actor)
    assert reason(C1) is HoldReason.TOO_MANY_CONTACTS


def test_a_large_audience_gets_the_same_answers_in_a_few_queries(
    consent, touch, reserve, actor, monkeypatch, django_assert_max_num_queries
):
    touch(C1, Outcome.REFUSED)
    opt_out(customer_id=C2, channel=None, actor=actor, source="test")
    reserve([C3])
    few = ask_gate(customer_ids=CUSTOMERS, channel=Channel.CALL, on=TODAY)
    monkeypatch.setattr(read_facts, "_READ_ALL_ABOVE", 10)
    with django_assert_max_num_queries(40):
        table = ask_gate_table(customer_ids=CUSTOMERS, channel=Channel.CALL, on=TODAY)
    assert table["customer_id"].to_pylist() == CUSTOMERS
    assert [r and HoldReason(r) for r in table["reason"].to_pylist()] == [verdict.reason for verdict in few]
    assert sum(verdict.allowed for verdict in few) == len(CUSTOMERS) - 3
