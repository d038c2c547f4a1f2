"""Where one work order stands: counted or not, confirmed, missed or still waiting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gridloop.evaluate.types import OutcomeState

LONGEST_OFFLINE = timedelta(hours=8)
"""How long a phone may work without the server (its lease): no report may date itself back further."""
NOT_DISPATCHED = frozenset({"held", "cancelled"})
"""States of orders held back by policy or taken back: nobody's failure. One that nobody worked in time has failed."""


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What is known of one work order and its newest report."""

    order_id: str
    assignee_code: str
    grid_code: str
    channel: str
    state: str
    created_at: datetime
    due_on: date
    outcome: str
    objection: str
    contacts: int
    reached: bool
    contact_id: str = ""
    competitor: str = ""
    competitor_contract_end_on: date | None = None
    best_time: str = ""
    reported_at: datetime | None = None
    first_contact_on: date | None = None
    last_contact_on: date | None = None

    @property
    def dispatched(self) -> bool:
        """True when somebody was given the order to work, and it was neither held back nor taken back."""
        return self.state not in NOT_DISPATCHED

    def counted(self, on: date) -> bool:
        """Tell whether the order belongs to the success rate on a day: dispatched, and due or already worked."""
        return self.dispatched and (self.contacts > 0 or self.due_on <= on)


def contact_time(claimed_at: datetime | None, received_at: datetime) -> datetime:
    """Return when a contact took place, as far as the device's own time can be believed."""
    if claimed_at is None:
        return received_at
    return min(received_at, max(claimed_at, received_at - LONGEST_OFFLINE))


def state_of(
    confirmed_on: date | None, dispatched_on: date, window_to: date, evidence_through: date | None
) -> OutcomeState:
    """Return what the evidence says of one order. What began before the order existed is none of its doing."""
    if confirmed_on is not None and confirmed_on >= dispatched_on:
        return OutcomeState.CONFIRMED
    over = evidence_through is not None and evidence_through >= window_to
    return OutcomeState.MISSED if over else OutcomeState.WAITING
