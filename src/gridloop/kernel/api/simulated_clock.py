"""The clock of a simulated city, over the API."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema
from pydantic import AwareDatetime

from gridloop.kernel import clock
from gridloop.kernel.api.routing import ScopedRequest, StageRouter
from gridloop.kernel.services.move_clock import move_clock
from gridloop.kernel.types import Role


class ClockIn(Schema):
    """The instant it shall be; the clock runs on from there."""

    now: AwareDatetime


class ClockOut(Schema):
    """The present instant of the installation."""

    now: datetime


def add_simulated_clock(router: StageRouter) -> None:
    """Declare the operation that moves a simulated city's clock; refused (409) outside a simulation."""

    @router.put("/clock", response=ClockOut, allow=frozenset({Role.ADMINISTRATOR}))
    def set_clock(request: ScopedRequest, body: ClockIn) -> dict[str, datetime]:
        move_clock(to=body.now, actor=request.actor)
        return {"now": clock.now()}
