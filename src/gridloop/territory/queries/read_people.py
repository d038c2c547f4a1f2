"""Who runs which grid, and what people are called."""

from __future__ import annotations

from collections.abc import Iterable

from gridloop.kernel import queries as kernel
from gridloop.kernel.types import WHOLE_COMPANY, OrgKind, Role

_HEADS = (Role.GRID_MANAGER, Role.BRANCH_MANAGER)


def person_names(codes: Iterable[str | None]) -> dict[str, str]:
    """Return the names of people by staff number."""
    wanted = {code for code in codes if code}
    rows = kernel.people(WHOLE_COMPANY).filter(code__in=wanted) if len(wanted) <= 500 else kernel.people(WHOLE_COMPANY)
    return dict(rows.values_list("code", "name"))


def grid_heads() -> dict[str, str]:
    """Return who answers for each grid: its grid manager, or the nearest manager above when it has none.

    Grids without anybody above are not in the result.
    """
    managers = kernel.people(WHOLE_COMPANY).filter(role__in=[role.value for role in _HEADS])
    by_path: dict[str, str] = {}
    for path, code in managers.order_by("-code").values_list("org_unit__path", "code"):
        by_path[path] = code
    heads = {}
    for grid in kernel.org_units(WHOLE_COMPANY, kind=OrgKind.GRID):
        codes = kernel.ancestors(grid.path)
        above = ("/" + "/".join(codes[:depth]) + "/" for depth in range(len(codes), 0, -1))
        head = next((by_path[path] for path in above if path in by_path), None)
        if head is not None:
            heads[grid.code] = head
    return heads
