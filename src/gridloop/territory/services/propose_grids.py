"""Proposes grids to an operator that has none: from the areas its customers live in, as files to be looked over."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from ibis import _
from numpy.typing import NDArray

from gridloop.kernel.problems import Problem
from gridloop.kernel.types import OrgKind, Role
from gridloop.kernel.wording import Language, say, say_both
from gridloop.lake.library import contract_of
from gridloop.lake.queries import open_lake
from gridloop.lake.services.write_feed_file import write_feed_file
from gridloop.territory.batch.divide import divide
from gridloop.territory.types import GridProposal

_COMPANY_SEATS = (Role.EXECUTIVE, Role.PLANNER, Role.DATA_STEWARD, Role.AUDITOR, Role.ADMINISTRATOR)
_LETTERS = {
    Role.EXECUTIVE: "EXEC", Role.PLANNER: "PLAN", Role.DATA_STEWARD: "DATA", Role.AUDITOR: "AUDIT",
    Role.ADMINISTRATOR: "ADMIN", Role.BRANCH_MANAGER: "BM", Role.GRID_MANAGER: "GM", Role.COMMUNITY_MANAGER: "CM",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Area:
    """One area that customers live in, such as a zip code or a compound; ``customers`` counts those in service."""

    code: str
    name: str
    customers: int
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Wish:
    """What the operator wants: its code and name, and how large units shall be."""

    company_code: str
    company_name: str
    customers_per_grid: int
    grids_per_branch: int


def propose_grids(*, wish: Wish, drop: Path, day: date, language: Language, replace: bool = False) -> GridProposal:
    """Write an org tree, staff seats and places, made from the areas of the customers, as feeds of ``day``.

    Nothing is in force before the files are loaded: they can be opened, changed and handed in like any other delivery.
    An area is a ``place_code`` that customers carry, at the middle of their coordinates. Raises ``Problem`` (409) when
    there are grids already (unless ``replace``), or no areas to make them of.
    """
    with open_lake() as lake:
        unit, customer = lake.table("org_unit"), lake.table("customer")
        there = lake.scalar((unit.kind == OrgKind.GRID.value).sum())
        if there and not replace:
            raise Problem("territory.grids_exist", 409, count=int(str(there)))
        known = customer.filter(_.place_code.notnull())
        known = known.mutate(present=_.left_on.isnull() | (_.left_on > day))
        # An area that everybody has left is a place too, without weight: the past of its customers stays somebody's.
        rows = lake.run(
            known.group_by("place_code")
            .agg(customers=_.count(where=_.present), longitude=_.longitude.mean(), latitude=_.latitude.mean(),
                 name=_.address.min(), other=_.address.max())
            .order_by("place_code")
        ).to_pylist()  # fmt: skip
    located = [row for row in rows if row["longitude"] is not None and row["latitude"] is not None]
    if not located:
        raise Problem("territory.no_areas", 409, areas=len(rows))
    areas = [_area(row) for row in located]
    units, staff, places, sizes = _laid_out(areas, wish, language)
    folder = drop / day.isoformat()
    files = tuple(
        write_feed_file(contract=contract_of(feed), rows=content, folder=folder, day=day, language=language)
        for feed, content in (("org_unit", units), ("staff", staff), ("place", places))
    )
    return GridProposal(
        branches=sum(unit["kind"] == OrgKind.BRANCH.value for unit in units),
        grids=len(sizes),
        places=len(places),
        customers=sum(sizes),
        smallest=min(sizes),
        largest=max(sizes),
        seats=len(staff),
        without_coordinates=len(rows) - len(located),
        files=files,
    )


def _area(row: Mapping[str, Any]) -> Area:
    """Return an area under the address that all its customers share, or else under its code."""
    name = row["name"] if row["name"] and row["name"] == row["other"] else row["place_code"]
    return Area(row["place_code"], name, row["customers"], row["longitude"], row["latitude"])


Rows = list[dict[str, object]]


def _laid_out(areas: Sequence[Area], wish: Wish, language: Language) -> tuple[Rows, Rows, Rows, list[int]]:
    company = wish.company_code
    units: Rows = [_unit(company, None, OrgKind.COMPANY, {"zh": wish.company_name, "en": wish.company_name})]
    staff: Rows = [_seat(role, "1", company, language) for role in _COMPANY_SEATS]
    places: Rows = []
    sizes: list[int] = []
    for branch_no, branch in enumerate(_grouped(areas, wish.customers_per_grid * wish.grids_per_branch), start=1):
        branch_code = f"{company}{branch_no:02d}"
        units.append(_unit(branch_code, company, OrgKind.BRANCH, _named("branch", branch)))
        staff.append(_seat(Role.BRANCH_MANAGER, branch_code, branch_code, language))
        for grid_no, grid in enumerate(_grouped(branch, wish.customers_per_grid), start=1):
            grid_code = f"{branch_code}{grid_no:02d}"
            units.append(_unit(grid_code, branch_code, OrgKind.GRID, _named("grid", grid)))
            staff += [
                _seat(role, grid_code, grid_code, language) for role in (Role.GRID_MANAGER, Role.COMMUNITY_MANAGER)
            ]
            places += [_place(area, grid_code) for area in grid]
            sizes.append(sum(area.customers for area in grid))
    return units, staff, places, sizes


def _grouped(areas: Sequence[Area], per_group: int) -> list[list[Area]]:
    def column(name: str) -> NDArray[np.float64]:
        return np.array([getattr(area, name) for area in areas], dtype=np.float64)

    groups = divide(column("longitude"), column("latitude"), column("customers"), per_group)
    found: dict[int, list[Area]] = defaultdict(list)
    for area, group in zip(areas, groups.tolist(), strict=True):
        found[group].append(area)
    return [found[group] for group in sorted(found)]


def _named(kind: str, areas: Sequence[Area]) -> dict[str, str]:
    """Return a unit's name: that of the place in it where most customers live."""
    names: Counter[str] = Counter()
    for area in areas:
        names[area.name] += area.customers
    return dict(say_both(f"territory.proposed_{kind}", place=min(names, key=lambda name: (-names[name], name))))


def _unit(code: str, parent: str | None, kind: OrgKind, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "org_code": code, "parent_code": parent, "kind": kind.value, "name_zh": names["zh"], "name_en": names["en"]
    }  # fmt: skip


def _seat(role: Role, tail: str, unit: str, language: Language) -> dict[str, object]:
    """Return a seat: a member of staff that stands for whoever will sit there."""
    code = f"{_LETTERS[role]}{tail}"
    name = say(f"territory.seat_{role.value}", language, code=code)
    capacity = 12 if role is Role.COMMUNITY_MANAGER else None
    return {"staff_code": code, "name": name, "role": role.value, "org_code": unit, "daily_capacity": capacity}


def _place(area: Area, grid: str) -> dict[str, object]:
    return {
        "place_code": area.code,
        "kind": "compound",
        "name": area.name,
        "name_en": area.name,
        "grid_code": grid,
        "assignee_code": f"{_LETTERS[Role.COMMUNITY_MANAGER]}{grid}",
        "longitude": round(area.longitude, 6),
        "latitude": round(area.latitude, 6),
        "is_rural": False,
    }
