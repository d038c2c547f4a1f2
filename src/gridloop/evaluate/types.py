"""Words of evaluation that other stages may see."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Arm(StrEnum):
    """Which side of a campaign's experiment a customer was drawn into."""

    TREATED = "treated"
    CONTROL = "control"


class Measure(StrEnum):
    """What a campaign's treated customers are compared with its control group in."""

    SUCCESS_RATE = "success_rate"
    CHURN_RATE = "churn_rate"
    REVENUE = "revenue_per_target"


class Verdict(StrEnum):
    """What may honestly be said about a difference."""

    GAIN = "gain"
    LOSS = "loss"
    NO_PROOF = "no_proof"
    CONTROL_TOO_SMALL = "control_too_small"
    NO_EVIDENCE = "no_evidence"


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with the ends of its confidence interval."""

    low: float
    estimate: float
    high: float

    def times(self, factor: float) -> Interval:
        """Return the interval of the quantity multiplied by ``factor``."""
        ends = sorted((self.low * factor, self.high * factor))
        return Interval(ends[0], self.estimate * factor, ends[1])

    def plus(self, amount: float) -> Interval:
        """Return the interval of the quantity moved by ``amount``."""
        return Interval(self.low + amount, self.estimate + amount, self.high + amount)

    @property
    def contains_zero(self) -> bool:
        """True when no difference at all is among the plausible values."""
        return self.low <= 0 <= self.high


class OutcomeState(StrEnum):
    """What the evidence says about one target that was given out as a work order."""

    WAITING = "waiting"
    """The window is open, or the feed that would show it has not arrived."""
    CONFIRMED = "confirmed"
    MISSED = "missed"


class CheckKind(StrEnum):
    """Why a person is asked whether a report is true."""

    NO_DURATION = "no_duration"
    SAME_MINUTE = "same_minute"
    OUT_OF_ORDER = "out_of_order"
    FAR_AWAY = "far_away"
    UNCONFIRMED_CLAIM = "unconfirmed_claim"
    CALL_BACK = "call_back"


class CheckState(StrEnum):
    """Where a question about a report stands."""

    OPEN = "open"
    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"
    """Asked, but it could not be found out (nobody answered)."""


class Account(StrEnum):
    """The accounts of the points ledger: ``issued`` is the company's, the others each person's."""

    ISSUED = "issued"
    PROVISIONAL = "provisional"
    HELD = "held"
    CONFIRMED = "confirmed"
    PAID = "paid"


class Rule(StrEnum):
    """What a ledger line is for."""

    REVENUE = "revenue"
    DEVELOPMENT = "development"
    NET_ADDS = "net_adds"
    SUCCESS = "success"
    TRUTH = "truth"
    APPEAL = "appeal"
    CLOSE = "close"


class AppealReason(StrEnum):
    """Why somebody objects, as his phone offers it; nothing has to be typed."""

    SALE_MISSING = "sale_missing"
    REPORT_TRUE = "report_true"
    NOT_MY_CUSTOMERS = "not_my_customers"
    BEYOND_ME = "beyond_me"
    NUMBERS_WRONG = "numbers_wrong"


class AppealState(StrEnum):
    """Where an appeal stands."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PointsTotal:
    """One person's points of one cycle, in thousandths of a point, and the pay already settled."""

    person_code: str
    cycle: str
    provisional: int
    held: int
    confirmed: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class CampaignLift:
    """How a campaign stands against its control group, in short."""

    campaign_code: str
    cycle: str
    verdict: Verdict
    success_difference: Interval | None
    incremental_revenue_fen: Interval | None
    cost_fen: int
    roi: Interval | None
