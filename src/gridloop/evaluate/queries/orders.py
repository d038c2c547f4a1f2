"""The work orders of a cycle's campaigns with their newest reports, as evaluation needs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gridloop.contact.queries import order_contacts
from gridloop.dispatch.queries import orders
from gridloop.dispatch.types import OrderFilters, SourceKind
from gridloop.evaluate.rules.confirmation import OrderFacts, contact_time
from gridloop.evaluate.rules.plausibility import Report
from gridloop.kernel import clock
from gridloop.kernel.types import WHOLE_COMPANY
from gridloop.lake.queries import open_lake

TargetKey = tuple[str, str, int]
_ORDER = (
    "id", "source_id", "customer_id", "step", "assignee_code", "grid_code", "channel", "state",
    "created_at", "due_on", "outcome", "objection", "contacts", "reached",
)  # fmt: skip
_CONTACT = (
    "id", "order_id", "customer_id", "channel", "outcome", "made_by", "made_at", "claimed_at", "started_at", "ended_at",
    "competitor", "competitor_contract_end_on", "best_time", "longitude", "latitude",
)  # fmt: skip


@dataclass
class _Told:
    """What the contacts made for one order add up to: the newest word on each thing."""

    contact_id: str = ""
    competitor: str = ""
    competitor_contract_end_on: date | None = None
    best_time: str = ""
    reported_at: datetime | None = None
    first_contact_on: date | None = None
    last_contact_on: date | None = None

    def hear(self, contact: dict[str, Any]) -> None:
        """Take in one contact; they come in the order they were made."""
        at = contact_time(contact["claimed_at"], contact["made_at"])
        day = clock.day_of(at)
        self.contact_id = str(contact["id"])
        self.reported_at = at
        self.first_contact_on = min(day, self.first_contact_on or day)
        self.last_contact_on = max(day, self.last_contact_on or day)
        self.competitor = contact["competitor"] or self.competitor
        ends_on = contact["competitor_contract_end_on"]
        self.competitor_contract_end_on = ends_on or self.competitor_contract_end_on
        self.best_time = contact["best_time"] or self.best_time


def cycle_orders(cycle: str) -> dict[TargetKey, OrderFacts]:
    """Return the campaign orders of a cycle by (campaign, customer, step)."""
    told: dict[str, _Told] = {}
    for contact in _contacts(cycle):
        told.setdefault(contact["order_id"], _Told()).hear(contact)
    found: dict[TargetKey, OrderFacts] = {}
    for row in _order_rows(cycle):
        words = told.get(str(row["id"]), _Told())
        found[row["source_id"], row["customer_id"], row["step"]] = OrderFacts(
            order_id=str(row["id"]),
            **{name: row[name] for name in _ORDER[4:]},
            **vars(words),
        )
    return found


def cycle_reports(cycle: str) -> list[Report]:
    """Return every contact made for a cycle's campaign orders, as a report to be judged for plausibility."""
    ordered = {str(row["id"]): row for row in _order_rows(cycle)}
    middles = _middles_of_places()
    return [
        Report(
            contact_id=str(contact["id"]),
            person_code=contact["made_by"],
            customer_id=contact["customer_id"],
            channel=contact["channel"],
            outcome=contact["outcome"],
            claimed_at=contact["claimed_at"] or contact["made_at"],
            received_at=contact["made_at"],
            started_at=contact["started_at"],
            ended_at=contact["ended_at"],
            ordered_at=ordered[contact["order_id"]]["created_at"],
            order_id=contact["order_id"],
            made_at_point=_point(contact["longitude"], contact["latitude"]),
            customer_points=_customer_points(ordered[contact["order_id"]], middles),
        )
        for contact in _contacts(cycle)
        if contact["order_id"] in ordered
    ]


def _middles_of_places() -> dict[str, tuple[float, float]]:
    with open_lake() as lake:
        place = lake.table("place")
        known = place.filter(place.longitude.notnull(), place.latitude.notnull())
        rows = lake.run(known.select("place_code", "longitude", "latitude")).to_pylist()
    return {row["place_code"]: (row["longitude"], row["latitude"]) for row in rows}


def _customer_points(order: dict[str, Any], middles: dict[str, tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    address = _point(order["card__longitude"], order["card__latitude"])
    middle = middles.get(order["card__place_code"] or "")
    return tuple(point for point in (address, middle) if point is not None)


def _point(longitude: float | None, latitude: float | None) -> tuple[float, float] | None:
    return None if longitude is None or latitude is None else (longitude, latitude)


def _order_rows(cycle: str) -> Any:
    rows = orders(WHOLE_COMPANY, OrderFilters(cycle=cycle)).filter(source_kind=SourceKind.CAMPAIGN.value)
    return rows.order_by().values(*_ORDER, "card__longitude", "card__latitude", "card__place_code")


def _contacts(cycle: str) -> Any:
    return order_contacts(WHOLE_COMPANY, cycle=cycle).values(*_CONTACT)
