"""Conditions that look beyond the month's profile: how the grid ran, its median, the contacts of the last days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from statistics import median
from uuid import uuid4

import pytest

from gridloop.campaign.tests.city import CYCLE, GRIDS
from gridloop.contact.models import Contact
from gridloop.kernel import clock

JUNE, JULY, AUGUST, SEPTEMBER = (date(2026, month, 1) for month in (6, 7, 8, 9))


@pytest.fixture
def counted(city, operator):
    """Return a function that counts an audience, or asks something else of it."""

    def count(*rules, path="count", **given):
        body = {"audience": {"combinator": "and", "rules": list(rules)}, "cycle": CYCLE, **given}
        return operator.client("PLAN1").post(f"/api/campaign/audience/{path}", body, content_type="application/json")

    return count


@pytest.fixture
def rates(publish_rows):
    """Return a function that publishes a ratio of each grid over some months (None: no figure)."""

    def publish(by_month):
        said = {"indicator": "churn_rate", "denominator": 100.0}
        publish_rows(
            "indicator_value",
            [
                {**said, "month": month, "grid_code": grid, "numerator": float(value)}
                for month, values in by_month.items()
                for grid, value in zip(GRIDS, values, strict=True)
                if value is not None
            ],
        )

    return publish


def rule(operator, value=None, field="grid.churn_rate"):
    return {"field": field, "operator": operator, "value": value}


def living_in(city, *grids):
    return sum(one["grid_code"] in grids for one in city.profiles)


@pytest.mark.engines
def test_a_grid_whose_figure_fell_so_many_months_in_a_row(counted, rates, city):
    #                falls    falls   stays   falls, but a month is missing
    rates({JUNE: (9, 5, 5, 9), JULY: (8, 6, 4, 8), AUGUST: (7, 4, 4, None), SEPTEMBER: (6, 3, 3, 6)})

    def total(operator, months):
        return counted(rule(operator, months)).json()["total"]

    assert total("fellFor", 1) == living_in(city, *GRIDS[:3])
    assert total("fellFor", 2) == living_in(city, *GRIDS[:2])
    assert total("fellFor", 3) == living_in(city, GRIDS[0])
    assert total("fellFor", 4) == total("roseFor", 1) == 0


def test_who_asks_why_not_is_told_for_how_long_it_fell(counted, rates, city):
    rates({AUGUST: (5, 5, 5, 5), SEPTEMBER: (4, 4, 4, 6)})
    elsewhere = next(one["customer_id"] for one in city.profiles if one["grid_code"] == GRIDS[0])
    asked = {"path": "customer", "customer_id": elsewhere, "channel": "call"}
    found = counted(rule("fellFor", 2), **asked).json()["unmet"]
    assert (found["operator"], found["value"], found["actual"]) == ("fellFor", 2, 1)
    assert counted(rule("fellFor", 1), **asked).json()["unmet"] is None


@pytest.mark.engines
def test_a_number_is_held_against_the_median_of_the_own_grid_only(counted, city):
    middle = {
        grid: median(one["billed_fen_average_3"] for one in city.profiles if one["grid_code"] == grid) for grid in GRIDS
    }
    above = sum(one["billed_fen_average_3"] > middle[one["grid_code"]] for one in city.profiles)
    company = median(one["billed_fen_average_3"] for one in city.profiles)
    assert above != sum(one["billed_fen_average_3"] > company for one in city.profiles)
    assert counted(rule("aboveGrid", field="billed_fen_average_3")).json()["total"] == above
    # the median is that of the grid, however few of it the plan is for
    one = GRIDS[0]
    inside = sum(p["billed_fen_average_3"] < middle[one] for p in city.profiles if p["grid_code"] == one)
    found = counted(rule("belowGrid", field="billed_fen_average_3"), rule("in", [one], "organisation"), org_code=one)
    assert found.json()["total"] == inside > 0


@pytest.mark.engines
def test_who_was_reached_in_the_last_thirty_days_is_known_to_the_day(counted, city, monkeypatch):
    today = date(2026, 10, 20)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 10, 20, 2, 0, tzinfo=UTC))

    def contact(number, days, *, reached=True):
        made = today - timedelta(days=days)
        Contact.objects.create(
            id=uuid4(), customer_id=city.profiles[number]["customer_id"], channel="visit", direction="outbound",
            outcome="interested" if reached else "not_reached", uses_slot=reached, made_by="CM010101", made_on=made,
            made_at=datetime(made.year, made.month, made.day, tzinfo=UTC),
        )  # fmt: skip

    contact(0, 2)
    contact(0, 30)
    contact(1, 31)
    contact(2, 1, reached=False)

    def total(operator, value):
        return counted(rule(operator, value, "contacts_30")).json()["total"]

    assert total(">=", 1) == 1
    assert total("=", 2) == 1
    assert total("=", 0) == len(city.profiles) - 1  # who was never contacted has none


@pytest.mark.parametrize(
    "wrong",
    [
        rule("fellFor", 0),
        rule("fellFor", 13),
        rule("fellFor", 1.5),
        rule("fellFor", 2, "age"),
        rule("aboveGrid", None, "grid.churn_rate"),
        rule("aboveGrid", None, "segment"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(counted, city, wrong):
    answer = counted(wrong)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["where"] == "audience.rules[0]"
