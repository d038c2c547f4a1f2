"""One tiny city for all tests: built once, never changed (tests that live on take a copy)."""

from __future__ import annotations

import copy
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from twin.cities import PORT
from twin.feeds.delivery import Delivered
from twin.life.beginning import begin
from twin.sizes import SIZES
from twin.world.world import World

SEED = 7
FIRST_DATE = "2026-10-01"


@dataclass
class Built:
    """The tiny city, its folders, and what was delivered."""

    world: World
    state: Path
    drop: Path
    delivered: list[Delivered]

    def file(self, feed: str) -> Path:
        """The first delivery's file of a feed."""
        name = next(one.file for one in self.delivered if one.feed == feed)
        return self.drop / FIRST_DATE / name

    def counts(self, feed: str) -> Delivered:
        """The first delivery's counts of a feed."""
        return next(one for one in self.delivered if one.feed == feed)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The city as `build` leaves it."""
    folder = tmp_path_factory.mktemp("city")
    world, delivered = begin(SEED, PORT, SIZES["tiny"], folder / "state", folder / "drop", lambda text: None)
    return Built(world, folder / "state", folder / "drop", delivered)


@pytest.fixture
def world(built: Built) -> World:
    """A world of one's own."""
    return copy.deepcopy(built.world)


@pytest.fixture
def state(built: Built, tmp_path: Path) -> Path:
    """A state folder of one's own."""
    shutil.copytree(built.state, tmp_path / "state")
    return tmp_path / "state"
