"""Success is what later feeds show inside the window, for treated and control alike."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from gridloop.evaluate.expr.evidence import Feeds, addresses, earlier_holdings, with_evidence
from gridloop.lake.queries import open_lake

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
BEFORE = [date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)]
TARGETS = pa.schema(
    [
        ("campaign_code", pa.string()),
        ("customer_id", pa.string()),
        ("step", pa.int64()),
        ("offer_code", pa.string()),
        ("window_from", pa.date32()),
        ("window_to", pa.date32()),
    ]
)


def target(customer: str, offer: str | None = "RB90") -> dict:
    return {
        "campaign_code": "K1",
        "customer_id": customer,
        "step": 1,
        "offer_code": offer,
        "window_from": date(2026, 10, 5),
        "window_to": date(2026, 11, 4),
    }


def subscription(customer: str, started_on: date, offer: str = "RB90", ended_on: date | None = None, tail="") -> dict:
    return {
        "subscription_id": f"S{customer}{tail}",
        "customer_id": customer,
        "product_kind": "broadband",
        "offer_code": offer,
        "started_on": started_on,
        "ended_on": ended_on,
        "contract_end_on": None,
    }


def customer(customer_id: str, left_on: date | None = None, address: str | None = None) -> dict:
    return {
        "customer_id": customer_id, "name": "王", "segment": "public", "left_on": left_on, "address": address
    }  # fmt: skip


@pytest.fixture
def evidence(publish_rows):
    """Return a function: evidence about targets, by customer."""

    def read(targets: list[dict], after=(OCTOBER,)) -> dict[str, dict]:
        with open_lake() as lake:
            rows = lake.attach("targets", pa.Table.from_pylist(targets, schema=TARGETS))
            earlier = lake.table("contact_outcome")
            feeds = Feeds(
                lake.table("subscription"),
                lake.table("customer"),
                lake.table("bill"),
                earlier.filter(earlier.month == OCTOBER),
            )
            found = lake.run(with_evidence(rows, feeds, BEFORE, list(after))).to_pylist()
        assert len(found) == len(targets)
        return {row["customer_id"]: row for row in found}

    return read


@pytest.mark.engines
def test_the_offer_taken_inside_the_window_and_nothing_else(publish_rows, evidence):
    days = {"first": date(2026, 10, 5), "last": date(2026, 11, 4)}
    publish_rows(
        "subscription",
        [
            subscription("first", days["first"]),
            subscription("last", days["last"]),
            subscription("early", date(2026, 10, 4)),
            subscription("late", date(2026, 11, 5)),
            subscription("other", date(2026, 10, 9), offer="RB80"),
            subscription("none", date(2026, 10, 9)),
        ],
    )
    names = ("first", "last", "early", "late", "other", "nobody")
    found = evidence([*(target(name) for name in names), target("none", None)])
    assert {name for name, row in found.items() if row["confirmed"]} == {"first", "last"}
    assert found["first"]["confirmed_on"] == days["first"]
    assert found["first"]["subscription_id"] == "Sfirst"


@pytest.mark.engines
def test_two_parts_of_a_bundle_are_one_confirmation(publish_rows, evidence):
    day = date(2026, 10, 8)
    publish_rows(
        "subscription", [subscription("A", day, tail="2"), subscription("A", day, tail="1"),
                         subscription("A", date(2026, 10, 20), tail="0")]
    )  # fmt: skip
    assert evidence([target("A")])["A"]["subscription_id"] == "SA1"


@pytest.mark.engines
def test_what_was_seen_once_stays_though_the_feed_forgets_it(publish_rows, evidence):
    publish_rows("subscription", [subscription("A", date(2026, 12, 1), offer="BN129")])
    seen = {
        **target("A"), "month": OCTOBER, "arm": "treated", "dispatched": True, "contacts": 1, "reached": True,
        "confirmed": True, "churned": False, "confirmed_on": date(2026, 10, 9), "subscription_id": "SA",
    }  # fmt: skip
    publish_rows("contact_outcome", [seen])
    found = evidence([target("A"), target("B")])
    assert found["A"]["confirmed_on"] == date(2026, 10, 9)
    assert not found["B"]["confirmed"]


@pytest.mark.engines
def test_leaving_is_leaving_the_company_or_ending_the_last_subscription(publish_rows, evidence):
    day, before = date(2026, 10, 20), date(2026, 10, 1)
    publish_rows(
        "customer", [customer("left", day), customer("long_gone", before), customer("ended"), customer("stays")]
    )
    publish_rows(
        "subscription",
        [
            subscription("ended", date(2025, 1, 1), ended_on=day),
            subscription("stays", date(2025, 1, 1), ended_on=day, tail="1"),
            subscription("stays", date(2025, 1, 1), tail="2"),
        ],
    )
    found = evidence([target(name) for name in ("left", "long_gone", "ended", "stays")])
    assert {name for name, row in found.items() if row["churned"]} == {"left", "ended"}


@pytest.mark.engines
def test_a_month_without_a_bill_is_nothing_paid(publish_rows, evidence):
    bills = [(month, 9000) for month in BEFORE] + [(OCTOBER, 6000)]
    publish_rows("bill", [{"customer_id": "A", "month": month, "billed_fen": fen} for month, fen in bills])
    found = evidence([target("A"), target("B")], after=(OCTOBER, NOVEMBER))
    assert (found["A"]["revenue_before_fen"], found["A"]["revenue_after_fen"]) == (9000, 3000)
    assert (found["B"]["revenue_before_fen"], found["B"]["revenue_after_fen"]) == (0, 0)
    assert evidence([target("A")], after=())["A"]["revenue_after_fen"] is None


@pytest.mark.engines
def test_who_ended_the_same_offer_before_and_who_shares_an_address(publish_rows):
    publish_rows(
        "subscription",
        [
            subscription("A", date(2026, 1, 1), ended_on=date(2026, 9, 9)),
            subscription("A", date(2026, 1, 1), offer="X", ended_on=date(2026, 9, 9), tail="x"),
            subscription("B", date(2026, 1, 1)),
        ],
    )
    publish_rows("customer", [customer("A", address="1-1"), customer("B", address="1-1"), customer("Z")])
    with open_lake() as lake:
        sales = lake.attach("sales", pa.table({"customer_id": ["A", "B", "Z"], "offer_code": ["RB90", "RB90", "RB90"]}))
        ended = lake.run(earlier_holdings(lake.table("subscription"), sales)).to_pylist()
        homes = lake.run(addresses(lake.table("customer"), sales)).to_pylist()
    assert [(row["customer_id"], row["ended_on"]) for row in ended] == [("A", date(2026, 9, 9))]
    assert {row["customer_id"]: row["customers"] for row in homes} == {"A": 2, "B": 2, "Z": None}
