"""The customers of the newest month, with what was worked out about them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gridloop.campaign.queries.population import population_of
from gridloop.kernel import clock
from gridloop.kernel.scope import lake_predicate
from gridloop.kernel.types import Scope
from gridloop.lake.engine import Lake
from gridloop.monitor.expr.place import CHURN

if TYPE_CHECKING:
    import ibis.expr.types as ir


def newest_population(scope: Scope, lake: Lake) -> tuple[ir.Table, date] | None:
    """Return the scope's part of the newest month of customers with scores, and that month; None before the first."""
    today = clock.today()
    known = [month for month in lake.months("customer_profile") if month <= today]
    if not known:
        return None
    models = {CHURN} if "customer_score" in lake.versions else set()
    table = population_of(lake, known[-1], tag_names=set(), models=models)
    return table.filter(lake_predicate(scope, table)), known[-1]
