"""The metrics stage over HTTP."""

from __future__ import annotations

from gridloop.kernel.api import StageRouter
from gridloop.metrics.api.alerts import add_alerts
from gridloop.metrics.api.definitions import add_definitions
from gridloop.metrics.api.figures import add_figures
from gridloop.metrics.api.goals import add_goals
from gridloop.metrics.api.grids import add_grids
from gridloop.metrics.api.library import add_library
from gridloop.metrics.api.market import add_market
from gridloop.metrics.api.marks import add_marks
from gridloop.metrics.api.revenue_account import add_revenue_account
from gridloop.metrics.api.splits import add_splits

router = StageRouter("metrics")
add_library(router)
add_definitions(router)
add_marks(router)
add_figures(router)
add_goals(router)
add_grids(router)
add_alerts(router)
add_splits(router)
add_market(router)
add_revenue_account(router)
