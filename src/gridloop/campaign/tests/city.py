"""A little city in the lake, for the tests of campaign and dispatch."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from gridloop.campaign.models import Campaign
from gridloop.campaign.services.decide import approve
from gridloop.campaign.services.draft import draft_campaign
from gridloop.campaign.services.submit import submit
from gridloop.campaign.tests.keep import kept
from gridloop.catalog.services.sync_from_lake import sync_offers
from gridloop.kernel.types import Actor, Role, Scope

MONTH = date(2026, 10, 1)
CYCLE = "2026-10"
GRIDS = ("LG0101", "LG0102", "LG0201", "LG0202")
TAGS = ("high_value", "price_sensitive")
PLANNER = Scope(Role.PLANNER, ("/",), "PLAN1")
EXECUTIVE = Scope(Role.EXECUTIVE, ("/",), "EXEC1")
EVERYBODY: dict[str, Any] = {
    "combinator": "and",
    "rules": [{"field": "subscriptions", "operator": ">=", "value": 0}],
}
OFFERS = (
    ("R10", "retention", "续约九折", "Renewal 10 % off", 0, 0, 12, 10.0),
    ("B300", "broadband", "宽带300M", "Broadband 300M", 7900, 3000, 12, 0.0),
    ("D10", "data_pack", "10GB流量包", "10 GB pack", 2000, 300, 0, 0.0),
    ("M129", "mobile_plan", "129畅享", "Plan 129", 12900, 5000, 0, 0.0),
)


@dataclass
class City:
    """What was published, as plain dicts, and short ways to common things."""

    profiles: list[dict[str, Any]]
    tags: list[dict[str, Any]]
    scores: list[dict[str, Any]]
    publish: Callable[..., Any] = field(repr=False)

    def campaign(self, *, approved: bool = True, scope: Scope = PLANNER, **given: Any) -> str:
        """Draft a campaign for everybody (or as given), have it approved, and return its code."""
        whole = {
            "name_zh": "流失挽留",
            "name_en": "Churn retention",
            "objective": "retain",
            "cycle": CYCLE,
            "audience": EVERYBODY,
            "budget_fen": 100_000_000,
            "starts_on": date(2026, 10, 5),
            "ends_on": date(2026, 10, 31),
            **given,
        }
        code = draft_campaign(given=whole, scope=scope, actor=Actor("plan1", Role.PLANNER))
        if approved:
            submit(code=code, scope=scope, actor=Actor("plan1", Role.PLANNER))
            approve(code=code, note="", scope=EXECUTIVE, actor=Actor("exec1", Role.EXECUTIVE))
        return code

    def row(self, code: str) -> Campaign:
        """Return a campaign as it is in the database."""
        return Campaign.objects.get(code=code)


def owner_of(grid: str, number: int) -> str:
    """Return the community manager of one customer."""
    return f"CM{grid.removeprefix('LG')}{1 + number % 2:02d}"


def build_city(publish: Callable[..., Any], actor: Actor, customers: int = 60, seed: int = 7) -> City:
    """Publish a city: every tenth customer has not consented to visits, every seventh has no score of a model."""

    def make() -> City:
        city = _published(publish, customers, seed)
        sync_offers(actor=actor)
        return city

    return replace(kept(f"city {customers} {seed}", make), publish=publish)


def _published(publish: Callable[..., Any], customers: int, seed: int) -> City:
    chance = random.Random(seed)
    numbers = range(customers)
    profiles = [_profile(chance, number) for number in numbers]
    tags = [
        {"customer_id": p["customer_id"], "month": MONTH, **{tag: chance.random() < 0.3 for tag in TAGS}}
        for p in profiles
        if chance.random() < 0.9
    ]
    scores = [
        _score(chance, p["customer_id"], model) for p in profiles for model in ("churn", "renewal", "data_upsell")
    ]
    scores = [score for number, score in enumerate(scores) if number % 7 != 6]
    publish("customer_profile", profiles)
    publish("customer_tag", tags)
    publish("customer_score", scores)
    publish("customer", [_customer(p) for p in profiles])
    publish("place", [{"place_code": f"P{grid}", "kind": "compound", "name": f"{grid}小区"} for grid in GRIDS])
    publish(
        "ownership",
        [
            {name: p[name] for name in ("customer_id", "place_code", "grid_code", "assignee_code")} | {"rule": "place"}
            for p in profiles
        ],
    )
    publish(
        "consent",
        [
            {
                "customer_id": p["customer_id"],
                "channel": channel,
                "granted": channel == "call" or number % 10 != 9,
                "recorded_on": date(2026, 1, 1),
            }
            for number, p in enumerate(profiles)
            for channel in ("visit", "call")
        ],
    )
    names = ("offer_code", "kind", "name_zh", "name_en", "monthly_fee_fen", "cost_fen", "contract_months")
    publish("offer", [dict(zip((*names, "discount_percent"), row, strict=True)) for row in OFFERS])
    return City(profiles, tags, scores, publish)


def _profile(chance: random.Random, number: int) -> dict[str, Any]:
    grid = GRIDS[number % 4]
    return {
        "customer_id": f"C{number:05d}",
        "month": MONTH,
        "segment": chance.choice(["public", "public", "public", "sme", None]),
        "age": chance.choice([None, *range(18, 90)]),
        "tenure_months": chance.randrange(200),
        "place_code": f"P{grid}",
        "grid_code": grid,
        "assignee_code": owner_of(grid, number // 4),
        "has_mobile": True,
        "has_broadband": chance.choice([True, False, None]),
        "has_tv": chance.random() < 0.4,
        "subscriptions": chance.randrange(1, 4),
        "mobile_offer_code": "M129",
        "broadband_offer_code": "B300",
        "monthly_fee_fen": chance.randrange(3000, 30000),
        "contract_days_left": chance.choice([None, *range(-30, 365)]),
        "billed_fen_last": chance.randrange(3000, 30000),
        "billed_fen_average_3": chance.random() * 30000,
        "data_usage_ratio": chance.choice([None, chance.random() * 2]),
    }


def _score(chance: random.Random, customer_id: str, model: str) -> dict[str, Any]:
    fits = chance.random() < 0.9
    return {
        "customer_id": customer_id,
        "month": MONTH,
        "model": model,
        "version": "1",
        "probability": chance.random(),
        "uplift": chance.random() * 0.2 if fits else None,
        "offer_code": "R10" if fits else None,
        "expected_value_fen": chance.randrange(-500, 20000) if fits else None,
        "reasons": json.dumps([{"code": "contract_ends_in", "params": {"days": 23}}]),
    }


def _customer(profile: dict[str, Any]) -> dict[str, Any]:
    return {
        "customer_id": profile["customer_id"],
        "name": f"王{profile['customer_id'][-3:]}",
        "segment": profile["segment"] or "public",
        "phone_last4": "1234",
        "address": f"{profile['place_code']} 1-1",
        "place_code": profile["place_code"],
        "longitude": 117.5,
        "latitude": 38.9,
    }
