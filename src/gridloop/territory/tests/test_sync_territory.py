"""The delivered organisation and places become rows; running it again changes nothing; nothing half-done is kept."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.kernel.models import Account, AuditEntry, OrgUnit, Person
from gridloop.kernel.problems import Problem
from gridloop.territory.models import GridArea, Place, PlaceAssignment
from gridloop.territory.services.reassign_place import reassign_place
from gridloop.territory.services.sync_from_lake import sync_territory
from gridloop.territory.tests import town

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(monkeypatch):
    """Return a function that sets today."""

    def set_day(value: date) -> None:
        monkeypatch.setattr("gridloop.kernel.clock.today", lambda: value)

    set_day(date(2026, 10, 1))
    return set_day


@pytest.fixture
def synced(publish_rows, actor, day):
    town.deliver(publish_rows)
    return sync_territory(actor=actor)


def history(place: str) -> list[tuple]:
    rows = PlaceAssignment.objects.filter(place_code=place).order_by("id")
    return list(rows.values_list("assignee_code", "valid_from", "valid_to"))


def test_units_people_and_places_become_rows(synced):
    assert OrgUnit.objects.get(code="LG0102").path == "/LG/LG01/LG0102/"
    assert OrgUnit.objects.get(code="LG0102").parent.code == "LG01"
    assert Person.objects.get(code="CM3").org_unit.code == "LG0102"
    assert Place.objects.get(code="P2").name_zh == "金湾小区"
    assert GridArea.objects.count() == 3
    assert history("P1") == [("CM1", date(2026, 10, 1), None)]
    assert history("P4") == []
    assert (synced.units, synced.people, synced.places, synced.left_out) == (6, 6, 4, ())


def test_a_second_run_changes_nothing(synced, actor, day):
    day(date(2026, 11, 1))
    before = [list(model.objects.order_by("pk").values()) for model in (OrgUnit, Person, Place, PlaceAssignment)]
    again = sync_territory(actor=actor)
    after = [list(model.objects.order_by("pk").values()) for model in (OrgUnit, Person, Place, PlaceAssignment)]
    assert before == after
    assert (again.units_ended, again.people_ended, again.places_ended, again.assignments_changed) == (0, 0, 0, 0)


def test_what_vanishes_is_ended_and_kept(synced, publish_rows, actor, day):
    day(date(2026, 11, 1))
    publish_rows("org_unit", town.unit_rows({c: u for c, u in town.UNITS.items() if c not in ("LG02", "LG0201")}))
    publish_rows("staff", town.staff_rows({c: s for c, s in town.STAFF.items() if c != "BM02"}))
    report = sync_territory(actor=actor)
    assert not OrgUnit.objects.get(code="LG0201").active
    assert not Person.objects.get(code="BM02").active
    assert not Place.objects.get(code="P4").active
    assert report.left_out == ("place P4: grid_code LG0201",)
    assert (report.units_ended, report.people_ended, report.places_ended) == (2, 1, 1)


def test_a_unit_that_moves_takes_its_path_along(synced, publish_rows, actor):
    publish_rows("org_unit", town.unit_rows(town.UNITS | {"LG0102": ("LG02", "grid")}))
    sync_territory(actor=actor)
    assert OrgUnit.objects.get(code="LG0102").path == "/LG/LG02/LG0102/"


def test_a_new_assignee_keeps_the_history(synced, publish_rows, actor, day):
    day(date(2026, 11, 1))
    publish_rows("place", town.place_rows(P1={"assignee_code": "CM2"}))
    assert sync_territory(actor=actor).assignments_changed == 1
    assert history("P1") == [("CM1", date(2026, 10, 1), date(2026, 11, 1)), ("CM2", date(2026, 11, 1), None)]


def test_a_choice_by_hand_stays_until_the_feed_says_something_new(synced, publish_rows, actor, day):
    day(date(2026, 10, 5))
    reassign_place(scope=town.COMPANY, actor=actor, place_codes=["P1"], assignee_code="CM2")
    sync_territory(actor=actor)
    assert history("P1")[-1] == ("CM2", date(2026, 10, 5), None)
    publish_rows("place", town.place_rows(P1={"assignee_code": "CM2"}))
    sync_territory(actor=actor)
    publish_rows("place", town.place_rows())
    day(date(2026, 11, 1))
    sync_territory(actor=actor)
    assert history("P1")[-1] == ("CM1", date(2026, 11, 1), None)


def test_a_broken_tree_is_refused_whole(synced, publish_rows, actor):
    before = list(OrgUnit.objects.order_by("pk").values())
    publish_rows("org_unit", town.unit_rows(town.UNITS | {"LG0102": ("LG09", "grid")}))
    with pytest.raises(Problem) as refused:
        sync_territory(actor=actor)
    assert refused.value.code == "territory.broken_tree"
    assert [(t.where, t.code) for t in refused.value.troubles] == [("org_unit LG0102", "territory.unknown_parent")]
    assert before == list(OrgUnit.objects.order_by("pk").values())


def test_without_an_organisation_nothing_is_ended(synced, publish_rows, actor):
    publish_rows("org_unit", [])
    with pytest.raises(Problem) as refused:
        sync_territory(actor=actor)
    assert refused.value.code == "territory.nothing_delivered"
    assert OrgUnit.objects.filter(active=True).count() == 6


@pytest.mark.parametrize("feed", ["staff", "place"])
def test_a_feed_that_is_suddenly_empty_is_refused(synced, publish_rows, actor, feed):
    publish_rows(feed, [])
    with pytest.raises(Problem) as refused:
        sync_territory(actor=actor)
    assert (refused.value.code, refused.value.params) == ("territory.feed_empty", {"feed": feed})
    assert Person.objects.filter(active=True).count() == 6
    assert Place.objects.filter(active=True).count() == 4


def test_rows_that_cannot_be_used_are_listed(publish_rows, actor, day):
    town.deliver(publish_rows)
    publish_rows("staff", town.staff_rows(town.STAFF | {"X1": ("wizard", "LG01"), "X2": ("planner", "LG77")}))
    broken = {"boundary_wkt": "POLYGON((oops", "assignee_code": "CM9"}
    publish_rows("place", town.place_rows(P2=broken, P3={"grid_code": "LG01"}))
    report = sync_territory(actor=actor)
    assert set(report.left_out) == {
        "staff X1: role wizard",
        "staff X2: org_code LG77",
        "place P2: boundary_wkt",
        "place P2: assignee_code CM9",
        "place P3: grid_code LG01",
    }
    assert Place.objects.get(code="P2").boundary == ""
    assert AuditEntry.objects.get(action="territory.sync").detail["left_out"] == 5


def test_accounts_follow_their_people(synced, publish_rows, actor):
    person = Person.objects.get(code="CM1")
    account = Account.objects.create(username="cm1", person=person, role=person.role, org_unit=person.org_unit)
    publish_rows("staff", town.staff_rows(town.STAFF | {"CM1": ("grid_manager", "LG0102")}))
    sync_territory(actor=actor)
    account.refresh_from_db()
    assert (account.role, account.org_unit.code, account.is_active) == ("grid_manager", "LG0102", True)
    publish_rows("staff", town.staff_rows({c: s for c, s in town.STAFF.items() if c != "CM1"}))
    sync_territory(actor=actor)
    account.refresh_from_db()
    assert not account.is_active
