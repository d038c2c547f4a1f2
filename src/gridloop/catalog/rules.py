"""Who may hold an offer, and at which price it may be sold.

The default requirements of an offer follow from its own fields and are published here; a customer may hold it when he
fulfils every one of them. ``expr.eligibility.eligible`` gives the same answers in the lake.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from gridloop.catalog.types import (
    Comparison,
    Condition,
    GuardFinding,
    OfferFacts,
    OfferKind,
    Requirement,
    Severity,
)

RENEWAL_DAYS = 90
"""A contract may be renewed with a discount from so many days before its end."""
FRESH_MONTHS = 4
"""Who began a plan fewer calendar months ago (90 days and a bit) is not offered a cheaper one."""
DROP = -0.3
"""Use that fell by so much, month on month, is a sign of leaving."""
COMPETITOR_SHARE = 0.5
"""So large a share of calls to the competitor's network is a sign of leaving."""
TIER_ENDS_FEN: Mapping[str, int] = {"39": 8_900, "89": 12_900}
"""A bundle of a tier is for customers who pay less than this a month; the highest tier has no end."""
NOT_CHECKED = ("fee_items", "headline_tariffs", "device_subsidy", "discount_ceiling", "broadband_gaps")
"""Guards of the catalogue that are not there yet."""

Facts = Mapping[str, object]
_COMPARE: Mapping[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQUALS: operator.eq,
    Comparison.AT_LEAST: operator.ge,
    Comparison.AT_MOST: operator.le,
    Comparison.ABOVE: operator.gt,
    Comparison.BELOW: operator.lt,
    Comparison.IN: lambda value, allowed: value in allowed,
    Comparison.NOT_IN: lambda value, forbidden: value not in forbidden,
}


def is_eligible(facts: Facts, offer: OfferFacts) -> list[str]:
    """Return the codes of why a customer may not hold an offer; empty when he may."""
    reasons = [requirement.reason for requirement in unmet(facts, offer)]
    return [*(["withdrawn"] if not offer.active else []), *(["blocked"] if offer.blocked else []), *reasons]


def unmet(facts: Facts, offer: OfferFacts) -> list[Requirement]:
    """Return the requirements that a customer does not fulfil."""
    return [need for need in offer.requirements if not any(_holds(facts, one) for one in need.any_of)]


def _holds(facts: Facts, condition: Condition) -> bool:
    value = facts.get(condition.fact)
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return condition.if_unknown
    return _COMPARE[condition.comparison](value, condition.value)


def default_requirements(offer: OfferFacts, catalogue: Sequence[OfferFacts]) -> tuple[Requirement, ...]:
    """Return what follows from an offer's own fields and from the other offers on sale."""
    match offer.kind:
        case OfferKind.MOBILE_PLAN:
            return (_other_plan(offer), _not_bundled(), _no_cheaper_than_just_bought(offer, catalogue))
        case OfferKind.BUNDLE:
            return _bundle(offer, catalogue)
        case OfferKind.BROADBAND:
            return (_holds_not("has_broadband"), _free_port(), *_speed_possible(offer, unknown=False))
        case OfferKind.DATA_PACK:
            return (_holds_product("has_mobile"),)
        case OfferKind.TV:
            return (_holds_product("has_broadband"), _holds_not("has_tv"))
        case OfferKind.RETENTION:
            return _retention(offer)


def _bundle(offer: OfferFacts, catalogue: Sequence[OfferFacts]) -> tuple[Requirement, ...]:
    has_line = Condition("has_broadband", Comparison.EQUALS, True)
    free = Condition("port_free_ratio", Comparison.ABOVE, 0)
    needs = [
        _holds_product("has_mobile"),
        Requirement("segment", (Condition("segment", Comparison.NOT_IN, ("group",), if_unknown=True),)),
        Requirement("line_possible", (has_line, free)),
        *_speed_possible(offer, unknown=False),
        _other_plan(offer),
        _no_cheaper_than_just_bought(offer, catalogue),
    ]
    end = TIER_ENDS_FEN.get(offer.bundle_tier or "")
    if end is not None:
        below = Condition("monthly_fee_fen", Comparison.BELOW, end, if_unknown=True)
        needs.append(Requirement("tier", (below,), {"yuan": end // 100}))
    return tuple(needs)


def _retention(offer: OfferFacts) -> tuple[Requirement, ...]:
    """Renewals: with a speed for broadband, with data for the mobile plan, with neither for anything held."""
    if offer.speed_mbps is not None:
        days, product = "broadband_contract_days_left", [_holds_product("has_broadband")]
    elif offer.data_mb is not None:
        days, product = "mobile_contract_days_left", [_holds_product("has_mobile")]
    else:
        days, product = "contract_days_left", []
    signs = (
        Condition(days, Comparison.AT_MOST, RENEWAL_DAYS, if_unknown=True),
        Condition("complaints_3", Comparison.AT_LEAST, 1),
        Condition("data_change_ratio", Comparison.AT_MOST, DROP),
        Condition("voice_change_ratio", Comparison.AT_MOST, DROP),
        Condition("competitor_share", Comparison.AT_LEAST, COMPETITOR_SHARE),
    )
    needs = [*product, Requirement("contract_ends_or_leaving", signs, {"days": RENEWAL_DAYS})]
    if offer.speed_mbps is None:
        held = Condition("mobile_held_months", Comparison.AT_LEAST, FRESH_MONTHS, if_unknown=True)
        needs.append(Requirement("just_bought", (held,), {"days": RENEWAL_DAYS}))
    return (*needs, *_speed_possible(offer, unknown=True))


def _holds_product(fact: str) -> Requirement:
    return Requirement(fact, (Condition(fact, Comparison.EQUALS, True),))


def _holds_not(fact: str) -> Requirement:
    return Requirement(f"{fact}_not", (Condition(fact, Comparison.EQUALS, False, if_unknown=True),))


def _free_port() -> Requirement:
    return Requirement("free_port", (Condition("port_free_ratio", Comparison.ABOVE, 0),))


def _speed_possible(offer: OfferFacts, *, unknown: bool) -> tuple[Requirement, ...]:
    """A promised speed must be possible where the customer is, or be what he has."""
    if offer.speed_mbps is None:
        return ()
    possible = Condition("max_mbps", Comparison.AT_LEAST, offer.speed_mbps, if_unknown=unknown)
    held = Condition("speed_mbps", Comparison.AT_LEAST, offer.speed_mbps)
    return (Requirement("speed_possible", (possible, held), {"mbps": offer.speed_mbps}),)


def _other_plan(offer: OfferFacts) -> Requirement:
    other = Condition("mobile_offer_code", Comparison.NOT_IN, (offer.code,), if_unknown=True)
    return Requirement("other_plan", (other,))


def _not_bundled() -> Requirement:
    return Requirement("not_bundled", (Condition("is_bundled", Comparison.EQUALS, False, if_unknown=True),))


def _no_cheaper_than_just_bought(offer: OfferFacts, catalogue: Sequence[OfferFacts]) -> Requirement:
    plans = (OfferKind.MOBILE_PLAN, OfferKind.BUNDLE)
    dearer = sorted(
        other.code for other in catalogue if other.kind in plans and other.monthly_fee_fen > offer.monthly_fee_fen
    )
    cheap_enough = Condition("mobile_offer_code", Comparison.NOT_IN, tuple(dearer), if_unknown=True)
    held_long = Condition("mobile_held_months", Comparison.AT_LEAST, FRESH_MONTHS, if_unknown=True)
    return Requirement("just_bought", (cheap_enough, held_long), {"days": RENEWAL_DAYS})


def price_after_discount(fee_fen: int, discount_percent: float) -> int:
    """Return a monthly price in whole fen, rounded down as a bill would show it."""
    return math.floor(fee_fen * (100 - discount_percent) / 100)


def price_guard(offer: OfferFacts, catalogue: Iterable[OfferFacts] = ()) -> list[GuardFinding]:
    """Return what speaks against an offer's price; hard findings block it.

    A retention offer takes its discount off a tariff held now, so it is checked against every tariff of the catalogue
    that it renews. What is not checked yet stands in ``NOT_CHECKED``.
    """
    found = []
    if not 0 <= offer.discount_percent <= 100:
        params: dict[str, object] = {"percent": offer.discount_percent}
        return [GuardFinding("impossible_discount", Severity.HARD, params)]
    for sold in [offer] if offer.kind is not OfferKind.RETENTION else _renewed(offer, catalogue):
        price = price_after_discount(sold.monthly_fee_fen, offer.discount_percent)
        if price < sold.cost_fen:
            params = {"offer": sold.code, "price_fen": price, "cost_fen": sold.cost_fen}
            found.append(GuardFinding("below_cost", Severity.HARD, params))
        elif sold.cost_fen == 0 and sold.monthly_fee_fen > 0:
            found.append(GuardFinding("cost_unknown", Severity.WARNING, {"offer": sold.code}))
    return found


def _renewed(offer: OfferFacts, catalogue: Iterable[OfferFacts]) -> list[OfferFacts]:
    if offer.speed_mbps is not None:
        kinds = {OfferKind.BROADBAND}
    elif offer.data_mb is not None:
        kinds = {OfferKind.MOBILE_PLAN, OfferKind.BUNDLE}
    else:
        kinds = {OfferKind.BROADBAND, OfferKind.MOBILE_PLAN, OfferKind.BUNDLE}
    return [other for other in catalogue if other.kind in kinds and other.active]


_SIGNS: Mapping[Comparison, str] = {
    Comparison.EQUALS: "=",
    Comparison.AT_LEAST: "≥",
    Comparison.AT_MOST: "≤",
    Comparison.ABOVE: ">",
    Comparison.BELOW: "<",
    Comparison.IN: "∈",
    Comparison.NOT_IN: "∉",
}


def condition_trouble(condition: Condition, kind: str | None) -> str | None:
    """Return what is wrong with a condition on a fact of a lake type (None: no such fact), or None."""
    value, comparison = condition.value, condition.comparison
    if kind is None:
        return "unknown_fact"
    if comparison in (Comparison.IN, Comparison.NOT_IN):
        fits = kind == "string" and isinstance(value, tuple)
    elif kind in ("int64", "float64"):
        fits = isinstance(value, int | float) and not isinstance(value, bool)
    else:
        wanted = {"boolean": bool, "string": str}.get(kind)
        fits = comparison is Comparison.EQUALS and wanted is not None and isinstance(value, wanted)
    return None if fits else "value_does_not_fit"


def in_a_formula(conditions: Iterable[Condition]) -> str:
    """Return conditions as a formula that reads alike in every language: ``tenure_months ≥ 12 ∨ segment ∈ {sme}``."""
    return " ∨ ".join(f"{one.fact} {_SIGNS[one.comparison]} {_written(one.value)}" for one in conditions)


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "{" + ", ".join(value) + "}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def requirements_as_json(requirements: Iterable[Requirement]) -> list[dict[str, Any]]:
    """Return requirements as they are stored."""
    return [
        {
            "reason": need.reason,
            "params": dict(need.params),
            "any_of": [
                {
                    "fact": one.fact,
                    "comparison": one.comparison.value,
                    "value": list(one.value) if isinstance(one.value, tuple) else one.value,
                    "if_unknown": one.if_unknown,
                }
                for one in need.any_of
            ],
        }
        for need in requirements
    ]


def requirements_from_json(stored: Iterable[Mapping[str, Any]]) -> tuple[Requirement, ...]:
    """Return stored requirements."""
    return tuple(
        Requirement(
            need["reason"],
            tuple(
                Condition(
                    one["fact"],
                    Comparison(one["comparison"]),
                    tuple(one["value"]) if isinstance(one["value"], list) else one["value"],
                    bool(one["if_unknown"]),
                )
                for one in need["any_of"]
            ),
            dict(need["params"]),
        )
        for need in stored
    )
