"""The formula of a contact's worth agrees with a year that is really lived, with the contacts and without."""

from __future__ import annotations

import copy

import numpy as np

from twin.chance import Floats, Ints
from twin.cities import PORT
from twin.life.closing import close_month
from twin.life.contacts import Contacts
from twin.nature.leaving import stir
from twin.nature.standing import stand
from twin.nature.uptake import Approach
from twin.nature.worth import worth_of
from twin.sizes import size_named
from twin.world.world import World, build_world


def year_after(world: World, contacts: Contacts, rows: Ints) -> Floats:
    """Fen billed to each of these customers in the twelve months after the contacts."""
    world = copy.deepcopy(world)
    close_month(world, contacts)
    billed = np.zeros(len(world.people))
    for _ in range(12):
        books = close_month(world, Contacts.none())
        # those who joined meanwhile are of no interest
        old = books.bills.customer < len(billed)
        billed[books.bills.customer[old]] += books.bills.billed[old]
    return billed[rows]


def test_the_mean_worth_is_what_a_year_brings():
    world = build_world(5, PORT, size_named("demo", 12_000))
    for _ in range(3):
        close_month(world, Contacts.none())
    s = stand(world)
    offer = np.full(len(s), world.offers.row("BB500"))
    worth = worth_of(s, world.offers, offer, Approach(channel=np.full(len(s), "visit")), world.city)
    rows = np.flatnonzero(worth.accept > 0)
    yes = world.draws().uniform("accept", rows) < worth.accept[rows]
    day = np.full(len(rows), world.month.astype("datetime64[D]") + 9)
    calm = np.where(yes, 0.0, stir(s.take(rows), world.city))
    contacts = Contacts(rows, day, offer[rows], np.full(len(rows), True), yes, calm)
    gained = year_after(world, contacts, rows) - year_after(world, Contacts.none(), rows)
    error = gained.std() / np.sqrt(len(rows))
    assert worth.reached[rows].mean() > 3_000
    assert abs(gained.mean() - worth.reached[rows].mean()) < 3 * error
