"""The state of a city on disk: one Parquet file a table, and `city.json` written last.

The state folder holds the truth. Gridloop must never read it.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from twin.cities import city_named
from twin.columns import Columns
from twin.errors import InputError
from twin.months import Month, month_of
from twin.sizes import Size
from twin.world.consents import Consents
from twin.world.offers import Offers
from twin.world.organisation import Staff, Units
from twin.world.people import Cards, People
from twin.world.places import Places
from twin.world.subscriptions import Subscriptions
from twin.world.world import World

FORMAT = 1
_TABLES: dict[str, type[Columns]] = {
    "offers": Offers, "places": Places, "units": Units, "staff": Staff, "people": People, "cards": Cards,
    "subscriptions": Subscriptions, "consents": Consents,
}  # fmt: skip


class StateError(InputError):
    """The state folder cannot be used; the message says what to do."""


def save(world: World, folder: Path) -> None:
    """Write the whole state into a folder of its month, then point `city.json` at it: a crash leaves the old one."""
    inner = folder / f"world-{world.month}"
    inner.mkdir(parents=True, exist_ok=True)
    for name in _TABLES:
        table: Columns = getattr(world, name)
        pq.write_table(table.to_arrow(), inner / f"{name}.parquet", compression="zstd")
    facts = {
        "format": FORMAT, "seed": world.seed, "city": world.city.code, "month": str(world.month),
        "size": asdict(world.size), "folder": inner.name,
    }  # fmt: skip
    fresh = folder / "city.json.part"
    fresh.write_text(json.dumps(facts, indent=1), encoding="utf-8")
    fresh.replace(folder / "city.json")
    _forget_older(folder, inner.name)


def load(folder: Path) -> World:
    """The world that `save` wrote; StateError when there is none."""
    facts = _facts(folder)
    inner = folder / str(facts["folder"])
    tables: dict[str, Any] = {
        name: kind.from_arrow(pq.read_table(inner / f"{name}.parquet")) for name, kind in _TABLES.items()
    }
    return World(
        seed=int(facts["seed"]), city=city_named(str(facts["city"])), size=Size(**facts["size"]),
        month=month_of(str(facts["month"])), **tables,
    )  # fmt: skip


def open_month(folder: Path) -> Month:
    """The month that is open in the books, without reading the tables."""
    return month_of(str(_facts(folder)["month"]))


def _facts(folder: Path) -> dict[str, Any]:
    path = folder / "city.json"
    if not path.exists():
        raise StateError(f"no city in {folder}: build one first (python -m twin build --state {folder} --drop …)")
    facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if facts.get("format") != FORMAT:
        raise StateError(f"{folder} was written by another version of the twin: build the city anew")
    return facts


def _forget_older(folder: Path, keep: str) -> None:
    for old in folder.glob("world-*"):
        if old.name != keep:
            for file in old.iterdir():
                file.unlink()
            old.rmdir()
