"""The HTTP API of dispatch."""

from __future__ import annotations

from gridloop.dispatch.api.control import add_control
from gridloop.dispatch.api.orders import add_orders
from gridloop.kernel.api import StageRouter

router = StageRouter("dispatch")
add_orders(router)
add_control(router)
