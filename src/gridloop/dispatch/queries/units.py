"""The org tree as dispatch needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gridloop.kernel.queries import ancestors, org_units
from gridloop.kernel.types import OrgKind, Scope


@dataclass(frozen=True, slots=True)
class UnitName:
    """An org unit's name in both languages."""

    code: str
    kind: OrgKind
    name_zh: str
    name_en: str
    path: str


def unit_names(scope: Scope) -> dict[str, UnitName]:
    """Return the org units of a scope by code."""
    rows = org_units(scope).values_list("code", "kind", "name_zh", "name_en", "path")
    return {code: UnitName(code, OrgKind(kind), zh, en, path) for code, kind, zh, en, path in rows}


def branch_of_grids(units: Mapping[str, UnitName]) -> dict[str, str]:
    """Return the code of the branch above each grid; the company's where there is no branch between."""
    found = {}
    for unit in units.values():
        if unit.kind is OrgKind.GRID:
            above = ancestors(unit.path)
            branches = [code for code in above if code in units and units[code].kind is OrgKind.BRANCH]
            found[unit.code] = branches[0] if branches else above[0]
    return found


def branch_paths(scope: Scope) -> dict[str, str]:
    """Return the path of the branch above each grid."""
    units = unit_names(scope)
    return {grid: units[branch].path for grid, branch in branch_of_grids(units).items() if branch in units}
