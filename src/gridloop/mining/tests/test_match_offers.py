"""The matching offer: eligible, of the right kind, not held, not answered before, and worth the most."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.catalog.expr.eligibility import eligible
from gridloop.catalog.queries import offers
from gridloop.catalog.services.sync_from_lake import sync_offers
from gridloop.lake.queries import open_lake
from gridloop.metrics.tests.small_city import AS_OF, City, add_catalogue
from gridloop.mining.batch import match
from gridloop.mining.batch.deals import Money, OfferTerms, deal_of
from gridloop.mining.expr.offering import ALLOWED, allowed_offers, answers, held_codes
from gridloop.mining.rules.value import contact_value_fen, staying
from gridloop.mining.types import CONTACT_COST_FEN

PROFILE = {"month": AS_OF, "segment": "public", "has_mobile": True, "has_broadband": True, "mobile_offer_code": "MP059",
           "monthly_fee_fen": 11_900, "mobile_contract_days_left": 20, "broadband_contract_days_left": 20,
           "port_free_ratio": 0.5, "max_mbps": 1000, "mobile_held_months": 11, "is_bundled": False}  # fmt: skip


def outcome(customer: str, month: date, answer: str, code: str, kind: str) -> dict:
    return {"campaign_code": f"K{month}", "customer_id": customer, "month": month, "step": 1, "arm": "treated",
            "dispatched": True, "contacts": 1, "reached": True, "outcome": answer, "offer_code": code,
            "offer_kind": kind, "confirmed": False, "churned": False}  # fmt: skip


@pytest.fixture
def allowed(publish_rows, actor) -> dict[str, set[str]]:
    city = City()
    add_catalogue(city)
    city.publish(publish_rows)
    sync_offers(actor=actor)
    people = ["fresh", "refused_lately", "refused_long_ago", "accepted", "interested", "holds_a_pack"]
    publish_rows("customer_profile", [{"customer_id": one, **PROFILE} for one in people])
    publish_rows("subscription", [
        {"subscription_id": "S1", "customer_id": "holds_a_pack", "product_kind": "mobile", "offer_code": "DP010",
         "started_on": date(2026, 9, 1)},
    ])  # fmt: skip
    publish_rows("contact_outcome", [
        outcome("refused_lately", date(2026, 8, 1), "refused", "RB90", "retention"),
        outcome("refused_long_ago", date(2026, 3, 1), "refused", "RB90", "retention"),
        outcome("accepted", date(2026, 2, 1), "accepted", "DP010", "data_pack"),
        outcome("interested", date(2026, 9, 1), "interested", "DP010", "data_pack"),
    ])  # fmt: skip
    with open_lake() as lake:
        profile = lake.table("customer_profile")
        past = (
            answers(lake.table("contact_outcome"), AS_OF, date(2026, 7, 1), date(2025, 10, 1)),
            held_codes(lake.table("subscription"), AS_OF),
        )
        rows = lake.run(allowed_offers(profile, past, offers(AS_OF), eligible)).to_pylist()
    return {
        row["customer_id"]: {name.removeprefix(ALLOWED) for name, may in row.items() if may is True} for row in rows
    }


@pytest.mark.engines
def test_a_no_removes_the_kind_and_an_answer_the_offer(allowed):
    assert {"RB90", "RM90", "DP010", "MP129"} <= allowed["fresh"]
    assert allowed["fresh"] - allowed["refused_lately"] == {"RB90", "RM90"}
    assert allowed["fresh"] - allowed["refused_long_ago"] == {"RB90"}
    assert allowed["fresh"] - allowed["accepted"] == {"DP010"}
    assert allowed["interested"] == allowed["fresh"]


@pytest.mark.engines
def test_what_is_held_is_not_offered(allowed):
    assert "MP059" not in allowed["fresh"]
    assert allowed["fresh"] - allowed["holds_a_pack"] == {"DP010"}


def money(**changes: float) -> Money:
    facts = {"spend": 10_000.0, "cost_share": 0.4, "mobile_fee": 5_900.0, "broadband_fee": 4_100.0, "extra": 0.0,
             "used_mb": 10_000.0, "allowance_mb": 10_000.0, "lines": 1.0, "sites": 1.0, **changes}  # fmt: skip
    return Money(**{name: np.array([value]) for name, value in facts.items()})


def terms(kind: str, **changes) -> OfferTerms:
    facts = {"monthly_fee_fen": 0, "cost_fen": 0, "contract_months": 12, "data_mb": None, "speed_mbps": None,
             "discount_percent": 0.0}  # fmt: skip
    return OfferTerms(code="X", kind=kind, **(facts | changes))


def test_a_renewal_costs_its_discount():
    offer = terms("retention", discount_percent=10.0, speed_mbps=300)
    deal = deal_of(offer, money())
    assert (deal.margin_change[0], deal.price_step[0]) == (-410, pytest.approx(-0.041))
    assert deal.at_present_price  # whoever renews by himself pays the full price
    assert deal_of(offer, money(broadband_fee=0.0)).margin_change[0] == -590  # a bundle is renewed as a whole


def test_more_data_adds_its_margin_less_what_is_no_longer_paid_on_top():
    pack = terms("data_pack", monthly_fee_fen=1_000, cost_fen=300, data_mb=5_000)
    assert deal_of(pack, money()).margin_change[0] == 700
    over = deal_of(pack, money(used_mb=20_000.0, extra=600.0))
    assert over.margin_change[0] == 700 - 300
    roomier = terms("data_pack", monthly_fee_fen=1_000, data_mb=12_000)
    assert over.need_gap[0] > deal_of(roomier, money(used_mb=20_000.0)).need_gap[0]


def test_a_firms_plan_counts_once_for_each_phone():
    plan = terms("mobile_plan", monthly_fee_fen=8_900, cost_fen=3_000, data_mb=30_000)
    one, ten = (
        deal_of(plan, money(cost_share=0.5)),
        deal_of(plan, money(cost_share=0.5, mobile_fee=59_000.0, lines=10.0)),
    )
    assert ten.margin_change[0] == 10 * one.margin_change[0] == 10 * (3_000 - (3_000 - 2_950))


def test_a_cheaper_plan_is_no_upsell_and_a_bundle_is_for_one_line():
    assert not deal_of(terms("mobile_plan", monthly_fee_fen=3_900, data_mb=5_000), money()).sensible[0]
    assert deal_of(terms("mobile_plan", monthly_fee_fen=8_900, data_mb=30_000), money()).sensible[0]
    bundle = terms("bundle", monthly_fee_fen=12_900)
    assert deal_of(bundle, money()).sensible[0]
    assert not deal_of(bundle, money(lines=12.0)).sensible[0]


risks = st.floats(0.0, 0.5)
days = st.floats(-400, 700) | st.just(float("nan"))


@given(risk=risks, left=days)
def test_a_new_contract_never_shortens_the_stay(risk, left):
    stays = staying(np.array([risk]), np.array([left]))
    assert 0 <= stays.alone[0] <= stays.bound[0] + 1e-9 <= 12 + 1e-6


@given(low=risks, high=risks, left=st.floats(-400, 0))
def test_the_likelier_somebody_leaves_the_shorter_he_stays(low, high, left):
    low, high = sorted((low, high))
    calm, restless = staying(np.array([low]), np.array([left])), staying(np.array([high]), np.array([left]))
    assert calm.alone[0] >= restless.alone[0] - 1e-9


@given(risk=risks, left=days, off=st.floats(0, 50))
def test_a_renewal_keeps_margin_that_would_be_lost_and_adds_none(risk, left, off):
    """It is worth no more than the margin of the months that somebody would have been gone: revenue kept, not new."""
    now, nothing = money(), np.zeros(1)
    stays = staying(np.array([risk]), np.array([left]))
    view = match._View(money=now, stays=stays, base=nothing, traits=nothing, displaced=nothing, kept=nothing)
    deal = deal_of(terms("retention", discount_percent=off, speed_mbps=300), now)
    worth = match._value(deal, view, np.ones(1))[0] + CONTACT_COST_FEN
    months_gone = 12 - stays.alone[0]
    assert worth <= now.margin[0] * months_gone + 1e-6
    if risk == 0:
        assert worth == pytest.approx(12 * deal.margin_change[0])  # nothing but its discount


def test_a_contact_is_worth_what_is_gained_less_what_is_given_away():
    def before_cost(*terms: float) -> float:
        return contact_value_fen(*terms) + CONTACT_COST_FEN

    assert before_cost(0.2, 0.0, 50_000.0, 50_000.0, 0.0) == pytest.approx(10_000)  # uplift x margin
    assert before_cost(0.3, 1.0, 40_000.0, 50_000.0, 0.0) == pytest.approx(-3_000)  # only a discount given away
    assert before_cost(0.0, 0.2, 1.0, 1.0, -700.0) == -700  # a sleeping dog
