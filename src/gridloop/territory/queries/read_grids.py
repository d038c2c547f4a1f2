"""Grids with their counts, their people and their polygons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from gridloop.kernel import queries as kernel
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.types import WHOLE_COMPANY, OrgKind, Role, Scope
from gridloop.territory.models import GridArea
from gridloop.territory.queries.counts import customer_counts
from gridloop.territory.queries.read_people import grid_heads, person_names
from gridloop.territory.queries.read_places import PlaceRow, places
from gridloop.territory.types import GridRow


@dataclass(frozen=True, slots=True)
class ManagerRow:
    """One community manager of a grid with what belongs to him."""

    code: str
    name: str
    places: int
    households: int
    customers: int
    daily_capacity: int


@dataclass(frozen=True, slots=True)
class GridPeople:
    """What stands in a grid beside its counts."""

    people: list[ManagerRow]
    places_by_kind: dict[str, int]
    customers_by_rule: dict[str, int]


@dataclass(frozen=True, slots=True)
class Outline:
    """A grid's polygon as GeoJSON text."""

    grid_code: str
    geometry: str
    approximate: bool


def grids(scope: Scope, *, branch_code: str = "", q: str = "") -> list[GridRow]:
    """Return the active grids inside the scope, by code, with the counts of what the asker may see."""
    units = kernel.org_units(scope, kind=OrgKind.GRID).order_by("code")
    if branch_code:
        units = units.filter(path__contains=f"/{branch_code}/")
    found = list(units.values_list("code", "name_zh", "name_en", "path"))
    if q:
        word = q.lower()
        found = [row for row in found if any(word in text.lower() for text in row[:3])]
    branches = {
        code: (zh, en)
        for code, zh, en in kernel.org_units(WHOLE_COMPANY, kind=OrgKind.BRANCH).values_list(
            "code", "name_zh", "name_en"
        )
    }
    heads = grid_heads()
    parts = _Parts(
        heads=heads,
        names=person_names(heads.values()),
        branches=branches,
        managers=_managers(),
        places=places(scope),
        customers=customer_counts(scope).by_grid,
        areas=dict(GridArea.objects.values_list("grid_code", "area_km2")),
    )
    return [parts.row(*row) for row in found]


def grid(scope: Scope, code: str) -> GridRow:
    """Return one grid inside the scope; raises ``NotFoundProblem`` otherwise."""
    found = next((row for row in grids(scope) if row.code == code), None)
    if found is None:
        raise NotFoundProblem("grid", code)
    return found


def grid_detail(scope: Scope, code: str) -> GridPeople:
    """Return the people, the places by kind and the customers by rule of a grid inside the scope."""
    inside = places(scope, grid_code=code)
    counts = customer_counts(scope)
    managers = kernel.people(scope, role=Role.COMMUNITY_MANAGER).filter(org_unit__code=code)
    people = [
        _manager_row(code_, name, capacity, inside, counts.by_assignee[code_])
        for code_, name, capacity in managers.values_list("code", "name", "daily_capacity")
    ]
    return GridPeople(
        people=people,
        places_by_kind=dict(Counter(place.kind for place in inside)),
        customers_by_rule={rule: count for (grid_, rule), count in counts.by_rule.items() if grid_ == code},
    )


def grid_outlines(scope: Scope) -> list[Outline]:
    """Return the polygons of the grids inside the scope."""
    codes = kernel.org_units(scope, kind=OrgKind.GRID).values_list("code", flat=True)
    rows = GridArea.objects.filter(grid_code__in=list(codes)).order_by("grid_code")
    return [Outline(row.grid_code, row.outline, row.approximate) for row in rows]


def _manager_row(code: str, name: str, capacity: int, inside: list[PlaceRow], customers: int) -> ManagerRow:
    own = [place for place in inside if place.assignee_code == code]
    return ManagerRow(code, name, len(own), sum(place.households for place in own), customers, capacity)


def _managers() -> Counter[str]:
    rows = kernel.people(WHOLE_COMPANY, role=Role.COMMUNITY_MANAGER)
    return Counter(rows.values_list("org_unit__code", flat=True))


class _Parts:
    """Everything that rows of grids are put together from."""

    def __init__(
        self,
        *,
        heads: dict[str, str],
        names: dict[str, str],
        branches: dict[str, tuple[str, str]],
        managers: Counter[str],
        places: list[PlaceRow],
        customers: Counter[str],
        areas: dict[str, float],
    ) -> None:
        self.heads, self.names, self.branches = heads, names, branches
        self.managers, self.customers, self.areas = managers, customers, areas
        self.places = Counter(place.grid_code for place in places)
        self.households: Counter[str] = Counter()
        for place in places:
            self.households[place.grid_code] += place.households

    def row(self, code: str, name_zh: str, name_en: str, path: str) -> GridRow:
        """Return one grid's row."""
        branch = next((part for part in kernel.ancestors(path) if part in self.branches), "")
        branch_zh, branch_en = self.branches.get(branch, ("", ""))
        head, area, customers = self.heads.get(code), self.areas.get(code), self.customers[code]
        return GridRow(
            code=code,
            name_zh=name_zh,
            name_en=name_en,
            branch_code=branch,
            branch_name_zh=branch_zh,
            branch_name_en=branch_en,
            manager_code=head,
            manager_name=self.names.get(head) if head else None,
            managers=self.managers[code],
            places=self.places[code],
            households=self.households[code],
            customers=customers,
            area_km2=round(area, 3) if area is not None else None,
            density=round(customers / area, 1) if area else None,
        )
