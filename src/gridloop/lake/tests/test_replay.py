"""A mended row goes through the same checks, joins its dataset as a new version, and the counts follow."""

from __future__ import annotations

import pytest

from gridloop.kernel.models import AuditEntry
from gridloop.kernel.problems import Problem
from gridloop.lake.models import DatasetVersion, FeedBatch, QuarantinedRow, SealedPhone, SealedRow
from gridloop.lake.services.replay import replay_batch, replay_rows
from gridloop.lake.tests.conftest import bills, customers, rows_of
from gridloop.lake.types import RowReason


def waiting(reason: str) -> QuarantinedRow:
    return QuarantinedRow.objects.get(reason=reason, state="open")


def counts() -> tuple[int, int, int, int]:
    batch = FeedBatch.objects.order_by("id").first()
    return batch.rows_read, batch.rows_loaded, batch.rows_quarantined, batch.rows_replayed


def test_a_mended_row_joins_and_the_batch_still_reconciles(deliver, actor):
    deliver("bill", bills("C1,2026-08,1", "C1,2026-09,1", "C2,2026-13,5"))
    row = waiting("impossible_date")
    report = replay_rows(mends={row.pk: {"month": "2026-09"}}, actor=actor)
    assert (report.replayed, report.still_refused, report.published) == (1, 0, {"bill": 1})
    assert {(r["customer_id"], r["month"].month) for r in rows_of("bill")} == {("C1", 8), ("C1", 9), ("C2", 9)}
    assert counts() == (3, 3, 0, 1)
    row.refresh_from_db()
    assert (row.state, row.replayed_by) == ("replayed", actor.name)
    assert AuditEntry.objects.get(action="lake.replay").detail["mended"] == ["month"]
    assert DatasetVersion.objects.first().origins["2026-09-01"]["bill"]["date"] == "2026-10-01"


def test_a_row_that_fails_again_waits_under_its_new_reason(deliver, actor):
    deliver("bill", bills("C1,2026-09,1", "C1,Sept,-5"))
    report = replay_rows(mends={waiting("bad_date").pk: {"month": "2026-09"}}, actor=actor)
    assert (report.replayed, report.still_refused, report.published) == (0, 1, {})
    row = waiting("negative_money")
    assert row.values["month"] == "2026-09" and row.params["value"] == "-5"
    report = replay_rows(mends={row.pk: {"billed_yuan": "5"}}, actor=actor)
    assert report.still_refused == 1 and waiting("repeated_key").pk == row.pk
    assert counts() == (2, 1, 1, 0)
    replay_rows(mends={row.pk: {"customer_id": "C2"}}, actor=actor)
    assert counts() == (2, 2, 0, 1)
    assert {r["customer_id"] for r in rows_of("bill")} == {"C1", "C2"}


def test_a_masked_value_that_is_left_alone_keeps_what_the_file_said(deliver, actor):
    deliver("customer", customers("C1|甲|13800001234|2020-01-01", "C2|乙|13900005678|不详"))
    row = waiting("bad_date")
    assert row.values["手机号"] == "•••••••5678"
    replay_rows(mends={row.pk: {**row.values, "入网日期": "2021-05-06"}}, actor=actor)
    assert dict(SealedPhone.objects.values_list("customer_id", "phone"))["C2"] == "13900005678"
    assert {r["customer_id"]: r["phone_last4"] for r in rows_of("customer")} == {"C1": "1234", "C2": "5678"}
    assert not SealedRow.objects.exists()


def test_a_ragged_row_is_loaded_only_once_somebody_said_what_is_what(deliver, actor):
    deliver("bill", bills("C1,2026-09,1") + "C2,2026-09,2\n")
    row = waiting("ragged_row")
    assert row.values == {
        "customer_id": "C2", "month": "2026-09", "billed_yuan": "2", "mobile_yuan": "", "broadband_yuan": "",
        "out_of_bundle_yuan": "", "cost_yuan": "",
    }  # fmt: skip
    assert replay_batch(batch_id=row.batch.pk, reason=None, actor=actor).replayed == 0
    assert replay_rows(mends={row.pk: dict(row.values)}, actor=actor).still_refused == 1
    assert replay_rows(mends={row.pk: {"cost_yuan": "0"}}, actor=actor).replayed == 1


def test_waiting_rows_of_a_batch_are_tried_again_after_the_referred_data_came(deliver, actor, publish_rows):
    publish_rows("place", [{"place_code": "P1", "kind": "compound", "name": "x"}])
    header = "place_code,month,ports_total,ports_used,max_mbps\n"
    deliver("network_port", header + "P1,2026-09,5,1,\nP2,2026-09,5,1,\nP3,2026-09,5,1,\nP1,x,5,1,\n")
    publish_rows("place", [{"place_code": p, "kind": "compound", "name": "x"} for p in ("P1", "P2")])
    batch = FeedBatch.objects.get()
    report = replay_batch(batch_id=batch.pk, reason=RowReason.UNKNOWN_REFERENCE, actor=actor)
    assert (report.replayed, report.still_refused) == (1, 1)
    assert counts() == (4, 2, 2, 1)
    assert {r["place_code"] for r in rows_of("network_port")} == {"P1", "P2"}


def test_what_cannot_be_replayed_is_refused(deliver, actor):
    deliver("bill", bills("C1,2026-09,1", "C2,x,1"))
    row = waiting("bad_date")
    with pytest.raises(Problem) as unknown:
        replay_rows(mends={row.pk: {"colour": "red"}}, actor=actor)
    assert unknown.value.code == "lake.unknown_column"
    replay_rows(mends={row.pk: {"month": "2026-09"}}, actor=actor)
    with pytest.raises(Problem) as done:
        replay_rows(mends={row.pk: {"month": "2026-09"}}, actor=actor)
    assert done.value.code == "lake.row_not_open"


def test_a_row_of_a_delivery_that_was_replaced_cannot_come_back(deliver, actor):
    deliver("customer", customers("C1|甲|1380000|2020-01-01", "C2|乙|1390000|不详"))
    row = waiting("bad_date")
    deliver("customer", customers("C1|甲|1380000|2020-01-01"), day="2026-11-01")
    with pytest.raises(Problem) as refused:
        replay_rows(mends={row.pk: {"入网日期": "2020-01-01"}}, actor=actor)
    assert refused.value.code == "lake.replay_superseded"
    assert len(rows_of("customer")) == 1
    assert counts() == (2, 1, 1, 0)
