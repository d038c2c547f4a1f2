"""Every customer gets exactly one owner, by the first rule that applies."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from gridloop.kernel.models import Person
from gridloop.kernel.problems import Problem
from gridloop.lake.queries import current_version, open_lake, version_facts
from gridloop.territory import queries
from gridloop.territory.models import OwnershipOverride
from gridloop.territory.services.derive_ownership import derive_ownership
from gridloop.territory.services.sync_from_lake import sync_territory
from gridloop.territory.tests import town

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 10, 1)


def owned(dataset: str = "ownership") -> dict[str, dict]:
    with open_lake() as lake:
        return {row["customer_id"]: row for row in lake.run(lake.table(dataset)).to_pylist()}


@pytest.fixture
def derive(publish_rows, actor):
    """Return a function that builds the town with some customers, derives, and returns the owners."""

    def run(**customers):
        town.build(publish_rows, **customers)
        sync_territory(actor=actor)
        run.report = derive_ownership(actor=actor, as_of=AS_OF)
        return owned()

    return run


@pytest.mark.engines
def test_each_rule_in_its_turn(derive):
    found = derive(
        C1={"place_code": "P2"},
        C2=town.inside(0),
        C3={"address": "澜港市东区滨海路1号金湾小区3栋"},
        C4={"address": "澜港市"},
    )
    assert [(found[c]["place_code"], found[c]["rule"]) for c in ("C1", "C2", "C3")] == [
        ("P2", "place"),
        ("P1", "coordinates"),
        ("P2", "address"),
    ]
    assert found["C4"]["rule"] == "fallback"
    assert found["C4"]["place_code"] is None
    assert found["C1"]["assignee_code"] == "CM2"
    assert found["C1"]["grid_code"] == "LG0101"
    assert derive.report.by_rule == {"place": 1, "coordinates": 1, "address": 1, "fallback": 1}
    assert derive.report.customers == 4


def test_an_override_comes_first_while_it_holds(derive, publish_rows, actor):
    derive(C1={"place_code": "P1"}, C2={"place_code": "P1"}, C3={"place_code": "P1"})
    facts = {"former_grid_code": "LG0101", "reason": "family", "requested_by": "x", "requested_at": "2026-09-01T00:00Z"}
    approved = {"state": "approved", "grid_code": "LG0102", **facts}
    OwnershipOverride.objects.create(customer_id="C1", assignee_code="CM3", valid_from=AS_OF, **approved)
    OwnershipOverride.objects.create(customer_id="C2", assignee_code="CM3", valid_from=date(2026, 10, 2), **approved)
    OwnershipOverride.objects.create(customer_id="C3", assignee_code="CM9", valid_from=AS_OF, **approved)
    report = derive_ownership(actor=actor, as_of=AS_OF)
    found = owned()
    assert (found["C1"]["assignee_code"], found["C1"]["grid_code"], found["C1"]["rule"]) == (
        "CM3",
        "LG0102",
        "override",
    )
    assert found["C2"]["assignee_code"] == "CM1", "not before its day"
    assert found["C3"]["assignee_code"] == "CM1", "its assignee is gone"
    assert report.lapsed_overrides == 1


def test_disagreeing_sources_are_listed(derive):
    found = derive(
        C1={"place_code": "P1", **town.inside(2)},
        C2={"place_code": "P9", **town.inside(1)},
        C3={"address": "澜港市海韵花园2栋"},
        C4={"address": "澜港市西区海韵花园2栋"},
        C5={"place_code": "P1", **town.inside(0)},
        C6={"place_code": "P1", "longitude": 100.0, "latitude": 10.0},
    )
    listed = owned("ownership_conflict")
    assert found["C1"]["place_code"] == "P1", "the code decides"
    assert found["C4"]["place_code"] == "P3", "the district tells two of the same name apart"
    assert {c: row["kind"] for c, row in listed.items()} == {
        "C1": "coordinates_elsewhere",
        "C2": "unknown_place",
        "C3": "ambiguous_address",
    }
    assert listed["C1"]["other_grid_code"] == "LG0102"
    assert listed["C1"]["found_place_code"] == "P3"
    assert derive.report.conflicts == {"coordinates_elsewhere": 1, "unknown_place": 1, "ambiguous_address": 1}


def test_a_vacant_place_falls_to_who_answers_for_the_grid(derive, actor):
    found = derive(C1={"place_code": "P1"}, C4={"place_code": "P4"})
    assert found["C4"]["assignee_code"] == "BM02", "no grid manager: the branch's"
    Person.objects.filter(code="CM1").update(active=False)
    derive_ownership(actor=actor, as_of=AS_OF)
    assert owned()["C1"]["assignee_code"] == "GM0101"


def test_unplaced_customers_are_shared_out_evenly_and_stay(derive, publish_rows, actor):
    nobody = {f"C{n:03d}": {"address": "澜港市"} for n in range(40)}
    western = {f"W{n:03d}": {"address": "澜港市西区"} for n in range(4)}
    found = derive(**nobody, **western)
    assert all(found[c]["grid_code"] in ("LG0102", "LG0201") for c in western), "the named district"
    per_seat = Counter((row["grid_code"], row["assignee_code"]) for row in found.values())
    assert set(per_seat) == {("LG0101", "CM1"), ("LG0101", "CM2"), ("LG0102", "CM3"), ("LG0201", "BM02")}
    assert set(per_seat.values()) == {11}
    newcomers = {f"A{n:03d}": {} for n in range(4)}
    publish_rows("customer", town.customer_rows(**nobody, **western, **newcomers))
    derive_ownership(actor=actor, as_of=AS_OF)
    later = owned()
    assert {c: later[c]["assignee_code"] for c in found} == {c: row["assignee_code"] for c, row in found.items()}
    assert sorted(later[c]["assignee_code"] for c in newcomers) == ["BM02", "CM1", "CM2", "CM3"]


def test_a_rerun_gives_the_same(derive, actor):
    first = derive(**{f"C{n}": {"address": "澜港市"} for n in range(9)}, D1={"place_code": "P1"})
    derive_ownership(actor=actor, as_of=AS_OF)
    assert owned() == first


@pytest.mark.engines
def test_the_check_finds_nothing_wrong_until_something_changes(derive, actor):
    derive(C1={"place_code": "P1"}, C2=town.inside(1), C3={})
    state = queries.ownership_check(town.COMPANY)
    assert (state.without_owner, state.owned_twice, state.unknown_grid, state.wrong_assignee) == (0, 0, 0, 0)
    assert (state.customers, state.owned) == (3, 3)
    Person.objects.filter(code="CM1").update(active=False)
    assert queries.ownership_check(town.COMPANY).wrong_assignee == 2, (
        "his place's customer, and the one shared out to him"
    )


def test_the_check_finds_customers_without_an_owner(derive, publish_rows):
    derive(C1={"place_code": "P1"})
    publish_rows("customer", town.customer_rows(C1={"place_code": "P1"}, C2={}))
    state = queries.ownership_check(town.COMPANY)
    assert (state.customers, state.owned, state.without_owner) == (2, 1, 1)


def test_who_left_keeps_his_owner_but_counts_no_more(derive):
    found = derive(
        C1={"place_code": "P1", "left_on": AS_OF},
        C2={"place_code": "P1", "left_on": date(2026, 10, 2)},
        C3={"place_code": "P1"},
    )
    assert {c: row["in_service"] for c, row in found.items()} == {"C1": False, "C2": True, "C3": True}
    assert queries.grid(town.COMPANY, "LG0101").customers == 2
    listed, total = queries.customers_of(town.COMPANY, queries.CustomerFilter(), offset=0, limit=9)
    assert ([row["customer_id"] for row in listed], total) == (["C2", "C3"], 2)
    assert queries.ownership_check(town.COMPANY).owned == 3
    assert queries.owner_of(town.COMPANY, "C1").assignee_code == "CM1"


def test_without_grids_it_says_so(publish_rows, actor):
    with pytest.raises(Problem) as refused:
        derive_ownership(actor=actor, as_of=AS_OF)
    assert refused.value.code == "territory.no_grids"


def test_a_lake_without_customers_is_fine(derive):
    assert derive() == {}


def test_it_is_kept_from_which_places_and_customers_the_owners_were_derived(derive, publish_rows, actor):
    derive(C1={"place_code": "P2"})
    taken_over = version_facts("place", current_version("place").version)
    with open_lake() as lake:
        again = lake.run(lake.table("place")).to_pylist()
    publish_rows("place", again)
    derive_ownership(actor=actor, as_of=AS_OF)
    reads = current_version("ownership").reads
    assert reads["place"] == taken_over.published.version, "what was delivered since is not in force yet"
    assert reads["customer"] == current_version("customer").version
    sync_territory(actor=actor)
    derive_ownership(actor=actor, as_of=AS_OF)
    assert current_version("ownership").reads["place"] == current_version("place").version
