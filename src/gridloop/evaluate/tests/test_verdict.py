"""Nothing is claimed that the numbers do not carry."""

from __future__ import annotations

import pytest

from gridloop.evaluate.rules.verdict import return_on, sum_of, verdict_of
from gridloop.evaluate.types import Interval, Measure, Verdict


@pytest.mark.parametrize(
    ("measure", "low", "high", "treated", "control", "verdict"),
    [
        (Measure.SUCCESS_RATE, 0.01, 0.05, 900, 100, Verdict.GAIN),
        (Measure.SUCCESS_RATE, -0.01, 0.05, 900, 100, Verdict.NO_PROOF),
        (Measure.SUCCESS_RATE, 0.0, 0.05, 900, 100, Verdict.NO_PROOF),
        (Measure.SUCCESS_RATE, -0.05, -0.01, 900, 100, Verdict.LOSS),
        (Measure.CHURN_RATE, -0.05, -0.01, 900, 100, Verdict.GAIN),
        (Measure.CHURN_RATE, 0.01, 0.05, 900, 100, Verdict.LOSS),
        (Measure.SUCCESS_RATE, 0.2, 0.5, 900, 49, Verdict.CONTROL_TOO_SMALL),
        (Measure.SUCCESS_RATE, 0.2, 0.5, 20, 100, Verdict.CONTROL_TOO_SMALL),
    ],
)
def test_verdicts(measure, low, high, treated, control, verdict):
    assert verdict_of(measure, Interval(low, (low + high) / 2, high), treated, control) is verdict


def test_without_evidence_there_is_no_verdict():
    assert verdict_of(Measure.REVENUE, None, 900, 100) is Verdict.NO_EVIDENCE


def test_return_is_what_remains_of_each_yuan_spent():
    found = return_on(Interval(50.0, 250.0, 450.0), 100)
    assert (found.low, found.estimate, found.high) == pytest.approx((-0.5, 1.5, 3.5))
    assert return_on(Interval(1, 2, 3), 0) is None
    assert return_on(None, 100) is None


def test_independent_sums_are_relatively_sharper():
    found = sum_of([Interval(0, 10, 20), Interval(0, 10, 20)])
    assert found.estimate == 20
    assert found.high - found.estimate == pytest.approx(10 * 2**0.5)
    assert sum_of([]) is None
