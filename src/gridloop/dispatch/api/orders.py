"""Work orders at a desk: finding them, steering them, recording what a customer answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Query

from gridloop.dispatch.api import schemas
from gridloop.dispatch.api.views import filters_of, intelligence_lines, order_out
from gridloop.dispatch.queries import intelligence, order_lines, order_row, orders
from gridloop.dispatch.queries.orders import CONTROLLERS, DESKS, LINE
from gridloop.dispatch.services.make_by_hand import HandOrder, make_by_hand
from gridloop.dispatch.services.reassign import reassign
from gridloop.dispatch.services.recall import recall
from gridloop.dispatch.services.record_contact import ContactReport, record_contact
from gridloop.dispatch.services.reveal_for_order import reveal_for_order
from gridloop.kernel.api import Page, ScopedRequest, StageRouter, paged
from gridloop.kernel.api.paging import ordering
from gridloop.kernel.types import SELLERS, Role

READERS = SELLERS | {Role.EXECUTIVE, Role.PLANNER, Role.BRANCH_MANAGER, Role.GRID_MANAGER, Role.AUDITOR}
_SORTS = {
    name: name
    for name in (
        *("planned_on", "due_on", "priority", "state", "contacts", "completed_at"),
        *("first_contact_at", "assignee_code", "grid_code", "customer_id"),
    )
}


def add_orders(router: StageRouter) -> None:
    """Declare the operations on work orders."""
    _add_steering(router)  # first: "reassign" is no order's id
    _add_reading(router)
    _add_contacts(router)


def _add_reading(router: StageRouter) -> None:
    @router.get("/orders", response=Page[schemas.OrderLine], allow=READERS)
    def list_orders(request: ScopedRequest, params: Query[schemas.OrderParams]) -> dict[str, Any]:
        """List the work orders one may see."""
        rows = orders(request.scope, filters_of(params))
        rows = rows.order_by(*ordering(params.sort, _SORTS, ["planned_on", "-priority"]))
        page = paged(rows.values(*LINE), params, lambda row: row)
        page["items"] = order_lines(request.scope, page["items"])
        return page

    @router.get("/orders/{order_id}", response=schemas.OrderOut, allow=READERS)
    def read_order(request: ScopedRequest, order_id: UUID) -> dict[str, Any]:
        """Return one work order with its card and its history."""
        return order_out(order_row(request.scope, order_id), request.scope)

    @router.get("/intelligence", response=Page[schemas.IntelligenceOut], allow=READERS)
    def list_intelligence(request: ScopedRequest, params: Query[schemas.IntelligenceParams]) -> dict[str, Any]:
        """List what sellers reported, newest first."""
        rows = intelligence(request.scope)
        rows = rows.filter(kind=params.kind) if params.kind else rows
        rows = rows.filter(grid_code=params.grid_code) if params.grid_code else rows
        rows = rows.filter(text__icontains=params.q) if params.q else rows
        allowed = {"reported_at": "reported_at", "kind": "kind", "grid_code": "grid_code"}
        page = paged(rows.order_by(*ordering(params.sort, allowed, ["-reported_at"])), params, lambda row: row)
        page["items"] = intelligence_lines(page["items"])
        return page


def _add_steering(router: StageRouter) -> None:
    @router.post("/orders/reassign", response=schemas.Changed, allow=CONTROLLERS)
    def reassign_orders(request: ScopedRequest, body: schemas.ReassignBody) -> dict[str, Any]:
        """Hand open orders to somebody else of the same branch; all of them or none."""
        changed = reassign(
            order_ids=body.order_ids,
            assignee_code=body.assignee_code,
            note=body.note,
            scope=request.scope,
            actor=request.actor,
        )
        return {"changed": changed}

    @router.post("/orders/recall", response=schemas.Changed, allow=CONTROLLERS)
    def recall_orders(request: ScopedRequest, body: schemas.RecallBody) -> dict[str, Any]:
        """Take open orders back; all of them or none."""
        changed = recall(order_ids=body.order_ids, note=body.note, scope=request.scope, actor=request.actor)
        return {"changed": changed}

    @router.post("/orders", response={201: schemas.OrderOut}, allow=CONTROLLERS)
    def make_order(request: ScopedRequest, body: schemas.HandOrderBody) -> tuple[int, dict[str, Any]]:
        """Make an order by hand for one customer; the contact policy is asked."""
        order_id = make_by_hand(wish=HandOrder(**body.dict()), scope=request.scope, actor=request.actor)
        return 201, order_out(order_row(request.scope, order_id), request.scope)


def _add_contacts(router: StageRouter) -> None:
    @router.post("/orders/{order_id}/contacts", response={201: schemas.OrderOut}, allow=DESKS)
    def add_contact(request: ScopedRequest, order_id: UUID, body: schemas.ContactBody) -> tuple[int, dict[str, Any]]:
        """Record a contact made at a desk."""
        report = ContactReport(
            contact_id=body.contact_id,
            order_id=order_id,
            channel=body.channel,
            outcome=body.outcome,
            objection=body.objection,
            competitor=body.competitor or "",
            competitor_contract_end_on=body.competitor_contract_end_on,
            best_time=body.best_time,
            next_on=body.next_on,
            note=body.note or "",
        )
        record_contact(report=report, scope=request.scope, actor=request.actor)
        return 201, order_out(order_row(request.scope, order_id), request.scope)

    @router.post("/orders/{order_id}/phone", response=schemas.PhoneOut, allow=DESKS)
    def reveal_phone(request: ScopedRequest, order_id: UUID, body: schemas.PhoneBody) -> dict[str, Any]:
        """Show the customer's number in clear; the look-up is audited."""
        phone = reveal_for_order(order_id=order_id, purpose=body.purpose, scope=request.scope, actor=request.actor)
        return {"phone": phone}
