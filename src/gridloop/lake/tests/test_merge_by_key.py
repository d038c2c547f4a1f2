"""Upserts and appends: the business dates decide key by key, whatever the order in which files arrive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.lake.contract import ContractError, parse_contract
from gridloop.lake.library import contract_of, own_folder
from gridloop.lake.models import FeedBatch, QuarantinedRow
from gridloop.lake.queries import open_lake
from gridloop.lake.rules import key_is_taken, merged_by_key
from gridloop.lake.services.replay import replay_rows
from gridloop.lake.tests.conftest import rows_of
from gridloop.lake.types import BatchState, Semantics

D1, D2, D3 = "2026-10-01", "2026-10-02", "2026-10-03"
DAY = date(2026, 10, 1)
BY_KEY = st.sampled_from([Semantics.UPSERT, Semantics.APPEND])
ROWS = st.dictionaries(st.sampled_from("abc"), st.none() | st.integers(0, 9), min_size=1, max_size=3)


def own_contract(feed: str, semantics: str, extra: str = "", *, version: str = "1.0.0", operation: bool = False) -> str:
    """Put an operator's own contract in force: the shipped one with other semantics."""
    shipped = contract_of(feed).yaml
    declared = contract_of(feed).semantics.value
    text = shipped.replace(
        f"{{property: semantics, value: {declared}}}",
        f"{{property: semantics, value: {semantics}}}" + (f"\n      - {extra}" if extra else ""),
    ).replace("version: 1.0.0", f"version: {version}")
    if operation:
        text = text.replace("slaProperties:", "      - {name: op, logicalType: string}\nslaProperties:")
    own_folder().mkdir(exist_ok=True)
    (own_folder() / f"{feed}.yaml").write_text(text, encoding="utf-8")
    return text


def subscriptions(*rows: str, operation: bool = True) -> str:
    """Return a subscription file; each row is given as ``id,customer,fee[,op]``."""
    names = [p.header for p in contract_of("subscription").properties]
    lines = []
    for row in rows:
        given_id, customer, fee, *mark = row.split(",")
        known = {"subscription_id": given_id, "customer_id": customer, "monthly_fee_yuan": fee, "op": "".join(mark)}
        known["product_kind"] = "" if known["op"] == "D" else "mobile"
        by_header = {p.header: known.get(p.name, "") for p in contract_of("subscription").properties}
        lines.append(",".join(by_header[name] for name in names))
    return "\n".join([",".join(names), *lines, ""])


FLAG = '{property: deleteFlag, value: {column: op, value: [D, "删除"]}}'


@pytest.fixture
def upsert(home, db) -> None:
    own_contract("subscription", "upsert", FLAG, operation=True)


def held() -> dict[str, tuple[str, int | None]]:
    return {row["subscription_id"]: (row["customer_id"], row["monthly_fee_fen"]) for row in rows_of("subscription")}


# --- the rule ---


@given(BY_KEY, st.lists(st.tuples(st.integers(0, 3), ROWS), min_size=1, max_size=5), st.randoms())
def test_the_order_of_arrival_of_business_dates_does_not_matter(semantics, deliveries, shuffler):
    """Corrections of one date must come after what they correct; dates may come in any order."""

    def end(arrivals) -> Mapping:
        state: Mapping = {}
        for day, rows in arrivals:
            state = merged_by_key(semantics, DAY + timedelta(day), rows, state)
        return state

    by_day: dict[int, list] = {}
    for day, rows in deliveries:
        by_day.setdefault(day, []).append((day, rows))
    order = [day for day, _ in deliveries]
    shuffler.shuffle(order)
    queues = {day: iter(group) for day, group in by_day.items()}
    assert end([next(queues[day]) for day in order]) == end(deliveries)


@given(BY_KEY, st.integers(0, 3), ROWS, st.dictionaries(st.sampled_from("abc"), st.integers(0, 3), max_size=3))
def test_a_delivery_twice_is_a_delivery_once(semantics, day, rows, known):
    state = {key: (DAY + timedelta(on), 0) for key, on in known.items()}
    once = merged_by_key(semantics, DAY + timedelta(day), rows, state)
    assert merged_by_key(semantics, DAY + timedelta(day), rows, once) == once


def test_later_dates_hold_against_an_upsert_and_earlier_ones_against_an_append():
    before, after = DAY - timedelta(1), DAY + timedelta(1)
    assert [key_is_taken(Semantics.UPSERT, DAY, known) for known in (None, before, DAY, after)] == [0, 0, 0, 1]
    assert [key_is_taken(Semantics.APPEND, DAY, known) for known in (None, before, DAY, after)] == [0, 1, 0, 0]


# --- the engine ---

FILES = {
    D1: ("S1,C1,10,", "S2,C1,20,", "S3,C1,30,"),
    D2: ("S1,C1,11,", "S2,,,D", "S4,C2,44,"),
    D3: ("S3,,,删除", "S2,C2,22,", "S5,,,D"),
}


@pytest.mark.parametrize("order", list(permutations(FILES)))
def test_upserts_in_any_order_end_the_same(deliver, upsert, order):
    for day in order:
        report = deliver("subscription", subscriptions(*FILES[day]), day=day)
        assert (report.state, report.rows_loaded) == (BatchState.LOADED, 3), report
    assert held() == {"S1": ("C1", 1100), "S2": ("C2", 2200), "S4": ("C2", 4400)}


def test_the_engine_merges_as_the_rule_says(deliver, upsert):
    state: dict = {}
    for number, day in enumerate((D2, D1, D3, D2, D1)):
        rows = [f"S{n},C{number},{number},{'D' if (n + number) % 3 == 0 else ''}" for n in range(number, number + 4)]
        deliver("subscription", subscriptions(*rows), day=day)
        meant = {one.split(",")[0]: None if one.endswith("D") else number * 100 for one in rows}
        state = merged_by_key(Semantics.UPSERT, date.fromisoformat(day), meant, state)
        assert {key: fee for key, (_, fee) in held().items()} == {k: v for k, (_, v) in state.items() if v is not None}


def test_a_correction_of_a_date_replaces_its_rows_and_leaves_later_ones(deliver, upsert):
    deliver("subscription", subscriptions("S1,C1,10,", "S2,C1,20,"), day=D1)
    deliver("subscription", subscriptions("S2,C1,25,"), day=D2)
    late = deliver("subscription", subscriptions("S1,C1,12,", "S2,C1,22,"), day=D1, name="subscription_fix.csv")
    assert held() == {"S1": ("C1", 1200), "S2": ("C1", 2500)}
    note = FeedBatch.objects.get(pk=late.batch_id).notes[-1]
    assert (note["code"], note["params"]["rows"]) == ("lake.note_passed_over_upsert", 1)


def test_the_same_content_for_a_later_date_moves_the_dates_of_its_keys(deliver, upsert):
    deliver("subscription", subscriptions("S1,C1,10,"), day=D1)
    deliver("subscription", subscriptions("S1,C1,10,"), day=D3)
    deliver("subscription", subscriptions("S1,C1,99,"), day=D2)
    assert held() == {"S1": ("C1", 1000)}


def test_a_row_that_is_gone_needs_its_key_only_and_one_without_is_refused(deliver, upsert):
    deliver("subscription", subscriptions("S1,C1,10,"), day=D1)
    report = deliver("subscription", subscriptions("S1,,,D", ",C1,1,D", "S7,,1,"), day=D2)
    assert (report.rows_loaded, report.rows_quarantined) == (1, 2)
    assert {row.reason for row in QuarantinedRow.objects.all()} == {"missing_value"}
    assert held() == {}


def test_what_was_replaced_whole_before_the_contract_went_by_key_is_not_undone(deliver, home):
    deliver("subscription", subscriptions("S1,C1,10"), day=D2)
    own_contract("subscription", "upsert", FLAG, operation=True, version="1.1.0")
    deliver("subscription", subscriptions("S1,C1,1,", "S9,C1,1,"), day=D1)
    assert held() == {"S1": ("C1", 1000)}
    deliver("subscription", subscriptions("S2,C1,20,"), day=D3)
    assert held() == {"S1": ("C1", 1000), "S2": ("C1", 2000)}


def test_a_mended_row_joins_unless_a_later_date_has_its_key(deliver, upsert, actor):
    deliver("subscription", subscriptions("S1,C1,x,", "S2,C1,x,"), day=D1)
    deliver("subscription", subscriptions("S2,C1,5,"), day=D2)
    first, second = QuarantinedRow.objects.order_by("line_no")
    fee = next(p.header for p in contract_of("subscription").properties if p.name == "monthly_fee_yuan")
    report = replay_rows(mends={first.pk: {fee: "7"}, second.pk: {fee: "7"}}, actor=actor)
    assert (report.replayed, report.still_refused) == (1, 1)
    assert held() == {"S1": ("C1", 700), "S2": ("C1", 500)}


FAULTS = "fault_id,customer_id,place_code,reported_on,hours_to_clear,kind\n"


def test_an_upsert_by_months_moves_a_row_and_empties_a_month(deliver, home, db):
    own_contract("fault", "upsert")
    header = ",".join(p.header for p in contract_of("fault").properties) + "\n"
    assert header == FAULTS
    deliver("fault", FAULTS + "F1,,,2026-08-05,,\nF2,,,2026-09-01,,\n", day=D1)
    deliver("fault", FAULTS + "F1,,,2026-09-06,3,\n", day=D3)
    deliver("fault", FAULTS + "F1,,,2026-07-01,1,\n", day=D2)
    assert [(row["fault_id"], str(row["month"])) for row in rows_of("fault")] == [
        ("F1", "2026-09-01"),
        ("F2", "2026-09-01"),
    ]
    with open_lake() as lake:
        assert lake.months("fault") == (date(2026, 9, 1),)


BILLS = "customer_id,month,billed_yuan,mobile_yuan,broadband_yuan,out_of_bundle_yuan,cost_yuan\n"


def billed() -> dict:
    return {(row["customer_id"], row["month"].month): row["billed_fen"] for row in rows_of("bill")}


def test_an_upsert_of_a_month_leaves_its_other_rows(deliver, home, db):
    own_contract("bill", "upsert", FLAG, operation=True)
    header = BILLS.strip() + ",op\n"
    deliver("bill", header + "C1,2026-08,1,,,,,\nC1,2026-09,1,,,,,\nC2,2026-09,2,,,,,\n", day=D1)
    deliver("bill", header + "C1,2026-09,,,,,,D\nC2,2026-08,8,,,,,\n", day=D3)
    deliver("bill", header + "C1,2026-09,7,,,,,\nC2,2026-09,7,,,,,\n", day=D2)
    assert billed() == {("C1", 8): 100, ("C2", 9): 700, ("C2", 8): 800}
    deliver("bill", header + "C2,2026-09,,,,,,D\n", day=D3, name="bill_2.csv")
    assert billed() == {("C1", 8): 100, ("C2", 8): 800}


def test_a_key_that_is_gone_before_it_ever_came_stays_gone(deliver, home, db):
    own_contract("bill", "upsert", FLAG, operation=True)
    header = BILLS.strip() + ",op\n"
    first = deliver("bill", header + "C1,2026-09,,,,,,D\n", day=D2)
    assert (first.state, first.rows_loaded, billed()) == (BatchState.LOADED, 1, {})
    deliver("bill", header + "C1,2026-09,7,,,,,\nC2,2026-09,7,,,,,\n", day=D1)
    assert billed() == {("C2", 9): 700}


APPENDED = {
    D1: ("C1,2026-09,1", "C2,2026-09,2"),
    D2: ("C1,2026-09,11", "C3,2026-09,3"),
    D3: ("C3,2026-09,33", "C4,2026-09,4"),
}


@pytest.mark.parametrize("order", list(permutations(APPENDED)))
@pytest.mark.parametrize("repeated", ["refuse", "ignore"])
def test_appends_in_any_order_end_with_the_first_record_of_each_key(deliver, home, db, order, repeated):
    own_contract("bill", "append", f"{{property: repeatedKey, value: {repeated}}}")
    for day in order:
        report = deliver("bill", BILLS + "".join(f"{row},,,,\n" for row in APPENDED[day]), day=day)
        assert report.rows_read == report.rows_loaded + report.rows_quarantined == 2
        assert report.rows_quarantined == 0 or repeated == "refuse"
    assert billed() == {("C1", 9): 100, ("C2", 9): 200, ("C3", 9): 300, ("C4", 9): 400}
    if order == (D1, D2, D3):
        assert QuarantinedRow.objects.filter(reason="repeated_key").count() == (2 if repeated == "refuse" else 0)


# --- what a contract may say ---


@pytest.mark.parametrize(
    ("feed", "semantics", "extra", "said"),
    [
        ("bill", "full", FLAG, "only a contract with semantics upsert"),
        ("bill", "upsert", "{property: deleteFlag, value: D}", "deleteFlag must be {column"),
        ("bill", "upsert", "{property: deleteFlag, value: {column: cheese, value: D}}", "cheese is not a declared"),
        ("bill", "upsert", "{property: deleteFlag, value: {column: customer_id, value: D}}", "outside the key"),
        ("bill", "upsert", "{property: repeatedKey, value: ignore}", "for semantics append only"),
        ("bill", "append", "{property: repeatedKey, value: maybe}", "refuse or ignore"),
        ("complaint", "upsert", "{property: deleteFlag, value: {column: topic, value: D}}", ""),
    ],
)
def test_a_contract_that_cannot_mean_what_it_says_is_refused(home, feed, semantics, extra, said):
    text = own_contract(feed, semantics, extra)
    if not said:
        assert parse_contract(text, source="own.yaml").gone_column == "topic"
        return
    with pytest.raises(ContractError) as refused:
        parse_contract(text, source="own.yaml")
    assert said in str(refused.value)


def test_an_upsert_without_a_key_is_refused(home):
    text = own_contract("bill", "upsert").replace("primaryKey: true", "primaryKey: false")
    with pytest.raises(ContractError, match="needs a key"):
        parse_contract(text, source="own.yaml")
