"""A few customers with a history, made by a seed: rows for every dataset that profiles and labels read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from gridloop.metrics.rules import month_range, months_before

AS_OF = date(2026, 10, 1)
GRIDS = ("LG0101", "LG0102", "LG0201", "LG0202")
PLANS = {"MP059": 5_900, "MP089": 8_900, "MP129": 12_900}
OFFERS = [
    *(
        {"offer_code": code, "kind": "mobile_plan", "monthly_fee_fen": fee, "cost_fen": fee // 3, "data_mb": fee * 3}
        for code, fee in PLANS.items()
    ),
    {"offer_code": "BB300", "kind": "broadband", "monthly_fee_fen": 6_000, "cost_fen": 2_500, "speed_mbps": 300},
    {"offer_code": "DP010", "kind": "data_pack", "monthly_fee_fen": 1_000, "cost_fen": 300, "data_mb": 5_120},
    {"offer_code": "RB90", "kind": "retention", "discount_percent": 10.0, "speed_mbps": 300},
    {"offer_code": "RM90", "kind": "retention", "discount_percent": 10.0, "data_mb": 5_120},
    {"offer_code": "BN129", "kind": "bundle", "monthly_fee_fen": 12_900, "cost_fen": 5_500, "speed_mbps": 300},
]


@dataclass
class City:
    """Rows by dataset."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, dataset: str, **row: Any) -> None:
        """Add one row."""
        self.rows.setdefault(dataset, []).append(row)

    def publish(self, publish_rows: Any) -> None:
        """Publish everything."""
        for dataset, rows in self.rows.items():
            publish_rows(dataset, rows)


def small_city(customers: int, *, seed: int = 1, months: int = 10, leave: float = 0.02) -> City:
    """Return a city whose people leave more when their contract has ended and they call the competitor."""
    rng = np.random.default_rng(seed)
    city = City()
    add_catalogue(city)
    for number, grid in enumerate(GRIDS):
        city.add("place", place_code=f"P{number}", kind="compound", name=f"小区{number}", grid_code=grid)
        for month in month_range(months_before(AS_OF, months), months_before(AS_OF, 1)):
            city.add("network_port", place_code=f"P{number}", month=month, ports_total=100, ports_used=40 + number,
                     max_mbps=1000)  # fmt: skip
    for number in range(customers):
        _live(city, f"C{number:05d}", number % len(GRIDS), rng, months, leave)
    return city


def add_catalogue(city: City) -> None:
    """Add the offers."""
    for offer in OFFERS:
        city.add("offer", **{"name_zh": offer["offer_code"], "name_en": offer["offer_code"], "monthly_fee_fen": 0,
                             "cost_fen": 0, "contract_months": 12, **offer})  # fmt: skip


def _live(city: City, code: str, place: int, rng: np.random.Generator, months: int, leave: float) -> None:
    plan = list(PLANS)[int(rng.integers(3))]
    ends = AS_OF + timedelta(days=int(rng.integers(-400, 360)))
    liking, usage = float(rng.random()), float(rng.uniform(0.3, 1.6))
    left = None
    for month in month_range(months_before(AS_OF, months), months_before(AS_OF, 1)):
        _month(city, code, month, plan, liking, usage, rng)
        ended = ends < month
        odds = leave * (4 if ended else 0.5) * (0.3 + 2.5 * liking**2)
        if rng.random() < odds:
            left = month + timedelta(days=int(rng.integers(1, 27)))
            break
        if rng.random() < 0.05 * usage**2:
            city.add("subscription", subscription_id=f"{code}-p{month:%y%m}", customer_id=code, product_kind="mobile",
                     offer_code="DP010", monthly_fee_fen=1_000, allowance_mb=5_120,
                     started_on=month + timedelta(days=9), contract_end_on=month + timedelta(days=190))  # fmt: skip
    _sign(city, code, plan, ends, left, place, rng)


def _sign(
    city: City, code: str, plan: str, ends: date, left: date | None, place: int, rng: np.random.Generator
) -> None:
    grid = GRIDS[place]
    born = 1950 + int(rng.integers(55))
    city.add("customer", customer_id=code, name=f"客户{code}", segment="public", birth_year=born,
             joined_on=date(2020, 1 + int(rng.integers(12)), 5), left_on=left, place_code=f"P{place}",
             phone_last4="1234")  # fmt: skip
    city.add("ownership", customer_id=code, place_code=f"P{place}", grid_code=grid,
             assignee_code=f"CM{grid.removeprefix('LG')}01", rule="place")  # fmt: skip
    fee, data = PLANS[plan], PLANS[plan] * 3
    city.add("subscription", subscription_id=f"{code}-m", customer_id=code, product_kind="mobile", offer_code=plan,
             monthly_fee_fen=fee, allowance_mb=data, started_on=ends - timedelta(days=730), contract_end_on=ends,
             ended_on=left)  # fmt: skip
    if rng.random() < 0.6:
        line_ends = ends + timedelta(days=int(rng.integers(-60, 60)))
        city.add("subscription", subscription_id=f"{code}-b", customer_id=code, product_kind="broadband",
                 offer_code="BB300", monthly_fee_fen=6_000, speed_mbps=300, started_on=ends - timedelta(days=730),
                 contract_end_on=line_ends, ended_on=left)  # fmt: skip


def _month(
    city: City, code: str, month: date, plan: str, liking: float, usage: float, rng: np.random.Generator
) -> None:
    fee, allowance = PLANS[plan], PLANS[plan] * 3
    extra = int(max(usage - 1, 0) * 3_000)
    city.add("bill", customer_id=code, month=month, billed_fen=fee + extra, mobile_fen=fee, broadband_fen=0,
             out_of_bundle_fen=extra, cost_fen=fee // 3)  # fmt: skip
    voice = int(rng.integers(100, 300))
    city.add("usage", customer_id=code, month=month, data_mb=int(allowance * usage * rng.uniform(0.8, 1.2)),
             allowance_mb=allowance, voice_minutes=voice, competitor_minutes=int(voice * liking * 0.5))  # fmt: skip
