"""Whatever a phone repeats, each of its mutations has its effect once, and none blocks another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.conftest import Operator
from gridloop.field import rules
from gridloop.field.models import Device, MutationLog
from gridloop.field.services.push import push
from gridloop.field.services.revoke_device import revoke_device
from gridloop.field.tests.conftest import CLAIMED, carrier_of, letters, name_of
from gridloop.field.types import Carrier, PushedMutation
from gridloop.kernel.problems import Problem
from gridloop.kernel.types import Actor

pytestmark = pytest.mark.django_db


def statuses(report: Any) -> list[str]:
    return [result.status.value for result in report.results]


def test_a_repeat_of_a_whole_batch_changes_nothing(carrier: Carrier) -> None:
    assert statuses(push(carrier=carrier, mutations=letters(1, "abc"))) == ["applied"] * 3
    again = push(carrier=carrier, mutations=letters(1, "abc"))
    assert statuses(again) == ["exists"] * 3
    assert again.last_mutation_id == 3
    assert name_of() == "abc"


def test_an_overlapping_batch_applies_only_what_is_new(carrier: Carrier) -> None:
    push(carrier=carrier, mutations=letters(1, "ab"))
    assert statuses(push(carrier=carrier, mutations=letters(2, "bc"))) == ["exists", "applied"]
    assert name_of() == "abc"


@pytest.mark.parametrize(("refused", "code"), [("!", "field.not_yours"), ("?", "field.mutation_broken")])
def test_a_refused_mutation_blocks_nothing_and_leaves_no_trace(carrier: Carrier, refused: str, code: str) -> None:
    report = push(carrier=carrier, mutations=letters(1, f"a{refused}b"))
    assert statuses(report) == ["applied", "refused", "applied"]
    assert name_of() == "ab"
    row = MutationLog.objects.get(status="refused")
    assert (row.mutation_id, row.args, row.problem["code"]) == (2, {"letter": refused}, code)
    assert row.problem["title"]["zh"] and row.problem["title"]["en"]


def test_a_refusal_whose_answer_was_lost_is_told_again(carrier: Carrier) -> None:
    push(carrier=carrier, mutations=letters(1, "!"))
    (result,) = push(carrier=carrier, mutations=letters(1, "!")).results
    assert result.status.value == "exists"
    assert result.refusal is not None and result.refusal["code"] == "field.not_yours"


def test_an_unknown_kind_of_mutation_is_refused(carrier: Carrier) -> None:
    unknown = PushedMutation(1, "fly", {}, CLAIMED)
    (result,) = push(carrier=carrier, mutations=[unknown]).results
    assert result.refusal is not None and result.refusal["code"] == "field.mutation_unknown"


@pytest.mark.parametrize("ids", [[2], [1, 3], [1, 1], [2, 1]])
def test_a_gap_is_refused_before_anything_is_applied(carrier: Carrier, ids: list[int]) -> None:
    mutations = [PushedMutation(id, "rename", {"letter": "a"}, CLAIMED) for id in ids]
    with pytest.raises(Problem) as caught:
        push(carrier=carrier, mutations=mutations)
    assert (caught.value.status, caught.value.code) == (409, "field.mutation_gap")
    assert name_of() == ""


def test_a_cloned_phone_is_told_to_register_anew(carrier: Carrier) -> None:
    push(carrier=carrier, mutations=letters(1, "a"))
    with pytest.raises(Problem) as caught:
        push(carrier=carrier, mutations=letters(1, "b"))
    assert (caught.value.status, caught.value.code) == (409, "field.mutation_differs")


def test_somebody_elses_phone_is_unknown(operator: Operator, carrier: Carrier) -> None:
    other = carrier_of(operator, "CM010102", carrier.device_id)
    with pytest.raises(Problem) as caught:
        push(carrier=other, mutations=letters(1, "a"))
    assert caught.value.status == 404
    assert name_of("CM010102") == ""


def test_a_phone_that_was_switched_off_is_refused(operator: Operator, carrier: Carrier) -> None:
    revoke_device(
        scope=operator.scope("GM0101"), device_id=carrier.device_id, reason="lost", actor=Actor.system("test")
    )
    with pytest.raises(Problem) as caught:
        push(carrier=carrier, mutations=letters(1, "a"))
    assert (caught.value.status, caught.value.code) == (403, "field.device_revoked")


def test_two_phones_of_one_person_count_apart(operator: Operator, carrier: Carrier) -> None:
    second = replace(carrier_of(operator, "CM010101"))
    Device.objects.create(
        device_id=second.device_id,
        account_id=second.account_id,
        label="",
        registered_at=CLAIMED,
        last_seen=CLAIMED,
    )
    push(carrier=carrier, mutations=letters(1, "ab"))
    assert statuses(push(carrier=second, mutations=letters(1, "c"))) == ["applied"]
    assert name_of() == "abc"


def test_the_clock_of_the_phone_is_judged_by_when_it_sends(carrier: Carrier) -> None:
    from gridloop.kernel import clock

    report = push(carrier=carrier, mutations=[], sent_at=clock.now() + timedelta(minutes=25))
    assert 24 * 60 < report.clock_skew_seconds <= 25 * 60


@given(claims=st.lists(st.timedeltas(timedelta(days=-3), timedelta(days=3)), max_size=5))
def test_only_a_claim_from_the_future_betrays_a_clock(claims: list[timedelta]) -> None:
    skew = rules.clock_skew(now=CLAIMED, sent_at=None, claims=[CLAIMED + claim for claim in claims])
    assert skew == max([timedelta(), *claims])
