"""The kernel's router."""

from __future__ import annotations

from gridloop.kernel.api.administration import add_administration
from gridloop.kernel.api.routing import StageRouter
from gridloop.kernel.api.session import add_session
from gridloop.kernel.api.simulated_clock import add_simulated_clock

router = StageRouter("kernel")
add_session(router)
add_administration(router)
add_simulated_clock(router)
