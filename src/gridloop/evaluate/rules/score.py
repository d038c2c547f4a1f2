"""Scores between 0 and 1: continuous, bounded, and never lower for a better result."""

from __future__ import annotations

from dataclasses import dataclass

from gridloop.evaluate.rules.scheme import SuccessTerms, TruthTerms


@dataclass(frozen=True, slots=True)
class Work:
    """One person's targets of a cycle.

    ``due`` were dispatched and due, without recalled and policy-held ones; ``expected`` is how many of them the
    models expected to succeed, and ``judged`` how many a model had judged. ``cleared`` successes are confirmed and
    beyond doubt; ``held`` are confirmed but somebody has been asked about the report; ``waiting`` are reported and the
    evidence is still out.
    """

    due: int
    judged: int
    expected: float
    cleared: int
    held: int = 0
    waiting: int = 0


def success_score(successes: int, work: Work, terms: SuccessTerms) -> float:
    """Return the score of so many successes among a person's due targets.

    The damped rate r = successes / (due + damping) is set against the rate that the person's own targets promised, p:
    r / (r + p). Half for what was to be expected, rising ever more slowly, never quite 1; whoever gets the harder
    targets is not judged by the easier ones'.
    """
    rate = min(successes, work.due) / (work.due + terms.damping)
    return rate / (rate + promised_rate(work, terms)) if rate > 0 else 0.0


def promised_rate(work: Work, terms: SuccessTerms) -> float:
    """Return the success rate that a person's targets promised, the usual one where no model judged them."""
    unjudged = work.due - work.judged + terms.damping
    return (work.expected + unjudged * terms.usual_rate) / (work.due + terms.damping)


def truth_score(true: int, false: int, terms: TruthTerms) -> float:
    """Return the share of verified reports that were true.

    Few verified reports are blended with what unverified ones earn (nothing, unless the scheme says so).
    """
    given = terms.unverified_rate * terms.unverified_weight
    return (true + given) / (true + false + terms.unverified_weight)
