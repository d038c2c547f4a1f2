"""The table that models read: one row per customer, numbers as floats, words as text, traits as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis
from ibis import _

from gridloop.mining.rules.reasons import TRAIT_PREFIX

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Feature:
    """One column of the profile that models read.

    ``steady`` features come from bills, use and events; the others from subscriptions, which a renewal may have
    rewritten since.
    """

    name: str
    steady: bool = True
    words: bool = False


_STEADY = (
    "age",
    "tenure_months",
    "has_mobile",
    "billed_fen_last",
    "mobile_billed_fen_last",
    "broadband_billed_fen_last",
    "billed_fen_average_3",
    "billed_change_ratio",
    "out_of_bundle_fen_average_3",
    "cost_fen_average_3",
    "data_mb_last",
    "data_usage_ratio",
    "data_change_ratio",
    "data_trend_ratio",
    "voice_minutes_average_3",
    "voice_change_ratio",
    "competitor_share",
    "competitor_share_change",
    "faults_3",
    "fault_hours_3",
    "complaints_3",
    "max_mbps",
    "port_free_ratio",
    "months_since_contact",
    "contacts_6",
    "refusals_12",
    "competitor_contract_days_left",
)
_REWRITABLE = (
    "has_broadband",
    "has_tv",
    "is_bundled",
    "subscriptions",
    "data_packs",
    "monthly_fee_fen",
    "mobile_fee_fen",
    "broadband_fee_fen",
    "contract_days_left",
    "mobile_contract_days_left",
    "broadband_contract_days_left",
    "mobile_held_months",
    "allowance_mb",
    "speed_mbps",
)

FEATURES: tuple[Feature, ...] = (
    *(Feature(name) for name in _STEADY),
    *(Feature(name, steady=False) for name in _REWRITABLE),
    Feature("segment", words=True),
    Feature("last_outcome", words=True),
    Feature("last_offer_kind", words=True),
    Feature("mobile_offer_code", steady=False, words=True),
    Feature("broadband_offer_code", steady=False, words=True),
)


@dataclass(frozen=True, slots=True)
class Trait:
    """A trait of an operator's own that some customers have, as number or as text."""

    name: str
    words: bool

    @property
    def feature(self) -> Feature:
        """Return the trait as a feature."""
        return Feature(f"{TRAIT_PREFIX}{self.name}", words=self.words)


def trait_kinds(customer_trait: ir.Table) -> ir.Table:
    """Return trait, words: which traits there are, and whether any value of it is text."""
    return customer_trait.group_by("trait").agg(words=_.text_value.notnull().any()).order_by("trait")


def feature_table(profile: ir.Table, customer_trait: ir.Table, traits: Sequence[Trait]) -> ir.Table:
    """Return customer_id and every feature of the customers in a profile."""
    columns: dict[str, Any] = {
        feature.name: _[feature.name] if feature.words else _[feature.name].cast("float64") for feature in FEATURES
    }
    table = profile.select("customer_id", **columns)
    if not traits:
        return table
    return table.left_join(_pivoted(customer_trait, traits), "customer_id").drop("customer_id_right")


def _pivoted(customer_trait: ir.Table, traits: Sequence[Trait]) -> ir.Table:
    def value(trait: Trait) -> Any:
        # as a decimal without the noughts at its end: engines write large and small real numbers in their own ways
        number = _.number_value.try_cast("decimal(38, 6)").cast("string").re_replace(r"\.?0+$", "")
        held = ibis.coalesce(_.text_value, number) if trait.words else _.number_value
        return held.max(where=_.trait == trait.name)

    return customer_trait.group_by("customer_id").agg(**{trait.feature.name: value(trait) for trait in traits})
