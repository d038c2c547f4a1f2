"""Background work of territory."""

from __future__ import annotations

from gridloop.kernel import clock
from gridloop.kernel.services.jobs import JobHandle, job
from gridloop.territory.services.derive_ownership import derive_ownership
from gridloop.territory.services.sync_from_lake import sync_territory


@job("territory.sync")
def sync(handle: JobHandle) -> dict[str, object]:
    """Take the delivered organisation, staff and places over, then derive ownership."""
    synced = sync_territory(actor=handle.actor)
    owned = derive_ownership(actor=handle.actor, as_of=clock.today())
    return {"places": synced.places, "left_out": len(synced.left_out), "customers": owned.customers}


@job("territory.derive_ownership")
def derive(handle: JobHandle) -> dict[str, object]:
    """Derive who every customer belongs to."""
    report = derive_ownership(actor=handle.actor, as_of=clock.today())
    return {"customers": report.customers, "by_rule": dict(report.by_rule)}
