"""Orders that change hands: which may, and whose phone must forget them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from gridloop.dispatch.models import OrderRemoval, WorkOrder
from gridloop.dispatch.queries.scope import order_condition
from gridloop.dispatch.types import OPEN_STATES, OrderState
from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.types import Scope

_MOVABLE = OPEN_STATES | {OrderState.HELD}


def movable_orders(scope: Scope, order_ids: Sequence[UUID]) -> list[WorkOrder]:
    """Return the orders, locked; raises ``NotFoundProblem`` for one outside the scope, 409 for one that is closed."""
    rows = WorkOrder.objects.select_for_update().filter(order_condition(scope), pk__in=set(order_ids))
    found = {row.pk: row for row in rows.order_by("pk")}
    for one in order_ids:
        if one not in found:
            raise NotFoundProblem("work_order", one)
    closed = [row for row in found.values() if OrderState(row.state) not in _MOVABLE]
    if closed:
        raise Problem("dispatch.order_closed", 409, order=str(closed[0].pk), state=closed[0].state)
    return list(found.values())


def note_removals(rows: Iterable[WorkOrder], seq: int) -> None:
    """Keep who held each order until now; call it before the assignee changes."""
    now = clock.now()
    OrderRemoval.objects.bulk_create(
        [OrderRemoval(person_code=row.assignee_code, order=row, seq=seq, at=now) for row in rows]
    )
