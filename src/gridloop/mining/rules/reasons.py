"""Which plain sentence says what a feature's value means. A feature without a sentence is never shown.

Each rule returns the message code (in ``messages.yaml`` as ``reason_<code>``) with the real values to fill in, or None
where the value gives nothing to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gridloop.mining.types import Reason

MOST_REASONS = 3
TRAIT_PREFIX = "trait_"
Rule = Callable[[float], Reason | None]


def _percent(value: float) -> int:
    return round(100 * value)


def _contract(prefix: str) -> Rule:
    def say(days: float) -> Reason | None:
        if days < 0:
            return Reason(f"{prefix}ended_ago", {"days": round(-days)})
        return Reason(f"{prefix}ends_in", {"days": round(days)}) if days <= 120 else None

    return say


def _change(code: str, least: float = 0.05) -> Rule:
    def say(ratio: float) -> Reason | None:
        if ratio <= -least:
            return Reason(f"{code}_fell", {"percent": _percent(-ratio)})
        return Reason(f"{code}_rose", {"percent": _percent(ratio)}) if ratio >= least else None

    return say


def _at_least(code: str, least: float, name: str, shown: Callable[[float], int] = round) -> Rule:
    def say(value: float) -> Reason | None:
        return Reason(code, {name: shown(value)}) if value >= least else None

    return say


def _yuan(fen: float) -> int:
    return round(fen / 100)


def _usage(ratio: float) -> Reason | None:
    if ratio >= 0.8:
        return Reason("data_used", {"percent": _percent(ratio)})
    return Reason("data_unused", {"percent": _percent(ratio)}) if ratio <= 0.5 else None


def _tenure(months: float) -> Reason | None:
    if months < 12:
        return Reason("new_customer", {"months": round(months)})
    return Reason("customer_for_years", {"years": round(months) // 12}) if months >= 36 else None


def _when_true(code: str) -> Rule:
    return lambda value: Reason(code) if value else None


def _when_false(code: str) -> Rule:
    return lambda value: None if value else Reason(code)


_RULES: Mapping[str, Rule] = {
    "contract_days_left": _contract("contract_"),
    "mobile_contract_days_left": _contract("mobile_contract_"),
    "broadband_contract_days_left": _contract("broadband_contract_"),
    "competitor_contract_days_left": _at_least("competitor_contract_ends_in", 0, "days"),
    "data_usage_ratio": _usage,
    "data_change_ratio": _change("data"),
    "data_trend_ratio": _change("data_trend"),
    "voice_change_ratio": _change("voice"),
    "billed_change_ratio": _change("bill"),
    "out_of_bundle_fen_average_3": _at_least("paid_extra", 100, "yuan", _yuan),
    "billed_fen_average_3": _at_least("monthly_bill", 100, "yuan", _yuan),
    "billed_fen_last": _at_least("monthly_bill", 100, "yuan", _yuan),
    "monthly_fee_fen": _at_least("monthly_fee", 100, "yuan", _yuan),
    "competitor_share": _at_least("competitor_calls", 0.1, "percent", _percent),
    "competitor_share_change": _at_least("competitor_calls_rose", 0.02, "percent", _percent),
    "faults_3": _at_least("faults", 1, "count"),
    "fault_hours_3": _at_least("fault_hours", 4, "hours"),
    "complaints_3": _at_least("complaints", 1, "count"),
    "tenure_months": _tenure,
    "mobile_held_months": _at_least("plan_held", 1, "months"),
    "is_bundled": _when_false("not_bundled"),
    "has_broadband": _when_false("no_broadband"),
    "has_mobile": _when_false("no_mobile"),
    "refusals_12": _at_least("refused_before", 1, "count"),
    "data_mb_last": _at_least("data_gb", 1024, "gb", lambda mb: round(mb / 1024)),
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "last_outcome": {
        "interested": "was_interested",
        "call_again": "asked_to_call_again",
        "accepted": "accepted_last_time",
    }
}


def reason_for(feature: str, value: Any) -> Reason | None:
    """Return the reason that a feature's value gives, None where there is nothing plain to say."""
    if value is None or value != value:
        return None
    if feature in _RULES:
        return _RULES[feature](float(value))
    if feature in _WORDS:
        code = _WORDS[feature].get(str(value))
        return Reason(code) if code else None
    if feature.startswith(TRAIT_PREFIX) and isinstance(value, str):
        return Reason("trait", {"trait": feature.removeprefix(TRAIT_PREFIX), "value": value})
    return None


def has_wording(feature: str) -> bool:
    """Tell whether a feature can ever be said as a reason."""
    return feature in _RULES or feature in _WORDS or feature.startswith(TRAIT_PREFIX)
