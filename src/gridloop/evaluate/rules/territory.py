"""A seller's own customers month by month, and how their figures stand against what was to be expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gridloop.evaluate.rules.baseline import Floats, Judgement, judge
from gridloop.evaluate.rules.ledger import Standing
from gridloop.evaluate.types import Rule


@dataclass(frozen=True, slots=True)
class Territory:
    """The monthly figures of one person's customers, oldest first, the cycle itself last."""

    person_code: str
    penetration: float
    billed: Floats
    revenue_fen: Floats
    begun: Floats
    joined: Floats
    left: Floats

    def history(self, rule: Rule) -> Floats:
        """Return the figures an indicator judges, the cycle last.

        Revenue as a multiple of its own mean before; development and net adds per 100 customers before. A territory is
        thus measured against itself, whatever its size.
        """
        customers = max(1.0, float(self.billed[:-1].mean())) if len(self.billed) > 1 else 1.0
        if rule is Rule.REVENUE:
            usual = float(self.revenue_fen[:-1].mean()) if len(self.revenue_fen) > 1 else 0.0
            return self.revenue_fen / usual if usual > 0 else np.ones_like(self.revenue_fen)
        counted = self.begun if rule is Rule.DEVELOPMENT else self.joined - self.left
        return counted * 100 / customers


BUSINESS = (Rule.REVENUE, Rule.DEVELOPMENT, Rule.NET_ADDS)


def standings(territories: Sequence[Territory]) -> list[list[Standing]]:
    """Return how each territory stands in each business indicator, in the order given."""
    if not territories:
        return []
    maturity = np.array([territory.penetration for territory in territories])
    judged = {rule: _judged(territories, rule, maturity) for rule in BUSINESS}
    return [[_standing(rule, row, *judged[rule]) for rule in BUSINESS] for row in range(len(territories))]


def _judged(territories: Sequence[Territory], rule: Rule, maturity: Floats) -> tuple[Floats, Judgement]:
    figures = np.stack([territory.history(rule) for territory in territories])
    return figures[:, -1], judge(figures[:, :-1], figures[:, -1], maturity)


def _standing(rule: Rule, row: int, actual: Floats, judgement: Judgement) -> Standing:
    return Standing(
        rule=rule,
        score=float(judgement.score[row]),
        actual=float(actual[row]),
        expected=float(judgement.expected[row]),
        own_trend=float(judgement.own_trend[row]),
        peer_trend=float(judgement.peer_trend[row]),
        trust=float(judgement.trust[row]),
    )
