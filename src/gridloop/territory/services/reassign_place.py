"""Giving places to another seller."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from gridloop.kernel import clock
from gridloop.kernel import queries as kernel
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import SELLERS, WHOLE_COMPANY, Actor, OrgKind, Scope
from gridloop.territory.queries import place
from gridloop.territory.rules import serves
from gridloop.territory.services.queue_derivation import queue_derivation
from gridloop.territory.services.write_places import assign


def reassign_place(*, scope: Scope, actor: Actor, place_codes: Sequence[str], assignee_code: str) -> int:
    """Let somebody look after places from today on; return how many changed hands.

    The former assignments are kept as history, and the choice stays until the staff feed names somebody else than it
    did before. Ownership of the customers follows with the next derivation, which is queued. Raises
    ``NotFoundProblem`` for a place outside the scope and ``Problem`` (422) for somebody who does not serve its grid.
    """
    grids = {place(scope, code).grid_code for code in place_codes}
    _check_serves(assignee_code, grids)
    with transaction.atomic():
        changed = assign(dict.fromkeys(place_codes, assignee_code), clock.today())
        audit.record(
            actor=actor,
            action="place.reassign",
            object_kind="place",
            object_id=",".join(place_codes)[:120],
            places=list(place_codes),
            assignee=assignee_code,
            changed=changed,
        )
        if changed:
            queue_derivation(actor=actor, why=f"reassign-{clock.now():%Y%m%dT%H%M%S%f}")
    return changed


def _check_serves(assignee_code: str, grids: set[str]) -> None:
    roles = [role.value for role in SELLERS]
    person = kernel.people(WHOLE_COMPANY).filter(code=assignee_code, role__in=roles).first()
    if person is None:
        raise Problem("territory.unknown_assignee", 422, assignee=assignee_code)
    paths = dict(kernel.org_units(WHOLE_COMPANY, kind=OrgKind.GRID).values_list("code", "path"))
    for grid in sorted(grids):
        if not serves(person.org_unit.path, paths[grid]):
            raise Problem("territory.assignee_elsewhere", 422, assignee=assignee_code, grid=grid)
