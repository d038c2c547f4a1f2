"""What a contact adds is the stated rule until answers say otherwise, and then what the answers say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.mining.batch.deals import Deal
from gridloop.mining.batch.effect import EffectModel, Trial, enough, learn_effect, stated_rule
from gridloop.mining.batch.posterior import log_odds, logistic, most_plausible
from gridloop.mining.batch.trial import effect_of
from gridloop.mining.rules.prior import EffectPrior

KINDS = ("retention", "bundle")
PRIOR = EffectPrior(base=0.6, price=-2.0, kinds={"bundle": -1.0})


def deal(count: int, step: float = 0.0) -> Deal:
    ones = np.ones(count)
    return Deal(ones * 0.0, ones * step, ones * 0.0, np.ones(count, dtype=bool))


def uplift_of(model: EffectModel, base: np.ndarray, traits: np.ndarray, step: float = 0.0) -> np.ndarray:
    alone, touched = model.probabilities(base, traits, "retention", deal(len(base), step))
    return touched - alone


def trial(shift_of_trait: float, *, customers: int = 4000, seed: int = 5) -> Trial:
    """Return a campaign's outcomes in which contact adds ``shift_of_trait`` x trait to the log-odds of staying."""
    rng = np.random.default_rng(seed)
    traits = rng.normal(size=(customers, 2))
    base = log_odds(rng.uniform(0.75, 0.98, customers))
    treated = (rng.random(customers) < 0.7).astype(float)
    stays = rng.random(customers) < logistic(base + treated * shift_of_trait * traits[:, 0])
    zeros = np.zeros(customers)
    fold = np.arange(customers) % 5
    return Trial(base, traits, zeros.astype(np.int64), zeros, zeros, treated, stays.astype(float), fold)


def taken(whole: Trial, count: int) -> Trial:
    return Trial(*(getattr(whole, name)[:count] for name in Trial.__slots__))


def test_too_few_answers_leave_the_stated_rule():
    few = taken(trial(-1.0), 150)
    assert not enough(few)
    model, report = effect_of(few, PRIOR, KINDS)
    assert report["state"] == model.state == "prior"
    assert model == stated_rule(PRIOR, KINDS, 2)


def test_without_any_answer_it_is_exactly_the_stated_rule():
    base, traits = log_odds(np.array([0.5, 0.9, 0.99])), np.zeros((3, 2))
    uplift = uplift_of(stated_rule(PRIOR, KINDS, 2), base, traits, step=-0.1)
    expected = logistic(base + PRIOR.base + 0.1 * -PRIOR.price) - np.array([0.5, 0.9, 0.99])
    assert uplift == pytest.approx(expected, abs=1e-6)


def test_answers_turn_the_ranking_round():
    """By the rule the likeliest leavers gain most; here contact drives those with a high trait away."""
    base = log_odds(np.array([0.80, 0.80]))
    traits = np.array([[2.0, 0.0], [-2.0, 0.0]])
    learnt, report = effect_of(trial(-0.8), PRIOR, KINDS)
    rule = stated_rule(PRIOR, KINDS, 2)
    before, after = uplift_of(rule, base, traits), uplift_of(learnt, base, traits)
    assert before[0] == before[1] > 0
    assert report["state"] == "learnt_by_customer"
    assert after[0] < 0 < after[1]
    groups = report["by_uplift"]
    assert groups[0]["observed"] > groups[-1]["observed"]


def test_the_likely_leaver_loses_first_place_when_contact_harms_him():
    base = log_odds(np.array([0.70, 0.93]))
    traits = np.array([[1.5, 0.0], [-1.5, 0.0]])
    rule = uplift_of(stated_rule(PRIOR, KINDS, 2), base, traits)
    learnt = uplift_of(effect_of(trial(-0.8), PRIOR, KINDS)[0], base, traits)
    assert rule[0] > rule[1]
    assert learnt[0] < learnt[1]


def test_when_contact_does_nothing_that_is_learnt():
    learnt, report = effect_of(trial(0.0), PRIOR, KINDS)
    uplift = uplift_of(learnt, log_odds(np.full(5, 0.9)), np.zeros((5, 2)))
    assert report["state"] != "prior"
    assert np.abs(uplift).max() < 0.02
    assert report["observed_low"] < 0 < report["observed_high"]


def test_outcomes_as_the_rule_foretells_keep_the_simplest_form():
    whole = trial(0.0)
    rng = np.random.default_rng(8)
    stays = rng.random(len(whole.base)) < logistic(whole.base + whole.treated * PRIOR.base)
    agreeing = Trial(*(stays.astype(float) if n == "success" else getattr(whole, n) for n in Trial.__slots__))
    learnt = learn_effect(agreeing, PRIOR, KINDS)
    assert learnt.losses["prior"] <= learnt.losses["learnt_by_customer"]
    assert learnt.model.state in ("prior", "learnt_size")


def test_where_the_search_starts_does_not_matter():
    rng = np.random.default_rng(3)
    design = np.column_stack([np.ones(400), rng.normal(size=(400, 2))])
    success = (rng.random(400) < logistic(design @ np.array([-1.0, 0.5, 0.0]))).astype(float)
    mean, doubt, weights = np.zeros(3), np.ones(3), np.ones(400)
    one = most_plausible(design, success, weights, mean, doubt)
    other = most_plausible(design, success, weights, mean, doubt, np.array([2.0, -3.0, 1.0]))
    assert np.allclose(one, other, atol=1e-4)


@given(st.floats(0.01, 0.99), st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_by_the_rule_a_cheaper_offer_never_adds_less(p, one, other):
    base, traits = log_odds(np.array([p])), np.zeros((1, 2))
    rule = stated_rule(PRIOR, KINDS, 2)
    cheap, dear = (uplift_of(rule, base, traits, step)[0] for step in sorted((one, other)))
    assert cheap >= dear - 1e-12
