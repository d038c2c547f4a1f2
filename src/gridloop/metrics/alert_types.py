"""Alerts as other rooms see them: what is watched, what was found, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AlertKind(StrEnum):
    """What makes an alert."""

    ANOMALY = "anomaly"
    ABOVE = "above"
    BELOW = "below"
    GOAL = "goal"


class AlertState(StrEnum):
    """Life of an alert."""

    OPEN = "open"
    SILENCED = "silenced"
    CLEARED = "cleared"
    """A later build of the same month no longer finds it: the data was corrected, or the rule changed."""


@dataclass(frozen=True, slots=True)
class AlertRuleRow:
    """What is watched in every grid; ``tuned`` ones differ from what is shipped."""

    code: str
    indicator: str
    kind: AlertKind
    limit: float
    active: bool = True
    tuned: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in a grid: the value, what was expected (or the limit), and how far off it is.

    ``score`` counts robust standard deviations for anomalies; for the others it is how much of the limit was passed.
    """

    value: float
    expected: float
    score: float
