"""Reads of grids, places and ownership; every one takes the asker's scope."""

from gridloop.territory.queries.read_customers import (
    CustomerFilter,
    customers_at,
    customers_of,
    owner_of,
    owners_of,
    ownership_table,
)
from gridloop.territory.queries.read_grids import grid, grid_detail, grid_outlines, grids
from gridloop.territory.queries.read_ownership import OwnershipState, conflicts, overrides, ownership_check
from gridloop.territory.queries.read_people import grid_heads, person_names
from gridloop.territory.queries.read_places import PlaceRow, effective_assignees, place, place_boundaries, places

__all__ = [
    "CustomerFilter",
    "OwnershipState",
    "PlaceRow",
    "conflicts",
    "customers_at",
    "customers_of",
    "effective_assignees",
    "grid",
    "grid_detail",
    "grid_heads",
    "grid_outlines",
    "grids",
    "overrides",
    "owner_of",
    "owners_of",
    "ownership_check",
    "ownership_table",
    "person_names",
    "place",
    "place_boundaries",
    "places",
]
