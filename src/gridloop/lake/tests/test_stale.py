"""A month that comes late or is corrected reopens the computed months that were made from it, and only those."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.conftest import ARROW_TYPES
from gridloop.kernel.types import Role, Scope
from gridloop.lake.datasets import DATASETS
from gridloop.lake.models import DatasetVersion, FeedBatch, QuarantinedRow
from gridloop.lake.queries import current_version, open_lake
from gridloop.lake.rules import made_from_changed, months_between
from gridloop.lake.services.publish import publish
from gridloop.lake.services.replay import replay_rows
from gridloop.lake.services.roll_back import roll_back
from gridloop.lake.stale import months_to_compute_again, stale_months
from gridloop.lake.tests.conftest import bills, customers

COMPANY = Scope(Role.DATA_STEWARD, ("/",))
JULY, AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, 1) for month in (7, 8, 9, 10))


def compute(actor, *months: date, dataset: str = "indicator_value", source: str = "bill") -> None:
    """Publish months of a computed dataset, as made from a source as it is now."""
    with open_lake() as lake:
        lake.run(lake.table(source))
        reads = lake.reads
    if dataset == "indicator_value":
        columns = {"grid_code": "G", "indicator": "i", "numerator": 1.0, "denominator": 1.0}
        rows = pa.Table.from_pylist([{**columns, "month": month} for month in months])
    else:
        rows = pa.Table.from_pylist([{"customer_id": "C1", "month": month} for month in months])
    publish(dataset=dataset, rows=rows, run="test", actor=actor, reads=reads)


def stale(dataset: str = "indicator_value") -> list[tuple[date, str, tuple[date, ...]]]:
    return [(one.month, one.source, one.source_months) for one in stale_months(COMPANY, dataset)]


@pytest.fixture
def computed(deliver, actor):
    deliver("bill", bills("C1,2026-08,1", "C1,2026-09,1"), day="2026-10-01")
    compute(actor, AUGUST, SEPTEMBER)
    return deliver


def test_what_was_just_computed_is_not_stale(computed):
    assert stale() == []


def test_a_correction_reopens_its_month_and_says_which_file_brought_it(computed, actor):
    computed("bill", bills("C1,2026-08,7"), day="2026-10-09", name="bill_2026-10-09.csv")
    [one] = stale_months(COMPANY)
    assert (one.dataset, one.month, one.source_months) == ("indicator_value", AUGUST, (AUGUST,))
    assert one.deliveries == (("bill", "2026-10-09", ("bill_2026-10-09.csv",)),)
    compute(actor, AUGUST)
    assert stale() == []


def test_a_new_month_reopens_nothing_that_was_not_made_from_it(computed):
    computed("bill", bills("C1,2026-10,7"), day="2026-11-01")
    assert stale() == []


def test_computing_another_month_leaves_the_stale_one_stale(computed, actor):
    computed("bill", bills("C1,2026-08,7"), day="2026-10-09")
    compute(actor, SEPTEMBER)
    assert stale() == [(AUGUST, "bill", (AUGUST,))]
    assert months_to_compute_again("indicator_value", before=SEPTEMBER) == [AUGUST]
    assert months_to_compute_again("indicator_value", before=AUGUST) == []


def test_a_replayed_row_reopens_its_month(deliver, actor):
    deliver("bill", bills("C1,2026-08,1", "C2,2026-08,x", "C1,2026-09,1"))
    compute(actor, AUGUST, SEPTEMBER)
    row = QuarantinedRow.objects.get()
    replay_rows(mends={row.pk: {"billed_yuan": "5"}}, actor=actor)
    assert stale() == [(AUGUST, "bill", (AUGUST,))]


def test_a_chain_is_reopened_link_by_link(deliver, actor, publish_rows):
    deliver("bill", bills("C1,2026-08,1"))
    publish_profile(publish_rows, actor, SEPTEMBER, OCTOBER)
    compute(actor, SEPTEMBER, OCTOBER, dataset="customer_tag", source="customer_profile")
    deliver("bill", bills("C1,2026-08,2"), day="2026-10-09")
    assert [month for month, *_ in stale("customer_profile")] == [SEPTEMBER, OCTOBER]
    assert stale("customer_tag") == []
    publish_profile(publish_rows, actor, SEPTEMBER)
    assert stale("customer_tag") == [(SEPTEMBER, "customer_profile", (SEPTEMBER,))]


def publish_profile(publish_rows, actor, *months: date) -> None:
    types = {name: ARROW_TYPES[kind.value] for name, kind in DATASETS["customer_profile"].types.items()}
    rows = pa.Table.from_pylist([{"customer_id": "C1", "month": month} for month in months], pa.schema(types.items()))
    bill = current_version("bill")
    publish(dataset="customer_profile", rows=rows, run="test", actor=actor, reads={"bill": bill.version if bill else 0})


def people(deliver, day: str, *rows: str, name: str = ""):
    return deliver("customer", customers(*rows), day=day, name=name)


@pytest.fixture
def profiled(deliver, actor, publish_rows):
    """Return a function that delivers customers, once the profile of September was made from the first of them."""
    people(deliver, "2026-10-01", "C1|甲|13800000001|2020-01-01")
    with open_lake() as lake:
        lake.run(lake.table("customer"))
        reads = lake.reads
    types = {name: ARROW_TYPES[kind.value] for name, kind in DATASETS["customer_profile"].types.items()}
    rows = pa.Table.from_pylist([{"customer_id": "C1", "month": SEPTEMBER}], pa.schema(types.items()))
    publish(dataset="customer_profile", rows=rows, run="test", actor=actor, reads=reads)
    return deliver


def test_customers_of_a_later_day_reopen_nothing(profiled):
    people(profiled, "2026-11-01", "C1|乙|13800000001|2020-01-01")
    assert stale("customer_profile") == []


def test_customers_that_are_corrected_reopen_what_was_made_from_them(profiled):
    people(profiled, "2026-10-01", "C1|乙|13800000001|2020-02-02", name="customer_2026-10-01b.txt")
    [one] = stale_months(COMPANY)
    assert (one.dataset, one.month, one.source, one.source_months) == ("customer_profile", SEPTEMBER, "customer", ())
    assert one.deliveries == (("customer", "2026-10-01", ("customer_2026-10-01.txt", "customer_2026-10-01b.txt")),)
    people(profiled, "2026-11-01", "C1|乙|13800000001|2020-02-02")
    assert stale("customer_profile") == [(SEPTEMBER, "customer", ())], "what comes later does not undo the correction"
    assert months_to_compute_again("customer_profile", before=OCTOBER) == [SEPTEMBER]


def test_customers_that_are_taken_back_reopen_what_was_made_from_them(profiled, actor):
    roll_back(batch_id=FeedBatch.objects.get(feed="customer").pk, reason="wrong city", actor=actor)
    people(profiled, "2026-10-01", "C1|乙|13800000001|2020-02-02")
    assert stale("customer_profile") == [(SEPTEMBER, "customer", ())]


def arrow(dataset: str, **row) -> pa.Table:
    types = {name: ARROW_TYPES[kind.value] for name, kind in DATASETS[dataset].types.items()}
    return pa.Table.from_pylist([row], pa.schema(types.items()))


@pytest.fixture
def put_place(db, home, actor):
    """Return a function that publishes the one place as a feed of a business date would; it returns the version."""

    def put(day: str, grid: str) -> int:
        origins = {"all": {"place": {"date": day, "files": [f"place_{day}_{grid}.csv"]}}}
        rows = arrow("place", place_code="P1", kind="compound", name="甲", grid_code=grid)
        version = publish(dataset="place", rows=rows, run=f"feed place {day}", actor=actor, reads={}).version
        DatasetVersion.objects.filter(dataset="place", version=version).update(origins=origins)
        return version

    return put


@pytest.fixture
def owned(put_place, actor):
    """Return a function that derives who owns the customer, and with ``month`` makes a profile from it."""

    def derive(place: int, month: date | None = None, rule: str = "place") -> None:
        owner = arrow("ownership", customer_id="C1", place_code="P1", grid_code="G1", rule=rule)
        version = publish(dataset="ownership", rows=owner, run="derive", actor=actor, reads={"place": place}).version
        if month:
            profile = arrow("customer_profile", customer_id="C1", month=month)
            publish(dataset="customer_profile", rows=profile, run="test", actor=actor, reads={"ownership": version})

    return derive


def test_a_place_that_is_corrected_reopens_what_was_made_from_the_owners_derived_from_it(owned, put_place):
    owned(put_place("2026-10-01", "G1"), SEPTEMBER)
    assert stale("customer_profile") == []
    corrected = put_place("2026-10-01", "G2")
    [one] = stale_months(COMPANY)
    assert (one.dataset, one.month, one.source) == ("customer_profile", SEPTEMBER, "place")
    assert one.deliveries == (("place", "2026-10-01", ("place_2026-10-01_G2.csv",)),)
    owned(corrected, SEPTEMBER)
    assert stale("customer_profile") == []


def test_owners_that_change_from_today_reopen_nothing(owned, put_place):
    place = put_place("2026-10-01", "G1")
    owned(place, SEPTEMBER)
    owned(place, rule="override")
    assert stale("customer_profile") == [], "a person's decision holds from its day on"
    owned(put_place("2026-11-01", "G2"))
    assert stale("customer_profile") == [], "so does a later delivery"


def test_the_steward_reads_it_and_a_manager_of_a_branch_does_not(computed, operator):
    computed("bill", bills("C1,2026-08,7"), day="2026-10-09")
    answer = operator.client("DATA1").get("/api/lake/stale").json()
    assert answer["total"] == 1
    assert answer["items"][0]["source_months"] == ["2026-08-01"]
    assert answer["items"][0]["deliveries"][0]["business_date"] == "2026-10-09"
    assert operator.client("BM01").get("/api/lake/stale").status_code == 403
    assert stale_months(Scope(Role.BRANCH_MANAGER, ("/LG/LG01/",))) == []


@given(st.integers(-30, 30), st.integers(-12, 0), st.integers(0, 6))
def test_a_month_is_made_from_the_months_of_its_window(distance, first, width):
    index = 2026 * 12 + distance
    changed = date(index // 12, index % 12 + 1, 1)
    window = {"bill": (first, first + width)}
    found = made_from_changed(date(2026, 1, 1), window, {"bill": [changed], "usage": [changed]})
    assert bool(found) is (first <= months_between(date(2026, 1, 1), changed) <= first + width)
