"""Taking the delivered organisation, staff and places over into rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from gridloop.kernel import clock
from gridloop.kernel import queries as kernel
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.services.keep_organisation import keep_people, keep_units
from gridloop.kernel.types import WHOLE_COMPANY, Actor, OrgKind, Role, StaffMember, Unit
from gridloop.lake.queries import open_lake
from gridloop.territory.models import Place, TerritorySync
from gridloop.territory.rules import paths_of, unit_troubles
from gridloop.territory.services.draw_grids import draw_grids
from gridloop.territory.services.write_places import write_places
from gridloop.territory.types import SyncReport

_DEFAULT_CAPACITY = 12
_ROLES = frozenset(role.value for role in Role)


def sync_territory(*, actor: Actor) -> SyncReport:
    """Make org units, people, places and their assignments what the lake's current datasets say.

    Running it again changes nothing. Raises ``Problem`` (409), and changes nothing, when no organisation was
    delivered, a feed is suddenly empty, or the tree has unknown parents, cycles or not exactly one root. Single rows
    of staff and places that cannot be used are left out and listed in the report.
    """
    units, staff, places, versions = _read()
    _refuse_emptiness(units, staff, places)
    troubles = unit_troubles(list(units.values()))
    if troubles:
        raise Problem("territory.broken_tree", 409, troubles, count=len(troubles))
    left_out: list[str] = []
    paths = paths_of(units.values())
    with transaction.atomic():
        keys, units_ended = keep_units(units, paths)
        people = _usable_people(staff, keys, left_out)
        people_ended = keep_people(people)
        grids = {code for code, unit in units.items() if unit.kind == OrgKind.GRID.value}
        written = write_places(places, grids, {person.code for person in people}, left_out)
        draw_grids()
        report = SyncReport(
            units=len(units),
            units_ended=units_ended,
            people=len(people),
            people_ended=people_ended,
            places=written.places,
            places_ended=written.ended,
            assignments_changed=written.assignments_changed,
            left_out=tuple(left_out),
        )
        TerritorySync.objects.create(version=versions, left_out=left_out, created_at=clock.now())
        _record(report, versions, actor)
    return report


def _read() -> tuple[dict[str, Unit], list[dict[str, Any]], list[dict[str, Any]], dict[str, int]]:
    with open_lake() as lake:
        units = lake.run(lake.table("org_unit")).to_pylist()
        staff = lake.run(lake.table("staff")).to_pylist()
        places = lake.run(lake.table("place")).to_pylist()
        versions = lake.reads
    found = {
        row["org_code"]: Unit(row["org_code"], row["parent_code"] or None, row["kind"], row["name_zh"], row["name_en"])
        for row in units
    }
    return found, staff, places, versions


def _refuse_emptiness(units: Mapping[str, Unit], staff: list[dict[str, Any]], places: list[dict[str, Any]]) -> None:
    """Raise ``Problem`` when a whole feed is empty that was not before: nobody closes down overnight."""
    if not units:
        raise Problem("territory.nothing_delivered", 409)
    for feed, rows, known in (
        ("staff", staff, kernel.people(WHOLE_COMPANY)),
        ("place", places, Place.objects.filter(active=True)),
    ):
        if not rows and known.exists():
            raise Problem("territory.feed_empty", 409, feed=feed)


def _usable_people(staff: list[dict[str, Any]], unit_keys: Mapping[str, int], left_out: list[str]) -> list[StaffMember]:
    people = []
    for row in staff:
        if row["org_code"] not in unit_keys:
            left_out.append(f"staff {row['staff_code']}: org_code {row['org_code']}")
        elif row["role"] not in _ROLES:
            left_out.append(f"staff {row['staff_code']}: role {row['role']}")
        else:
            capacity = row["daily_capacity"]
            people.append(
                StaffMember(
                    code=row["staff_code"],
                    name=row["name"],
                    role=row["role"],
                    org_unit_id=unit_keys[row["org_code"]],
                    hired_on=row["hired_on"],
                    daily_capacity=_DEFAULT_CAPACITY if capacity is None else max(capacity, 0),
                )
            )
    return people


def _record(report: SyncReport, versions: Mapping[str, int], actor: Actor) -> None:
    audit.record(
        actor=actor,
        action="territory.sync",
        object_kind="territory",
        object_id="*",
        units=report.units,
        people=report.people,
        places=report.places,
        assignments_changed=report.assignments_changed,
        left_out=len(report.left_out),
        versions=dict(versions),
    )
