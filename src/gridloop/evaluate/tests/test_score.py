"""Scores and the lines made of them: no cliffs, and doing better never pays less."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.evaluate.rules.ledger import digest, pay_fen, success_lines, transfers
from gridloop.evaluate.rules.scheme import SchemeError, SuccessTerms, TruthTerms, scheme_from
from gridloop.evaluate.rules.score import Work, success_score, truth_score
from gridloop.evaluate.schemes import scheme_of, schemes
from gridloop.evaluate.types import Account, Rule

TERMS = SuccessTerms(damping=5, usual_rate=0.12)
TRUTH = TruthTerms(unverified_rate=0, unverified_weight=1)
SCHEME = scheme_of(date(2026, 10, 1))


@st.composite
def work(draw) -> Work:
    due = draw(st.integers(0, 400))
    judged = draw(st.integers(0, due))
    expected = judged * draw(st.floats(0, 1))
    cleared = draw(st.integers(0, due))
    held = draw(st.integers(0, due - cleared))
    return Work(due, judged, expected, cleared, held, draw(st.integers(0, due - cleared - held)))


def total(lines) -> int:
    return sum(line.millipoints for line in lines)


def lines_of(one: Work):
    return success_lines("CM1", "G1", one, SCHEME, {})


@given(work())
def test_one_more_confirmed_success_never_lowers_points(one):
    before, after = lines_of(one), lines_of(replace(one, cleared=one.cleared + 1))
    assert after[0].millipoints >= before[0].millipoints
    assert total(after) >= total(before)


@given(work())
def test_a_question_moves_points_but_makes_none(one):
    asked = replace(one, cleared=0, held=one.cleared + one.held)
    assert total(lines_of(asked)) == total(lines_of(one))
    assert all(line.millipoints >= 0 for line in lines_of(one))
    assert total(lines_of(one)) <= SCHEME.maximum(Rule.SUCCESS)


@given(st.integers(1, 2000), st.integers(0, 2000), st.floats(0.01, 0.9))
def test_one_success_is_never_a_cliff(due, successes, rate):
    one = Work(due, due, due * rate, 0)
    step = success_score(min(successes + 1, due), one, TERMS) - success_score(min(successes, due), one, TERMS)
    assert 0 <= step <= 1 / (due + TERMS.damping) / min(rate, TERMS.usual_rate)


def test_meeting_what_the_targets_promised_is_worth_nearly_half():
    assert success_score(120, Work(1000, 1000, 120.0, 120), TERMS) == pytest.approx(0.5, abs=0.01)


def test_harder_targets_are_not_judged_by_the_easier_ones():
    easy, hard = Work(100, 100, 40.0, 0), Work(100, 100, 5.0, 0)
    assert success_score(10, hard, TERMS) > success_score(10, easy, TERMS)


def test_nothing_due_earns_nothing():
    assert success_score(0, Work(0, 0, 0.0, 0), TERMS) == 0


@given(st.integers(0, 500), st.integers(0, 500))
def test_truth_rewards_the_true_and_never_the_false(true, false):
    score = truth_score(true, false, TRUTH)
    assert 0 <= score < 1
    assert truth_score(true + 1, false, TRUTH) > score
    assert truth_score(true, false + 1, TRUTH) <= score


def test_unverified_reports_earn_nothing_unless_the_scheme_says_so():
    assert truth_score(0, 0, TRUTH) == 0
    assert truth_score(0, 0, TruthTerms(0.6, 1)) == pytest.approx(0.6)


@given(st.integers(-(10**7), 10**7), st.integers(0, 10_000))
def test_pay_never_falls_below_base_pay_and_rises_with_points(points, fen):
    assert pay_fen(points, fen) >= 0
    assert pay_fen(points + 1, fen) >= pay_fen(points, fen)
    assert abs(pay_fen(points, fen) - max(0, points) * fen / 1000) <= 0.5


@given(work(), work())
def test_posting_what_is_missing_makes_the_ledger_right_and_then_nothing_is_missing(before, after):
    posted: dict = {}
    for one in (before, after):
        for transfer in transfers(lines_of(one), posted):
            key = transfer.line.key
            sign = 1 if transfer.credit is transfer.line.account else -1
            assert transfer.millipoints > 0
            assert {transfer.debit, transfer.credit} == {Account.ISSUED, transfer.line.account}
            posted[key] = posted.get(key, 0) + sign * transfer.millipoints
    assert transfers(lines_of(after), posted) == []


def test_the_digest_tells_any_difference():
    lines = lines_of(Work(100, 100, 12.0, 9))
    assert digest(lines, 60) == digest(reversed(lines), 60)
    assert digest(lines, 61) != digest(lines, 60)
    assert digest(lines_of(Work(100, 100, 12.0, 10)), 60) != digest(lines, 60)


def test_the_scheme_weighs_sixty_twenty_twenty():
    business = sum(SCHEME.shares[rule] for rule in (Rule.REVENUE, Rule.DEVELOPMENT, Rule.NET_ADDS))
    assert business == pytest.approx(0.6)
    assert SCHEME.shares[Rule.SUCCESS] == SCHEME.shares[Rule.TRUTH] == pytest.approx(0.2)
    assert all(sum(scheme.shares.values()) == pytest.approx(1) for scheme in schemes())


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("weights", {"business": 60, "success": 20}),
        ("weights", {"business": 60, "success": -20, "truth": 20}),
        ("business", {"steps_walked": 1}),
        ("success", {"damping": 0, "usual_rate": 0.1}),
        ("truth", {"unverified_rate": 2, "unverified_weight": 1}),
    ],
)
def test_a_scheme_that_does_not_add_up_is_refused(part, value):
    source = {
        "version": "x",
        "valid_from": date(2026, 1, 1),
        "points": 1000,
        "weights": {"business": 60, "success": 20, "truth": 20},
        "business": {"revenue": 1},
        "fen_per_point": 60,
        "success": {"damping": 5, "usual_rate": 0.1},
        "truth": {"unverified_rate": 0, "unverified_weight": 1},
        "one_per_household": [],
        "rejoin_days": 90,
    }
    assert scheme_from(source).maximum(Rule.REVENUE) == 600_000
    with pytest.raises(SchemeError):
        scheme_from({**source, part: value})
