"""Bills that come late reopen the profiles and tags made from them; computing these again settles it."""

from __future__ import annotations

from datetime import date

from gridloop.lake.queries import open_lake
from gridloop.lake.stale import months_to_compute_again
from gridloop.metrics.rules import months_before
from gridloop.metrics.services.build_profile import build_profile
from gridloop.metrics.services.build_tags import build_tags
from gridloop.metrics.tests.small_city import AS_OF, small_city

NEXT = months_before(AS_OF, -1)


def open_months() -> tuple[list[date], list[date]]:
    profile, tag = (months_to_compute_again(name, before=NEXT) for name in ("customer_profile", "customer_tag"))
    return profile, tag


def averages(month: date) -> dict[str, float]:
    with open_lake() as lake:
        table = lake.table("customer_profile")
        rows = lake.run(table.filter(table.month == month).select("customer_id", "billed_fen_average_3")).to_pylist()
    return {row["customer_id"]: row["billed_fen_average_3"] for row in rows if row["billed_fen_average_3"]}


def test_profiles_and_tags_of_late_bills_are_computed_again(publish_rows, actor):
    small_city(40).publish(publish_rows)
    months = [months_before(AS_OF, back) for back in (8, 1, 0)]
    for month in months:
        build_profile(month=month, actor=actor)
        build_tags(month=month, actor=actor)
    assert open_months() == ([], [])
    late = months_before(AS_OF, 2)
    with open_lake() as lake:
        bill = lake.table("bill")
        rows = lake.run(bill.filter(bill.month == late)).to_pylist()
    before = averages(AS_OF)
    publish_rows("bill", [{**row, "billed_fen": row["billed_fen"] + 300} for row in rows])
    profiles, tags = open_months()
    assert (profiles, tags) == (months[1:], [])
    for month in profiles:
        build_profile(month=month, actor=actor)
    assert open_months() == ([], months[1:])
    assert any(averages(AS_OF)[customer] == average + 100 for customer, average in before.items())
    for month in months[1:]:
        build_tags(month=month, actor=actor)
    assert open_months() == ([], [])
