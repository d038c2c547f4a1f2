"""What is published range by range is what would have been published at once."""

from __future__ import annotations

from datetime import date

import ibis
import pyarrow.parquet as pq
import pytest
from ibis import _

from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.lake.services.publish import publish_by_customer
from gridloop.lake.types import EVERYBODY, CustomerRange

CUSTOMERS = 10_000
MONTH = date(2026, 10, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(publish_rows, monkeypatch):
    """Publish customers in files of small row groups, so that there are several ranges."""
    monkeypatch.setattr("gridloop.lake.services.publish.ROW_GROUP", 2_048)  # the engine's smallest
    publish_rows("customer", [{"customer_id": f"C{n:05}", "name": "x", "segment": "public"} for n in range(CUSTOMERS)])
    publish_rows("fault", [_fault(n) for n in range(0, CUSTOMERS, 5)] + [_fault(None)])
    publish_rows("place", [{"place_code": "P1", "kind": "village", "name": "x"}])


def _fault(number: int | None) -> dict[str, object]:
    customer = None if number is None else f"C{number:05}"
    return {"fault_id": f"F{number}", "month": MONTH, "customer_id": customer, "reported_on": MONTH}


def tagged(lake: Lake):
    faults = lake.table("fault").group_by("customer_id").agg(n=_.count())
    joined = lake.table("customer").left_join(faults, "customer_id")
    return joined.select("customer_id", month=ibis.literal(MONTH), has_fault=_.n.fill_null(0) > 0)


@pytest.mark.engines
def test_ranges_are_everybody_once(people):
    with open_lake() as lake:
        ranges = lake.customer_ranges(3_000)
        assert len(ranges) > 1
        assert ranges[0].low is None and ranges[-1].high is None
        assert all(one.high == other.low for one, other in zip(ranges, ranges[1:], strict=False))
        seen: list[str] = []
        for part in ranges:
            lake.show(part)
            seen += lake.run(lake.table("customer").select("customer_id")).column(0).to_pylist()
            assert lake.scalar(lake.table("place").count()) == 1  # what has no customers stays whole
            assert lake.scalar(lake.table("complaint").count()) == 0  # never published
        assert sorted(seen) == [f"C{n:05}" for n in range(CUSTOMERS)]
        lake.show(EVERYBODY)
        assert lake.scalar(lake.table("fault").count()) == CUSTOMERS // 5 + 1


@pytest.mark.engines
def test_in_ranges_as_at_once(people, actor, monkeypatch):
    told = []
    with open_lake() as lake:
        monkeypatch.setattr(lake, "customer_ranges", lambda: Lake.customer_ranges(lake, 3_000))
        version = publish_by_customer(
            dataset="customer_tag",
            expression=tagged(lake),
            lake=lake,
            run="test",
            actor=actor,
            progress=lambda done, total: told.append((done, total)),
        )
        assert set(lake.reads) == {"customer", "fault"}
        at_once = lake.run(tagged(lake).order_by("customer_id"))
    assert version.rows == CUSTOMERS
    assert len(told) > 2 and told[-1][0] == told[-1][1]
    with open_lake() as lake:
        assert lake.run(lake.table("customer_tag").order_by("customer_id")).equals(at_once)


def test_an_empty_lake_has_one_range(db):
    with open_lake() as lake:
        assert lake.customer_ranges() == [CustomerRange()]


def test_files_tell_their_first_customers(people, home):
    [file] = (home / "lake" / "customer" / "all").glob("*.parquet")
    assert pq.ParquetFile(file).metadata.num_row_groups > 1


def test_files_are_sorted_by_customer_also_where_the_key_is_another(publish_rows, home):
    rows = [
        {"subscription_id": f"S{n}", "customer_id": f"C{(n * 7) % 10}", "product_kind": "mobile"} for n in range(10)
    ]
    publish_rows("subscription", rows)
    [file] = (home / "lake" / "subscription" / "all").glob("*.parquet")
    found = pq.read_table(file, columns=["customer_id"]).column(0).to_pylist()
    assert found == sorted(found)
