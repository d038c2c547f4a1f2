"""Tags of every customer: one boolean column per tag of the library."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import ibis
from ibis import _

from gridloop.metrics.expr.formula import compile_condition
from gridloop.metrics.types import Tag, TagType

if TYPE_CHECKING:
    import ibis.expr.types as ir


def customer_tags(facts: ir.Table, tags: Iterable[Tag], marks: ir.Table | None = None) -> ir.Table:
    """Return customer_id, month and the tags over a table of facts.

    ``marks`` holds the manual tags people set (customer_id, tag); without it nobody carries any.
    """
    known = list(tags)
    manual = [tag.code for tag in known if tag.type is TagType.MANUAL]
    if manual and marks is not None:
        marked = marks.group_by("customer_id").agg(**{_set(code): (_.tag == code).any() for code in manual})
        facts = facts.left_join(marked, "customer_id", rname="{name}_marked").drop("customer_id_marked")
    by_hand = {code: _[_set(code)].fill_null(False) if marks is not None else ibis.literal(False) for code in manual}
    return facts.select(
        "customer_id",
        "month",
        **{tag.code: compile_condition(tag.condition, facts) for tag in known if tag.code not in by_hand},
        **by_hand,
    )


def _set(code: str) -> str:
    return f"set__{code}"
