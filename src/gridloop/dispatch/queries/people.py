"""The people orders go to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gridloop.kernel.queries import people
from gridloop.kernel.types import WHOLE_COMPANY, OrgKind, Role, Scope


@dataclass(frozen=True, slots=True)
class Seller:
    """Somebody who can be given orders."""

    code: str
    name: str
    role: Role
    org_path: str
    daily_capacity: int


def sellers(scope: Scope, codes: Iterable[str] | None = None) -> dict[str, Seller]:
    """Return the active people of a scope by staff number (only those named, when any are)."""
    rows = people(scope)
    if codes is not None:
        rows = rows.filter(code__in=set(codes))
    found = rows.values_list("code", "name", "role", "org_unit__path", "daily_capacity")
    return {code: Seller(code, name, Role(role), path, capacity) for code, name, role, path, capacity in found}


def people_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of people by staff number."""
    return {code: seller.name for code, seller in sellers(WHOLE_COMPANY, codes).items()}


def own_grid(scope: Scope) -> str:
    """Return the grid of whoever the scope belongs to, empty when he has none."""
    own = people(scope).filter(code=scope.person_code or "", org_unit__kind=OrgKind.GRID.value)
    return own.values_list("org_unit__code", flat=True).first() or ""
