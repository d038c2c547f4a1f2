"""What sellers see and hear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gridloop.dispatch.models import Intelligence
from gridloop.dispatch.queries.people import own_grid
from gridloop.dispatch.types import IntelligenceKind
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, Scope


@dataclass(frozen=True, slots=True)
class Sighting:
    """One thing somebody saw. ``id`` is made on the device: the same again changes nothing."""

    id: UUID
    kind: IntelligenceKind
    text: str
    place_code: str = ""
    customer_id: str = ""
    claimed_at: datetime | None = None


def report_intelligence(*, sighting: Sighting, scope: Scope, actor: Actor) -> None:
    """Keep what somebody saw; raises ``Problem`` (422) when it says nothing."""
    if not sighting.text.strip():
        raise Problem("dispatch.intelligence_empty", 422)
    with transaction.atomic():
        _, made = Intelligence.objects.get_or_create(
            pk=sighting.id,
            defaults={
                "kind": sighting.kind.value,
                "place_code": sighting.place_code,
                "customer_id": sighting.customer_id,
                "text": sighting.text.strip(),
                "person_code": actor.person_code or actor.name,
                "grid_code": own_grid(scope),
                "reported_at": clock.now(),
                "claimed_at": sighting.claimed_at,
            },
        )
        if made:
            audit.record(
                actor=actor,
                action="intelligence.report",
                object_kind="intelligence",
                object_id=sighting.id,
                kind=sighting.kind.value,
            )
