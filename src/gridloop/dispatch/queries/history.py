"""Everything that happened to one order."""

from __future__ import annotations

from typing import Any

from gridloop.contact.queries import contacts_of
from gridloop.dispatch.models import WorkOrder
from gridloop.dispatch.queries.people import sellers
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.queries import audit_trail
from gridloop.kernel.types import WHOLE_COMPANY
from gridloop.kernel.wording import say_both

_SHOWN = ("order.make", "order.recall", "order.reassign")


def order_history(order: WorkOrder) -> list[dict[str, Any]]:
    """Return the contacts and changes of an order that the asker may see, newest first."""
    lines = _contacts(order) + _changes(order)
    return sorted(lines, key=lambda line: line["at"], reverse=True)


def _contacts(order: WorkOrder) -> list[dict[str, Any]]:
    try:
        made = list(contacts_of(WHOLE_COMPANY, order.customer_id).filter(order_id=str(order.pk)))
    except NotFoundProblem:  # the customer has left; his orders remain
        return []
    people = sellers(WHOLE_COMPANY, {row.made_by for row in made})
    lines = []
    for row in made:
        detail = {
            "channel": row.channel,
            "objection": row.objection,
            "competitor": row.competitor,
            "next_on": row.next_on.isoformat() if row.next_on else None,
            "best_time": row.best_time,
            "note": row.note,
            "after_opt_out": row.after_opt_out,
        }
        who = people[row.made_by].name if row.made_by in people else row.made_by
        lines.append(_line(row.made_at, "contact", who, row.outcome, "contact.outcome", detail))
    return lines


def _changes(order: WorkOrder) -> list[dict[str, Any]]:
    rows = audit_trail(WHOLE_COMPANY).filter(object_kind="work_order", object_id=str(order.pk), action__in=_SHOWN)
    return [
        _line(row.at, "change", row.actor, row.action.removeprefix("order."), "dispatch.change", row.detail)
        for row in rows
    ]


def _line(at: Any, kind: str, who: str, what: str, family: str, detail: dict[str, Any]) -> dict[str, Any]:
    both = say_both(f"{family}_{what}")
    return {
        "at": at,
        "kind": kind,
        "who": who,
        "what": what,
        "what_zh": both["zh"],
        "what_en": both["en"],
        "detail": detail,
    }
