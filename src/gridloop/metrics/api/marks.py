"""Manual tags on customers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Query, Schema

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.queries import ActorNames
from gridloop.metrics.api.readers import MARKERS, READERS
from gridloop.metrics.queries.marks import scope_marks
from gridloop.metrics.services.mark import remove_marks, set_marks


class MarkOut(Schema):
    """One customer who carries a manual tag."""

    customer_id: str
    reason: str
    set_by: str
    set_by_name: str
    set_at: datetime


class MarksIn(Schema):
    """Customers to set a manual tag on (or to take it from), and why."""

    customer_ids: list[str]
    reason: str


class MarkReportOut(Schema):
    """What became of them; ``unknown`` are none of the asker's customers."""

    done: int
    unchanged: int
    unknown: list[str]


def add_marks(router: StageRouter) -> None:
    """Declare the operations on manual tags."""

    @router.get("/tags/{code}/marks", response=Page[MarkOut], allow=READERS | MARKERS)
    def list_marks(request: ScopedRequest, code: str, params: Query[PageParams]) -> dict[str, Any]:
        """List the asker's customers who carry a manual tag."""
        names = ActorNames()
        rows = scope_marks(request.scope, code)
        if params.q:
            rows = rows.filter(customer_id__icontains=params.q)
        return paged(rows.order_by("-set_at", "pk"), params, lambda row: _mark_out(row, names))

    @router.post("/tags/{code}/marks", response=MarkReportOut, allow=MARKERS)
    def mark(request: ScopedRequest, code: str, given: MarksIn) -> Any:
        """Set a manual tag on customers; in force from the next build on."""
        return set_marks(scope=request.scope, actor=request.actor, tag=code, **given.dict())

    @router.post("/tags/{code}/marks/removal", response=MarkReportOut, allow=MARKERS)
    def unmark(request: ScopedRequest, code: str, given: MarksIn) -> Any:
        """Take a manual tag from customers; in force from the next build on."""
        return remove_marks(scope=request.scope, actor=request.actor, tag=code, **given.dict())


def _mark_out(row: Any, names: ActorNames) -> dict[str, Any]:
    stored = {name: getattr(row, name) for name in ("customer_id", "reason", "set_by", "set_at")}
    return {**stored, "set_by_name": names.of(row.set_by)}
