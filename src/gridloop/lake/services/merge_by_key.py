"""Merges a delivery key by key: the business date of what is known under a key decides, see ``rules.key_is_taken``.

The dates are kept in key files beside the dataset's own (folder ``_keys``): key, business date, and whether the key
is gone. The database row that makes a version current names them, in the origins of its parts, so both count or
neither, and whoever goes back to an earlier version has its key files too. A dataset whose key holds the month has a
key file per month, any other has one.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gridloop.lake.contract_types import Contract
from gridloop.lake.engine import Lake, dataset_folder
from gridloop.lake.rules import WHOLE, Delivery, Origins
from gridloop.lake.types import DUCKDB_TYPES, Dataset, Semantics

_KNOWN, _JUDGED, _WINNERS, _NEXT = "known_keys", "judged_rows", "winning_rows", "next_keys"
_FOLDER = "_keys"


@dataclass(frozen=True, slots=True)
class KeyMerge:
    """What a delivery does to a dataset: the rows of the parts it writes, and those parts with their origins.

    ``written`` is empty when nothing changes; ``passed_over`` counts rows that what is known held against.
    """

    query: str
    written: tuple[str, ...]
    origins: dict[str, Any]
    passed_over: int


def merge_by_key(
    *, contract: Contract, dataset: Dataset, delivery: Delivery, origins: Origins, lake: Lake, mapped: str
) -> KeyMerge:
    """Return the merge of the mapped rows (a table with the dataset's columns, for upserts also ``gone``)."""
    key, present = _key(dataset), _present(dataset, lake)
    _provide_known(dataset, contract.feed, origins, lake, mapped)
    _judge(contract.semantics, dataset, delivery, _floor(delivery.feed, origins), lake, mapped)
    passed_over = _count(lake, f"{_JUDGED} WHERE taken")
    lake.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_WINNERS} AS SELECT * EXCLUDE (taken) FROM {_JUDGED} WHERE NOT taken "
        f"QUALIFY NOT gone OR row_number() OVER (PARTITION BY {key} ORDER BY gone) = 1"
    )
    if not _count(lake, _WINNERS):
        return KeyMerge("", (), {}, passed_over)
    written = _written_parts(dataset, lake, present)
    names = ", ".join(f'"{name}"' for name in dataset.types)
    within = "" if dataset.semantics is Semantics.FULL else f" WHERE month IN ({_days(written)})"
    query = (
        f"SELECT {names} FROM {_WINNERS} WHERE NOT gone UNION ALL "
        f"SELECT {names} FROM (SELECT * FROM ({present}){within}) AS stays ANTI JOIN {_WINNERS} USING ({key})"
    )
    return KeyMerge(query, written, _next_origins(dataset, delivery, origins, written, lake), passed_over)


def _judge(semantics: Semantics, dataset: Dataset, delivery: Delivery, floor: str, lake: Lake, mapped: str) -> None:
    """Tell of every mapped row whether its key is gone, and whether what is known holds against it.

    Rows that are gone and have no whole key can mean nothing and are left out.
    """
    key = _key(dataset)
    columns = ", ".join(f'm."{name}"' for name in dataset.types)
    filled = " AND ".join(f'm."{name}" IS NOT NULL' for name in dataset.key)
    known_of, joined = "k.delivered_on", f"{mapped} AS m LEFT JOIN {_KNOWN} AS k USING ({key})"
    gone = "m.gone" if semantics is Semantics.UPSERT else "false"
    if semantics is Semantics.UPSERT and floor:
        known_of = f"greatest(k.delivered_on, {floor})"
    if semantics is Semantics.APPEND:  # what stands there and no key file knows of was there before
        joined += (
            f" LEFT JOIN (SELECT DISTINCT {key}, true AS there FROM ({_present(dataset, lake)})) AS p USING ({key})"
        )
        known_of = "CASE WHEN k.delivered_on IS NULL AND p.there THEN DATE '0001-01-01' ELSE k.delivered_on END"
    lake.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_JUDGED} AS SELECT * EXCLUDE (known), "
        f"coalesce({_taken(semantics, delivery.business_date, corrections=True)}, false) AS taken FROM ("
        f"SELECT {columns}, {gone} AS gone, {known_of} AS known FROM {joined} WHERE NOT {gone} OR ({filled}))"
    )


def taken_keys(
    *, contract: Contract, dataset: Dataset, business_date: date, origins: Origins, lake: Lake, corrections: bool
) -> str:
    """Return the query of the keys that hold against rows of a business date.

    ``corrections`` says whether rows of the same date may still replace each other.
    """
    key = _key(dataset)
    _provide_known(dataset, contract.feed, origins, lake)
    known = f"SELECT {key} FROM (SELECT {key}, delivered_on AS known FROM {_KNOWN}) "
    known += f"WHERE {_taken(contract.semantics, business_date, corrections=corrections)}"
    if contract.semantics is Semantics.APPEND:
        known += f" UNION ALL SELECT {key} FROM ({_present(dataset, lake)}) ANTI JOIN {_KNOWN} USING ({key})"
    return known


def _taken(semantics: Semantics, business_date: date, *, corrections: bool) -> str:
    """Return ``rules.key_is_taken`` as SQL over a column ``known``."""
    sign = ">" if semantics is Semantics.UPSERT else "<"
    return f"known {sign}{'' if corrections else '='} DATE '{business_date}'"


def _key(dataset: Dataset) -> str:
    return ", ".join(f'"{name}"' for name in dataset.key)


def _present(dataset: Dataset, lake: Lake) -> str:
    return lake.sql(lake.table(dataset.name).select(*dataset.types))


def _count(lake: Lake, source: str) -> int:
    row = lake.connection.execute(f"SELECT count(*) FROM {source}").fetchone()
    return int(row[0]) if row else 0


def _days(parts: tuple[str, ...]) -> str:
    return ", ".join(f"DATE '{part}'" for part in parts)


def _by_month(dataset: Dataset) -> bool:
    """Tell whether a dataset has a key file per month."""
    return dataset.semantics is Semantics.PERIOD and "month" in dataset.key


def _provide_known(dataset: Dataset, feed: str, origins: Origins, lake: Lake, mapped: str = "") -> None:
    """Make the key files of a feed one table: of the months that mapped rows speak of, or all."""
    parts = set(origins)
    if mapped and _by_month(dataset):
        parts = {str(month) for (month,) in lake.connection.execute(f"SELECT DISTINCT month FROM {mapped}").fetchall()}
    entries = (feeds.get(feed, {}) for part, feeds in origins.items() if part in parts)
    files = sorted({str(dataset_folder(dataset.name) / _FOLDER / one["keys"]) for one in entries if "keys" in one})
    empty = ", ".join(f'NULL::{DUCKDB_TYPES[dataset.types[name]]} AS "{name}"' for name in dataset.key)
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    source = (
        f"SELECT * FROM read_parquet([{listed}], hive_partitioning=false)"
        if files
        else f"SELECT {empty}, NULL::DATE AS delivered_on, NULL::BOOLEAN AS gone WHERE false"
    )
    lake.connection.execute(f"CREATE OR REPLACE TEMP TABLE {_KNOWN} AS {source}")


def _floor(feed: str, origins: Origins) -> str:
    """Return the date up to which a feed delivered whole parts, before its contract went by key (as SQL; or empty)."""
    entries = [feeds[feed] for feeds in origins.values() if feed in feeds]
    keyed = [entry for entry in entries if "keys" in entry]
    days = [entry["floor"] for entry in keyed if "floor" in entry] if keyed else [entry["date"] for entry in entries]
    return f"DATE '{max(days)}'" if days else ""


def _written_parts(dataset: Dataset, lake: Lake, present: str) -> tuple[str, ...]:
    if dataset.semantics is Semantics.FULL:
        return (WHOLE,)
    if _by_month(dataset):  # that a key is gone is kept in its month, even where it never was
        months = f"SELECT DISTINCT month FROM {_WINNERS} WHERE month IS NOT NULL"
    else:
        months = f"SELECT month FROM {_WINNERS} WHERE NOT gone AND month IS NOT NULL"
        months += f" UNION SELECT month FROM ({present}) SEMI JOIN {_WINNERS} USING ({_key(dataset)})"
    return tuple(str(month) for (month,) in lake.connection.execute(f"{months} ORDER BY month").fetchall())


def _next_origins(
    dataset: Dataset, delivery: Delivery, origins: Origins, written: tuple[str, ...], lake: Lake
) -> dict[str, Any]:
    key, day = _key(dataset), f"DATE '{delivery.business_date}'"
    lake.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_NEXT} AS SELECT DISTINCT {key}, {day} AS delivered_on, gone FROM {_WINNERS} "
        f"UNION ALL SELECT {key}, delivered_on, gone FROM {_KNOWN} ANTI JOIN {_WINNERS} USING ({key})"
    )
    floor = _floor(delivery.feed, origins)
    kept = written if _by_month(dataset) else (WHOLE,)
    entries: dict[str, Any] = {}
    for part in dict.fromkeys((*written, *kept)):
        feeds = origins.get(part, {})
        entry = _next_entry(delivery, feeds.get(delivery.feed, {}))
        if part in kept:
            entry["keys"] = _write_keys(dataset, part, lake)
            if floor:
                entry["floor"] = floor.removeprefix("DATE ").strip("'")
        entries[part] = {**feeds, delivery.feed: entry}
    return entries


def _next_entry(delivery: Delivery, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the latest business date that wrote a part, and its files."""
    day = delivery.business_date.isoformat()
    if before and before["date"] > day:
        return {"date": before["date"], "files": before["files"]}
    files = set(before["files"]) if before and before["date"] == day else set()
    return {"date": day, "files": sorted(files | delivery.file_names)}


def _write_keys(dataset: Dataset, part: str, lake: Lake) -> str:
    folder = dataset_folder(dataset.name) / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    name = f"keys-{uuid.uuid4().hex}.parquet"
    where = "" if part == WHOLE else f" WHERE month = DATE '{part}'"
    lake.connection.execute(
        f"COPY (SELECT * FROM {_NEXT}{where} ORDER BY {_key(dataset)}) TO '{folder / name}' "
        "(FORMAT parquet, COMPRESSION zstd)"
    )
    return name
