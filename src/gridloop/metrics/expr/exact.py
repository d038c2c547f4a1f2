"""Sums of real numbers that do not depend on the order of addition, so that every run and every engine agrees."""

from __future__ import annotations

from typing import Any

_MILLIONTHS = "decimal(38, 6)"


def exact_sum(column: Any, where: Any = None) -> Any:
    """Return the sum of a column of real numbers, each taken to the nearest millionth."""
    return column.cast(_MILLIONTHS).sum(where=where).cast("float64")
