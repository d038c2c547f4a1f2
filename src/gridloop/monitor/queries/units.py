"""Units and people by name, and a scope narrowed to one unit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gridloop.evaluate.queries.visible import cycle_or_present
from gridloop.kernel.models import OrgUnit
from gridloop.kernel.problems import Problem
from gridloop.kernel.queries import ancestors, org_unit, org_units
from gridloop.kernel.types import WHOLE_COMPANY, OrgKind, Scope

__all__ = ["Unit", "Units", "cycle_or_present", "narrowed", "own_unit", "units"]


@dataclass(frozen=True, slots=True)
class Unit:
    """One org unit."""

    code: str
    kind: OrgKind
    name_zh: str
    name_en: str
    path: str


class Units:
    """The whole org tree by code: names are no secret, and a grid's branch stands above every scope."""

    def __init__(self, rows: list[Unit], closed_grids: dict[str, str]) -> None:
        self.by_code = {unit.code: unit for unit in rows}
        self.closed_grids = closed_grids

    def grids(self, path: str) -> list[str]:
        """Return the codes of the grids at or below a path."""
        return [u.code for u in self.by_code.values() if u.kind is OrgKind.GRID and u.path.startswith(path)]

    def grids_ever(self, path: str) -> list[str]:
        """Return the same with those that were closed: what they had in earlier months is part of the unit's sums."""
        return [*self.grids(path), *(code for code, former in self.closed_grids.items() if former.startswith(path))]

    def children(self, path: str) -> list[Unit]:
        """Return the units directly below a path."""
        depth = path.count("/") + 1
        return [u for u in self.by_code.values() if u.path.startswith(path) and u.path.count("/") == depth]

    def branch_of(self, grid_code: str) -> Unit | None:
        """Return the branch above a grid, None where there is none."""
        grid = self.by_code.get(grid_code)
        above = (self.by_code.get(code) for code in ancestors(grid.path)) if grid else ()
        return next((unit for unit in above if unit is not None and unit.kind is OrgKind.BRANCH), None)

    def names(self, code: str) -> tuple[str, str]:
        """Return a unit's names in both languages; its code where it is unknown."""
        unit = self.by_code.get(code)
        return (unit.name_zh, unit.name_en) if unit else (code, code)


def units() -> Units:
    """Return the org tree."""
    rows = org_units(WHOLE_COMPANY).values_list("code", "kind", "name_zh", "name_en", "path")
    closed = dict(OrgUnit.objects.filter(kind=OrgKind.GRID.value, active=False).values_list("code", "path"))
    return Units([Unit(code, OrgKind(kind), zh, en, path) for code, kind, zh, en, path in rows], closed)


def narrowed(scope: Scope, org_code: str) -> Scope:
    """Return the scope within one of its units (itself without one); raises ``NotFoundProblem`` for a foreign unit."""
    return replace(scope, org_paths=(org_unit(scope, org_code).path,)) if org_code else scope


def own_unit(scope: Scope, org_code: str = "") -> Unit:
    """Return the unit asked for, else the highest one of the scope; raises ``Problem`` (404) without any."""
    found = org_unit(scope, org_code) if org_code else org_units(scope).first()
    if found is None:
        raise Problem("monitor.no_unit", 404)
    return Unit(found.code, OrgKind(found.kind), found.name_zh, found.name_en, found.path)
