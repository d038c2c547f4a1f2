"""Sums as whole numbers: the engine adds up whole numbers to decimals, which nothing here can use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def whole_sum(column: ir.NumericColumn | ir.BooleanColumn) -> ir.IntegerScalar:
    """Return the sum of a column as int64 (exact below 2**53; a direct cast to int64 would be left out)."""
    return column.sum().cast("float64").cast("int64")
