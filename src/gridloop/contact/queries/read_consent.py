"""How many customers may be contacted at all, by channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ibis import _

from gridloop.contact.types import Channel
from gridloop.lake.queries import open_lake


@dataclass(frozen=True, slots=True)
class ConsentCounts:
    """Customers in service, and how many of them consent to each channel; ``recorded`` counts every row there is."""

    customers: int
    recorded: int
    granted: dict[str, int]


def consent_counts(on: date) -> ConsentCounts:
    """Return how many customers in service on a day have consented, by channel; for the company as a whole."""
    with open_lake() as lake:
        customer, consent = lake.table("customer"), lake.table("consent")
        present = customer.filter(_.left_on.isnull() | (_.left_on > on))
        given = consent.filter(_.granted).semi_join(present, "customer_id")
        rows = lake.run(given.group_by("channel").agg(customers=_.count().cast("int64"))).to_pylist()
        customers = int(str(lake.scalar(present.count())))
        recorded = int(str(lake.scalar(consent.count())))
    found = {row["channel"]: row["customers"] for row in rows}
    return ConsentCounts(customers, recorded, {channel.value: found.get(channel.value, 0) for channel in Channel})
