"""Which work orders somebody may see."""

from __future__ import annotations

from django.db.models import Q

from gridloop.kernel.scope import row_condition
from gridloop.kernel.types import Scope


def order_condition(scope: Scope) -> Q:
    """Return the condition that keeps the orders a scope may see.

    A seller sees the orders given to him, also those of a neighbouring grid; everybody else those of his grids.
    """
    if scope.own_customers_only:
        return Q(assignee_code=scope.person_code) if scope.person_code else Q(pk__in=[])
    return row_condition(scope, person=None)
