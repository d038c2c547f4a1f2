"""A small catalogue for tests, and customers to hold it."""

from __future__ import annotations

from typing import Any

from gridloop.catalog.rules import default_requirements
from gridloop.catalog.types import OfferFacts, OfferKind

# code: kind, fee yuan, cost yuan, contract months, data MB, speed, bundle tier, discount percent
SHELF: dict[str, tuple[str, int, int, int, int | None, int | None, str | None, float]] = {
    "MP059": ("mobile_plan", 59, 20, 12, 15_360, None, None, 0),
    "MP129": ("mobile_plan", 129, 41, 12, 61_440, None, None, 0),
    "BN089": ("bundle", 89, 42, 12, 20_480, 100, "89", 0),
    "BN239": ("bundle", 239, 92, 24, 153_600, 1000, "129", 0),
    "BB300": ("broadband", 60, 25, 12, None, 300, None, 0),
    "DP010": ("data_pack", 10, 3, 6, 5_120, None, None, 0),
    "TV010": ("tv", 10, 4, 12, None, None, None, 0),
    "RB80": ("retention", 0, 0, 24, None, 500, None, 20),
    "RM90": ("retention", 0, 0, 12, 5_120, None, None, 10),
}
HOME: dict[str, Any] = {
    "segment": "public",
    "has_mobile": True,
    "has_broadband": True,
    "has_tv": False,
    "is_bundled": False,
    "mobile_offer_code": "MP059",
    "mobile_held_months": 20,
    "monthly_fee_fen": 8_000,
    "broadband_contract_days_left": 200,
    "mobile_contract_days_left": 200,
    "data_change_ratio": 0.0,
    "voice_change_ratio": 0.0,
    "competitor_share": 0.1,
    "complaints_3": 0,
    "speed_mbps": 300,
    "max_mbps": 500,
    "port_free_ratio": 0.4,
}
"""A settled customer of a home with mobile and broadband."""


def offer_rows(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    """Return rows of the dataset offer; ``MP059={"cost_fen": 9}`` changes one."""
    rows = []
    for code, (kind, fee, cost, months, data, speed, tier, discount) in SHELF.items():
        row = {
            "offer_code": code,
            "kind": kind,
            "name_zh": f"{code}套餐",
            "name_en": f"{code} offer",
            "monthly_fee_fen": fee * 100,
            "cost_fen": cost * 100,
            "contract_months": months,
            "data_mb": data,
            "speed_mbps": speed,
            "bundle_tier": tier,
            "discount_percent": discount,
        }
        rows.append(row | changes.get(code, {}))
    return rows


def offers() -> dict[str, OfferFacts]:
    """Return the catalogue with its default requirements, by code."""
    rows = offer_rows()
    plain = [_offer(row) for row in rows]
    return {row["offer_code"]: _offer(row, default_requirements(_offer(row), plain)) for row in rows}


def _offer(row: dict[str, Any], requirements: tuple = ()) -> OfferFacts:
    facts = {name: value for name, value in row.items() if name not in ("offer_code", "kind")}
    return OfferFacts(code=row["offer_code"], kind=OfferKind(row["kind"]), **facts, requirements=requirements)
