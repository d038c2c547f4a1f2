"""Reads of work orders and what comes of them."""

from gridloop.dispatch.queries.day import closed_day, day_closes, day_of, my_day
from gridloop.dispatch.queries.funnel import funnel
from gridloop.dispatch.queries.history import order_history
from gridloop.dispatch.queries.orders import intelligence, order_lines, order_may, order_row, orders
from gridloop.dispatch.queries.people import people_names

__all__ = [
    "closed_day",
    "day_closes",
    "day_of",
    "funnel",
    "intelligence",
    "my_day",
    "order_history",
    "order_lines",
    "order_may",
    "order_row",
    "orders",
    "people_names",
]
