"""What deserves a look, decided on numbers alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

SLOW = 0.7
"""A pace below this is behind plan."""
FEW = 5
"""Below so many orders a pace or a rate says nothing."""
POOR_REACH = 0.6
"""A reach below this part of the peers' needs a look (another time of day, another channel)."""
SILENT_DAYS = 3
"""Calendar days without any contact, while orders wait, after which somebody should ask."""
MANY_OVERDUE = 0.2
NEARLY_SPENT = 0.9
UNUSUAL = 2.5
"""Deviations of the peers' usual ones from which a change is worth telling."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason to look; ``weight`` adds up to how urgent it is."""

    code: str
    weight: int
    params: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonWork:
    """How one person's orders stand."""

    open: int
    overdue: int
    planned_to_date: int
    contacted: int
    reached: int
    last_contact_on: date | None
    first_planned_on: date | None

    @property
    def reach_rate(self) -> float | None:
        """Return reached / contacted, None for too few to tell."""
        return self.reached / self.contacted if self.contacted >= FEW else None

    @property
    def pace(self) -> float | None:
        """Return contacted / planned to date, None for too few to tell."""
        return self.contacted / self.planned_to_date if self.planned_to_date >= FEW else None


def help_needed(work: PersonWork, usual_reach: float | None, today: date) -> list[Finding]:
    """Return why somebody seems to need help, the most urgent reason first."""
    found = []
    if work.overdue:
        heavy = work.overdue >= FEW and work.overdue >= MANY_OVERDUE * max(1, work.open)
        found.append(Finding("overdue", 2 if heavy else 1, {"count": work.overdue}))
    silent = _silent_days(work, today)
    if silent is not None and silent >= SILENT_DAYS:
        found.append(Finding("silent", 2, {"days": silent, "open": work.open}))
    pace = work.pace
    if pace is not None and pace < SLOW:
        found.append(Finding("slow", 1, {"pace": _percent(pace)}))
    reach = work.reach_rate
    if reach is not None and usual_reach and reach < POOR_REACH * usual_reach:
        found.append(Finding("low_reach", 1, {"reach": _percent(reach), "usual": _percent(usual_reach)}))
    return sorted(found, key=lambda finding: -finding.weight)


def _silent_days(work: PersonWork, today: date) -> int | None:
    """Return for how many days nothing was done although there was something to do; Sundays do not count."""
    since = work.last_contact_on or (work.first_planned_on - timedelta(days=1) if work.first_planned_on else None)
    if not work.open or since is None or since >= today:
        return None
    days = (since + timedelta(days=n) for n in range(1, (today - since).days))
    return sum(day.weekday() < 6 for day in days)


def usual(values: Sequence[float | None]) -> float | None:
    """Return the median of what is known."""
    known = [value for value in values if value is not None]
    return median(known) if known else None


@dataclass(frozen=True, slots=True)
class GridState:
    """How one grid's work and indicators stand; changes are against the month before."""

    orders: int
    overdue: int
    planned_to_date: int
    contacted: int
    changes: Mapping[str, float]
    """By indicator: change for the better (above 0) or worse (below), counted in the peers' usual deviations."""
    alerts: int = 0
    """How many indicators of the grid are out of line, and nobody has said why."""
    alerted: str = ""
    """What these are called."""


def attention(state: GridState) -> list[Finding]:
    """Return why a grid needs attention, the most urgent reason first."""
    found = []
    if state.orders >= FEW and state.overdue >= MANY_OVERDUE * state.orders:
        share = _percent(state.overdue / state.orders)
        found.append(Finding("grid_overdue", 2, {"count": state.overdue, "share": share}))
    if state.planned_to_date >= FEW and state.contacted / state.planned_to_date < SLOW:
        found.append(Finding("grid_slow", 1, {"pace": _percent(state.contacted / state.planned_to_date)}))
    for indicator, change in sorted(state.changes.items()):
        if change <= -UNUSUAL:
            found.append(Finding(f"worse_{indicator}", 2 if change <= -2 * UNUSUAL else 1))
    if state.alerts:
        found.append(Finding("grid_alerts", 1, {"count": state.alerts, "indicators": state.alerted}))
    return sorted(found, key=lambda finding: (-finding.weight, finding.code))


def severity(findings: Sequence[Finding]) -> int:
    """Return how urgent findings are together: 0 fine, 3 urgent."""
    return min(3, sum(finding.weight for finding in findings))


def deviations(changes: Mapping[str, float | None]) -> dict[str, float]:
    """Return each change counted in the peers' usual deviation from their median (robust z-scores).

    Nothing for fewer than four peers, or when nearly all change alike: then nothing is unusual.
    """
    known = {key: value for key, value in changes.items() if value is not None}
    if len(known) < 4:
        return {}
    middle = median(known.values())
    spread = 1.4826 * median(abs(value - middle) for value in known.values())
    return {key: (value - middle) / spread for key, value in known.items()} if spread > 0 else {}


@dataclass(frozen=True, slots=True)
class CampaignStanding:
    """How a campaign stands, as far as its planner is concerned."""

    state: str
    starts_on: date
    ends_on: date
    planned_to_date: int
    contacted: int
    orders: int
    overdue: int
    budget_fen: int
    spent_fen: int
    verdict: str


def campaign_needs(standing: CampaignStanding, today: date) -> list[Finding]:
    """Return why a campaign needs its planner today, the most urgent reason first."""
    waiting = {"rejected": "rejected", "submitted": "submitted", "draft": "draft"}
    found = []
    if standing.state in waiting:
        found.append(Finding(f"campaign_{waiting[standing.state]}", 1))
    if standing.state == "approved":
        found.append(Finding("campaign_launch", 2 if standing.starts_on <= today else 1))
    if standing.state == "paused":
        found.append(Finding("campaign_paused", 1))
    if standing.state == "launched":
        found += _running(standing)
    if standing.verdict == "loss":
        found.append(Finding("campaign_loss", 2))
    return sorted(found, key=lambda finding: (-finding.weight, finding.code))


def _running(standing: CampaignStanding) -> list[Finding]:
    found = []
    if standing.planned_to_date >= FEW and standing.contacted / standing.planned_to_date < SLOW:
        found.append(Finding("campaign_slow", 2, {"pace": _percent(standing.contacted / standing.planned_to_date)}))
    if standing.orders >= FEW and standing.overdue >= MANY_OVERDUE * standing.orders:
        found.append(Finding("campaign_overdue", 1, {"count": standing.overdue}))
    if standing.budget_fen and standing.spent_fen >= NEARLY_SPENT * standing.budget_fen:
        found.append(Finding("campaign_spent", 1, {"share": _percent(standing.spent_fen / standing.budget_fen)}))
    return found


def _percent(value: float) -> str:
    return f"{value * 100:.0f}%"
