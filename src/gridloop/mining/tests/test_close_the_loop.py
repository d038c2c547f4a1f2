"""What contacted and control customers did last month changes whom the next month's scores put first."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from gridloop.catalog.services.sync_from_lake import sync_offers
from gridloop.lake.queries import open_lake
from gridloop.metrics.services.build_profile import build_profile
from gridloop.metrics.tests.small_city import AS_OF, small_city
from gridloop.mining.models import ModelVersion
from gridloop.mining.services.score import score_customers
from gridloop.mining.services.train import train_models

SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def city(publish_rows, actor):
    """A city whose churn labels are delivered, so that no history has to be learnt from."""
    made = small_city(500, seed=6, months=4, leave=0.03)
    rng = np.random.default_rng(1)
    made.rows["customer_label"] = [
        {"customer_id": row["customer_id"], "label": "churn", "value": float(rng.random() < 0.2), "as_of": AS_OF}
        for row in made.rows["customer"]
    ]
    made.publish(publish_rows)
    sync_offers(actor=actor)
    build_profile(month=AS_OF, actor=actor)
    return made


def scored(actor) -> dict[str, dict]:
    train_models(month=AS_OF, actor=actor)
    score_customers(month=AS_OF, actor=actor)
    with open_lake() as lake:
        rows = lake.run(lake.table("customer_score").filter(lake.table("customer_score").model == "churn"))
    return {row["customer_id"]: row for row in rows.to_pylist() if row["offer_code"]}


def answers(city, old: set[str]) -> list[dict]:
    """The old sign when they are visited; whoever is young signs only when left alone."""
    rng = np.random.default_rng(2)
    rows = []
    for customer in city.rows["customer"]:
        code, treated = customer["customer_id"], bool(rng.random() < 0.7)
        signs = rng.random() < (0.6 if treated == (code in old) else 0.05)
        rows.append(
            {"campaign_code": "K", "customer_id": code, "month": SEPTEMBER, "step": 1, "model": "churn",
             "arm": "treated" if treated else "control", "dispatched": treated, "contacts": int(treated),
             "reached": treated, "offer_code": "RM90", "offer_kind": "retention", "confirmed": bool(signs),
             "churned": False, "outcome": "interested" if treated else None}
        )  # fmt: skip
    return rows


def test_answers_turn_the_ranking_round(city, publish_rows, actor):
    old = {row["customer_id"] for row in city.rows["customer"] if row["birth_year"] < 1977}
    before = scored(actor)
    assert ModelVersion.objects.get(name="churn", state="active").metrics["effect"]["state"] == "prior"
    publish_rows("contact_outcome", answers(city, old))
    after = scored(actor)
    effect = ModelVersion.objects.get(name="churn", state="active").metrics["effect"]
    assert effect["state"] == "learnt_by_customer"
    assert min(effect["treated"], effect["control"]) > 50

    def share_of_old_among_first(rows: dict[str, dict]) -> float:
        first = sorted(rows.values(), key=lambda row: -row["uplift"])[: len(rows) // 3]
        return sum(row["customer_id"] in old for row in first) / len(first)

    assert share_of_old_among_first(before) < 0.7
    assert share_of_old_among_first(after) > 0.9
    young = [row["uplift"] for code, row in after.items() if code not in old]
    assert np.mean(young) < np.mean([row["uplift"] for code, row in after.items() if code in old])
