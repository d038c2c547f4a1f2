"""Places, who looks after them, and their boundaries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gridloop.kernel import queries as kernel
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.scope import row_condition
from gridloop.kernel.types import SELLERS, WHOLE_COMPANY, OrgKind, Scope
from gridloop.territory.models import Place, PlaceAssignment
from gridloop.territory.queries.counts import customer_counts
from gridloop.territory.queries.read_people import grid_heads, person_names
from gridloop.territory.rules import serves


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place with who looks after it and how many customers belong there."""

    code: str
    kind: str
    name_zh: str
    name_en: str
    grid_code: str
    district: str
    households: int
    is_rural: bool
    longitude: float | None
    latitude: float | None
    assignee_code: str | None
    assignee_name: str | None
    customers: int


def effective_assignees() -> dict[str, str]:
    """Return who really looks after each active place.

    That is its assignee, as long as he is an active seller serving its grid; otherwise who answers for the grid.
    Places of grids that nobody answers for are not in the result.
    """
    paths = dict(kernel.org_units(WHOLE_COMPANY, kind=OrgKind.GRID).values_list("code", "path"))
    sellers = kernel.people(WHOLE_COMPANY).filter(role__in=[role.value for role in SELLERS])
    serving = dict(sellers.values_list("code", "org_unit__path"))
    assigned = dict(PlaceAssignment.objects.filter(valid_to__isnull=True).values_list("place_code", "assignee_code"))
    heads = grid_heads()
    found = {}
    for code, grid in Place.objects.filter(active=True).values_list("code", "grid_code"):
        person = assigned.get(code)
        fits = person in serving and grid in paths and serves(serving[person], paths[grid])
        owner = person if fits else heads.get(grid)
        if owner is not None:
            found[code] = owner
    return found


def _visible(scope: Scope, assignees: dict[str, str]) -> QuerySet[Place]:
    rows = Place.objects.filter(row_condition(scope, person=None), active=True)
    if scope.own_customers_only:
        own = [code for code, person in assignees.items() if person == scope.person_code]
        rows = rows.filter(code__in=own)
    return rows


def places(
    scope: Scope, *, grid_code: str = "", assignee_code: str = "", kind: str = "", q: str = ""
) -> list[PlaceRow]:
    """Return the active places inside the scope, by code (a seller sees his own)."""
    assignees = effective_assignees()
    rows = _visible(scope, assignees)
    if grid_code:
        rows = rows.filter(grid_code=grid_code)
    if kind:
        rows = rows.filter(kind=kind)
    if q:
        rows = rows.filter(Q(name_zh__icontains=q) | Q(name_en__icontains=q) | Q(code__iexact=q))
    found = [row for row in rows if not assignee_code or assignees.get(row.code) == assignee_code]
    names = person_names(assignees.values())
    customers = customer_counts(scope).by_place
    return [_row(row, assignees.get(row.code), names, customers.get(row.code, 0)) for row in found]


def place(scope: Scope, code: str, *, customers_of: Scope | None = None) -> PlaceRow:
    """Return one place inside the scope; raises ``NotFoundProblem`` otherwise.

    Counted are the scope's customers, or those of ``customers_of``.
    """
    assignees = effective_assignees()
    row = _visible(scope, assignees).filter(code=code).first()
    if row is None:
        raise NotFoundProblem("place", code)
    owner = assignees.get(code)
    counts = customer_counts(customers_of or scope)
    return _row(row, owner, person_names([owner]), counts.by_place.get(code, 0))


def place_boundaries(scope: Scope, grid_code: str) -> dict[str, str]:
    """Return the GeoJSON boundaries of a grid's places by code; empty text where none is known."""
    rows = _visible(scope, effective_assignees()).filter(grid_code=grid_code)
    return dict(rows.values_list("code", "boundary"))


def _row(place: Place, assignee: str | None, names: dict[str, str], customers: int) -> PlaceRow:
    return PlaceRow(
        code=place.code,
        kind=place.kind,
        name_zh=place.name_zh,
        name_en=place.name_en,
        grid_code=place.grid_code,
        district=place.district,
        households=place.households,
        is_rural=place.is_rural,
        longitude=place.longitude,
        latitude=place.latitude,
        assignee_code=assignee,
        assignee_name=names.get(assignee) if assignee else None,
        customers=customers,
    )
