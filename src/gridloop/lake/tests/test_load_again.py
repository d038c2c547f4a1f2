"""The same file twice changes nothing; corrections, further files and late ones change what they should."""

from __future__ import annotations

import pytest

from gridloop.lake.library import contract_of, own_folder
from gridloop.lake.models import DatasetVersion, FeedBatch, QuarantinedRow
from gridloop.lake.tests.conftest import bills, customers, rows_of
from gridloop.lake.types import BatchState


def billed() -> dict:
    return {(row["customer_id"], row["month"].month): row["billed_fen"] for row in rows_of("bill")}


def names() -> dict:
    return {row["customer_id"]: row["name"] for row in rows_of("customer")}


def test_the_same_file_again_changes_nothing(deliver):
    file = bills("C1,2026-09,1", "C2,x,1")
    first = deliver("bill", file)
    again = deliver("bill", file)
    assert (again.state, again.batch_id) == (BatchState.UNCHANGED, first.batch_id)
    assert (again.rows_read, again.rows_loaded) == (2, 1)
    assert FeedBatch.objects.count() == DatasetVersion.objects.count() == QuarantinedRow.objects.count() == 1


def test_the_same_content_for_a_later_date_is_noted_and_not_loaded(deliver):
    deliver("customer", customers("C1|甲||2020-01-01"))
    later = deliver("customer", customers("C1|甲||2020-01-01"), day="2026-11-01")
    assert later.state is BatchState.UNCHANGED
    assert DatasetVersion.objects.count() == 1
    assert FeedBatch.objects.get(pk=later.batch_id).notes[0]["code"] == "lake.note_unchanged"


def test_an_older_delivery_that_comes_late_does_not_replace_what_came_again_unchanged(deliver):
    deliver("customer", customers("C1|甲||2020-01-01"))
    deliver("customer", customers("C1|甲||2020-01-01"), day="2026-12-01")
    deliver("customer", customers("C2|乙||2020-01-01"), day="2026-11-01")
    assert names() == {"C1": "甲"}


def test_content_that_came_before_the_latest_is_loaded_again(deliver):
    for day, name in (("2026-10-01", "甲"), ("2026-11-01", "乙"), ("2026-12-01", "甲")):
        deliver("customer", customers(f"C1|{name}||2020-01-01"), day=day)
    assert names() == {"C1": "甲"}


def test_a_later_full_delivery_replaces_and_an_earlier_one_that_comes_late_does_not(deliver):
    deliver("customer", customers("C1|甲||2020-01-01"), day="2026-11-01")
    late = deliver("customer", customers("C2|乙||2020-01-01"), day="2026-10-01")
    assert names() == {"C1": "甲"}
    assert (late.state, late.published) == (BatchState.LOADED, {})
    assert FeedBatch.objects.get(pk=late.batch_id).notes[0]["code"] == "lake.note_superseded"
    deliver("customer", customers("C3|丙||2020-01-01"), day="2026-12-01")
    assert names() == {"C3": "丙"}


def test_several_files_of_one_date_complete_each_other_and_a_corrected_row_wins(deliver):
    deliver("customer", customers("C1|甲||2020-01-01"), name="customer_1.txt")
    deliver("customer", customers("C2|乙||2020-01-01", "C1|改||2020-01-01"), name="customer_2.txt")
    assert names() == {"C1": "改", "C2": "乙"}
    deliver("customer", customers("C3|丙||2020-01-01"), day="2026-11-01")
    assert names() == {"C3": "丙"}


def test_a_file_that_comes_again_under_its_name_replaces_what_it_brought(deliver):
    deliver("bill", bills("C1,2026-08,1", "C1,2026-09,1", "C2,2026-09,1"))
    deliver("bill", bills("C1,2026-09,7"))
    assert billed() == {("C1", 8): 100, ("C1", 9): 700}


def test_a_period_delivery_leaves_other_months_alone(deliver):
    deliver("bill", bills("C1,2026-08,1", "C1,2026-09,1"))
    deliver("bill", bills("C1,2026-10,2"), day="2026-11-01")
    deliver("bill", bills("C9,2026-09,9", "C9,2026-10,9"), day="2026-10-15", name="late.csv")
    assert billed() == {("C1", 8): 100, ("C9", 9): 900, ("C1", 10): 200}


def test_late_events_join_a_month_that_is_there(deliver):
    header = "complaint_id,customer_id,made_on,topic\n"
    deliver("complaint", header + "K1,C1,2026-09-01,a\n")
    deliver("complaint", header + "K2,C1,2026-10-02,b\nK3,C1,2026-09-30,late\n", day="2026-11-01")
    assert {row["complaint_id"] for row in rows_of("complaint")} == {"K1", "K2", "K3"}


@pytest.mark.parametrize("late_first", [True, False])
def test_events_end_the_same_in_whatever_order_their_dates_come(deliver, late_first):
    header = "complaint_id,customer_id,made_on,topic\n"
    files = [
        ("2026-10-01", header + "K1,C1,2026-09-01,a\nK2,C1,2026-09-02,old\n"),
        ("2026-11-01", header + "K3,C1,2026-09-30,late\nK2,C1,2026-09-02,new\n"),
    ]
    for day, content in reversed(files) if late_first else files:
        report = deliver("complaint", content, day=day)
        assert report.rows_loaded == 2 and report.published
    assert {row["complaint_id"]: row["topic"] for row in rows_of("complaint")} == {"K1": "a", "K2": "new", "K3": "late"}
    deliver("complaint", files[1][1].replace("late", "put right"), day="2026-11-01")
    assert {row["complaint_id"] for row in rows_of("complaint")} == {"K1", "K2", "K3"}
    [origin] = DatasetVersion.objects.first().origins.values()
    assert origin["complaint"]["date"] == "2026-11-01"


def test_a_failed_file_can_be_tried_again_once_the_reason_is_gone(deliver):
    bad = deliver("bill", bills("C1,2026-09,1"), rows=2)
    good = deliver("bill", bills("C1,2026-09,1"), rows=1)
    assert (bad.state, good.state) == (BatchState.FAILED, BatchState.LOADED)
    assert good.batch_id == bad.batch_id and good.problem is None


def test_a_new_version_of_the_contract_reads_the_same_file_anew(deliver):
    deliver("bill", bills("C1,2026-09,-1", "C2,2026-09,1"))
    assert QuarantinedRow.objects.count() == 1
    lenient = contract_of("bill").yaml.replace("version: 1.0.0", "version: 1.1.0")
    lenient = lenient.replace("logicalType: number", "logicalType: number\n        logicalTypeOptions: {minimum: -99}")
    own_folder().mkdir()
    (own_folder() / "bill.yaml").write_text(lenient, encoding="utf-8")
    report = deliver("bill", bills("C1,2026-09,-1", "C2,2026-09,1"))
    assert (report.state, report.rows_loaded) == (BatchState.LOADED, 2)
    assert billed() == {("C1", 9): -100, ("C2", 9): 100} and not QuarantinedRow.objects.exists()


def test_a_file_is_judged_by_the_version_it_came_under_once_another_major_one_is_in_force(deliver):
    loaded = deliver("bill", bills("C1,2026-09,1"))
    strict = contract_of("bill").yaml.replace("version: 1.0.0", "version: 2.0.0")
    strict = strict.replace("name: mobile_yuan", "name: mobile_yuan\n        required: true")
    own_folder().mkdir()
    (own_folder() / "bill.yaml").write_text(strict, encoding="utf-8")
    again = deliver("bill", bills("C1,2026-09,1"))
    assert (again.state, again.batch_id, again.rows_loaded) == (BatchState.UNCHANGED, loaded.batch_id, 1)
    assert FeedBatch.objects.get().contract_version == "1.0.0" and billed() == {("C1", 9): 100}
    assert deliver("bill", bills("C1,2026-10,1"), day="2026-11-01").rows_quarantined == 1


@pytest.mark.parametrize("content", [b"", b"customer_id,month\n", b"\xff\xfe"])
def test_a_refused_file_leaves_what_is_in_force(deliver, content):
    deliver("bill", bills("C1,2026-09,1"))
    assert deliver("bill", content).state is BatchState.FAILED
    assert billed() == {("C1", 9): 100}
