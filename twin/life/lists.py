"""Working a list of customers without Gridloop: the yardsticks that a bench holds Gridloop's own targeting against.

The same managers, the same working days, the same answers; only who is contacted with what comes from elsewhere.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from twin.life.log import read_month, write_day
from twin.life.phone import Order
from twin.life.playing import work_orders
from twin.life.truth import OBJECTIVES, Targets
from twin.months import Day
from twin.nature.standing import stand
from twin.nature.uptake import Approach
from twin.nature.worth import worth_of_attempt
from twin.world.consents import consent_given
from twin.world.people import customer_ids, customer_row
from twin.world.world import World

LISTS = uuid.UUID("7d6f4b0e-52a1-4c39-9d0c-6a0f2f6f3b11")
ATTEMPTS = 3
"""A customer who is not reached is tried on three days, as community managers do with an order."""


def random_targets(world: World, objective: str, channel: str, count: int, seed: int) -> Targets:
    """Draw customers who may be contacted and can have an offer of the objective, with such an offer at random."""
    s = stand(world)
    everybody = len(s)
    allowed = consent_given(world.consents, channel, everybody) & s.present
    approach = Approach(channel=np.full(everybody, channel))
    rows = world.offers.rows_of(*OBJECTIVES[objective])
    worth = np.stack([worth_of_attempt(s, world.offers, np.full(everybody, row), approach, world.city) for row in rows])
    possible = (worth != 0) & allowed
    rng = np.random.default_rng([seed, 7, world.month.astype(int)])
    wanted = np.flatnonzero(possible.any(axis=0))
    chosen = rng.permutation(wanted)[:count]
    ticket = rng.random((len(rows), len(chosen))) * possible[:, chosen]
    offer = ticket.argmax(axis=0)
    return Targets(chosen, rows[offer], worth[offer, chosen])


def work_list(world: World, state: Path, lists: dict[str, Targets], channel: str, days: list[Day]) -> None:
    """Contact everybody on the lists (by objective) within the days, and write the contacts to the city's log."""
    orders = (order for objective in lists for order in _orders(world, objective, lists[objective], channel))
    waiting = {str(order["id"]): order for order in orders}
    for day in days:
        log = work_orders(world, state, _by_manager(world, waiting.values()), day)
        if log is None:
            continue
        write_day(state, day, log)
        _strike_out(waiting, world, state)


def _orders(world: World, objective: str, targets: Targets, channel: str) -> list[Order]:
    ids = customer_ids(targets.customer)
    return [
        {
            "id": str(uuid.uuid5(LISTS, f"{world.month} {objective} {customer}")),
            "customer_id": str(customer),
            "campaign_code": objective,
            "offer": {"code": str(world.offers.code[offer])},
            "channel": channel,
            "planned_on": str(world.month.astype("datetime64[D]")),
            "priority": 50,
        }
        for customer, offer in zip(ids, targets.offer, strict=True)
    ]


def _by_manager(world: World, orders: Iterable[Order]) -> dict[int, list[Order]]:
    found: dict[int, list[Order]] = {}
    for order in orders:
        place = world.people.place[customer_row(str(order["customer_id"]))]
        found.setdefault(int(world.places.manager[place]), []).append(order)
    return found


def _strike_out(waiting: dict[str, Order], world: World, state: Path) -> None:
    """Take off the lists whoever was reached, and whoever was tried often enough."""
    log = read_month(state, world.month)
    if log is None:
        return
    orders, tries = np.unique(log.order_id, return_counts=True)
    for order_id in [*log.order_id[log.reached], *orders[tries >= ATTEMPTS]]:
        waiting.pop(str(order_id), None)
