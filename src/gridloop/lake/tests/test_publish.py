"""A published version replaces what it should, and nothing else; a refused one changes nothing."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.kernel.problems import Problem
from gridloop.lake.datasets import DATASETS
from gridloop.lake.models import DatasetVersion
from gridloop.lake.queries import current_version, open_lake


def bill(month: int, fen: int = 100, customer: str = "C1") -> dict:
    return {"customer_id": customer, "month": date(2026, month, 1), "billed_fen": fen}


def total(lake) -> dict:
    table = lake.table("bill")
    rows = lake.run(table.group_by("month").agg(fen=table.billed_fen.sum().cast("int64"))).to_pylist()
    return {row["month"].month: row["fen"] for row in rows}


def test_a_period_replaces_only_its_months(publish_rows):
    publish_rows("bill", [bill(1), bill(2)])
    publish_rows("bill", [bill(2, fen=7)])
    with open_lake() as lake:
        assert total(lake) == {1: 100, 2: 7}


def test_a_full_delivery_replaces_everything(publish_rows):
    publish_rows(
        "consent",
        [{"customer_id": c, "channel": "call", "granted": True, "recorded_on": date(2026, 1, 1)} for c in "ab"],
    )
    publish_rows("consent", [{"customer_id": "c", "channel": "call", "granted": True, "recorded_on": date(2026, 1, 1)}])
    assert current_version("consent").rows == 1


def test_an_open_lake_keeps_reading_what_it_was_opened_with(publish_rows):
    publish_rows("bill", [bill(1)])
    with open_lake() as lake:
        publish_rows("bill", [bill(1, fen=9)])
        assert total(lake) == {1: 100}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([bill(1), bill(1)], "lake.publish_repeated_keys"),
        ([{"customer_id": None, "month": date(2026, 1, 1), "billed_fen": 1}], "lake.publish_empty_values"),
    ],
)
def test_bad_rows_are_refused_and_change_nothing(publish_rows, rows, code):
    publish_rows("bill", [bill(1)])
    with pytest.raises(Problem) as refused:
        publish_rows("bill", rows)
    assert refused.value.code == code
    assert DatasetVersion.objects.filter(dataset="bill").count() == 1


def test_a_commit_whose_row_was_lost_is_undone_by_the_next(publish_rows):
    publish_rows("bill", [bill(1)])
    publish_rows("bill", [bill(2)])
    DatasetVersion.objects.filter(dataset="bill").first().delete()
    publish_rows("bill", [bill(3)])
    with open_lake() as lake:
        assert set(total(lake)) == {1, 3}


def test_a_dataset_never_published_reads_as_empty(db):
    with open_lake() as lake:
        assert lake.scalar(lake.table("usage").count()) == 0


def test_columns_keep_their_declared_order_whatever_the_database_does(publish_rows):
    publish_rows("bill", [bill(1)])
    row = DatasetVersion.objects.get()
    row.columns = dict(sorted(row.columns.items(), reverse=True)) | {"extra": "boolean"}
    row.save()
    declared = list(DATASETS["bill"].types)
    assert list(current_version("bill").columns) == [*declared, "extra"]


def test_several_months_are_replaced_at_once_and_the_rest_stays(publish_rows):
    publish_rows("bill", [bill(1), bill(2), bill(3)])
    publish_rows("bill", [bill(1, fen=7), bill(3, fen=9)])
    with open_lake() as lake:
        assert total(lake) == {1: 7, 2: 100, 3: 9}
