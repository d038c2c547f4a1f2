"""The monitor stage's side of the HTTP API: live funnel, homes; a customer, a grid, a place whole. Read-only."""

from gridloop.kernel.api import StageRouter
from gridloop.monitor.api.customers import add_customers
from gridloop.monitor.api.funnel import add_funnel
from gridloop.monitor.api.grids import add_grids
from gridloop.monitor.api.homes import add_homes
from gridloop.monitor.api.places import add_places

router = StageRouter("monitor")
add_funnel(router)
add_homes(router)
add_customers(router)
add_grids(router)
add_places(router)

__all__ = ["router"]
