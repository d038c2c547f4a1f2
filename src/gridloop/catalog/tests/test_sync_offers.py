"""The delivered catalogue becomes offers; what vanishes is withdrawn, not forgotten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gridloop.catalog import queries
from gridloop.catalog.models import Offer, OfferRule
from gridloop.catalog.rules import is_eligible
from gridloop.catalog.services.add_requirements import add_requirements
from gridloop.catalog.services.sync_from_lake import sync_offers
from gridloop.catalog.tests.shelf import HOME, offer_rows, offers
from gridloop.catalog.types import Comparison, Condition
from gridloop.kernel import clock
from gridloop.kernel.models import AuditEntry
from gridloop.kernel.problems import Problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def synced(publish_rows, actor):
    publish_rows("offer", offer_rows())
    return sync_offers(actor=actor)


def test_offers_with_their_requirements(synced):
    assert (synced.offers, synced.withdrawn, synced.blocked, synced.left_out) == (9, 0, 0, ())
    assert {one.code: one for one in queries.offers(clock.today())} == offers()
    assert AuditEntry.objects.get(action="catalog.sync").detail["offers"] == 9


def test_a_second_run_changes_nothing(synced, actor):
    before = [list(model.objects.order_by("pk").values()) for model in (Offer, OfferRule)]
    sync_offers(actor=actor)
    assert [list(model.objects.order_by("pk").values()) for model in (Offer, OfferRule)] == before


def test_what_vanishes_is_withdrawn_from_today(synced, publish_rows, actor):
    publish_rows("offer", [row for row in offer_rows() if row["offer_code"] != "MP129"])
    assert sync_offers(actor=actor).withdrawn == 1
    today = clock.today()
    assert "MP129" not in {one.code for one in queries.offers(today)}
    assert "MP129" in {one.code for one in queries.offers(today - timedelta(days=1))}
    assert not queries.offer("MP129").active
    publish_rows("offer", offer_rows())
    sync_offers(actor=actor)
    assert queries.offer("MP129").active


def test_what_planners_add_stays(synced, actor):
    tenure = Condition("tenure_months", Comparison.AT_LEAST, 12)
    add_requirements(offer_code="DP010", any_of=[[tenure]], actor=actor)
    sync_offers(actor=actor)
    offer = queries.offer("DP010")
    assert [need.reason for need in offer.requirements] == ["has_mobile", "own_rule"]
    assert is_eligible(HOME | {"tenure_months": 11}, offer) == ["own_rule"]
    assert is_eligible(HOME | {"tenure_months": 12}, offer) == []
    add_requirements(offer_code="DP010", any_of=[], actor=actor)
    assert len(queries.offer("DP010").requirements) == 1


def test_conditions_that_make_no_sense_are_refused(synced, actor):
    wrong = [
        Condition("shoe_size", Comparison.EQUALS, 44),
        Condition("has_tv", Comparison.ABOVE, True),
        Condition("age", Comparison.IN, ("18",)),
        Condition("segment", Comparison.AT_LEAST, "public"),
        Condition("month", Comparison.EQUALS, "2026-10"),
    ]
    with pytest.raises(Problem) as refused:
        add_requirements(offer_code="DP010", any_of=[wrong], actor=actor)
    assert [trouble.code for trouble in refused.value.troubles] == ["catalog.unknown_fact"] + [
        "catalog.value_does_not_fit"
    ] * 4
    assert len(queries.offer("DP010").requirements) == 1


def test_planners_add_requirements_by_api(city):
    address = "/api/catalog/offers/DP010/added-requirements"
    body = [{"any_of": [{"fact": "segment", "comparison": "in", "value": ["sme"]}]}]
    assert city.client("GM0101").put(address, body, content_type="application/json").status_code == 403
    words = city.client("PLAN1").put(address, body, content_type="application/json").json()["who_may_hold_it"]
    assert words[-1]["en"] == "Fulfils the added condition: segment ∈ {sme}"
    body[0]["any_of"][0]["fact"] = "shoe_size"
    refused = city.client("PLAN1").put(address, body, content_type="application/json")
    assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, "requirements.0.0")


def test_an_offer_below_cost_is_blocked(publish_rows, actor):
    publish_rows("offer", offer_rows(MP059={"cost_fen": 9_900}))
    assert sync_offers(actor=actor).blocked == 2, "the plan, and the renewal that would sell it"
    assert queries.offer("MP059").blocked


def test_unknown_kinds_are_listed_and_numbers_not_stated_are_empty(publish_rows, actor):
    publish_rows("offer", offer_rows(TV010={"kind": "fridge"}, DP010={"speed_mbps": -1, "data_mb": 0}))
    assert sync_offers(actor=actor).left_out == ("offer TV010: kind fridge",)
    assert (queries.offer("DP010").speed_mbps, queries.offer("DP010").data_mb) == (None, None)


def test_without_a_catalogue_nothing_is_withdrawn(synced, publish_rows, actor):
    publish_rows("offer", [])
    with pytest.raises(Problem) as refused:
        sync_offers(actor=actor)
    assert refused.value.code == "catalog.nothing_delivered"
    assert len(queries.offers(clock.today())) == 9


@pytest.fixture
def city(operator, synced, publish_rows):
    publish_rows(
        "ownership", [{"customer_id": "C1", "grid_code": "LG0101", "assignee_code": "CM010101", "rule": "place"}]
    )
    old = {"customer_id": "C1", "month": date(2026, 9, 1), "has_broadband": False}
    publish_rows("customer_profile", [old, {"customer_id": "C1", "month": date(2026, 10, 1), **HOME}])
    return operator


def test_offers_by_api(city):
    client = city.client("CM010101")
    listed = client.get("/api/catalog/offers", {"kind": "retention", "sort": "-code"}).json()
    assert [item["code"] for item in listed["items"]] == ["RM90", "RB80"]
    assert client.get("/api/catalog/offers", {"sort": "cost"}).status_code == 400
    assert client.get("/api/catalog/offers", {"q": "bn239"}).json()["total"] == 1
    detail = client.get("/api/catalog/offers/BN089").json()
    assert detail["guard"] == []
    assert len(detail["not_checked"]) == 5
    words = {need["code"]: need["en"] for need in detail["who_may_hold_it"]}
    assert words["tier"] == "Pays less than 129 yuan a month now (no stepping down)"
    assert "129 元" in next(need["zh"] for need in detail["who_may_hold_it"] if need["code"] == "tier")
    assert client.get("/api/catalog/offers/NOPE").status_code == 404


def test_the_guard_speaks_in_yuan(city, publish_rows, actor):
    publish_rows("offer", offer_rows(MP059={"cost_fen": 9_900}))
    sync_offers(actor=actor)
    (found,) = city.client("PLAN1").get("/api/catalog/offers/MP059").json()["guard"]
    assert (found["severity"], found["text"]) == (
        "hard",
        "MP059 costs 99.00 yuan a month but sells at 59.00 after the discount",
    )


def test_why_not_by_api(city):
    address = "/api/catalog/offers/BB300/why-not"
    answer = city.client("CM010101").get(address, {"customer_id": "C1"}).json()
    assert (answer["eligible"], [need["code"] for need in answer["why_not"]]) == (False, ["has_broadband_not"])
    assert city.client("CM010102").get(address, {"customer_id": "C1"}).status_code == 404
    everything = city.client("GM0101").get("/api/catalog/customers/C1/offers").json()
    assert [row["offer_code"] for row in everything if row["eligible"]] == ["BN089", "DP010", "MP129", "TV010"]
    assert city.client("BM02").get("/api/catalog/customers/C1/offers").status_code == 404


def test_everything_that_can_be_said_has_words(synced):
    for one in queries.offers(clock.today()):
        for need in one.requirements:
            assert set(queries.requirement_words(need)) == {"code", "zh", "en"}
