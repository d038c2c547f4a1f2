"""What the month's contacts come to for each customer, as the closing of a month needs it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.chance import Bools, Floats, Ints
from twin.columns import Columns
from twin.months import Days


@dataclass
class Contacts(Columns):
    """One row for each contact that was really made, in the order in which they were made."""

    customer: Ints
    day: Days
    offer: Ints
    """Row in the catalogue, -1 when the twin does not know the offer."""
    reached: Bools
    signed: Bools
    stir: Floats
    """Added to the log-odds of leaving this month."""

    @classmethod
    def none(cls) -> Contacts:
        """A month without any contact."""
        no = np.zeros(0, dtype=np.int64)
        return cls(no, no.astype("datetime64[D]"), no, no.astype(bool), no.astype(bool), no.astype(np.float64))


@dataclass(frozen=True)
class Touched:
    """The contacts of the month added up, one row for each customer of the city."""

    times: Floats
    """Contacts in which the customer was reached."""
    stir: Floats
    last_day: Days
    """Of the last reached contact, NaT for those not reached."""


def touched_by(contacts: Contacts, customers: int) -> Touched:
    """Add up the reached contacts of each customer."""
    reached = contacts.take(contacts.reached)
    last = np.full(customers, np.datetime64("NaT", "D"))
    order = np.argsort(reached.day, kind="stable")
    last[reached.customer[order]] = reached.day[order]
    return Touched(
        times=np.bincount(reached.customer, minlength=customers).astype(np.float64),
        stir=np.bincount(reached.customer, weights=reached.stir, minlength=customers).astype(np.float64),
        last_day=last,
    )


def signings_of(contacts: Contacts) -> Contacts:
    """The first signed contact of each customer: nobody signs twice in a month."""
    signed = contacts.take(contacts.signed & (contacts.offer >= 0))
    signed = signed.take(np.argsort(signed.day, kind="stable"))
    _, first = np.unique(signed.customer, return_index=True)
    return signed.take(first)
