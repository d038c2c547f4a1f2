"""Customers who were promised something, or whose order is late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gridloop.dispatch.queries import orders
from gridloop.dispatch.types import OrderFilters
from gridloop.kernel import clock
from gridloop.kernel.privacy import customer_name
from gridloop.kernel.sorting import columns, sort_rows
from gridloop.kernel.types import Scope
from gridloop.kernel.wording import Language, say, say_day
from gridloop.monitor.queries.units import narrowed
from gridloop.territory.queries import person_names

_COLUMNS = (
    "id", "customer_id", "grid_code", "assignee_code", "source_id", "offer_code", "state", "outcome", "due_on",
    "next_on", "expected_value_fen", "card__customer_name", "card__place_name", "card__title",
)  # fmt: skip
_SORTS = ("days_late", "due_on", "next_on", "expected_value_fen", "customer_id")
MOST = 5_000
"""More waiting customers than anybody can look through; the list is cut there, the longest waiting first."""


def waiting_customers(
    scope: Scope, *, org_code: str = "", person_code: str = "", sort: str = "", language: Language
) -> list[dict[str, Any]]:
    """Return the customers of a unit or person who wait, the longest first."""
    rows = waiting_orders(narrowed(scope, org_code), person_code).order_by("due_on", "id").values(*_COLUMNS)[:MOST]
    today = clock.today()
    names = person_names(row["assignee_code"] for row in rows)
    found = [_waiting(scope, row, names, today, language) for row in rows]
    allowed = columns(*_SORTS)
    return sort_rows(found, sort, allowed, "-days_late,customer_id")


def waiting_orders(scope: Scope, person_code: str = "") -> QuerySet[Any]:
    """Return the open orders that are late, promised for today or before, or left interested without a day."""
    today = clock.today()
    late = Q(due_on__lt=today, next_on__isnull=True)
    interested = Q(outcome="interested", next_on__isnull=True)
    rows = orders(scope, OrderFilters(open=True, assignee_code=person_code))
    return rows.filter(late | Q(next_on__lte=today) | interested)


def _waiting(
    scope: Scope, row: Mapping[str, Any], names: Mapping[str, str], today: date, language: Language
) -> dict[str, Any]:
    title = row["card__title"] or {}
    since = row["next_on"] or row["due_on"]
    days = max(0, (today - since).days)
    return {
        "order_id": str(row["id"]),
        "customer_id": row["customer_id"],
        "customer_name": customer_name(scope, row["card__customer_name"]),
        "place_name": row["card__place_name"] or "",
        "grid_code": row["grid_code"],
        "assignee_code": row["assignee_code"],
        "assignee_name": names.get(row["assignee_code"], row["assignee_code"]),
        "campaign_code": row["source_id"],
        "campaign_name_zh": title.get("zh", ""),
        "campaign_name_en": title.get("en", ""),
        "offer_code": row["offer_code"],
        "state": row["state"],
        "last_outcome": row["outcome"],
        "due_on": row["due_on"],
        "next_on": row["next_on"],
        "days_late": days,
        "expected_value_fen": row["expected_value_fen"],
        "reasons": [_reason(row, days, today, language)],
    }


def _reason(row: Mapping[str, Any], days: int, today: date, language: Language) -> dict[str, str]:
    if row["next_on"] is not None and row["next_on"] <= today:
        text = say("monitor.wait_promised", language, day=say_day(row["next_on"], language))
        return {"code": "wait_promised", "text": text}
    if row["due_on"] < today:
        return {"code": "wait_overdue", "text": say("monitor.wait_overdue", language, days=days)}
    return {"code": "wait_interested", "text": say("monitor.wait_interested", language)}
