"""Giving a customer to somebody else than the rules would."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from gridloop.kernel import clock
from gridloop.kernel import queries as kernel
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import SELLERS, WHOLE_COMPANY, Actor, OrgKind, Role, Scope
from gridloop.territory.models import OwnershipOverride
from gridloop.territory.queries import owner_of
from gridloop.territory.rules import serves, state_of_new_override
from gridloop.territory.services.queue_derivation import queue_derivation
from gridloop.territory.types import OverrideState


def override_assignee(
    *, scope: Scope, actor: Actor, customer_id: str, assignee_code: str, reason: str
) -> OwnershipOverride:
    """Give a customer to ``assignee_code``; ask for approval where the asker does not decide over both grids.

    An approved override holds from today and is seen in the ownership after its next derivation, which is queued
    at once. Raises ``Problem`` for a customer outside the scope (404), an assignee who cannot own him (422), one who
    does already, or a request that is still waiting (409).
    """
    owner = owner_of(scope, customer_id)
    if owner.assignee_code == assignee_code:
        raise Problem("territory.already_owner", 409, customer=customer_id, assignee=assignee_code)
    paths = _grid_paths()
    grid_code = _grid_for(assignee_code, owner.grid_code, paths)
    state = state_of_new_override(scope, paths.get(owner.grid_code, ""), paths[grid_code])
    try:
        with transaction.atomic():
            row = OwnershipOverride.objects.create(
                customer_id=customer_id,
                assignee_code=assignee_code,
                grid_code=grid_code,
                former_assignee_code=owner.assignee_code or "",
                former_grid_code=owner.grid_code,
                reason=reason,
                state=OverrideState.PENDING.value,
                requested_by=actor.name,
                requested_at=clock.now(),
            )
            _record(row, "request", actor)
            if state is OverrideState.APPROVED:
                _approve(row, actor)
    except IntegrityError as error:
        raise Problem("territory.override_waiting", 409, customer=customer_id) from error
    return row


def decide_override(*, scope: Scope, actor: Actor, override_id: int, approve: bool) -> OwnershipOverride:
    """Approve or reject a waiting override; only somebody who decides over both its grids may.

    Raises ``NotFoundProblem`` for one outside the scope, ``Problem`` (403) without that power, and (409) for one that
    is decided already.
    """
    with transaction.atomic():
        row = _locked(scope, override_id)
        paths = _grid_paths()
        power = state_of_new_override(scope, paths.get(row.former_grid_code, ""), paths.get(row.grid_code, ""))
        if power is not OverrideState.APPROVED:
            raise Problem("territory.not_yours_to_decide", 403)
        if row.state != OverrideState.PENDING.value:
            raise Problem("territory.override_decided", 409, state=row.state)
        if approve:
            _approve(row, actor)
        else:
            row.state = OverrideState.REJECTED.value
            _stamp(row, actor)
            row.save()
            _record(row, "reject", actor)
    return row


def end_override(*, scope: Scope, actor: Actor, override_id: int) -> OwnershipOverride:
    """End an approved override: the customer goes back to whom the rules give him to.

    Raises as ``decide_override`` does.
    """
    with transaction.atomic():
        row = _locked(scope, override_id)
        if row.state != OverrideState.APPROVED.value:
            raise Problem("territory.override_decided", 409, state=row.state)
        _end(row)
        _record(row, "end", actor)
        queue_derivation(actor=actor, why=f"override-{row.pk}-ended")
    return row


def _approve(row: OwnershipOverride, actor: Actor) -> None:
    former = OwnershipOverride.objects.filter(customer_id=row.customer_id, state=OverrideState.APPROVED.value).first()
    if former is not None:
        _end(former)
    row.state = OverrideState.APPROVED.value
    row.valid_from = clock.today()
    _stamp(row, actor)
    row.save()
    _record(row, "approve", actor)
    queue_derivation(actor=actor, why=f"override-{row.pk}")


def _end(row: OwnershipOverride) -> None:
    row.state = OverrideState.ENDED.value
    row.valid_to = clock.today()
    row.save()


def _stamp(row: OwnershipOverride, actor: Actor) -> None:
    row.decided_by = actor.name
    row.decided_at = clock.now()


def _locked(scope: Scope, override_id: int) -> OwnershipOverride:
    row = OwnershipOverride.objects.select_for_update().filter(pk=override_id).first()
    paths = _grid_paths()
    seen = row is not None and any(scope.covers(paths.get(code, "")) for code in (row.grid_code, row.former_grid_code))
    if row is None or not seen:
        raise NotFoundProblem("override", override_id)
    return row


def _grid_for(assignee_code: str, current_grid: str, paths: dict[str, str]) -> str:
    """Return the grid in which somebody would own a customer; raises ``Problem`` (422) when he cannot."""
    roles = [role.value for role in SELLERS | {Role.GRID_MANAGER}]
    person = kernel.people(WHOLE_COMPANY).filter(code=assignee_code, role__in=roles).first()
    if person is None:
        raise Problem("territory.unknown_assignee", 422, assignee=assignee_code)
    if person.org_unit.code in paths:
        return person.org_unit.code
    if not serves(person.org_unit.path, paths.get(current_grid, "")):
        raise Problem("territory.assignee_elsewhere", 422, assignee=assignee_code, grid=current_grid)
    return current_grid


def _grid_paths() -> dict[str, str]:
    return dict(kernel.org_units(WHOLE_COMPANY, kind=OrgKind.GRID).values_list("code", "path"))


def _record(row: OwnershipOverride, verb: str, actor: Actor) -> None:
    audit.record(
        actor=actor,
        action=f"ownership_override.{verb}",
        object_kind="customer",
        object_id=row.customer_id,
        override=row.pk,
        assignee=row.assignee_code,
        grid=row.grid_code,
        former_assignee=row.former_assignee_code,
        former_grid=row.former_grid_code,
        reason=row.reason,
    )
