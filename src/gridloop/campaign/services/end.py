"""Ending the campaigns whose last day has passed."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gridloop.campaign.models import Campaign
from gridloop.campaign.rules import TRANSITIONS
from gridloop.campaign.services.decide import move
from gridloop.kernel import clock
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor


def end_campaigns(*, on: date, actor: Actor) -> list[str]:
    """End the running and paused campaigns whose last day lies before ``on``; return their codes.

    Running it again changes nothing: what has ended is not found again.
    """
    running, _ = TRANSITIONS["end"]
    with transaction.atomic():
        rows = Campaign.objects.select_for_update().filter(state__in=running, ends_on__lt=on)
        ended = list(rows.order_by("code"))
        for row in ended:
            move(row, "end")
            row.closed_at = clock.now()
            row.save(update_fields=["state", "closed_at"])
            audit.record(
                actor=actor,
                action="campaign.end",
                object_kind="campaign",
                object_id=row.code,
                last_day=row.ends_on.isoformat(),
            )
    return [row.code for row in ended]
