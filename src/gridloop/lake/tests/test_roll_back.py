"""A batch is taken back: its datasets return to the state without it, whatever came to other parts since."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.kernel import clock
from gridloop.kernel.models import AuditEntry
from gridloop.kernel.problems import Problem
from gridloop.lake.models import DatasetVersion, FeedBatch, QuarantinedRow, SealedPhone
from gridloop.lake.rollback import Step, retreat
from gridloop.lake.services.replay import replay_rows
from gridloop.lake.services.roll_back import plan_rollback, roll_back
from gridloop.lake.tests.conftest import bills, customers, rows_of
from gridloop.lake.types import BatchState


def seen() -> list[tuple[str, int, int]]:
    return sorted((row["customer_id"], row["month"].month, row["billed_fen"]) for row in rows_of("bill"))


def back(report, actor):
    return roll_back(batch_id=report.batch_id, reason="上游口径错误", actor=actor)


def test_a_month_goes_back_to_what_it_was_and_later_months_stay(deliver, actor):
    deliver("bill", bills("C1,2026-08,1", "C2,2026-08,2"), day="2026-09-01")
    wrong = deliver("bill", bills("C1,2026-08,9"), day="2026-09-15")
    deliver("bill", bills("C1,2026-09,3"), day="2026-10-01")
    assert seen() == [("C1", 8, 900), ("C1", 9, 300)]
    report = back(wrong, actor)
    assert seen() == [("C1", 8, 100), ("C1", 9, 300), ("C2", 8, 200)]
    batch = FeedBatch.objects.get(pk=wrong.batch_id)
    assert (batch.state, batch.rolled_back["reason"], batch.published) == ("rolled_back", "上游口径错误", {})
    current = DatasetVersion.objects.first()
    assert (current.version, current.rows) == (report.published["bill"], 3)
    assert current.origins["2026-08-01"]["bill"]["date"] == "2026-09-01"
    assert AuditEntry.objects.get(action="lake.roll_back").detail["reason"] == "上游口径错误"


def test_the_same_file_can_be_loaded_again_afterwards(deliver, actor):
    deliver("bill", bills("C1,2026-08,1"), day="2026-09-01")
    text = bills("C1,2026-08,9", "C2,x,1")
    wrong = deliver("bill", text, day="2026-09-15")
    back(wrong, actor)
    again = deliver("bill", text, day="2026-09-15")
    assert (again.state, again.batch_id) == (BatchState.LOADED, wrong.batch_id)
    assert seen() == [("C1", 8, 900)] and QuarantinedRow.objects.count() == 1
    back(again, actor)
    assert seen() == [("C1", 8, 100)]


def test_a_month_that_was_not_there_before_is_emptied(deliver, actor):
    deliver("bill", bills("C1,2026-08,1"), day="2026-09-01")
    back(deliver("bill", bills("C1,2026-09,9"), day="2026-10-01"), actor)
    assert seen() == [("C1", 8, 100)]
    assert list(DatasetVersion.objects.first().origins) == ["2026-08-01"]
    deliver("bill", bills("C1,2026-09,3"), day="2026-10-01")
    assert seen() == [("C1", 8, 100), ("C1", 9, 300)]


def test_the_very_first_delivery_leaves_an_empty_dataset(deliver, actor):
    back(deliver("bill", bills("C1,2026-08,1")), actor)
    assert rows_of("bill") == []
    deliver("bill", bills("C1,2026-08,2"))
    assert seen() == [("C1", 8, 200)]


def test_what_was_built_on_it_has_to_go_first_and_is_named(deliver, actor):
    first = deliver("bill", bills("C1,2026-08,1"), day="2026-09-01")
    second = deliver("bill", bills("C1,2026-08,2"), day="2026-09-15")
    with pytest.raises(Problem) as refused:
        back(first, actor)
    assert (refused.value.code, refused.value.params["batch"]) == ("lake.rollback_blocked", second.batch_id)
    assert seen() == [("C1", 8, 200)] and FeedBatch.objects.filter(state="rolled_back").count() == 0
    back(second, actor)
    assert seen() == [("C1", 8, 100)]
    back(first, actor)
    assert seen() == []


def test_mended_rows_of_the_batch_go_with_it(deliver, actor):
    deliver("bill", bills("C9,2026-09,9"), day="2026-09-15")
    batch = deliver("bill", bills("C1,2026-09,1", "C2,2026-13,5"))
    row = QuarantinedRow.objects.get()
    replay_rows(mends={row.pk: {"month": "2026-09"}}, actor=actor)
    assert seen() == [("C1", 9, 100), ("C2", 9, 500)]
    back(batch, actor)
    assert seen() == [("C9", 9, 900)]


def test_the_same_content_delivered_again_goes_with_it(deliver, actor):
    deliver("bill", bills("C1,2026-08,1"), day="2026-09-01")
    wrong = deliver("bill", bills("C1,2026-08,9"), day="2026-09-15")
    same = deliver("bill", bills("C1,2026-08,9"), day="2026-10-01")
    assert same.state is BatchState.UNCHANGED
    assert set(back(wrong, actor).batch_ids) == {wrong.batch_id, same.batch_id}
    assert deliver("bill", bills("C1,2026-08,9"), day="2026-10-01").state is BatchState.LOADED


def test_a_whole_dataset_goes_back_and_so_do_phone_numbers_that_would_be_wrong(deliver, actor):
    deliver("customer", customers("C1|甲|13800001234|2020-01-01", "C2|乙|13900005678|2020-01-01"), day="2026-09-01")
    wrong = deliver(
        "customer",
        customers("C1|甲|13700000000|2020-01-01", "C2|乙|13900005678|2020-01-01", "C3|丙|13600001111|2020-01-01"),
    )
    report = back(wrong, actor)
    assert [(r["customer_id"], r["phone_last4"]) for r in rows_of("customer")] == [("C1", "1234"), ("C2", "5678")]
    assert report.phones_forgotten == 2
    assert list(SealedPhone.objects.values_list("customer_id", "phone")) == [("C2", "13900005678")]


def test_a_crash_before_the_end_changes_nothing(deliver, actor, monkeypatch):
    deliver("bill", bills("C1,2026-08,1"), day="2026-09-01")
    wrong = deliver("bill", bills("C1,2026-08,9"), day="2026-09-15")

    def dies(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("gridloop.lake.services.roll_back._close", dies)
        back(wrong, actor)
    assert seen() == [("C1", 8, 900)] and FeedBatch.objects.get(pk=wrong.batch_id).state == "loaded"
    back(wrong, actor)
    assert seen() == [("C1", 8, 100)]


def test_only_what_is_loaded_can_be_taken_back_and_only_with_a_reason(deliver, actor):
    failed = deliver("bill", "customer_id\n")
    with pytest.raises(Problem) as refused:
        back(failed, actor)
    assert refused.value.code == "lake.batch_not_loaded"
    loaded = deliver("bill", bills("C1,2026-08,1"))
    with pytest.raises(Problem) as unreasoned:
        roll_back(batch_id=loaded.batch_id, reason="  ", actor=actor)
    assert unreasoned.value.code == "lake.decision_reason_needed"
    assert plan_rollback(batch_id=loaded.batch_id).blocking == ()


def test_a_steward_sees_what_it_means_and_takes_it_back(operator, deliver):
    deliver("bill", bills("C1,2026-08,1"), day="2026-09-01")
    wrong = deliver("bill", bills("C1,2026-08,9"), day="2026-09-15")
    for name, source in (("customer_profile", "bill"), ("customer_tag", "customer_profile"), ("ownership", "customer")):
        reads = {source: 0}
        DatasetVersion.objects.create(dataset=name, version=0, rows=0, run="t", reads=reads, created_at=clock.now())
    steward, path = operator.client("DATA1"), f"/api/lake/batches/{wrong.batch_id}/rollback"
    plan = steward.get(path).json()
    assert [b["id"] for b in plan["batches"]] == [wrong.batch_id] and plan["blocking"] == []
    assert plan["datasets"] == [{"dataset": "bill", "parts": ["2026-08-01"]}]
    assert plan["worked_out"] == ["customer_profile", "customer_tag"], "also what was worked out from what was"
    assert operator.client("PLAN1").post(path, {"reason": "x"}, content_type="application/json").status_code == 403
    answer = steward.post(path, {"reason": "口径错误"}, content_type="application/json")
    assert answer.status_code == 200 and answer.json()["batch_ids"] == [wrong.batch_id]
    detail = steward.get(f"/api/lake/batches/{wrong.batch_id}").json()
    assert (detail["state"], detail["rolled_back"]["reason"]) == ("rolled_back", "口径错误")


def content(step_parts: dict[str, frozenset[str]]) -> Counter:
    return Counter({(part, file) for part, files in step_parts.items() for file in files})


writes = st.lists(st.sets(st.sampled_from(["m1", "m2", "m3"]), min_size=1), min_size=1, max_size=8)


@given(writes, st.data())
def test_going_back_leaves_what_would_be_there_without_it(written, data):
    """Deliveries that replace whole parts: without one of them, its parts hold what the last before it brought."""
    ours = data.draw(st.integers(0, len(written) - 1))
    steps, parts = [], {}
    without: dict[str, frozenset[str]] = {}
    for number, touched in enumerate(written):
        parts = {**parts, **{part: frozenset({f"{part}-{number}"}) for part in touched}}
        if number != ours:
            without |= {part: frozenset({f"{part}-{number}"}) for part in touched}
        steps.append(Step(number, parts, ours=number == ours))
    found = retreat(steps)
    later = {number for number in range(ours + 1, len(written)) if written[number] & written[ours]}
    assert set(found.blocking) == later
    if not later:
        after = {part: files for part, files in {**parts, **found.parts}.items() if files}
        assert content(after) == content(without)
