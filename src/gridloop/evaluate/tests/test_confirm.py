"""A reported success is a claim; the feed decides, and the next cycle reads what it decided."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from gridloop.campaign.services.end import end_campaigns
from gridloop.evaluate.models import ConfirmedOutcome
from gridloop.evaluate.services.confirm import confirm_cycle
from gridloop.kernel.problems import Problem
from gridloop.lake.queries import current_version, open_lake

from .conftest import CYCLE


def confirm(actor):
    return confirm_cycle(cycle=CYCLE, actor=actor)


def outcomes(**filters) -> dict[str, ConfirmedOutcome]:
    return {row.customer_id: row for row in ConfirmedOutcome.objects.filter(**filters)}


def test_the_feed_decides_and_everybody_stands_in_the_lake(october, actor):
    report = confirm(actor)
    assert (report.targets, report.orders, report.confirmed, report.paying) == (180, 120, 24, 24)
    assert (report.waiting, report.missed) == (96, 0)
    with open_lake() as lake:
        rows = lake.run(lake.table("contact_outcome")).to_pylist()
    assert Counter((row["arm"], row["confirmed"]) for row in rows) == {
        ("treated", True): 24, ("treated", False): 96, ("control", True): 3, ("control", False): 57,
    }  # fmt: skip
    refused = next(row for row in rows if row["customer_id"] == "CM010101-03")
    assert (refused["outcome"], refused["competitor"], refused["offer_kind"]) == ("refused", "UNI", "retention")
    assert (refused["model"], refused["probability"]) == ("renewal", 0.1)
    assert refused["revenue_before_fen"] > 0 and refused["revenue_after_fen"] > 0
    control = next(row for row in rows if row["customer_id"] == "X05")
    assert not control["dispatched"] and control["order_id"] is None


def test_an_ended_campaign_is_confirmed_as_a_running_one(october, actor):
    running = confirm(actor)
    version = current_version("contact_outcome")
    assert end_campaigns(on=date(2026, 11, 2), actor=actor) == [october.campaign.code]
    assert confirm(actor) == running
    assert current_version("contact_outcome") == version


def test_a_window_that_is_over_without_evidence_is_a_miss(october, actor, at):
    october.deliver(through=date(2026, 11, 1))
    at(date(2026, 12, 2))
    report = confirm(actor)
    assert (report.confirmed, report.waiting, report.missed) == (24, 0, 96)


def test_the_same_feeds_again_change_nothing(october, actor):
    confirm(actor)
    before = {pk: row.__dict__.copy() for pk, row in outcomes().items()}
    version = current_version("contact_outcome")
    confirm(actor)
    after = {pk: row.__dict__ for pk, row in outcomes().items()}
    for pk, row in before.items():
        assert {k: v for k, v in row.items() if k != "_state"} == {k: v for k, v in after[pk].items() if k != "_state"}
    assert current_version("contact_outcome") == version and version.rows == 180


def test_orders_held_recalled_or_not_yet_due_do_not_count(town, actor, at):
    for name, state, due in (
        ("held", "held", date(2026, 10, 9)),
        ("recalled", "cancelled", date(2026, 10, 9)),
        ("lapsed", "failed", date(2026, 10, 9)),
        ("due", "pending", date(2026, 10, 9)),
        ("later", "pending", date(2026, 10, 30)),
        ("early", "in_progress", date(2026, 10, 30)),
    ):
        town.customer(name, "CM010101")
        town.target(name, "CM010101")
        town.order(name, "CM010101", state, due)
    town.report("early", "interested")
    town.deliver(through=date(2026, 9, 1))
    at(date(2026, 10, 15))
    confirm(actor)
    assert set(outcomes(counted=True)) == {"lapsed", "due", "early"}


def test_what_the_customer_did_before_or_without_a_contact_does_not_pay(town, actor):
    for name in ("served", "alone", "first"):
        town.customer(name, "CM010101")
        town.target(name, "CM010101")
        town.order(name, "CM010101")
        town.holds(name, "RB90", date(2026, 10, 14))
    town.report("served", "accepted", day=13)
    town.report("first", "accepted", day=16)
    town.deliver()
    confirm(actor)
    rows = outcomes(state="confirmed")
    assert {name: (row.pays, row.unpaid_because) for name, row in rows.items()} == {
        "served": (True, ""),
        "alone": (False, "no_contact"),
        "first": (False, "before_contact"),
    }


def test_one_household_is_paid_once_for_a_line(town, actor):
    town.campaign.targets.all().delete()
    for name in ("a", "b"):
        town.customer(name, "CM010101", address="海滨路1号2单元301室")
        town.target(name, "CM010101")
        town.order(name, "CM010101")
        town.holds(name, "BN129", date(2026, 10, 14))
        town.report(name, "accepted")
    town.campaign.targets.update(offer_code="BN129")
    town.deliver()
    confirm(actor)
    assert sorted(row.unpaid_because for row in outcomes().values()) == ["", "same_household"]


def test_a_sale_that_an_earlier_cycle_paid_is_not_paid_again(october, actor):
    confirm(actor)
    ConfirmedOutcome.objects.filter(customer_id="CM010101-21").update(cycle="2026-09", campaign_code="K0")
    confirm(actor)
    assert outcomes(cycle=CYCLE)["CM010101-21"].unpaid_because == "paid_before"


def test_a_sale_moves_to_the_order_that_was_contacted_last(october, actor):
    confirm(actor)
    row = ConfirmedOutcome.objects.get(customer_id="CM010101-21")
    other = ConfirmedOutcome.objects.get(customer_id="CM010101-22")
    sale = row.subscription_id
    row.pays, row.subscription_id = False, ""
    row.save()
    other.subscription_id = sale
    other.save()
    confirm(actor)
    assert outcomes()["CM010101-21"].pays and outcomes()["CM010101-22"].pays


def test_a_cycle_is_a_month(db, actor):
    with pytest.raises(Problem) as refused:
        confirm_cycle(cycle="October", actor=actor)
    assert refused.value.code == "kernel.bad_cycle"
