"""Words of campaign planning that other stages may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any


class CampaignState(StrEnum):
    """Life of a campaign; ``ended`` when its last day has passed, ``closed`` when somebody broke it off before."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    LAUNCHED = "launched"
    PAUSED = "paused"
    ENDED = "ended"
    CLOSED = "closed"


OVER = frozenset({CampaignState.ENDED, CampaignState.CLOSED})
"""States of campaigns that nobody works for any more."""
RAN = frozenset({CampaignState.LAUNCHED, CampaignState.PAUSED}) | OVER
"""States in which a campaign may have targets: what came of them is evaluated."""


class Objective(StrEnum):
    """What a campaign is for."""

    RETAIN = "retain"
    RENEW = "renew"
    UPSELL = "upsell"
    ACQUIRE = "acquire"


class Direction(StrEnum):
    """Who had the idea: the company, or a grid or branch for its own customers."""

    TOP_DOWN = "top_down"
    BOTTOM_UP = "bottom_up"


class CampaignChannel(StrEnum):
    """How a campaign's targets are contacted."""

    VISIT = "visit"
    CALL = "call"


class Routing(StrEnum):
    """Who works the orders: the customer's owner, or the call agents of his branch."""

    OWNER = "owner"
    CALL_CENTRE = "call_centre"


class OfferChoice(StrEnum):
    """Which offer a target gets: the one that matches him best, or the same one for everybody."""

    MATCHING = "matching"
    FIXED = "fixed"


class Arm(StrEnum):
    """Whether a target is contacted, or left alone so that the effect can be measured."""

    TREATED = "treated"
    CONTROL = "control"


class Verdict(StrEnum):
    """What a launch decided about one customer of the audience."""

    CHOSEN = "chosen"
    CONTROL = "control"
    GLOBAL_CONTROL = "global_control"
    EXCLUDED = "excluded"
    HELD = "held"
    NO_OFFER = "no_offer"
    NO_ASSIGNEE = "no_assignee"
    NOT_WORTH_IT = "not_worth_it"
    OVER_CAPACITY = "over_capacity"
    BELOW_CUT = "below_cut"


MODELS: Mapping[Objective, str] = {
    Objective.RETAIN: "churn",
    Objective.RENEW: "renewal",
    Objective.UPSELL: "data_upsell",
    Objective.ACQUIRE: "",
}
"""The mining model behind each objective; none for acquisition, which takes one offer for everybody."""


@dataclass(frozen=True, slots=True)
class Exclusions:
    """Customers an audience leaves out although they meet its conditions."""

    segments: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    running_campaigns: bool = True
    campaigns: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days on which people are sent to customers: Monday to Saturday, without the holidays named."""

    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4, 5})
    holidays: frozenset[date] = frozenset()

    def days(self, first: date, last: date) -> tuple[date, ...]:
        """Return the working days from ``first`` to ``last``, both included."""
        span = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return tuple(day for day in span if day.weekday() in self.weekdays and day not in self.holidays)


def daily_share(capacity: int, share: float) -> int:
    """Return how many of somebody's daily contacts a campaign may take: its share, but one at least."""
    return max(1, int(capacity * share + 1e-9)) if capacity > 0 else 0


@dataclass(frozen=True, slots=True)
class Script:
    """What to say, in both languages; ``{placeholders}`` are filled in for each customer."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What choosing targets depends on; ``code`` is empty for a plan that was never saved.

    What an audience asks of "the last days" counts back from ``launched_on``, or from today where it is None.
    """

    code: str
    cycle: str
    org_code: str
    objective: Objective
    model: str
    audience: Mapping[str, Any]
    exclusions: Exclusions
    channel: CampaignChannel
    routing: Routing
    offer_choice: OfferChoice
    offer_code: str
    budget_fen: int
    unit_cost_fen: int
    starts_on: date
    ends_on: date
    control_share: float
    capacity_share: float = 1.0
    max_targets: int | None = None
    launched_on: date | None = None


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """What the stages after this one need to know of a campaign."""

    code: str
    name_zh: str
    name_en: str
    objective: Objective
    model: str
    cycle: str
    org_code: str
    state: CampaignState
    channel: CampaignChannel
    routing: Routing
    priority: int
    starts_on: date
    ends_on: date
    success_window_days: int
    budget_fen: int
    unit_cost_fen: int
    control_share: float
    capacity_share: float = 1.0
    scripts: Mapping[str, Script] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LaunchReport:
    """What a launch chose; the counts of ``verdicts`` add up to the audience."""

    campaign_code: str
    audience: int
    treated: int
    control: int
    verdicts: Mapping[str, int]

    def __str__(self) -> str:
        rest = ", ".join(f"{verdict} {count}" for verdict, count in sorted(self.verdicts.items()))
        return f"audience {self.audience}: {self.treated} targets, {self.control} in control ({rest})"


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One customer chosen for a campaign step; ``rank`` 1 is the most valuable and unique in a campaign."""

    campaign_code: str
    customer_id: str
    step: int
    rank: int
    arm: Arm
    offer_code: str
    probability: float | None
    uplift: float | None
    expected_value_fen: int
    reasons: Sequence[Mapping[str, Any]]
    assignee_code: str
    grid_code: str
