"""How full everybody's days are, from the orders that are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.db.models import Count, QuerySet

from gridloop.contact.types import SourceRef
from gridloop.dispatch.models import WorkOrder
from gridloop.dispatch.queries.people import sellers
from gridloop.dispatch.rules import Diary
from gridloop.dispatch.types import DISPATCHED_STATES
from gridloop.kernel.types import WHOLE_COMPANY


def diary_of(
    assignees: Iterable[str],
    days: Sequence[date],
    *,
    source: SourceRef | None = None,
    quota: Callable[[str, int], int] | None = None,
) -> Diary:
    """Return the diary of some people over some days; call it under the change counter's lock.

    ``quota`` says for a person and his daily capacity how many orders of ``source`` he is given a day.
    """
    codes = sorted(set(assignees))
    capacity = {code: seller.daily_capacity for code, seller in sellers(WHOLE_COMPANY, codes).items()}
    if not days:
        return Diary(capacity)
    rows = WorkOrder.objects.filter(
        assignee_code__in=codes,
        planned_on__range=(days[0], days[-1]),
        state__in=[state.value for state in DISPATCHED_STATES],
    )
    if source is None or quota is None:
        return Diary(capacity, _counted(rows))
    own = rows.filter(source_kind=source.kind, source_id=source.id)
    quotas = {code: quota(code, contacts) for code, contacts in capacity.items()}
    return Diary(capacity, _counted(rows), quotas, _counted(own))


def _counted(rows: QuerySet[WorkOrder]) -> dict[tuple[str, date], int]:
    counted = rows.order_by().values_list("assignee_code", "planned_on").annotate(Count("pk"))
    return {(code, day): count for code, day, count in counted if day is not None}
