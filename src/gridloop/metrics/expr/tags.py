"""Tags of every customer: one boolean column per tag of the library."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gridloop.metrics.expr.formula import compile_condition
from gridloop.metrics.types import Tag

if TYPE_CHECKING:
    import ibis.expr.types as ir


def customer_tags(profile: ir.Table, tags: Iterable[Tag]) -> ir.Table:
    """Return customer_id, month and the tags over a table of profiles."""
    return profile.select(
        "customer_id", "month", **{tag.code: compile_condition(tag.condition, profile) for tag in tags}
    )
