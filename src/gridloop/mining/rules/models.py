"""What each model foretells, about whom, from what, and which offers answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gridloop.mining.types import ModelName

RENEWAL_WINDOW_DAYS = 60
"""A contract is up for renewal from so many days before its end, and after it."""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One model. ``kinds`` are the offers that answer it; ``steady_only`` restricts it to steady features."""

    name: ModelName
    kinds: tuple[str, ...]
    steady_only: bool = False
    """Learn only from features that no later change of a subscription can rewrite."""


SPECS: Mapping[ModelName, ModelSpec] = {
    ModelName.CHURN: ModelSpec(ModelName.CHURN, ("retention", "bundle")),
    ModelName.RENEWAL: ModelSpec(ModelName.RENEWAL, ("retention", "broadband")),
    ModelName.DATA_UPSELL: ModelSpec(ModelName.DATA_UPSELL, ("data_pack", "mobile_plan"), steady_only=True),
}


def success_without_contact(model: ModelName, probability: float) -> float:
    """Return the probability of what a campaign wants when nobody makes contact: staying, for churn."""
    return 1 - probability if model is ModelName.CHURN else probability
