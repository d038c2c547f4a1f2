"""Reads of tags: which there are and how many customers carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridloop.kernel.clock import cycle_of
from gridloop.kernel.models import Job
from gridloop.kernel.scope import lake_predicate
from gridloop.lake.queries import open_lake
from gridloop.metrics.queries.library import tag_library
from gridloop.metrics.queries.sources import version_time
from gridloop.metrics.types import TagCoverage

if TYPE_CHECKING:
    from collections.abc import Collection

    from gridloop.kernel.types import Scope


REFRESH = "metrics.refresh_tags"
"""Kind of the job that works tags out again."""


def tags_underway() -> frozenset[str]:
    """Return the tags that were published and are being worked out."""
    going = Job.objects.filter(kind=REFRESH, state__in=(Job.State.QUEUED, Job.State.RUNNING))
    return frozenset(payload["code"] for payload in going.values_list("payload", flat=True))


def tag_coverage(scope: Scope) -> list[TagCoverage]:
    """Return the tag library with how many of the customers in the scope carry each tag in the newest month."""
    library = tag_library()
    with open_lake() as lake:
        months = lake.months("customer_tag")
        if not months:
            return [TagCoverage(tag, None, None, None) for tag in library]
        table, profile = lake.table("customer_tag"), lake.table("customer_profile")
        known = [tag for tag in library if tag.code in table.columns]
        holders = profile.filter(profile.month == months[-1]).select("customer_id", "grid_code", "assignee_code")
        rows = table.filter(table.month == months[-1]).inner_join(holders, "customer_id")
        seen = rows.filter(lake_predicate(scope, rows))
        sums = {tag.code: seen[tag.code].sum().cast("int64").fill_null(0) for tag in known}
        summed = lake.run(seen.aggregate(all_customers=seen.count(), **sums)).to_pylist()[0]
    counts = {name: int(count) for name, count in summed.items()}
    total, built_at = counts["all_customers"], version_time("customer_tag")
    return [
        TagCoverage(tag, cycle_of(months[-1]), counts[tag.code], counts[tag.code] / total if total else None, built_at)
        if tag in known
        else TagCoverage(tag, None, None, None)
        for tag in library
    ]


def tag_row(row: TagCoverage, underway: Collection[str]) -> dict[str, Any]:
    """Return a tag with its coverage as one flat row; ``underway`` are those being worked out."""
    tag = row.tag
    return {
        "code": tag.code,
        "name_zh": tag.name_zh,
        "name_en": tag.name_en,
        "group": tag.group,
        "type": tag.type,
        "owner": tag.owner,
        "version": tag.version,
        "condition": tag.condition,
        "description_zh": tag.description_zh,
        "description_en": tag.description_en,
        "update": tag.update,
        "sensitivity": tag.sensitivity,
        "sources": tag.sources,
        "columns": tag.columns,
        "own": tag.own,
        "state": tag.state,
        "has_draft": tag.has_draft,
        "cycle": row.cycle,
        "built_at": row.built_at,
        "customers": row.customers,
        "share": row.share,
        "underway": tag.code in underway,
    }
