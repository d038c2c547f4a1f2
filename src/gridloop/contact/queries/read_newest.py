"""The newest contact made for each of some work orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gridloop.contact.models import Contact

_SHOWN = ("channel", "outcome", "made_on", "best_time")
_AT_ONCE = 500


def newest_contacts(order_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return channel, outcome, day and best time of the newest contact of each order, by order.

    The caller has found the orders through a scope: whoever works an order may know how it went before.
    """
    newest: dict[str, dict[str, Any]] = {}
    for start in range(0, len(order_ids), _AT_ONCE):
        rows = Contact.objects.filter(order_id__in=order_ids[start : start + _AT_ONCE]).order_by("made_at", "id")
        for row in rows.values("order_id", *_SHOWN):
            newest[row.pop("order_id")] = row
    return newest
