"""Pure decisions about the org tree, assignments and overrides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from gridloop.kernel.problems import Trouble
from gridloop.kernel.types import OrgKind, Role, Scope, Unit
from gridloop.territory.types import OverrideState

DECIDING_ROLES: frozenset[Role] = frozenset({Role.GRID_MANAGER, Role.BRANCH_MANAGER, Role.PLANNER})
"""Roles whose own word is enough to move a customer between grids they both see."""
_DEPTH: dict[str, int] = {kind.value: level for level, kind in enumerate(OrgKind)}


def unit_troubles(units: Sequence[Unit]) -> tuple[Trouble, ...]:
    """Return what is wrong with a delivered org tree: unknown levels or parents, cycles, no or several roots."""
    by_code = {unit.code: unit for unit in units}
    troubles = [_unit_trouble(unit, by_code) for unit in units]
    roots = [unit.code for unit in units if not unit.parent_code]
    if len(roots) != 1:
        troubles.append(Trouble("org_unit", "territory.one_root_needed", {"count": len(roots)}))
    found = tuple(trouble for trouble in troubles if trouble is not None)
    return found or _cycle_troubles(by_code)


def _unit_trouble(unit: Unit, by_code: Mapping[str, Unit]) -> Trouble | None:
    where = f"org_unit {unit.code}"
    if unit.kind not in _DEPTH:
        return Trouble(where, "territory.unknown_level", {"code": unit.code, "level": unit.kind})
    if "/" in unit.code:
        return Trouble(where, "territory.slash_in_code", {"code": unit.code})
    if not unit.parent_code:
        return None
    parent = by_code.get(unit.parent_code)
    if parent is None:
        return Trouble(where, "territory.unknown_parent", {"code": unit.code, "parent": unit.parent_code})
    if parent.kind == OrgKind.GRID.value:
        return Trouble(where, "territory.grid_as_parent", {"code": unit.code, "parent": unit.parent_code})
    return None


def _cycle_troubles(by_code: Mapping[str, Unit]) -> tuple[Trouble, ...]:
    """Return one trouble for each cycle among the parents."""
    settled: set[str] = set()
    troubles = []
    for start in by_code:
        trail: list[str] = []
        code: str | None = start
        while code and code not in settled and code not in trail:
            trail.append(code)
            code = by_code[code].parent_code
        if code in trail:
            circle = " > ".join([*trail[trail.index(code) :], code])
            troubles.append(Trouble(f"org_unit {code}", "territory.cycle", {"circle": circle}))
        settled.update(trail)
    return tuple(troubles)


def paths_of(units: Iterable[Unit]) -> dict[str, str]:
    """Return each unit's materialised path, parents before children. The tree must be free of troubles."""
    by_code = {unit.code: unit for unit in units}
    paths: dict[str, str] = {}

    def path(code: str) -> str:
        if code not in paths:
            parent = by_code[code].parent_code
            paths[code] = f"{path(parent) if parent else '/'}{code}/"
        return paths[code]

    for code in by_code:
        path(code)
    return dict(sorted(paths.items(), key=lambda item: item[1].count("/")))


def state_of_new_override(scope: Scope, former_grid_path: str, new_grid_path: str) -> OverrideState:
    """Return APPROVED when whoever asks decides over both grids himself, PENDING otherwise."""
    decides = scope.role in DECIDING_ROLES and scope.covers(former_grid_path) and scope.covers(new_grid_path)
    return OverrideState.APPROVED if decides else OverrideState.PENDING


def serves(person_path: str, grid_path: str) -> bool:
    """Tell whether somebody on the unit ``person_path`` may look after places of the grid."""
    return bool(person_path and grid_path) and (grid_path.startswith(person_path) or person_path.startswith(grid_path))


def in_force(valid_from: date | None, valid_to: date | None, on: date) -> bool:
    """Tell whether something dated holds on a day; ``valid_to`` is the first day it no longer does."""
    return valid_from is not None and valid_from <= on and (valid_to is None or on < valid_to)
