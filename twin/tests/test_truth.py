"""The truth about contacts, and the best targets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from twin.life.answers import Calls, answer
from twin.life.log import Log, read_month, write_day
from twin.life.truth import OBJECTIVES, contact_table, optimal_targets, tell, worth_of_everybody
from twin.nature.standing import stand
from twin.world.consents import consent_given
from twin.world.world import World


def calls_to(world: World, rows: np.ndarray, code: str) -> Calls:
    count = len(rows)
    zero = np.zeros(count, dtype=np.int64)
    return Calls(
        customer=rows, offer=np.full(count, world.offers.row(code)), channel=np.full(count, "call"), period=zero,
        skill=np.zeros(count), invention=np.zeros(count), attempt=zero, earlier=zero,
        signed_before=np.zeros(count, dtype=bool),
    )  # fmt: skip


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_best_targets_beat_any_others_and_may_be_contacted(world: World, objective: str):
    best = optimal_targets(world, objective, "call", 50)
    _, worth = worth_of_everybody(world, objective, "call")
    assert len(best.customer) > 0
    assert (np.diff(best.worth_fen) <= 0).all()
    assert best.worth_fen.sum() >= np.sort(worth)[::-1][: len(best.customer)].sum() - 1e-6
    assert best.worth_fen.sum() > 3 * worth[worth != 0].mean() * len(best.customer)
    allowed = consent_given(world.consents, "call", len(world.people)) & world.people.is_present
    assert allowed[best.customer].all()
    assert set(world.offers.kind[best.offer]) <= set(OBJECTIVES[objective])


def test_an_unknown_objective_is_named(world: World):
    with pytest.raises(ValueError, match="choose one of churn"):
        optimal_targets(world, "fame", "call", 5)


def test_truth_is_known_only_of_those_reached_and_answers_follow_their_chances(world: World):
    rows = np.flatnonzero(world.people.is_present)
    told = answer(world, stand(world), calls_to(world, rows, "DP010"))
    assert (told.worth_fen[~told.reached] == 0).all()
    assert 0.4 < told.reached.mean() < 0.7
    assert abs(told.said_yes[told.reached].mean() - told.accept[told.reached].mean() / 0.93) < 0.03
    wrong = world.people.wrong_number[rows]
    assert (told.outcome[wrong] == "wrong_number").all()
    assert (told.outcome[~wrong & ~told.reached] == "not_reached").all()
    assert ((told.objection != "") == (told.outcome == "refused")).all()


def test_answers_of_one_customer_do_not_depend_on_who_else_is_asked(world: World):
    rows = np.flatnonzero(world.people.is_present)
    whole = answer(world, stand(world), calls_to(world, rows, "DP010"))
    part = answer(world, stand(world), calls_to(world, rows[::7], "DP010"))
    assert (whole.outcome[::7] == part.outcome).all()
    np.testing.assert_allclose(whole.worth_fen[::7], part.worth_fen)


def test_the_truth_is_told_by_campaign_and_in_sum(tmp_path: Path):
    columns = {"contact_id": "abc", "order_id": "abc", "campaign_code": ["A", "A", ""], "customer": [1, 1, 2]}
    plain = {name: np.array(["", "", ""]) for name in ("offer_code", "channel", "outcome", "status", "problem", "args")}
    log = Log(
        **{name: np.array(list(values)) for name, values in columns.items()}, **plain,
        claimed=np.array(["accepted", "refused", "accepted"]), offer=np.zeros(3, dtype=np.int64),
        manager=np.zeros(3, dtype=np.int64), day=np.array(["2026-10-05"] * 3, dtype="datetime64[D]"),
        reached=np.array([True, True, False]), said_yes=np.array([True, False, False]),
        signed=np.array([True, False, False]), accept=np.zeros(3), alone=np.zeros(3), stir=np.zeros(3),
        worth_fen=np.array([500.0, -200.0, 0.0]), claimed_at=np.array(["", "", ""]),
    )  # fmt: skip
    write_day(tmp_path, np.datetime64("2026-10-05", "D"), log)
    read = read_month(tmp_path, np.datetime64("2026-10", "M"))
    assert read is not None
    told = {one.campaign: one for one in tell(read)}
    assert list(told) == ["by hand", "A", "all"]
    assert (told["A"].contacts, told["A"].customers, told["A"].invented, told["A"].worth_fen) == (2, 1, 0, 300.0)
    assert (told["all"].claimed, told["all"].signed, told["all"].invented) == (2, 1, 1)
    assert contact_table(read).num_rows == 3


def test_nobody_signs_twice_in_a_month_and_unknown_offers_sell_nothing(world: World):
    rows = np.flatnonzero(world.people.is_present)
    calls = calls_to(world, rows, "DP010")
    calls.signed_before = np.ones(len(rows), dtype=bool)
    assert not answer(world, stand(world), calls).said_yes.any()
    unknown = calls_to(world, rows, "NOT-AN-OFFER")
    assert (unknown.offer == -1).all()
    told = answer(world, stand(world), unknown)
    assert not told.said_yes.any()
    assert (told.worth_fen == 0).all()
