"""What answers to questions mean for one report, and for one person's truth rate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from gridloop.evaluate.rules.ledger import Reports
from gridloop.evaluate.types import CheckKind, CheckState, OutcomeState

SUSPICIONS = frozenset({CheckKind.NO_DURATION, CheckKind.SAME_MINUTE, CheckKind.OUT_OF_ORDER, CheckKind.FAR_AWAY})
"""Questions that hold points while they are open. A drawn call-back suspects nobody and holds nothing."""


class Standing(StrEnum):
    """Whether a report's points may be given."""

    CLEAR = "clear"
    HELD = "held"
    FALSE = "false"


@dataclass(frozen=True, slots=True)
class Claim:
    """One order's report: what it says, what the feeds say, and what was asked about it."""

    outcome: str
    evidence: OutcomeState
    checks: tuple[tuple[CheckKind, CheckState], ...] = ()


def standing_of(checks: Iterable[tuple[CheckKind, CheckState]]) -> Standing:
    """Return whether a report stands: false once somebody found it so, held while a suspicion is open.

    What could not be found out counts for the person.
    """
    asked = tuple(checks)
    if any(state is CheckState.FALSE for _, state in asked):
        return Standing.FALSE
    if any(kind in SUSPICIONS and state is CheckState.OPEN for kind, state in asked):
        return Standing.HELD
    return Standing.CLEAR


def verified(claim: Claim) -> bool | None:
    """Return whether a report was verified as true or false, None while it was neither.

    A person's answer goes before the feeds'; an accepted offer that a later feed shows is true. One that no feed shows
    is not false: the customer may have thought better of it, so somebody is asked.
    """
    states = {state for _, state in claim.checks}
    if CheckState.FALSE in states:
        return False
    if CheckState.TRUE in states:
        return True
    if claim.outcome == "accepted" and claim.evidence is OutcomeState.CONFIRMED:
        return True
    return None


def tally(claims: Iterable[Claim]) -> Reports:
    """Return how many of the reports were verified, and how many questions about them are open."""
    made = [claim for claim in claims if claim.outcome]
    answers = [verified(claim) for claim in made]
    asked = sum(any(state is CheckState.OPEN for _, state in claim.checks) for claim in made)
    return Reports(claims=len(made), true=answers.count(True), false=answers.count(False), open=asked)
