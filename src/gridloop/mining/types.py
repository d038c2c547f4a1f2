"""Words of mining that other stages may see: models, reasons, scores."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

CONTACT_COST_FEN = 900
"""Cost of working one target, taken off every expected value: RMB 27 million over 2.87 million target records in the
reference deployment. A campaign that knows its own cost adds this one back first.
"""


class ModelName(StrEnum):
    """What a model foretells about a customer in the coming month when nobody makes contact."""

    CHURN = "churn"
    """Leaves, or ends the last subscription."""
    RENEWAL = "renewal"
    """Renews a contract that has ended or ends within 60 days."""
    DATA_UPSELL = "data_upsell"
    """Moves to a dearer mobile plan or takes a data pack."""


class Validation(StrEnum):
    """How a model was judged: on a later month, or (one snapshot) crosswise within the data it learnt from."""

    OUT_OF_TIME = "out_of_time"
    CROSS_VALIDATED = "cross_validated"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a score: a message code of mining and the real values it is said with."""

    code: str
    params: dict[str, int | float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReasonText:
    """A reason in both languages."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class CustomerScore:
    """One customer's score by one model, with the matching offer and the reasons."""

    customer_id: str
    cycle: str
    model: str
    version: str
    probability: float
    uplift: float | None
    offer_code: str | None
    offer_name_zh: str | None
    offer_name_en: str | None
    expected_value_fen: int | None
    reasons: tuple[ReasonText, ...]


@dataclass(frozen=True, slots=True)
class TopCustomer:
    """A customer near the top of a model's list; the phone number is masked."""

    name: str
    phone_masked: str
    segment: str | None
    grid_code: str | None
    assignee_code: str | None
    score: CustomerScore


@dataclass(frozen=True, slots=True)
class DecileRow:
    """One tenth of the scored customers, the first being the most probable.

    ``expected_value_fen`` adds up the contacts that are worth making: those expected to bring more than they cost.
    """

    decile: int
    customers: int
    probability_low: float
    probability_high: float
    probability_mean: float
    with_offer: int
    expected_value_fen: int


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """What a scoring run published."""

    month: date
    version: int
    rows: dict[str, int]
    with_offer: dict[str, int]


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What training did to one model: ``state`` is trained, unchanged or untrained (too few events)."""

    model: str
    version: str | None
    state: str
    auc: float | None
    validation: str = ""
    """out_of_time or cross_validated; empty for a model that is not trained."""
    leaks: int = 0
    """Columns suspected of giving the answer away, which it does not use."""
