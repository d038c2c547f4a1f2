"""What deserves a look."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.monitor.rules import (
    CampaignStanding,
    GridState,
    PersonWork,
    attention,
    campaign_needs,
    deviations,
    help_needed,
    severity,
)

TODAY = date(2026, 10, 22)  # a Thursday
FINE = PersonWork(
    open=20, overdue=0, planned_to_date=30, contacted=30, reached=20, last_contact_on=TODAY,
    first_planned_on=date(2026, 10, 5),
)  # fmt: skip
CAMPAIGN = CampaignStanding(
    state="launched", starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 31), planned_to_date=100, contacted=95,
    orders=200, overdue=3, budget_fen=100_000, spent_fen=40_000, verdict="no_proof",
)  # fmt: skip


def codes(findings) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"overdue": 2}, ["overdue"]),
        ({"contacted": 20, "reached": 14}, ["slow"]),
        ({"reached": 8}, ["low_reach"]),
        ({"contacted": 4, "planned_to_date": 4, "reached": 0}, []),
        ({"last_contact_on": date(2026, 10, 18)}, ["silent"]),
        ({"last_contact_on": date(2026, 10, 19)}, []),
        ({"last_contact_on": date(2026, 10, 12), "open": 0}, []),
        ({"last_contact_on": None, "first_planned_on": date(2026, 10, 12)}, ["silent"]),
        ({"last_contact_on": None, "first_planned_on": date(2026, 10, 26)}, []),
        ({"last_contact_on": None, "first_planned_on": None}, []),
    ],
)
def test_who_needs_help(change, found):
    assert codes(help_needed(replace(FINE, **change), 0.66, TODAY)) == found


def test_sundays_are_no_silence():
    monday = date(2026, 10, 26)
    friday = replace(FINE, last_contact_on=date(2026, 10, 23))
    assert help_needed(friday, 0.66, monday) == []


def test_much_that_is_late_weighs_more():
    few, many = (help_needed(replace(FINE, overdue=n), 0.66, TODAY) for n in (1, 12))
    assert (severity(few), severity(many)) == (1, 2)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"contacted": 60}, ["campaign_slow"]),
        ({"overdue": 50}, ["campaign_overdue"]),
        ({"spent_fen": 95_000}, ["campaign_spent"]),
        ({"ends_on": date(2026, 10, 21)}, []),  # it ends by itself
        ({"state": "ended", "contacted": 0}, []),
        ({"verdict": "loss"}, ["campaign_loss"]),
        ({"state": "approved"}, ["campaign_launch"]),
        ({"state": "submitted"}, ["campaign_submitted"]),
        ({"state": "closed", "contacted": 0}, []),
    ],
)
def test_which_campaigns_need_their_planner(change, found):
    assert codes(campaign_needs(replace(CAMPAIGN, **change), TODAY)) == found


def test_which_grids_need_attention():
    fine = GridState(orders=100, overdue=3, planned_to_date=50, contacted=50, changes={"revenue": 0.4})
    assert attention(fine) == []
    bad = replace(fine, overdue=30, contacted=20, changes={"revenue": -6.0, "users": -2.6, "net_adds": 9.0})
    assert codes(attention(bad)) == ["grid_overdue", "worse_revenue", "grid_slow", "worse_users"]
    assert severity(attention(bad)) == 3
    assert codes(attention(replace(fine, alerts=2))) == ["grid_alerts"]


def test_a_change_is_unusual_only_beside_others():
    assert deviations({"a": 0.1, "b": 0.2, "c": 9.0}) == {}
    assert deviations(dict.fromkeys("abcdef", 0.1)) == {}
    found = deviations({"a": 0.01, "b": 0.02, "c": 0.0, "d": 0.015, "e": -0.5, "f": None})
    assert found["e"] < -5 and "f" not in found and abs(found["b"]) < 2


@given(st.dictionaries(st.text(max_size=3), st.floats(-1, 1), max_size=20), st.floats(-5, 5))
def test_what_happens_everywhere_is_not_unusual(changes, shift):
    moved = deviations({key: value + shift for key, value in changes.items()})
    for key, value in deviations(changes).items():
        assert moved.get(key, value) == pytest.approx(value, rel=1e-3, abs=1e-3) or abs(value) > 1e6
