"""Intervals for differences of shares: textbook values, their level, and real randomised data."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.evaluate.rules.rates import rate_difference, wilson

EXPERIMENTS = Path(__file__).parents[5] / "shared" / "data" / "experiments"


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [  # Newcombe (1998), table II, method 10
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 10), 0.6075, 1.0000),
    ],
)
def test_published_examples(counts, low, high):
    found = rate_difference(*counts)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400), st.integers(0, 400))
def test_an_interval_holds_its_estimate_and_stays_possible(a, b, c, d):
    (s1, n1), (s0, n0) = sorted((a, b)), sorted((c, d))
    found = rate_difference(s1, n1, s0, n0)
    assert -1 <= found.low <= found.estimate <= found.high <= 1
    mirrored = rate_difference(s0, n0, s1, n1)
    assert found.low == pytest.approx(-mirrored.high)


def test_it_covers_the_truth_as_often_as_it_says():
    """Rare successes and a control group of a tenth, as campaigns have them."""
    random = np.random.default_rng(20261001)
    rounds, treated, control, p1, p0 = 4000, 900, 100, 0.12, 0.05
    successes = zip(random.binomial(treated, p1, rounds), random.binomial(control, p0, rounds), strict=True)
    intervals = [rate_difference(int(a), treated, int(b), control) for a, b in successes]
    covered = np.mean([i.low <= p1 - p0 <= i.high for i in intervals])
    assert 0.94 <= covered <= 0.97


def test_nothing_tried_says_nothing():
    assert wilson(0, 0).high == 1.0
    assert rate_difference(0, 0, 0, 0).contains_zero


def test_the_turnout_experiment():
    """Gerber, Green, Larimer (2008): the letter that shows neighbours' turnout raised it by 8.1 points."""
    file = EXPERIMENTS / "social_pressure" / "social_pressure.csv.gz"
    if not file.is_file():
        pytest.skip(f"no real experiment at {file}")
    counts: dict[str, list[int]] = {}
    with gzip.open(file, "rt") as lines:
        for row in csv.DictReader(lines):
            arm = counts.setdefault(row["treatment"].strip(), [0, 0])
            arm[0] += row["voted"] == "Yes"
            arm[1] += 1
    found = rate_difference(*counts["Neighbors"], *counts["Control"])
    assert found.estimate == pytest.approx(0.081, abs=0.0005)
    assert 0.07 < found.low < found.high < 0.09


def test_the_promotion_experiment():
    """A coffee chain's promotion: purchases rose from 0.76 % to 1.70 % of those it was sent to at random."""
    file = EXPERIMENTS / "starbucks" / "Training.csv.gz"
    if not file.is_file():
        pytest.skip(f"no real experiment at {file}")
    counts: dict[str, list[int]] = {"Yes": [0, 0], "No": [0, 0]}
    with gzip.open(file, "rt") as lines:
        for row in csv.DictReader(lines):
            counts[row["Promotion"]][0] += row["purchase"] == "1"
            counts[row["Promotion"]][1] += 1
    found = rate_difference(*counts["Yes"], *counts["No"])
    assert found.estimate == pytest.approx(0.0095, abs=0.0002)
    assert 0.0079 < found.low < found.high < 0.011
