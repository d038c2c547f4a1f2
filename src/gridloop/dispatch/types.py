"""Words of dispatch that other stages may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class OrderState(StrEnum):
    """Life of a work order (the words of TMF697)."""

    PENDING = "pending"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    HELD = "held"


OPEN_STATES = frozenset({OrderState.PENDING, OrderState.ACKNOWLEDGED, OrderState.IN_PROGRESS})
"""Somebody still has to do something."""
WORKED_STATES = frozenset({OrderState.COMPLETED, OrderState.FAILED})
"""Done, one way or the other."""
DISPATCHED_STATES = OPEN_STATES | WORKED_STATES
"""Handed to somebody, and neither recalled nor held back."""


class SourceKind(StrEnum):
    """What a work order comes from."""

    CAMPAIGN = "campaign"
    CARE = "care"
    MANUAL = "manual"


class FunnelBy(StrEnum):
    """What a funnel is broken down by."""

    COMPANY = "company"
    BRANCH = "branch"
    GRID = "grid"
    ASSIGNEE = "assignee"
    CAMPAIGN = "campaign"


class EndReason(StrEnum):
    """Why an order ended without an answer of the customer."""

    RECALLED = "recalled"
    DO_NOT_DISTURB = "do_not_disturb"
    CAMPAIGN_CLOSED = "campaign_closed"
    LAPSED = "lapsed"


class IntelligenceKind(StrEnum):
    """What a seller saw that the company should know."""

    COMPETITOR_PROMOTION = "competitor_promotion"
    NEW_RESIDENT = "new_resident"
    LEAD = "lead"
    WRONG_DATA = "wrong_data"


class LeftReason(StrEnum):
    """Why somebody goes home with orders of the day still open."""

    OTHER_WORK = "other_work"
    NOT_REACHED = "not_reached"
    NO_TIME = "no_time"
    ON_LEAVE = "on_leave"
    SYSTEM_TROUBLE = "system_trouble"


@dataclass(frozen=True, slots=True)
class GenerationReport:
    """What one run of generation did: ``made`` + ``existing`` are all treated targets of the campaign.

    ``held`` counts the orders that this run keeps back, newly made ones and others, by reason; ``released`` those that
    were held before and are handed out now.
    """

    campaign_code: str
    targets: int
    made: int
    existing: int
    released: int
    held: Mapping[str, int] = field(default_factory=dict)


class FunnelStep(StrEnum):
    """How far an order came; each step includes all that came further."""

    DISPATCHED = "dispatched"
    CONTACTED = "contacted"
    REACHED = "reached"
    INTERESTED = "interested"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class OrderFilters:
    """What a list of orders is narrowed to; empty values do not narrow."""

    states: tuple[OrderState, ...] = ()
    campaign_code: str = ""
    grid_code: str = ""
    place_code: str = ""
    assignee_code: str = ""
    customer_id: str = ""
    cycle: str = ""
    planned_on: date | None = None
    overdue: bool | None = None
    open: bool | None = None
    step: FunnelStep | None = None
    org_code: str = ""
    q: str = ""


@dataclass(frozen=True, slots=True)
class FunnelLine:
    """One line of a funnel. ``pace`` is contacted orders per order that was due to be contacted by now."""

    key: str
    name_zh: str
    name_en: str
    dispatched: int
    contacted: int
    reached: int
    interested: int
    accepted: int
    failed: int
    open: int
    overdue: int
    held: int
    recalled: int
    planned_by_now: int

    @property
    def pace(self) -> float | None:
        """Return contacted / planned by now; None before the first planned day."""
        return self.contacted / self.planned_by_now if self.planned_by_now else None
