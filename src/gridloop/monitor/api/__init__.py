"""The monitor stage's side of the HTTP API: live funnel, homes, customer 360, grid 360. Read-only."""

from gridloop.kernel.api import StageRouter
from gridloop.monitor.api.customers import add_customers
from gridloop.monitor.api.funnel import add_funnel
from gridloop.monitor.api.grids import add_grids
from gridloop.monitor.api.homes import add_homes

router = StageRouter("monitor")
add_funnel(router)
add_homes(router)
add_customers(router)
add_grids(router)

__all__ = ["router"]
