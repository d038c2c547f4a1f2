"""Is every customer owned exactly once, by somebody who may?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridloop.territory.types import OwnershipRule

if TYPE_CHECKING:
    import ibis.expr.types as ir

_BY_PLACE = (OwnershipRule.PLACE.value, OwnershipRule.COORDINATES.value, OwnershipRule.ADDRESS.value)


def without_owner(customer: ir.Table, ownership: ir.Table) -> ir.IntegerScalar:
    """Return how many customers nobody owns."""
    return customer.anti_join(ownership, "customer_id").count()


def owned_twice(ownership: ir.Table) -> ir.IntegerScalar:
    """Return how many rows there are beyond one for each customer."""
    return ownership.count() - ownership.customer_id.nunique()


def unknown_grid(ownership: ir.Table, grid: ir.Table) -> ir.IntegerScalar:
    """Return how many customers belong to a grid that is not in ``grid`` (grid_code)."""
    return ownership.anti_join(grid, "grid_code").count()


def wrong_assignee(ownership: ir.Table, place: ir.Table, person: ir.Table) -> ir.IntegerScalar:
    """Return how many customers have an assignee who is not the one to have them.

    A customer placed by his address belongs to who looks after the place now (``place``: place_code,
    assignee_now); any other to somebody who still works here (``person``: assignee_code).
    """
    placed = ownership.filter(ownership.rule.isin(_BY_PLACE)).left_join(place, "place_code")
    moved = placed.filter(~placed.assignee_code.identical_to(placed.assignee_now)).select("customer_id")
    others = ownership.filter(~ownership.rule.isin(_BY_PLACE), ownership.assignee_code.notnull())
    gone = others.anti_join(person, "assignee_code").select("customer_id")
    return moved.union(gone).count()
