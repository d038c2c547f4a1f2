"""Reports that look as if nobody had been there. A suspicion only asks; it never decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt

from gridloop.evaluate.types import CheckKind

SHORTEST_VISIT = timedelta(seconds=30)
SHORTEST_SALE = {"visit": timedelta(minutes=3), "call": timedelta(seconds=90)}
"""Nobody explains an offer, hears yes and signs it in less."""
FARTHEST_KM = 1.0
"""A visit reported from further away than a large compound is wide was not made there."""
_EARTH_KM = 6371.0
VISITS_A_MINUTE = 3
"""So many customers visited in one minute by one person are more than anybody can."""
CLOCK_SKEW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Report:
    """One contact as reported. ``claimed_at`` is the device's time, ``received_at`` the server's."""

    contact_id: str
    person_code: str
    customer_id: str
    channel: str
    outcome: str
    claimed_at: datetime
    received_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ordered_at: datetime | None = None
    order_id: str = ""
    made_at_point: tuple[float, float] | None = None
    """Longitude and latitude of the one fix that a visit keeps."""
    customer_points: tuple[tuple[float, float], ...] = ()
    """Where the customer may be met: his address, and the middle of his place."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One question to ask about one report."""

    contact_id: str
    kind: CheckKind
    detail: dict[str, int | str] = field(default_factory=dict)


def suspicions(reports: Sequence[Report]) -> list[Suspicion]:
    """Return what to ask about a set of reports, in the order of contact and kind.

    A visit said to have met somebody, or a sale, that lasted no time; a visit reported from somewhere else; three or
    more customers visited in the same minute; times that contradict each other (ended before it began, reported
    before the order existed or ahead of the server's clock by more than ten minutes).
    """
    found = [*_no_duration(reports), *_out_of_order(reports), *_same_minute(reports), *_far_away(reports)]
    return sorted(found, key=lambda s: (s.contact_id, s.kind.value))


def _no_duration(reports: Iterable[Report]) -> Iterable[Suspicion]:
    for report in reports:
        shortest = _shortest(report)
        if shortest is None or report.started_at is None or report.ended_at is None:
            continue
        lasted = report.ended_at - report.started_at
        if timedelta(0) <= lasted < shortest:
            yield Suspicion(report.contact_id, CheckKind.NO_DURATION, {"seconds": int(lasted.total_seconds())})


def _shortest(report: Report) -> timedelta | None:
    """Return the least time that what is reported takes; None for what may take none."""
    if report.outcome == "accepted":
        return SHORTEST_SALE.get(report.channel)
    reached = report.outcome not in ("not_reached", "wrong_number")
    return SHORTEST_VISIT if report.channel == "visit" and reached else None


def _far_away(reports: Iterable[Report]) -> Iterable[Suspicion]:
    for report in reports:
        if report.channel != "visit" or report.made_at_point is None or not report.customer_points:
            continue
        distance = min(kilometres(report.made_at_point, point) for point in report.customer_points)
        if distance > FARTHEST_KM:
            yield Suspicion(report.contact_id, CheckKind.FAR_AWAY, {"metres": round(distance * 1000)})


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance of two points (longitude, latitude in degrees)."""
    (x1, y1), (x2, y2) = ((radians(x), radians(y)) for x, y in (one, other))
    half = sin((y2 - y1) / 2) ** 2 + cos(y1) * cos(y2) * sin((x2 - x1) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


def _out_of_order(reports: Iterable[Report]) -> Iterable[Suspicion]:
    for report in reports:
        if report.started_at and report.ended_at and report.ended_at < report.started_at:
            what = "ended_before_started"
        elif report.ordered_at and report.claimed_at < report.ordered_at - CLOCK_SKEW:
            what = "before_order"
        elif report.claimed_at > report.received_at + CLOCK_SKEW:
            what = "in_the_future"
        else:
            continue
        yield Suspicion(report.contact_id, CheckKind.OUT_OF_ORDER, {"what": what})


def _same_minute(reports: Iterable[Report]) -> Iterable[Suspicion]:
    minutes: dict[tuple[str, datetime], list[Report]] = defaultdict(list)
    for report in reports:
        if report.channel == "visit":
            minute = report.claimed_at.replace(second=0, microsecond=0)
            minutes[report.person_code, minute].append(report)
    for together in minutes.values():
        customers = len({report.customer_id for report in together})
        if customers >= VISITS_A_MINUTE:
            for report in together:
                yield Suspicion(report.contact_id, CheckKind.SAME_MINUTE, {"customers": customers})
