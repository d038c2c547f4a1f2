"""What somebody chooses from who defines an indicator: every column has a name, and he sees what it can be split by."""

from __future__ import annotations

import json

import pytest

from gridloop.metrics.tests.small_city import small_city

pytestmark = pytest.mark.django_db


def test_every_column_of_every_table_of_facts_has_a_name_in_both_languages(operator):
    models = operator.client("PLAN1").get("/api/metrics/semantic-models").json()
    assert len(models) > 8
    nameless = [
        (model["name"], column["name"])
        for model in models
        for column in model["columns"]
        if column["name_zh"] == column["name"] or column["name_en"] == column["name"]
    ]
    assert nameless == []
    kinds = {model["name"]: {one["name"]: one["name_en"] for one in model["columns"]} for model in models}
    assert (kinds["places"]["kind"], kinds["faults"]["kind"]) == ("Kind of place", "Kind of fault")


def test_a_trial_says_what_the_indicator_can_be_split_by(operator, publish_rows):
    small_city(20, seed=3, months=2).publish(publish_rows)
    measure = {"model": "bills", "agg": "sum", "expr": "billed_fen"}
    body = {
        "names": {"zh": "–", "en": "–"}, "formula": {"zh": "–", "en": "–"}, "domain": "revenue", "unit": "fen",
        "direction": "up", "owner": "finance", "numerator": measure,
    }  # fmt: skip

    def splits(**changed: object) -> list[str]:
        answer = operator.client("PLAN1").post(
            "/api/metrics/indicator-trials", json.dumps({**body, **changed}), content_type="application/json"
        )
        return answer.json()["dimensions"]

    assert "segment" in splits() and "grid_kind" in splits()
    assert "segment" not in splits(numerator={**measure, "agg": "count_distinct", "expr": "customer_id"})
