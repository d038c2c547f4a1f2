"""An operator without grids has them proposed from its customers' areas, as feeds that load as they are."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.kernel.problems import Problem
from gridloop.lake.services.load_drop import load_drop
from gridloop.territory.services.derive_ownership import derive_ownership
from gridloop.territory.services.propose_grids import Wish, propose_grids
from gridloop.territory.services.sync_from_lake import sync_territory

DAY = date(2026, 10, 1)
WISH = Wish("CA", "Pacific Telco", customers_per_grid=40, grids_per_branch=3)


@pytest.fixture
def customers(db, home, publish_rows):
    """Publish 240 customers in 24 areas, one of whom has left, and one area that nobody can place on a map."""
    rows = [
        {
            "customer_id": f"C{number:03d}",
            "name": f"C{number:03d}",
            "segment": "public",
            "place_code": f"Z{number % 24:02d}",
            "address": f"Town {number % 24:02d}",
            "longitude": -118 + (number % 24 % 6) / 10,
            "latitude": 34 + (number % 24 // 6) / 10,
            "left_on": date(2026, 9, 1) if number == 0 else None,
        }
        for number in range(240)
    ]
    rows.append({"customer_id": "X", "name": "X", "segment": "public", "place_code": "Z99"})
    publish_rows("customer", rows)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_files_load_and_give_every_customer_one_owner(customers, home, actor, language):
    drop = home / "drop"
    proposal = propose_grids(wish=WISH, drop=drop, day=DAY, language=language)
    assert (proposal.customers, proposal.places, proposal.grids, proposal.branches) == (239, 24, 6, 2)
    assert 30 <= proposal.smallest <= proposal.largest <= 50
    assert proposal.without_coordinates == 1
    report = load_drop(drop=drop, up_to=None, actor=actor, report=print, without_control=True)
    assert [(file.feed, file.rows_loaded) for file in report.files] == [
        ("org_unit", 9),
        ("staff", proposal.seats),
        ("place", 24),
    ]
    assert sync_territory(actor=actor).left_out == ()
    owners = derive_ownership(actor=actor, as_of=DAY)
    assert dict(owners.by_rule) == {"place": 240, "fallback": 1}
    assert owners.without_assignee == 0 and dict(owners.conflicts) == {"unknown_place": 1}


def test_the_same_customers_get_the_same_grids_and_existing_ones_are_left_alone(customers, home, actor):
    first = propose_grids(wish=WISH, drop=home / "a", day=DAY, language="en")
    again = propose_grids(wish=WISH, drop=home / "b", day=DAY, language="en")
    texts = [proposal.files[2].read_text(encoding="utf-8") for proposal in (first, again)]
    assert texts[0] == texts[1]
    load_drop(drop=home / "a", up_to=None, actor=actor, report=print, without_control=True)
    with pytest.raises(Problem) as refused:
        propose_grids(wish=WISH, drop=home / "c", day=DAY, language="en")
    assert refused.value.code == "territory.grids_exist" and not (home / "c").exists()
    assert propose_grids(wish=WISH, drop=home / "c", day=DAY, language="en", replace=True).grids == first.grids


def test_without_areas_it_says_what_to_map(db, home, publish_rows):
    publish_rows("customer", [{"customer_id": "X", "name": "X", "segment": "public"}])
    with pytest.raises(Problem) as refused:
        propose_grids(wish=WISH, drop=home / "drop", day=DAY, language="en")
    assert refused.value.code == "territory.no_areas"
