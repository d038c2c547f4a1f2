"""The whole city at one moment: the state that a month moves on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.chance import Draws, Ints, generator
from twin.cities import City
from twin.months import HISTORY_STARTS, Month, number
from twin.sizes import Size
from twin.world.consents import Consents, ask_consents
from twin.world.offers import Offers, catalogue
from twin.world.organisation import Staff, Units, build_staff, build_units
from twin.world.people import Cards, People, draw_cards, draw_people
from twin.world.places import Places, build_places
from twin.world.subscriptions import Holdings, Subscriptions, holdings_of, open_subscriptions

DRIFTING_AT_FIRST = 0.045


@dataclass
class World:
    """A city whose books stand at the beginning of `month`, the first month that is not closed yet."""

    seed: int
    city: City
    size: Size
    month: Month
    offers: Offers
    places: Places
    units: Units
    staff: Staff
    people: People
    cards: Cards
    subscriptions: Subscriptions
    consents: Consents

    @property
    def rows(self) -> Ints:
        """The number of every customer."""
        return np.arange(len(self.people), dtype=np.int64)

    def draws(self, month: Month | None = None) -> Draws:
        """Keyed draws of a month (the open one by default)."""
        return Draws(self.seed, number(self.month if month is None else month))

    def lifelong_draws(self) -> Draws:
        """Keyed draws that never change: for small constant traits that need no column."""
        return Draws(self.seed, -1 & 0xFFFF)

    def holdings(self) -> Holdings:
        """Who holds what now."""
        return holdings_of(self.subscriptions, self.offers, len(self.people))


def build_world(seed: int, city: City, size: Size) -> World:
    """The city on the day when its books open; the same seed makes the same city."""
    offers = catalogue()
    places = build_places(seed, size)
    people = draw_people(seed, "first", size.customers, places, city)
    people.drift_months = _already_drifting(seed, size.customers)
    return World(
        seed=seed, city=city, size=size, month=HISTORY_STARTS, offers=offers, places=places,
        units=build_units(places, city, size), staff=build_staff(seed, places, city, size), people=people,
        cards=draw_cards(seed, "first", 0, people, places),
        subscriptions=open_subscriptions(seed, "first", 0, people, places, offers, city),
        consents=ask_consents(seed, "first", 0, people),
    )  # fmt: skip


def _already_drifting(seed: int, count: int) -> Ints:
    """Some were drifting away before the books open; for how long is geometric."""
    rng = generator(seed, "drifting")
    return np.where(rng.random(count) < DRIFTING_AT_FIRST, rng.geometric(0.3, count), 0)
