"""Live control: funnels, somebody's day, and having orders made."""

from __future__ import annotations

from typing import Any

from ninja import Query

from gridloop.dispatch.api import schemas
from gridloop.dispatch.api.orders import READERS
from gridloop.dispatch.api.views import funnel_line
from gridloop.dispatch.queries import funnel, my_day
from gridloop.dispatch.queries.orders import CONTROLLERS
from gridloop.dispatch.services.start_generation import start_generation
from gridloop.kernel import clock
from gridloop.kernel.api import ScopedRequest, StageRouter


def add_control(router: StageRouter) -> None:
    """Declare the operations of live control."""

    @router.get("/funnel", response=schemas.FunnelOut, allow=READERS)
    def read_funnel(request: ScopedRequest, params: Query[schemas.FunnelParams]) -> dict[str, Any]:
        """Return how far the orders one may see have come, by unit, person or campaign."""
        total, lines = funnel(request.scope, params.by, params.campaign_code or None, params.cycle or None)
        return {
            "by": params.by,
            "cycle": params.cycle,
            "campaign_code": params.campaign_code,
            "total": funnel_line(total),
            "lines": [funnel_line(line) for line in lines],
        }

    @router.get("/people/{person_code}/day", response=schemas.MyDayOut, allow=READERS)
    def read_day(request: ScopedRequest, person_code: str) -> dict[str, Any]:
        """Return somebody's day: planned, done, overdue."""
        return my_day(request.scope, person_code)

    @router.post("/generate", response={202: schemas.JobStarted}, allow=CONTROLLERS)
    def generate(request: ScopedRequest, body: schemas.GenerateBody) -> tuple[int, dict[str, Any]]:
        """Have the missing orders of a running campaign made."""
        job_id = start_generation(
            campaign_code=body.campaign_code,
            on=body.on or clock.today(),
            scope=request.scope,
            actor=request.actor,
        )
        return 202, {"job_id": job_id}
