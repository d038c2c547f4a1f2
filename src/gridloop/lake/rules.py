"""Pure decisions of the data hub: what a delivery may replace, what is refused whole, what is overdue."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from gridloop.lake.types import Semantics

WHOLE = "all"
"""The one part of a dataset that is replaced whole; the parts of a period dataset are its months."""
_FEW_ROWS = 100


class PartAction(StrEnum):
    """What a delivery does to one part of a dataset."""

    REPLACE = "replace"
    MERGE = "merge"
    """Its rows are added; of two with one key the delivered one stays."""
    FILL = "fill"
    """Its rows are added; of two with one key the one that is there stays."""
    SKIP = "skip"
    """A later delivery is already in force."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The files of one feed and business date that are published together."""

    feed: str
    business_date: date
    file_names: frozenset[str]
    adds_only: bool = False
    """Events with ids of their own: later deliveries add to a month that is there."""


Origins = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Part -> feed -> {"date": ISO day, "files": [names]}: where the current content came from."""


def part_action(delivery: Delivery, part: str, origins: Origins) -> PartAction:
    """Return what a delivery does to one part.

    A later business date replaces an earlier one. Several files of one date complete each other; one that comes
    again under its old name replaces what it brought, when it was alone. Where another feed brought rows as well,
    nothing is replaced. Events are never lost: an earlier date that comes late adds those which are not there, and a
    file that comes again leaves what other dates brought.
    """
    known = origins.get(part, {})
    mine = known.get(delivery.feed)
    if mine is not None and date.fromisoformat(mine["date"]) > delivery.business_date:
        return PartAction.FILL if delivery.adds_only else PartAction.SKIP
    if set(known) - {delivery.feed}:
        return PartAction.MERGE
    if mine is None:
        return PartAction.REPLACE
    if mine["date"] == delivery.business_date.isoformat():
        alone = not delivery.adds_only and set(mine["files"]) <= delivery.file_names
        return PartAction.REPLACE if alone else PartAction.MERGE
    return PartAction.MERGE if delivery.adds_only else PartAction.REPLACE


def next_origins(delivery: Delivery, actions: Mapping[str, PartAction], origins: Origins) -> dict[str, Any]:
    """Return the origins of the parts a delivery wrote, to be kept with the new version."""
    written: dict[str, Any] = {}
    for part, action in actions.items():
        if action is PartAction.SKIP:
            continue
        known = dict(origins.get(part, {}))
        mine = known.get(delivery.feed, {})
        if action is PartAction.FILL:
            written[part] = known
            continue
        same_day = mine.get("date") == delivery.business_date.isoformat()
        before = set(mine["files"]) if same_day and action is PartAction.MERGE else set()
        entry = {"date": delivery.business_date.isoformat(), "files": sorted(before | delivery.file_names)}
        written[part] = {**known, delivery.feed: entry} if action is PartAction.MERGE else {delivery.feed: entry}
    return written


Key = TypeVar("Key", bound=Hashable)
Values = TypeVar("Values")


def key_is_taken(semantics: Semantics, delivered_on: date, known: date | None) -> bool:
    """Tell whether what is known under a key holds against a row delivered for a business date.

    ``known`` is the business date of what is known, None for a key never seen. An upsert gives way to what a later
    date said, an append to what an earlier date said (the first record of an event is the record). Within one
    business date the later arrival is a correction and holds in both. So the business dates decide, whatever the
    order in which they arrive.
    """
    if known is None:
        return False
    return known > delivered_on if semantics is Semantics.UPSERT else known < delivered_on


def merged_by_key(
    semantics: Semantics,
    delivered_on: date,
    rows: Mapping[Key, Values | None],
    state: Mapping[Key, tuple[date, Values | None]],
) -> dict[Key, tuple[date, Values | None]]:
    """Return what is known by key after a delivery; None stands for a row that is gone.

    This is the meaning of an upsert and an append in full; the engine's merge is held to it by a test. Keys that are
    gone stay known with their date, so that an older delivery cannot bring them back.
    """
    merged = dict(state)
    for key, row in rows.items():
        if not key_is_taken(semantics, delivered_on, state[key][0] if key in state else None):
            merged[key] = (delivered_on, row)
    return merged


def is_settled(receipt: Mapping[str, Any], control_sha256: str, contract_version: str, *, there: bool = True) -> bool:
    """Tell whether a receipt answers for a delivery.

    A control file that was written again asks again, and so does a refused file once its contract has changed, and
    one that was not there when its control file was and has come (``there``) since.
    """
    if receipt.get("control_sha256") != control_sha256:
        return False
    if there and (receipt.get("problem") or {}).get("code") == "lake.control_without_file":
        return False
    return receipt.get("state") != "failed" or receipt.get("contract_version") == contract_version


def looks_until_next_try(tries: int) -> int:
    """Return after how many looks a delivery that was not settled is tried again: 1, 2, 4, … 64."""
    return int(2 ** min(tries, 6))


def made_from_changed(
    month: date, window: Mapping[str, tuple[int, int]], changed: Mapping[str, Collection[date]]
) -> dict[str, list[date]]:
    """Return which changed months of each source a computed month was made from; empty when it still holds."""
    found = {}
    for source, (first, last) in window.items():
        months = sorted(day for day in changed.get(source, ()) if first <= months_between(month, day) <= last)
        if months:
            found[source] = months
    return found


def is_corrected(read: Mapping[str, date], later: Sequence[Mapping[str, date]]) -> bool:
    """Tell whether one of the later versions of a whole dataset says something else of what was read.

    Each is given as feed -> business date. A later date is the world going on, and leaves what was computed from the
    earlier one true for its time; the same or an earlier date is a correction, a late file, or a delivery taken back.
    """
    return any(day <= read[feed] for version in later for feed, day in version.items() if feed in read)


def months_between(start: date, end: date) -> int:
    """Return how many months ``end`` comes after the month of ``start`` (negative: before)."""
    return (end.year - start.year) * 12 + end.month - start.month


def mostly_refused(read: int, refused: int, max_share: float) -> bool:
    """Tell whether so many rows are bad that the file itself must be wrong. Small files are never."""
    return refused > _FEW_ROWS and refused > read * max_share


def due_on(last: date, every_months: int, latency_days: int) -> date:
    """Return the day on which the delivery after ``last`` is overdue."""
    months = last.year * 12 + last.month - 1 + every_months
    first = date(months // 12, months % 12 + 1, 1)
    following = date((months + 1) // 12, (months + 1) % 12 + 1, 1)
    day = min(last.day, (following - timedelta(days=1)).day)
    return first.replace(day=day) + timedelta(days=latency_days)


def masked_text(text: str) -> str:
    """Return a sensitive text with all but its last four characters hidden."""
    return "•" * max(len(text) - 4, 0) + text[-4:] if len(text) > 4 else "•" * len(text)


def hide(raw: str, secrets: Collection[str]) -> str:
    """Return a raw line in which every sensitive text is masked (a few characters alone tell nothing)."""
    for secret in sorted((s for s in secrets if len(s) > 4), key=len, reverse=True):
        raw = raw.replace(secret, masked_text(secret))
    return raw


def hide_digits(raw: str, shortest: int = 7) -> str:
    """Return a line whose columns are not known with every long run of digits masked."""
    out: list[str] = []
    run = ""
    for character in raw + "\n":
        if character.isdigit():
            run += character
            continue
        out.append(masked_text(run) if len(run) >= shortest else run)
        run = ""
        out.append(character)
    return "".join(out)[:-1]
