"""Where each bill of a month counts: in a grid of the org tree, or why in none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis import _

if TYPE_CHECKING:
    from datetime import date

    import ibis.expr.types as ir

IN_GRIDS, UNKNOWN_CUSTOMER, NO_GRID, UNKNOWN_GRID = "in_grids", "unknown_customer", "no_grid", "unknown_grid"


def placed_bills(bill: ir.Table, customer: ir.Table, ownership: ir.Table, grids: ir.Table, month: date) -> ir.Table:
    """Return customer_id, billed_fen, grid_code, place of every bill of a month; ``grids`` are those of the org tree.

    ``place`` is where it counts: in the grids, or with a customer who was never delivered, who belongs to no grid, or
    whose grid is not in the tree.
    """
    known = customer.select(known_id="customer_id")
    owner = ownership.select(owner_id="customer_id", grid_code="grid_code")
    tree = grids.select(tree_code="grid_code").distinct()
    bills = bill.filter(_.month == month).select("customer_id", "billed_fen")
    wide = bills.left_join(known, bills.customer_id == known.known_id)
    wide = wide.left_join(owner, wide.customer_id == owner.owner_id)
    wide = wide.left_join(tree, wide.grid_code == tree.tree_code)
    place = ibis.cases(
        (_.tree_code.notnull(), IN_GRIDS),
        (_.grid_code.notnull(), UNKNOWN_GRID),
        (_.known_id.isnull(), UNKNOWN_CUSTOMER),
        else_=NO_GRID,
    )
    return wide.select("customer_id", "billed_fen", "grid_code", place=place)
