"""Words of contact that other stages may see: channels, outcomes, the policy and what the gate says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Channel(StrEnum):
    """How a customer is contacted. All count alike for the contact policy."""

    VISIT = "visit"
    CALL = "call"
    MESSAGE = "message"


class Direction(StrEnum):
    """Who began: the gate and the caps concern what we begin, never what a customer asks for."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"


class Outcome(StrEnum):
    """What came of a contact."""

    ACCEPTED = "accepted"
    INTERESTED = "interested"
    CALL_AGAIN = "call_again"
    REFUSED = "refused"
    NOT_REACHED = "not_reached"
    WRONG_NUMBER = "wrong_number"
    DO_NOT_DISTURB = "do_not_disturb"

    @property
    def reached(self) -> bool:
        """True when the customer himself was spoken to."""
        return self not in (Outcome.NOT_REACHED, Outcome.WRONG_NUMBER)


class Objection(StrEnum):
    """Why a customer said no."""

    PRICE = "price"
    COMPETITOR = "competitor"
    CONTRACT_LOCKED = "contract_locked"
    SERVICE_QUALITY = "service_quality"
    NOT_NEEDED = "not_needed"
    OTHER = "other"


class BestTime(StrEnum):
    """When a customer is best contacted."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    WEEKEND = "weekend"


class HoldReason(StrEnum):
    """Why the gate holds a customer back, the most lasting reason first: the first that applies is given."""

    DO_NOT_DISTURB = "do_not_disturb"
    """He said so; final."""
    NO_CONSENT = "no_consent"
    """No recorded consent for this channel; silence is refusal."""
    GLOBAL_CONTROL = "global_control"
    """He belongs to the small group that no marketing contact goes to, so that effect can be measured."""
    OPEN_COMPLAINT = "open_complaint"
    """He complained lately."""
    RECENTLY_REFUSED = "recently_refused"
    """He said no lately."""
    TOO_MANY_CONTACTS = "too_many_contacts"
    """Contacts made have used up a cap."""
    PLANNED_ELSEWHERE = "planned_elsewhere"
    """Contacts made and planned have used up a cap."""
    COOLING_DOWN = "cooling_down"
    """Another contact is too near in time."""
    QUIET_HOURS = "quiet_hours"
    """Now is not an hour to disturb anybody."""


CONTROL_PERCENT = 2.0


@dataclass(frozen=True, slots=True)
class Policy:
    """The contact policy. Caps hold in every window of 7 or 30 days, made and planned contacts together."""

    visit_7: int = 2
    visit_30: int = 3
    call_7: int = 2
    call_30: int = 4
    message_7: int = 2
    message_30: int = 4
    all_7: int = 3
    all_30: int = 6
    attempts_7: int = 5
    """Attempts in 7 days, whether the customer was reached or not."""
    gap_days: int = 2
    """Days from one contact to the next, whatever the channel: 2 means neither today nor tomorrow."""
    refusal_days: int = 90
    """Days of rest after a customer said no."""
    complaint_days: int = 30
    """Days of rest after a complaint."""
    quiet_from: int = 21 * 60
    """Minute of the tenant's day at which quiet hours begin."""
    quiet_until: int = 8 * 60
    """Minute of the tenant's day at which they end."""
    control_percent: float = CONTROL_PERCENT
    """Share of the customers in the global hold-out."""


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """The policy with where it comes from; version 0 is the one Gridloop brings along."""

    version: int
    policy: Policy
    set_by: str = ""
    set_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceRef:
    """What a contact is for: one step of a campaign or care plan, or something made by hand. Never empty."""

    kind: str
    """``campaign``, ``care`` or ``manual``."""
    id: str
    step: int
    cycle: str
    """Business month ``YYYY-MM``."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of one customer: the first reason that holds him back, and all of them."""

    customer_id: str
    allowed: bool
    reason: HoldReason | None = None
    reasons: tuple[HoldReason, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A contact with a customer planned for a day."""

    customer_id: str
    channel: Channel
    planned_on: date


@dataclass(frozen=True, slots=True)
class ReservationReport:
    """What became of wishes: slots reserved (also those the source had already), and who was held back."""

    reserved: tuple[Slot, ...]
    held: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """One contact to be logged. ``id`` is made on the device before sending: a repeat finds what is there."""

    id: UUID
    customer_id: str
    channel: Channel
    outcome: Outcome
    made_by: str
    """Staff number of whoever made it."""
    source: SourceRef | None = None
    order_id: str = ""
    direction: Direction = Direction.OUTBOUND
    objection: Objection | None = None
    competitor: str = ""
    competitor_contract_end_on: date | None = None
    best_time: BestTime | None = None
    next_on: date | None = None
    note: str = ""
    longitude: float | None = None
    latitude: float | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    claimed_at: datetime | None = None
    """When the device says it was; the server's time decides."""
    grid_code: str = ""


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact as it stands in the log. ``existed``: it had been logged before."""

    id: UUID
    customer_id: str
    channel: Channel
    outcome: Outcome
    made_on: date
    made_at: datetime
    after_opt_out: bool
    existed: bool


@dataclass(frozen=True, slots=True)
class OptOutRow:
    """One opt-out; ``channel`` is None for all of them."""

    id: int
    customer_id: str
    channel: Channel | None
    since: datetime
    said_to: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Competitor:
    """A rival operator that a seller may meet at a customer's. ``code`` is what a contact keeps."""

    code: str
    zh: str
    en: str


COMPETITORS: tuple[Competitor, ...] = (
    Competitor("china_mobile", "移动", "China Mobile"),
    Competitor("china_unicom", "联通", "China Unicom"),
    Competitor("china_telecom", "电信", "China Telecom"),
    Competitor("china_broadnet", "广电", "China Broadnet"),
    Competitor("other", "其他", "Other"),
)
"""Until the operator names his own. Gridloop does not know which of them it works for."""


@dataclass(frozen=True, slots=True)
class CompetitorsInForce:
    """The competitors that sellers choose from; version 0 is the list Gridloop brings along."""

    version: int
    items: tuple[Competitor, ...]
    set_by: str = ""
    set_at: datetime | None = None
