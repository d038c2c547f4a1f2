"""The hidden functions go the way they should."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from twin.nature.deals import RENEW_PLAN, after, deal_of
from twin.nature.leaving import drift_probability, idleness, leave_probability, stir
from twin.nature.reach import average_reach, reach_probability, refusal_probability
from twin.nature.standing import Standing, stand
from twin.nature.uptake import Approach, accept_probability, alone_probability
from twin.nature.worth import added_pack_months, months_present, worth_of
from twin.world.world import World


@pytest.fixture
def s(world: World) -> Standing:
    everybody = stand(world)
    return everybody.take(everybody.present)


def offering(world: World, s: Standing, code: str, channel: str = "call", **how: object) -> tuple[np.ndarray, Approach]:
    return np.full(len(s), world.offers.row(code)), Approach(channel=np.full(len(s), channel), **how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "more"),
    [("grudge", 1.0), ("affinity", 1.0), ("sensitivity", 0.2), ("frailty", 1.0), ("wanted", 30_000.0)],
)
def test_what_makes_people_leave(world: World, s: Standing, field: str, more: float):
    worse = replace(s, **{field: getattr(s, field) + more})
    assert (leave_probability(worse, world.city) >= leave_probability(s, world.city)).all()
    assert leave_probability(worse, world.city).mean() > leave_probability(s, world.city).mean()


def test_drifting_people_leave_more_and_contracts_hold(world: World, s: Standing):
    steady, drifting = replace(s, drift=np.zeros(len(s))), replace(s, drift=np.full(len(s), 2.0))
    assert (leave_probability(drifting, world.city) > leave_probability(steady, world.city)).all()
    bound = replace(s, mobile_days_left=np.full(len(s), 300), broadband_days_left=np.full(len(s), 300))
    free = replace(s, mobile_days_left=np.full(len(s), -300), broadband_days_left=np.full(len(s), -300))
    assert (leave_probability(bound, world.city) < leave_probability(free, world.city)).all()
    assert (drift_probability(bound, world.city) < drift_probability(free, world.city)).all()


def test_a_deeper_discount_is_accepted_more(world: World, s: Standing):
    small, how = offering(world, s, "RM95")
    large, _ = offering(world, s, "RM85")
    less, more = (accept_probability(s, world.offers, offer, how, world.city) for offer in (small, large))
    possible = less > 0
    assert possible.any()
    assert (more[possible] > less[possible]).all()


def test_shortage_makes_packs_wanted_alone_and_when_offered(world: World, s: Standing):
    offer, how = offering(world, s, "DP020")
    hungry = replace(s, wanted=s.wanted * 1.5)
    for probability in (
        lambda who: accept_probability(who, world.offers, offer, how, world.city),
        lambda who: alone_probability(who, world.offers, offer, world.city),
    ):
        assert (probability(hungry) >= probability(s)).all()
        assert probability(hungry).mean() > probability(s).mean()


def test_skill_helps_repetition_tires_and_visits_move_the_less_digital(world: World, s: Standing):
    offer, plain = offering(world, s, "DP010")
    base = accept_probability(s, world.offers, offer, plain, world.city)
    possible = base > 0
    for how, better in (
        (offering(world, s, "DP010", skill=0.5)[1], True),
        (offering(world, s, "DP010", earlier=2)[1], False),
        (offering(world, s, "DP010", channel="visit")[1], True),
        (offering(world, s, "DP010", channel="message")[1], False),
    ):
        changed = accept_probability(s, world.offers, offer, how, world.city)
        assert ((changed > base)[possible] == better).all()


def test_dear_offers_are_taken_less_by_those_who_count(world: World, s: Standing):
    offer, how = offering(world, s, "MP199")
    careful = replace(s, sensitivity=np.minimum(s.sensitivity + 0.3, 1.0))
    changed = accept_probability(careful, world.offers, offer, how, world.city)
    assert (changed <= accept_probability(s, world.offers, offer, how, world.city)).all()


def test_impossible_offers_are_never_taken(world: World, s: Standing):
    fastest, how = offering(world, s, "BB1000")
    chance = accept_probability(s, world.offers, fastest, how, world.city)
    assert (chance[s.max_mbps < 1000] == 0).all()
    assert (chance[s.fused] == 0).all()
    renewal, how = offering(world, s, "RM85")
    chance = accept_probability(s, world.offers, renewal, how, world.city)
    assert (chance[s.mobile_days_left > 120] == 0).all()


def test_who_answers_follows_the_day_and_a_wrong_number_never_does(world: World, s: Standing):
    call, visit = np.full(len(s), "call"), np.full(len(s), "visit")
    worker = s.take((s.rhythm == 1) & ~s.wrong_number)
    morning, evening = np.zeros(len(worker), dtype=int), np.full(len(worker), 3)
    names = np.full(len(worker), "visit")
    assert (reach_probability(worker, names, evening) > reach_probability(worker, names, morning)).all()
    assert (average_reach(s, call)[s.wrong_number] == 0).all()
    assert (average_reach(s, visit)[s.wrong_number] > 0).all()


def test_pressing_people_makes_them_ask_for_peace(s: Standing):
    assert (refusal_probability(s, 3) > refusal_probability(s, 0)).all()


def test_three_kinds_of_customers_show_in_what_can_be_seen(world: World, s: Standing):
    offer, how = offering(world, s, "RM95")
    possible = accept_probability(s, world.offers, offer, how, world.city) > 0
    idle = replace(s, wanted=s.allowance * 0.2, drift=np.zeros(len(s)), mobile_days_left=np.full(len(s), -200))
    assert (idleness(idle)[possible] > 0.3).any()
    assert stir(idle, world.city)[possible].mean() > 0.3, "sleeping dogs wake"
    drifting = replace(s, drift=np.full(len(s), 1.0))
    assert (stir(drifting, world.city) < 0).mean() > 0.9, "drifting people are glad that somebody cares"
    steady = replace(s, drift=np.zeros(len(s)))
    worth_drifting = worth_of(drifting, world.offers, offer, how, world.city).reached[possible].mean()
    worth_steady = worth_of(steady, world.offers, offer, how, world.city).reached[possible].mean()
    assert worth_drifting > worth_steady + 1_000


def test_a_discount_for_those_who_renew_alone_is_a_loss(world: World, s: Standing):
    offer, how = offering(world, s, "RM85")
    worth = worth_of(s, world.offers, offer, how, world.city)
    sure = (worth.accept > 0) & (worth.alone > np.quantile(worth.alone[worth.accept > 0], 0.9)) & (s.drift == 0)
    assert sure.any()
    assert worth.reached[sure].mean() < 0


def test_months_present_shrink_with_danger(world: World, s: Standing):
    months = months_present(s, world.city)
    assert (months > 0).all()
    assert (months < 12).all()
    assert (months_present(s, world.city, 1.0) < months).all()


def test_added_pack_months_fall_with_the_chance_to_take_one_alone():
    added = added_pack_months(np.array([0.0, 0.05, 0.2, 0.9]))
    assert added[0] == 6
    assert (np.diff(added) < 0).all()


def test_a_deal_changes_what_it_says_and_nothing_else(world: World, s: Standing):
    offer = np.full(len(s), RENEW_PLAN)
    deal = deal_of(s, world.offers, offer)
    renewed = after(s, deal)
    assert (renewed.mobile_fee == s.mobile_fee).all()
    assert (renewed.allowance == s.allowance).all()
    assert (renewed.locked >= s.locked)[deal.possible].all()
    assert renewed.locked[deal.possible].mean() > s.locked[deal.possible].mean() + 0.2
    bundle = deal_of(s, world.offers, np.full(len(s), world.offers.row("BN169")))
    fused = after(s, bundle).take(bundle.possible)
    assert fused.fused.all()
    assert (fused.broadband_fee == 0).all()
