"""Building a city that has a past: the world, twelve lived months, the first delivery."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from twin.cities import City
from twin.feeds.delivery import Delivered, Delivery, counts_json
from twin.life.closing import close_month
from twin.life.contacts import Contacts
from twin.life.store import save
from twin.months import HISTORY_MONTHS, HISTORY_STARTS, first_day
from twin.sizes import Size
from twin.world.world import World, build_world

Say = Callable[[str], None]


def begin(seed: int, city: City, size: Size, state: Path, drop: Path, say: Say) -> tuple[World, list[Delivered]]:
    """Build the city, live through its history, write the first delivery and the state."""
    say("map, organisation, people")
    world = build_world(seed, city, size)
    delivery = Delivery(drop, seed, str(first_day(HISTORY_STARTS + np.timedelta64(HISTORY_MONTHS, "M"))))
    for _ in range(HISTORY_MONTHS):
        say(f"living through {world.month}")
        delivery.add_month(world, close_month(world, Contacts.none()))
    say("writing full feeds")
    delivered = delivery.finish(world)
    save(world, state)
    keep_counts(state, delivery.business_date, delivered)
    return world, delivered


def keep_counts(state: Path, business_date: str, delivered: list[Delivered]) -> None:
    """Keep a delivery's counts beside the truth."""
    folder = state / "deliveries"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{business_date}.json").write_text(counts_json(delivered), encoding="utf-8")
