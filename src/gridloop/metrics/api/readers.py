"""Who reads indicators and tags, and who defines them."""

from __future__ import annotations

from gridloop.kernel.types import LEADERS, Role

READERS = LEADERS | {Role.DATA_STEWARD, Role.AUDITOR}
DEFINERS = frozenset({Role.PLANNER, Role.DATA_STEWARD})
MARKERS = frozenset(
    {Role.PLANNER, Role.BRANCH_MANAGER, Role.GRID_MANAGER, Role.COMMUNITY_MANAGER, Role.ACCOUNT_MANAGER}
)
"""Who may set manual tags, each on the customers of his scope."""
