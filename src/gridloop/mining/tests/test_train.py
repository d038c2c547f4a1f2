"""Training judges itself honestly, keeps out what knows the answer, and gives the same model twice."""

from __future__ import annotations

import pyarrow as pa
import pytest

from gridloop.catalog.services.sync_from_lake import sync_offers
from gridloop.kernel.clock import next_month
from gridloop.lake.queries import open_lake
from gridloop.metrics.services.build_profile import build_profile
from gridloop.metrics.tests.small_city import AS_OF, small_city
from gridloop.mining.models import ModelVersion
from gridloop.mining.services.score import score_customers
from gridloop.mining.services.train import train_models
from gridloop.mining.types import ModelName


@pytest.fixture(scope="module")
def city():
    made = small_city(700, seed=3, months=7, leave=0.06)
    for row in made.rows["customer"]:  # filled in by the people who close accounts: it knows the answer
        if row["left_on"] is not None:
            made.add("customer_trait", customer_id=row["customer_id"], trait="closing_note", text_value="搬家")
    return made


@pytest.fixture
def prepared(city, publish_rows, actor):
    city.publish(publish_rows)
    sync_offers(actor=actor)
    build_profile(month=AS_OF, actor=actor)


def active(name: ModelName) -> ModelVersion:
    return ModelVersion.objects.get(name=name.value, state="active")


def scores() -> pa.Table:
    with open_lake() as lake:
        return lake.run(lake.table("customer_score").order_by(["model", "customer_id"]))


def test_the_whole_way_from_history_to_scores(prepared, actor, operator):
    reports = {one.model: one for one in train_models(month=AS_OF, actor=actor)}
    churn = active(ModelName.CHURN)
    assert reports["churn"].state == "trained"
    assert churn.metrics["validation"] == "out_of_time"
    assert churn.metrics["month_tested"] == "2026-09"
    assert set(churn.metrics["months_trained"]).isdisjoint({"2026-09", churn.metrics["month_tuned"]})
    assert churn.metrics["auc"] > 0.6
    assert abs(sum(row["importance"] for row in churn.features) - 1) < 1e-3
    assert [leak["feature"] for leak in churn.metrics["suspected_leaks"]] == ["trait_closing_note"]
    assert not any(row["name"] == "trait_closing_note" for row in churn.features)
    check_scores(score_customers(month=AS_OF, actor=actor), churn)
    check_repeat(actor)
    check_api(operator)


def check_scores(report, churn):
    rows = scores().to_pylist()
    mine = [row for row in rows if row["model"] == "churn"]
    assert report.rows["churn"] == len(mine) == len({row["customer_id"] for row in mine})
    assert all(0 < row["probability"] < 1 and row["version"] == churn.version for row in mine)
    offered = [row for row in rows if row["offer_code"]]
    kinds = {"churn": {"RB90", "RM90", "BN129"}, "data_upsell": {"DP010", "MP059", "MP089", "MP129"}}
    assert {row["model"] for row in offered} >= set(kinds)
    assert all(row["offer_code"] in kinds[row["model"]] for row in offered if row["model"] in kinds)
    assert all((row["expected_value_fen"] is None) == (row["offer_code"] is None) for row in rows)


def check_repeat(actor):
    """Training again from the same data gives the very same scores."""
    before = scores()
    old = active(ModelName.CHURN)
    ModelVersion.objects.update(reads={})
    train_models(month=AS_OF, actor=actor)
    score_customers(month=AS_OF, actor=actor)
    again = active(ModelName.CHURN)
    assert again.version != old.version
    assert again.metrics == old.metrics
    assert scores().drop_columns(["version"]).equals(before.drop_columns(["version"]))


def check_api(operator):
    detail = operator.client("PLAN1").get("/api/mining/models/churn").json()
    assert detail["leaks"][0]["feature"] == "trait_closing_note"
    assert len(detail["versions"]) == 2
    assert operator.client("PLAN1").get("/api/mining/models").json()["total"] >= 2
    assert operator.client("CM010101").get("/api/mining/models").status_code == 403
    deciles = operator.client("BM01").get("/api/mining/models/churn/deciles").json()
    assert [row["decile"] for row in deciles["deciles"]] == list(range(1, 11))
    means = [row["probability_mean"] for row in deciles["deciles"]]
    assert means == sorted(means, reverse=True)
    whole = operator.client("PLAN1").get("/api/mining/models/churn/deciles").json()
    assert 0 < deciles["customers"] < whole["customers"]
    check_customers(operator)


def check_customers(operator):
    page = operator.client("CM010101").get("/api/mining/models/churn/customers?limit=5").json()
    assert {row["assignee_code"] for row in page["items"]} == {"CM010101"}
    assert {row["phone_masked"] for row in page["items"]} == {"*******1234"}
    values = [row["score"]["expected_value_fen"] for row in page["items"]]
    assert values == sorted(values, reverse=True)
    assert all(len(row["score"]["reasons"]) <= 3 for row in page["items"])
    assert any(reason["zh"] and reason["en"] for row in page["items"] for reason in row["score"]["reasons"])
    mine = page["items"][0]["score"]["customer_id"]
    path = f"/api/mining/customers/{mine}/scores"
    assert operator.client("CM010101").get(path).json()["items"][0]["customer_id"] == mine
    assert operator.client("CM020101").get(path).status_code == 404


def test_delivered_labels_are_judged_crosswise_and_their_leaks_caught(city, publish_rows, actor):
    """Labels that come with the data: no history, so every customer is judged by a model that has not seen him."""
    people = {row["customer_id"]: row for row in city.rows["customer"]}
    usage = {row["customer_id"]: row["competitor_minutes"] for row in city.rows["usage"]}
    publish_rows("customer", [{**row, "left_on": None} for row in people.values()])
    labels, traits = [], []
    for number, (code, row) in enumerate(sorted(people.items())):
        gone = row["left_on"] is not None
        labels.append({"customer_id": code, "label": "churn", "value": float(gone), "as_of": AS_OF})
        traits += [
            {"customer_id": code, "trait": "leaving_score", "number_value": float((65 if gone else 20) + number % 35)},
            {"customer_id": code, "trait": "calls", "number_value": float(usage[code])},
            {"customer_id": code, "trait": "town", "text_value": f"镇{number % 300}"},
        ]
    publish_rows("customer_label", labels)
    publish_rows("customer_trait", traits)
    reports = {one.model: one.state for one in train_models(month=AS_OF, actor=actor)}
    assert reports == {"churn": "trained", "renewal": "untrained", "data_upsell": "untrained"}
    metrics = active(ModelName.CHURN).metrics
    assert metrics["validation"] == "cross_validated"
    assert [leak["feature"] for leak in metrics["suspected_leaks"]] == ["trait_leaving_score"]
    assert 0.55 < metrics["auc"] < 0.95
    again = {one.model: one.state for one in train_models(month=AS_OF, actor=actor)}
    assert again["churn"] == "unchanged"
    assert ModelVersion.objects.count() == 1


def test_who_has_left_since_the_labels_day_is_learnt_from_but_not_scored(city, publish_rows, actor):
    """A snapshot with answers, mined a month later: the leavers are its events, and nobody's customers any more."""
    people = {row["customer_id"]: row for row in city.rows["customer"]}
    gone = {code for code, row in people.items() if row["left_on"] is not None}
    publish_rows("customer", [{**row, "left_on": AS_OF if code in gone else None} for code, row in people.items()])
    labels = [
        {"customer_id": code, "label": "churn", "value": float(code in gone), "as_of": AS_OF} for code in sorted(people)
    ]
    publish_rows("customer_label", labels)
    later = next_month(AS_OF)
    train_models(month=later, actor=actor)
    metrics = active(ModelName.CHURN).metrics
    assert metrics["months_trained"] == [f"{AS_OF:%Y-%m}"]
    assert metrics["events"] == len(gone)
    build_profile(month=later, actor=actor)
    assert score_customers(month=later, actor=actor).rows["churn"] == len(people) - len(gone)
    left_since = sorted(set(people) - gone)[:3]
    publish_rows(
        "ownership",
        [{"customer_id": code, "grid_code": "LG0101", "rule": "place", "in_service": False} for code in left_since],
    )
    assert score_customers(month=later, actor=actor).rows["churn"] == len(people) - len(gone) - 3


def test_scoring_without_a_model_says_so(db, actor):
    from gridloop.kernel.problems import Problem

    with pytest.raises(Problem) as refused:
        score_customers(month=AS_OF, actor=actor)
    assert refused.value.code == "mining.no_model"
