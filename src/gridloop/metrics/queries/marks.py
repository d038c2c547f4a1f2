"""Reads of manual tags: who carries which, set by whom and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from gridloop.kernel.scope import lake_predicate
from gridloop.lake.queries import open_lake
from gridloop.metrics.models import TagMark
from gridloop.metrics.types import Tag, TagType

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gridloop.kernel.types import Scope

_ASKED = pa.schema([("asked_id", pa.string())])
_SCHEMA = pa.schema([("customer_id", pa.string()), ("tag", pa.string())])


def marks_in_force(tags: Iterable[Tag]) -> pa.Table:
    """Return customer_id and tag of every manual tag that is set, of the tags given."""
    codes = [tag.code for tag in tags if tag.type is TagType.MANUAL]
    rows = TagMark.objects.filter(tag__in=codes).values("customer_id", "tag")
    return pa.Table.from_pylist(list(rows), schema=_SCHEMA)


def scope_marks(scope: Scope, tag: str) -> QuerySet[TagMark]:
    """Return the marks of one manual tag on customers of the scope."""
    rows = TagMark.objects.filter(tag=tag)
    if scope.whole_company and not scope.own_customers_only:
        return rows
    return rows.filter(customer_id__in=own_customers(scope, list(rows.values_list("customer_id", flat=True))))


def own_customers(scope: Scope, customer_ids: Sequence[str]) -> set[str]:
    """Return those of the customers that belong to the scope."""
    with open_lake() as lake:
        asked = lake.attach("asked", pa.table({"asked_id": list(customer_ids)}, schema=_ASKED))
        owner = lake.table("ownership")
        own = owner.filter(lake_predicate(scope, owner)).inner_join(asked, [owner.customer_id == asked.asked_id])
        return set(lake.run(own.select("customer_id")).column("customer_id").to_pylist())
