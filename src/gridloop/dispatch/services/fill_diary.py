"""How full everybody's days are, from the orders that are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Count

from gridloop.dispatch.models import WorkOrder
from gridloop.dispatch.queries.people import COMPANY_SCOPE, sellers
from gridloop.dispatch.rules import Diary
from gridloop.dispatch.types import DISPATCHED_STATES


def diary_of(assignees: Iterable[str], days: Sequence[date]) -> Diary:
    """Return the diary of some people over some days; call it under the change counter's lock."""
    codes = sorted(set(assignees))
    capacity = {code: seller.daily_capacity for code, seller in sellers(COMPANY_SCOPE, codes).items()}
    if not days:
        return Diary(capacity)
    rows = WorkOrder.objects.filter(
        assignee_code__in=codes,
        planned_on__range=(days[0], days[-1]),
        state__in=[state.value for state in DISPATCHED_STATES],
    )
    counted = rows.order_by().values_list("assignee_code", "planned_on").annotate(Count("pk"))
    return Diary(capacity, {(code, day): count for code, day, count in counted if day is not None})
