"""Reads over all stages; every one takes the asker's scope."""

from gridloop.monitor.queries.customer import customer_360
from gridloop.monitor.queries.executive import executive_home
from gridloop.monitor.queries.funnel import funnel
from gridloop.monitor.queries.grid import grid_360, grid_places
from gridloop.monitor.queries.grid_home import grid_home
from gridloop.monitor.queries.health import health
from gridloop.monitor.queries.place import place_360
from gridloop.monitor.queries.place_months import place_months, place_tags
from gridloop.monitor.queries.planner import planner_home
from gridloop.monitor.queries.search import search_customers
from gridloop.monitor.queries.team import who_needs_help
from gridloop.monitor.queries.waiting import waiting_customers

__all__ = [
    "customer_360",
    "executive_home",
    "funnel",
    "grid_360",
    "grid_home",
    "grid_places",
    "health",
    "place_360",
    "place_months",
    "place_tags",
    "planner_home",
    "search_customers",
    "waiting_customers",
    "who_needs_help",
]
