"""Words of the catalogue that other stages may see: offers, who may hold them, and the price guard."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class OfferKind(StrEnum):
    """What an offer is."""

    MOBILE_PLAN = "mobile_plan"
    BROADBAND = "broadband"
    BUNDLE = "bundle"
    DATA_PACK = "data_pack"
    TV = "tv"
    RETENTION = "retention"
    """A renewal of the contract held now, at a discount; it has no fee of its own."""


class Comparison(StrEnum):
    """How a condition compares a fact with its value. ``IN`` and ``NOT_IN`` take a list."""

    EQUALS = "equals"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"
    IN = "in"
    NOT_IN = "not_in"


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact of a customer compared with a value. ``if_unknown`` is the answer when the fact is not known."""

    fact: str
    comparison: Comparison
    value: bool | int | float | str | tuple[str, ...]
    if_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something a customer must fulfil to hold an offer: at least one of the conditions (or).

    ``reason`` is the code of what to say when he does not; ``params`` are the words' parameters.
    """

    reason: str
    any_of: tuple[Condition, ...]
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """One offer. Who may hold it: customers who fulfil every requirement (and)."""

    code: str
    kind: OfferKind
    name_zh: str
    name_en: str
    monthly_fee_fen: int
    cost_fen: int
    contract_months: int
    data_mb: int | None
    speed_mbps: int | None
    bundle_tier: str | None
    discount_percent: float
    active: bool = True
    blocked: bool = False
    """The price guard has a hard finding."""
    requirements: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferSyncReport:
    """What a sync of the catalogue did. ``left_out`` says which delivered rows could not be used."""

    offers: int
    withdrawn: int
    blocked: int
    left_out: tuple[str, ...] = ()


class Severity(StrEnum):
    """Hard findings block an offer; warnings are shown."""

    HARD = "hard"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class GuardFinding:
    """One thing the price guard found."""

    code: str
    severity: Severity
    params: dict[str, object] = field(default_factory=dict)
