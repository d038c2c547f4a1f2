"""A delivered file becomes a new version of its dataset, bad rows go to quarantine, and the counts agree."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridloop.kernel.models import AuditEntry
from gridloop.kernel.problems import Problem
from gridloop.kernel.wording import say
from gridloop.lake.intake.lock import feed_lock
from gridloop.lake.models import DatasetVersion, FeedBatch, QuarantinedRow
from gridloop.lake.tests.conftest import BILL_HEADER, bills, customers, rows_of
from gridloop.lake.types import BatchState


def test_good_rows_are_loaded_and_bad_ones_kept_with_line_and_reason(deliver):
    report = deliver(
        "bill", bills("C1,2026-09,88.50", "C2,2026-13,1", ",2026-09,1", "C1,2026-09,2") + "C3,2026-09\n", rows=5
    )
    assert (report.state, report.rows_read, report.rows_loaded, report.rows_quarantined) == (BatchState.LOADED, 5, 1, 4)
    [row] = rows_of("bill")
    assert (row["customer_id"], row["month"], row["billed_fen"]) == ("C1", date(2026, 9, 1), 8850)
    kept = QuarantinedRow.objects.values_list("line_no", "reason", "column", "raw")
    assert list(kept) == [
        (3, "impossible_date", "month", "C2,2026-13,1,,,,"),
        (4, "missing_value", "customer_id", ",2026-09,1,,,,"),
        (5, "repeated_key", "customer_id, month", "C1,2026-09,2,,,,"),
        (6, "ragged_row", "", "C3,2026-09"),
    ]
    for kept_row in QuarantinedRow.objects.all():
        for language in ("zh", "en"):
            assert say(f"lake.reason_{kept_row.reason}", language, column=kept_row.column, **kept_row.params)
    assert AuditEntry.objects.filter(action="lake.load").get().detail["quarantined"] == 4


def test_an_event_feed_gets_its_month_from_the_day_it_names(deliver):
    deliver("complaint", "complaint_id,customer_id,made_on,topic\nK1,C1,2026-09-17,bill\n")
    [row] = rows_of("complaint")
    assert (row["month"], row["made_on"]) == (date(2026, 9, 1), date(2026, 9, 17))


def test_a_reference_is_checked_against_what_is_published(deliver, publish_rows):
    publish_rows("place", [{"place_code": "P1", "kind": "compound", "name": "x"}])
    report = deliver(
        "network_port", "place_code,month,ports_total,ports_used,max_mbps\nP1,2026-09,5,1,\nP9,2026-09,5,1,\n"
    )
    assert report.rows_quarantined == 1
    assert QuarantinedRow.objects.get().params == {"dataset": "place", "value": "P9"}
    assert DatasetVersion.objects.get(dataset="network_port").reads == {"place": 0}


def test_a_unit_that_hangs_in_the_air_is_refused_with_all_below_it(deliver, tmp_path):
    from gridloop.lake.tests.test_read_sheet import workbook

    header = ["组织编码", "上级编码", "层级", "中文名", "英文名"]
    rows = [
        header,
        ["LG", "", "company", "总", "All"],
        ["LG01", "LG", "branch", "一", "One"],
        ["X1", "X", "branch", "丢", "Lost"],
        ["X101", "X1", "grid", "丢一", "Lost too"],
    ]
    deliver("org_unit", workbook(tmp_path / "o.xlsx", rows).read_bytes())
    assert {row["org_code"] for row in rows_of("org_unit")} == {"LG", "LG01"}
    refused = QuarantinedRow.objects.filter(reason="unknown_reference").values_list("line_no", flat=True)
    assert list(refused) == [4, 5]


def test_columns_that_the_contract_does_not_know_are_left_out_and_said_so(deliver):
    deliver("bill", "colour," + bills("red,C1,2026-09,1"))
    batch = FeedBatch.objects.get()
    assert batch.notes == [{"code": "lake.note_unknown_columns", "params": {"columns": "colour"}}]
    assert rows_of("bill")[0]["customer_id"] == "C1"


def test_a_file_of_bad_rows_only_publishes_nothing(deliver, publish_rows):
    publish_rows("customer", [{"customer_id": "C0", "name": "x", "segment": "public"}])
    report = deliver("customer", customers("|x||2020-01-01"))
    assert (report.state, report.rows_loaded, report.published) == (BatchState.LOADED, 0, {})
    assert len(rows_of("customer")) == 1


def test_a_month_without_events_is_no_error(deliver):
    report = deliver("complaint", "complaint_id,customer_id,made_on,topic\n", rows=0)
    assert (report.state, report.rows_read) == (BatchState.LOADED, 0)


def test_only_one_process_loads_a_feed_at_a_time(deliver):
    with feed_lock("bill"), pytest.raises(Problem) as refused:
        deliver("bill", bills("C1,2026-09,1"))
    assert refused.value.code == "lake.feed_busy"


cell = st.sampled_from(["C1", "C2", "Ｃ３", "2026-09", "2026-13", "1", "-1", "9.99", "", "x", '"a\nb"', '"'])
line = st.lists(cell, min_size=5, max_size=8).map(",".join)
good_line = st.builds(lambda n: f"C{n},2026-09,1,,,,", st.integers(0, 9))
days = itertools.count()


@given(st.lists(line | good_line, max_size=30))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_in_a_file_every_row_is_loaded_or_in_quarantine(deliver, lines):
    day = (date(2026, 10, 1) + timedelta(next(days))).isoformat()
    report = deliver("bill", BILL_HEADER + "\n".join(lines), day=day)
    assert report.state is BatchState.LOADED
    batch = FeedBatch.objects.get(pk=report.batch_id)
    assert batch.rows_read == batch.rows_loaded + batch.rows_quarantined
    assert batch.rows_quarantined == QuarantinedRow.objects.filter(batch=batch).count()
    kept = sum(row.raw.count("\n") + 1 for row in QuarantinedRow.objects.filter(batch=batch))
    blank = sum(1 for text in lines if not text.strip())
    assert batch.rows_loaded + kept + blank == len("\n".join(lines).split("\n")) or not lines
    if batch.rows_loaded:
        assert batch.rows_loaded == sum(row["month"] == date(2026, 9, 1) for row in rows_of("bill"))
