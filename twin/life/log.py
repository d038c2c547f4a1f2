"""The log of contacts that were really made, one Parquet file a day. It is the truth, and the phones' outbox.

A day's contacts are written before they are sent: a crash in between loses nothing, for what is not yet marked as
sent is sent again under the same contact ids, which Gridloop knows to be the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from twin.chance import Bools, Floats, Ints
from twin.columns import Columns
from twin.life.contacts import Contacts
from twin.months import Day, Days, Month
from twin.world.names import Texts

MADE = "made"
"""Status of a contact that Gridloop has not acknowledged yet; later applied, exists or refused."""


@dataclass
class Log(Columns):
    """One row for each contact. The first seven columns are what Gridloop knows too."""

    contact_id: Texts
    order_id: Texts
    campaign_code: Texts
    customer: Ints
    offer_code: Texts
    channel: Texts
    claimed: Texts
    offer: Ints
    manager: Ints
    day: Days
    reached: Bools
    said_yes: Bools
    signed: Bools
    outcome: Texts
    accept: Floats
    alone: Floats
    stir: Floats
    worth_fen: Floats
    status: Texts
    problem: Texts
    args: Texts
    """Arguments of the mutation, as JSON."""
    claimed_at: Texts

    def contacts(self) -> Contacts:
        """What the closing of the month needs."""
        return Contacts(self.customer, self.day, self.offer, self.reached, self.signed, self.stir)


def write_day(state: Path, day: Day, log: Log) -> None:
    """Write (or write anew) the contacts of one day."""
    path = _path(state, day)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".part")
    pq.write_table(log.to_arrow(), fresh, compression="zstd")
    fresh.replace(path)


def read_day(state: Path, day: Day) -> Log | None:
    """The contacts of one day, None when there were none."""
    path = _path(state, day)
    return _read([path]) if path.exists() else None


def read_month(state: Path, month: Month) -> Log | None:
    """All contacts of a month by day, None when there were none."""
    paths = sorted((state / "contacts" / str(month)).glob("*.parquet"))
    return _read(paths) if paths else None


def joined(parts: list[Log]) -> Log:
    """Several logs as one, in this order."""
    return Log.from_arrow(pa.concat_tables([part.to_arrow() for part in parts]))


def _read(paths: list[Path]) -> Log:
    return Log.from_arrow(pa.concat_tables([pq.read_table(path) for path in paths]))


def _path(state: Path, day: Day) -> Path:
    return state / "contacts" / str(day.astype("datetime64[M]")) / f"{day}.parquet"
