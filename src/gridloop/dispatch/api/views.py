"""From what queries return to the bodies of the API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from gridloop.dispatch.api.schemas import OrderParams
from gridloop.dispatch.models import Intelligence, WorkOrder
from gridloop.dispatch.queries import order_history, order_lines, order_may, orders, people_names
from gridloop.dispatch.queries.orders import LINE
from gridloop.dispatch.types import FunnelLine, OrderFilters, OrderState
from gridloop.kernel.privacy import without_name
from gridloop.kernel.problems import Problem
from gridloop.kernel.types import Scope

_CARD = ("phone_masked", "address", "place_code", "place_name", "longitude", "latitude", "offer", "current")


def filters_of(params: OrderParams) -> OrderFilters:
    """Return the filters of a request; raises ``Problem`` (400) for a state that does not exist."""
    words = [word for word in params.state.split(",") if word]
    unknown = [word for word in words if word not in set(OrderState)]
    if unknown:
        raise Problem("dispatch.state_unknown", 400, state=unknown[0], allowed=", ".join(OrderState))
    given = params.dict(exclude={"state", "offset", "limit", "sort"})
    return OrderFilters(states=tuple(OrderState(word) for word in words), **given)


def order_out(order: WorkOrder, scope: Scope) -> dict[str, Any]:
    """Return the body of ``OrderOut``."""
    line = order_lines(scope, orders(scope).filter(pk=order.pk).values(*LINE))[0]
    card = {name: order.card.get(name) for name in _CARD}
    return {
        **line,
        **card,
        "phone_masked": card["phone_masked"] or "",
        "address": card["address"] or "",
        "place_code": card["place_code"] or "",
        "place_name": card["place_name"] or "",
        "script": _script(order, scope),
        "reasons": order.card.get("reasons", []),
        "note": order.card.get("note", ""),
        "history": order_history(order),
        "may": order_may(order, scope),
    }


def _script(order: WorkOrder, scope: Scope) -> dict[str, str]:
    """Return what to say; it addresses the customer by name, which not every reader may see."""
    told = order.card.get("script") or {"zh": "", "en": ""}
    name = order.card.get("customer_name")
    return {language: without_name(scope, text, name) for language, text in told.items()}


def funnel_line(line: FunnelLine) -> dict[str, Any]:
    """Return the body of ``FunnelLineOut``."""
    return {**asdict(line), "pace": line.pace}


def intelligence_lines(rows: Sequence[Intelligence]) -> list[dict[str, Any]]:
    """Return the bodies of ``IntelligenceOut``."""
    names = people_names({row.person_code for row in rows})
    kept = ("id", "kind", "place_code", "customer_id", "text", "person_code", "grid_code", "reported_at")
    return [
        {name: getattr(row, name) for name in kept} | {"person_name": names.get(row.person_code, "")} for row in rows
    ]
