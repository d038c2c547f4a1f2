"""The org tree as campaign planning needs it: grids below a unit, the unit above a grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.queries import ancestors, org_units
from gridloop.kernel.types import OrgKind, Scope


@dataclass(frozen=True, slots=True)
class Unit:
    """One org unit."""

    code: str
    kind: OrgKind
    name_zh: str
    name_en: str
    path: str


class Organisation:
    """The units of a scope, read once."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units: Mapping[str, Unit] = {unit.code: unit for unit in units}
        self.grids = tuple(unit for unit in units if unit.kind is OrgKind.GRID)

    def unit(self, code: str) -> Unit:
        """Return one unit; raises ``NotFoundProblem`` when it is not in the scope."""
        if code not in self.units:
            raise NotFoundProblem("org_unit", code)
        return self.units[code]

    def grids_below(self, code: str) -> tuple[str, ...]:
        """Return the codes of the grids at or below a unit."""
        path = self.unit(code).path
        return tuple(grid.code for grid in self.grids if grid.path.startswith(path))

    def by_unit(self) -> dict[str, tuple[str, ...]]:
        """Return the grids below each unit of the scope."""
        found: dict[str, list[str]] = {code: [] for code in self.units}
        for grid in self.grids:
            for code in ancestors(grid.path):
                if code in found:
                    found[code].append(grid.code)
        return {code: tuple(grids) for code, grids in found.items()}

    def branch_of_grids(self) -> dict[str, str]:
        """Return the code of the branch of each grid; the grid itself where no branch stands above it."""
        branches = {unit.code for unit in self.units.values() if unit.kind is OrgKind.BRANCH}
        return {
            grid.code: next((code for code in ancestors(grid.path) if code in branches), grid.code)
            for grid in self.grids
        }


def organisation(scope: Scope) -> Organisation:
    """Return the org units inside a scope."""
    rows = org_units(scope).values_list("code", "kind", "name_zh", "name_en", "path")
    return Organisation([Unit(code, OrgKind(kind), zh, en, path) for code, kind, zh, en, path in rows])


def top_unit(found: Organisation) -> Unit | None:
    """Return the highest of some units."""
    return min(found.units.values(), key=lambda unit: len(unit.path), default=None)


def codes_above(scope: Scope) -> set[str]:
    """Return the codes of the units on the scope's own paths: those it belongs to."""
    return {code for path in scope.org_paths for code in ancestors(path)}
