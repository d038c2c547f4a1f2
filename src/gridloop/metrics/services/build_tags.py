"""Computes and publishes the tags of a month."""

from __future__ import annotations

from datetime import date

from gridloop.kernel.problems import Problem
from gridloop.kernel.types import Actor
from gridloop.lake.queries import open_lake
from gridloop.lake.services.publish import publish_by_customer
from gridloop.metrics.expr.tag_facts import tag_facts
from gridloop.metrics.expr.tags import customer_tags
from gridloop.metrics.queries.library import tag_definitions
from gridloop.metrics.queries.marks import marks_in_force
from gridloop.metrics.queries.sources import deciles_of, rows_of_month, tag_sources
from gridloop.metrics.types import BuildReport

DATASET = "customer_tag"


def build_tags(*, month: date, actor: Actor) -> BuildReport:
    """Publish the tags of every customer with a profile of ``month``; raises ``Problem`` (409) without profiles."""
    tags = tag_definitions()
    with open_lake() as lake:
        table = lake.table("customer_profile")
        if not lake.scalar(table.filter(table.month == month).count()):
            raise Problem("metrics.no_profile", 409, month=month.isoformat())
        named = {name for tag in tags for name in tag.columns}
        facts = tag_facts(tag_sources(lake), month, named, deciles_of(lake, month, named))
        tagged = customer_tags(facts, tags, lake.attach("tag_mark", marks_in_force(tags)))
        version = publish_by_customer(
            dataset=DATASET, expression=tagged, lake=lake, run=f"metrics.build_tags {month}", actor=actor
        )
    with open_lake() as lake:
        published = lake.table(DATASET)
        own = published.filter(published.month == month)
        counts = lake.run(own.aggregate(**{tag.code: own[tag.code].sum().cast("int64") for tag in tags}))
    parts = {code: int(count or 0) for code, count in counts.to_pylist()[0].items()}
    return BuildReport(DATASET, month, version.version, rows_of_month(DATASET, month), parts)
