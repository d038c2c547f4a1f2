"""Builds and publishes the customer profile of a month."""

from __future__ import annotations

from datetime import date

from gridloop.kernel.problems import Problem
from gridloop.kernel.types import Actor
from gridloop.lake.datasets import DATASETS
from gridloop.lake.queries import open_lake
from gridloop.lake.services.publish import publish_by_customer
from gridloop.metrics.expr.profile import customer_profile, in_service
from gridloop.metrics.queries.sources import profile_facts, rows_of_month
from gridloop.metrics.types import BuildReport

DATASET = "customer_profile"


def build_profile(*, month: date, actor: Actor) -> BuildReport:
    """Publish what was known of every customer on the first day of ``month``.

    Raises ``Problem`` (409) when no customer was in service then. Running it again replaces the month's rows by the
    same rows. The publication is its transaction, and carries the audit row.
    """
    with open_lake() as lake:
        facts = profile_facts(lake)
        if not lake.scalar(in_service(facts.customer, month).count()):
            raise Problem("metrics.no_customers", 409, month=month.isoformat())
        profile = customer_profile(facts, month).select(*DATASETS[DATASET].types)
        version = publish_by_customer(
            dataset=DATASET, expression=profile, lake=lake, run=f"metrics.build_profile {month}", actor=actor
        )
    return BuildReport(DATASET, month, version.version, rows_of_month(DATASET, month))
