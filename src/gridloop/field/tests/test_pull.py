"""A phone is told what is new to it and what it must forget, whatever answers were lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.conftest import Operator
from gridloop.field import rules
from gridloop.field.models import HeldItem
from gridloop.field.services import pull as pull_module
from gridloop.field.services.pull import pull
from gridloop.field.services.revoke_device import revoke_device
from gridloop.field.tests.conftest import Orders, carrier_of
from gridloop.field.types import Carrier, PullAnswer
from gridloop.kernel.problems import Problem
from gridloop.kernel.sync_types import Change, PullResult
from gridloop.kernel.types import Actor

pytestmark = pytest.mark.django_db


def told(answer: PullAnswer) -> dict[str, object]:
    return {change.key: change.value and dict(change.value) for change in answer.changes}


def test_a_new_phone_gets_the_whole_set(carrier: Carrier, orders: Orders) -> None:
    orders.put("W1", customer="A")
    orders.put("W2", customer="B")
    answer = pull(carrier=carrier, since="")
    assert answer.reset and told(answer) == {"W1": {"customer": "A"}, "W2": {"customer": "B"}}


def test_only_changes_follow(carrier: Carrier, orders: Orders) -> None:
    orders.put("W1", customer="A")
    orders.put("W2", customer="B")
    first = pull(carrier=carrier, since="")
    orders.put("W2", customer="B2")
    second = pull(carrier=carrier, since=first.cursor)
    assert not second.reset and told(second) == {"W2": {"customer": "B2"}}
    assert told(pull(carrier=carrier, since=second.cursor)) == {}
    assert orders.asked == [None, "1", "2"]


def test_what_is_lost_arrives_as_a_tombstone(carrier: Carrier, orders: Orders) -> None:
    orders.put("W1", customer="A")
    orders.put("W2", customer="B")
    first = pull(carrier=carrier, since="")
    orders.remove("W1")
    (change,) = pull(carrier=carrier, since=first.cursor).changes
    assert (change.key, change.operation, change.value) == ("W1", "remove", None)


def test_an_order_that_a_whole_set_leaves_out_is_a_tombstone_too(carrier: Carrier, orders: Orders) -> None:
    orders.put("W1", customer="A")
    orders.put("W2", customer="B")
    first = pull(carrier=carrier, since="")
    orders.put("W2", customer="B2")
    pull(carrier=carrier, since=first.cursor)  # the phone never sees this answer
    del orders.rows["W1"]
    assert told(pull(carrier=carrier, since=first.cursor)) == {"W1": None, "W2": {"customer": "B2"}}


def test_a_lost_answer_is_given_again(carrier: Carrier, orders: Orders) -> None:
    orders.put("W1", customer="A")
    first = pull(carrier=carrier, since="")
    orders.put("W2", customer="B")
    lost = pull(carrier=carrier, since=first.cursor)
    assert told(pull(carrier=carrier, since=first.cursor)) == told(lost) == {"W2": {"customer": "B"}}


def test_an_order_that_comes_back_is_put_again(carrier: Carrier, orders: Orders) -> None:
    orders.put("W1", customer="A")
    first = pull(carrier=carrier, since="")
    orders.remove("W1")
    second = pull(carrier=carrier, since=first.cursor)
    orders.put("W1", customer="A")
    assert told(pull(carrier=carrier, since=second.cursor)) == {"W1": {"customer": "A"}}


@pytest.mark.parametrize("cursor", ["", "99", "-1", "x", "٣"])
def test_a_cursor_nobody_gave_out_starts_afresh(carrier: Carrier, orders: Orders, cursor: str) -> None:
    orders.put("W1", customer="A")
    pull(carrier=carrier, since="")
    answer = pull(carrier=carrier, since=cursor)
    assert answer.reset and told(answer) == {"W1": {"customer": "A"}}


def test_a_fresh_start_forgets_tombstones(carrier: Carrier, orders: Orders) -> None:
    orders.put("W1", customer="A")
    first = pull(carrier=carrier, since="")
    orders.remove("W1")
    second = pull(carrier=carrier, since=first.cursor)
    pull(carrier=carrier, since="")
    assert not HeldItem.objects.filter(removed=True).exists()
    assert pull(carrier=carrier, since=first.cursor).reset
    assert not pull(carrier=carrier, since=second.cursor).reset


def test_too_much_is_warned_of_and_then_refused(
    carrier: Carrier, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pull_module, "ORDERS_WARN", 2)
    monkeypatch.setattr(pull_module, "ORDERS_REFUSE", 3)
    for number in range(3):
        orders.put(f"W{number}", customer="A")
    answer = pull(carrier=carrier, since="")
    assert [notice.code for notice in answer.notices] == ["field.many_orders"]
    orders.put("W3", customer="A")
    with pytest.raises(Problem) as caught:
        pull(carrier=carrier, since=answer.cursor)
    assert (caught.value.status, caught.value.code) == (409, "field.too_many_orders")


def test_a_phone_that_was_switched_off_is_wiped(operator: Operator, carrier: Carrier, orders: Orders) -> None:
    orders.put("W1", customer="A")
    first = pull(carrier=carrier, since="")
    revoke_device(
        scope=operator.scope("GM0101"), device_id=carrier.device_id, reason="lost", actor=Actor.system("test")
    )
    answer = pull(carrier=carrier, since=first.cursor)
    assert answer.wipe and answer.reset and answer.changes == ()
    assert not HeldItem.objects.exists()


def test_somebody_elses_phone_is_unknown(operator: Operator, carrier: Carrier) -> None:
    with pytest.raises(Problem) as caught:
        pull(carrier=carrier_of(operator, "CM010102", carrier.device_id), since="")
    assert caught.value.status == 404


_sets = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 2))


@given(steps=st.lists(_sets, min_size=1, max_size=6))
def test_a_phone_that_follows_ends_with_the_wanted_set(steps: list[dict[str, int]]) -> None:
    held: dict[str, rules.Held] = {}
    phone: dict[str, object] = {}
    for wanted in steps:
        changes = tuple(Change("order", key, "put", {"value": value}) for key, value in wanted.items())
        change = rules.compare_view(PullResult(changes, "", reset=True), held)
        phone |= {key: wanted[key] for key in change.put}
        for key in change.remove:
            del phone[key]
        held |= {key: rules.Held(digest, removed=False) for key, digest in change.put.items()}
        held |= {key: rules.Held(held[key].digest, removed=True) for key in change.remove}
        assert phone == wanted
