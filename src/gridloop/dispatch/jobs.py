"""Background work of dispatch."""

from __future__ import annotations

from datetime import date

from gridloop.dispatch.services.generate_orders import generate_orders
from gridloop.kernel.services.jobs import JobHandle, job


@job("dispatch.generate")
def generate(handle: JobHandle) -> dict[str, object]:
    """Make the missing work orders of one campaign."""
    report = generate_orders(
        campaign_code=handle.payload["campaign_code"],
        actor=handle.actor,
        on=date.fromisoformat(handle.payload["on"]),
        report=handle.advance,
    )
    return {"made": report.made, "existing": report.existing, "released": report.released, "held": dict(report.held)}
