"""Handing orders to somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from gridloop.campaign.types import WorkingCalendar
from gridloop.dispatch.models import ChangeCounter, WorkOrder
from gridloop.dispatch.queries.people import Seller, sellers
from gridloop.dispatch.queries.units import branch_paths
from gridloop.dispatch.rules import move
from gridloop.dispatch.services.fill_diary import diary_of
from gridloop.dispatch.services.keep_slots import keep_slots
from gridloop.dispatch.services.take_back import movable_orders, note_removals
from gridloop.dispatch.types import OrderState
from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import SELLERS, WHOLE_COMPANY, Actor, Role, Scope

ASSIGNABLE = SELLERS | {Role.GRID_MANAGER}
"""Who can be given orders."""


def reassign(*, order_ids: Sequence[UUID], assignee_code: str, note: str, scope: Scope, actor: Actor) -> int:
    """Hand open orders to somebody of the same branch, on days on which he has room; all of them or none.

    Orders for which he has no room until they are due keep their day. The new assignee must be in the actor's scope.
    """
    with transaction.atomic():
        seq = ChangeCounter.take()
        rows = [row for row in movable_orders(scope, order_ids) if row.assignee_code != assignee_code]
        new = assignable(scope, assignee_code, {row.grid_code for row in rows})
        former = {row.pk: row.assignee_code for row in rows}
        note_removals(rows, seq)
        _plan(rows, new, actor)
        for row in rows:
            row.assignee_code, row.change_seq = new.code, seq
            row.state = OrderState.PENDING.value if row.state == OrderState.ACKNOWLEDGED else row.state
        WorkOrder.objects.bulk_update(rows, ["assignee_code", "planned_on", "state", "change_seq"], 500)
        for row in rows:
            audit.record(
                actor=actor,
                action="order.reassign",
                object_kind="work_order",
                object_id=row.pk,
                former=former[row.pk],
                assignee=new.code,
                note=note,
            )
    return len(rows)


def assignable(scope: Scope, code: str, grids: set[str]) -> Seller:
    """Return somebody in scope who may take orders of these grids: his unit belongs to the same branch."""
    person = sellers(scope, [code]).get(code)
    if person is None or person.role not in ASSIGNABLE:
        raise NotFoundProblem("person", code)
    branches = branch_paths(WHOLE_COMPANY)
    for grid in grids:
        if not person.org_path.startswith(branches.get(grid, "?")):
            raise Problem("dispatch.other_branch", 409, person=code, grid=grid)
    return person


def _plan(rows: Sequence[WorkOrder], new: Seller, actor: Actor) -> None:
    """Give the orders days of the new assignee's; a day the customer asked for stays."""
    placed = {str(row.pk): row for row in rows if row.planned_on is not None and row.next_on is None}
    if not placed:
        return
    days = WorkingCalendar().days(clock.today(), max(row.due_on for row in placed.values()))
    wanted = [(key, row.planned_on) for key, row in placed.items() if row.planned_on is not None]
    found = move(wanted, new.code, days, diary_of([new.code], days))
    moved = [row for key, row in placed.items() if row.planned_on != found[key]]
    for row in moved:
        row.planned_on = found[str(row.pk)]
    keep_slots(moved, actor)
