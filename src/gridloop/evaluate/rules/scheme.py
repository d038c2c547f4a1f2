"""A version of the points scheme: what weighs how much, and the knobs of each rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gridloop.evaluate.types import Rule

MILLI = 1000
"""The ledger counts thousandths of a point, in whole numbers: nothing is lost to rounding that anybody could see."""


@dataclass(frozen=True, slots=True)
class SuccessTerms:
    """How the success rate becomes a score. ``damping`` orders without success are added to everybody's, so that one
    lucky order is no perfect rate; ``usual_rate`` is expected of a target that no model has judged."""

    damping: float
    usual_rate: float


@dataclass(frozen=True, slots=True)
class TruthTerms:
    """How the truth rate becomes a score. ``unverified_rate`` is what reports earn that nothing has verified yet, as if
    ``unverified_weight`` of them had been verified to be true at that rate."""

    unverified_rate: float
    unverified_weight: float


@dataclass(frozen=True, slots=True)
class Scheme:
    """One version of the scheme. ``shares`` of ``points`` sum to 1."""

    version: str
    valid_from: date
    points: int
    shares: Mapping[Rule, float]
    success: SuccessTerms
    truth: TruthTerms
    fen_per_point: int
    one_per_household: tuple[str, ...]
    rejoin_days: int

    def maximum(self, rule: Rule) -> int:
        """Return the most that a rule can give, in thousandths of a point."""
        return round(self.points * MILLI * self.shares.get(rule, 0.0))


class SchemeError(ValueError):
    """A scheme that contradicts itself; the text says where."""


def scheme_from(source: Mapping[str, Any]) -> Scheme:
    """Return the scheme of a parsed file; raises ``SchemeError`` when it does not add up."""
    weights = {str(name): float(value) for name, value in source["weights"].items()}
    parts = {str(name): float(value) for name, value in source["business"].items()}
    if set(weights) != {"business", "success", "truth"} or min(weights.values()) < 0 or sum(weights.values()) <= 0:
        raise SchemeError("weights: business, success and truth are needed, none below 0")
    unknown = set(parts) - {Rule.REVENUE.value, Rule.DEVELOPMENT.value, Rule.NET_ADDS.value}
    if unknown or not parts or min(parts.values()) < 0 or sum(parts.values()) <= 0:
        raise SchemeError("business: revenue, development and net_adds, none below 0")
    whole = sum(weights.values())
    shares = {Rule(name): weights["business"] / whole * part / sum(parts.values()) for name, part in parts.items()}
    shares |= {Rule.SUCCESS: weights["success"] / whole, Rule.TRUTH: weights["truth"] / whole}
    return Scheme(
        version=str(source["version"]),
        valid_from=source["valid_from"],
        points=int(source["points"]),
        shares=shares,
        success=_success_terms(source["success"]),
        truth=_truth_terms(source["truth"]),
        fen_per_point=int(source["fen_per_point"]),
        one_per_household=tuple(source["one_per_household"]),
        rejoin_days=int(source["rejoin_days"]),
    )


def _success_terms(source: Mapping[str, Any]) -> SuccessTerms:
    terms = SuccessTerms(float(source["damping"]), float(source["usual_rate"]))
    if terms.damping <= 0 or not 0 < terms.usual_rate < 1:
        raise SchemeError("success: damping above 0, usual_rate between 0 and 1")
    return terms


def _truth_terms(source: Mapping[str, Any]) -> TruthTerms:
    terms = TruthTerms(float(source["unverified_rate"]), float(source["unverified_weight"]))
    if terms.unverified_weight <= 0 or not 0 <= terms.unverified_rate <= 1:
        raise SchemeError("truth: unverified_weight above 0, unverified_rate from 0 to 1")
    return terms
