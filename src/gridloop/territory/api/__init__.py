"""Grids on the map and in tables, places, who owns whom, and who may change it."""

from gridloop.kernel.api import StageRouter
from gridloop.territory.api.grid_operations import add_grids
from gridloop.territory.api.ownership_operations import add_ownership

router = StageRouter("territory")
add_grids(router)
add_ownership(router)
