"""What many customers told us, and who was last with any of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from gridloop.contact.models import Contact
from gridloop.contact.types import Channel

_TOLD = ("customer_id", "competitor", "competitor_contract_end_on", "made_on", "made_by")
_AT_ONCE = 500


def competitors_told(customer_ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return the newest contact of each customer in which he named a competitor, newest first.

    The caller has found the customers through a scope: whoever serves a customer may know what he said before.
    """
    newest: dict[str, dict[str, Any]] = {}
    for some in _chunks(customer_ids):
        rows = Contact.objects.filter(customer_id__in=some).exclude(competitor="").order_by("made_at", "id")
        newest |= {row["customer_id"]: row for row in rows.values(*_TOLD)}
    return sorted(newest.values(), key=lambda row: (row["made_on"], row["customer_id"]), reverse=True)


def last_visit(customer_ids: Sequence[str]) -> dict[str, Any] | None:
    """Return when (``made_at``) and by whom (``made_by``) any of the customers was visited last; None for never."""
    visits = [
        row
        for some in _chunks(customer_ids)
        for row in Contact.objects.filter(customer_id__in=some, channel=Channel.VISIT.value)
        .order_by("-made_at", "id")
        .values("made_at", "made_by")[:1]
    ]
    return max(visits, key=lambda row: row["made_at"], default=None)


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
