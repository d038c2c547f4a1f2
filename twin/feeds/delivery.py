"""A delivery: all feeds of one business date in one folder of the drop, and the counts to reconcile with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from twin.books import MonthBooks
from twin.chance import generator
from twin.feeds.dirt import LOADS
from twin.feeds.files import ChineseTextFile, ExcelFile, FeedFile, ParquetFile, QuotedTextFile, TextFile
from twin.feeds.tables import FULL_FEEDS, PERIOD_FEEDS
from twin.months import first_day
from twin.world.world import World

FORMATS: dict[str, type[FeedFile]] = {
    "org_unit": ExcelFile, "staff": ExcelFile, "place": QuotedTextFile, "offer": QuotedTextFile,
    "customer": ChineseTextFile, "usage": ParquetFile, "market_operator": ExcelFile,
}  # fmt: skip
"""All other feeds are plain CSV in UTF-8."""


@dataclass(frozen=True)
class Delivered:
    """What one file holds: `rows` are all of them, dirty ones included."""

    feed: str
    file: str
    rows: int
    dirt: dict[str, int]

    @property
    def loadable(self) -> int:
        """Rows that a good loader loads."""
        return self.rows - self.rejectable

    @property
    def rejectable(self) -> int:
        """Rows that belong in quarantine."""
        return sum(count for kind, count in self.dirt.items() if kind not in LOADS)


class Delivery:
    """The feeds of one business date: the first day of the month that is open in the world's books."""

    def __init__(self, drop: Path, world_seed: int, business_date: str) -> None:
        self.business_date = business_date
        self.folder = drop / business_date
        self.folder.mkdir(parents=True, exist_ok=True)
        self._seed = world_seed
        self._period = {feed: self._open(feed) for feed in PERIOD_FEEDS}

    def add_month(self, world: World, books: MonthBooks) -> None:
        """Write the period facts of one month."""
        for feed, table in PERIOD_FEEDS.items():
            self._period[feed].add(table(world, books))

    def finish(self, world: World) -> list[Delivered]:
        """Write the full feeds and all control files."""
        files = dict(self._period)
        for feed, table in FULL_FEEDS.items():
            files[feed] = self._open(feed)
            files[feed].add(table(world))
        for file in files.values():
            file.close()
        return [Delivered(feed, file.path.name, file.rows, dict(file.dirt)) for feed, file in files.items()]

    def _open(self, feed: str) -> FeedFile:
        rng = generator(self._seed, f"dirt {feed} {self.business_date}")
        return FORMATS.get(feed, TextFile)(self.folder, feed, self.business_date, rng)


def deliver(drop: Path, world: World, months: Iterable[MonthBooks]) -> list[Delivered]:
    """Write the delivery of the world's open month, with the books of these months."""
    delivery = Delivery(drop, world.seed, str(first_day(world.month)))
    for books in months:
        delivery.add_month(world, books)
    return delivery.finish(world)


def counts_json(delivered: list[Delivered]) -> str:
    """The counts as JSON, to keep beside the state (never in the drop: an operator would not tell)."""
    entries = [{**asdict(one), "loadable": one.loadable, "rejectable": one.rejectable} for one in delivered]
    return json.dumps(entries, ensure_ascii=False, indent=1)
