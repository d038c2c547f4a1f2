"""The feeds: formats, encodings, control files, and dirt that can be counted."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
import re

import numpy as np
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from twin.feeds.delivery import Delivered
from twin.feeds.dirt import DIRT
from twin.feeds.tables import FULL_FEEDS, PERIOD_FEEDS
from twin.tests.conftest import FIRST_DATE, Built
from twin.world import words

KEYS = {
    "staff": [0], "place": [0], "customer": [0], "consent": [0, 1], "subscription": [0], "bill": [0, 1],
    "usage": [0, 1], "network_port": [0, 1], "fault": [0], "complaint": [0], "org_unit": [0], "offer": [0],
    "market_operator": [0], "market_position": [0, 1, 2],
}  # fmt: skip
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


def rows_of(built: Built, feed: str) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a file as text, however it is written."""
    path = built.file(feed)
    if path.suffix == ".xlsx":
        lines = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        texts = [[str(int(cell)) if isinstance(cell, float) else str(cell) for cell in line] for line in lines]
        return texts[0], texts[1:]
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        columns = [["" if value is None else str(value) for value in column.to_pylist()] for column in table.columns]
        return list(table.column_names), [list(row) for row in zip(*columns, strict=True)]
    encoding, delimiter = ("gb18030", "|") if path.suffix == ".txt" else ("utf-8", ",")
    lines = list(csv.reader(path.read_text(encoding=encoding).splitlines(), delimiter=delimiter))
    return lines[0], lines[1:]


def is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return text == ""
    return True


def is_sound(header: list[str], row: list[str], known_places: set[str]) -> bool:
    """A plain loader's checks of one row, keys apart."""
    if len(row) != len(header):
        return False
    for name, cell in zip(header, row, strict=True):
        date = name.endswith("_on") or name.endswith("日期")
        if date and not is_date(cell):
            return False
        if name == "month" and not MONTH.fullmatch(cell):
            return False
        if name in ("place_code", "场所编码") and cell and cell not in known_places:
            return False
        if (name.endswith("_yuan") or name == "data_mb") and cell.startswith("-"):
            return False
    return True


@pytest.mark.parametrize("feed", [*FULL_FEEDS, *PERIOD_FEEDS])
def test_counts_reconcile_with_the_dirt(built: Built, feed: str):
    header, rows = rows_of(built, feed)
    places = set(built.world.places.code.tolist())
    seen, loaded = set(), 0
    for row in rows:
        key = tuple(row[at] for at in KEYS[feed] if at < len(row))
        if is_sound(header, row, places) and all(key) and key not in seen:
            seen.add(key)
            loaded += 1
    counts = built.counts(feed)
    assert len(rows) == counts.rows
    assert loaded == counts.loadable
    assert len(rows) - loaded == counts.rejectable
    assert set(counts.dirt) == {dirt.kind for dirt in DIRT.get(feed, ())}


@pytest.mark.parametrize("feed", [*FULL_FEEDS, *PERIOD_FEEDS])
def test_control_files_tell_the_truth(built: Built, feed: str):
    path = built.file(feed)
    control = json.loads((path.parent / f"{path.name}.ctl").read_text(encoding="utf-8"))
    assert control == {
        "file": path.name,
        "bytes": path.stat().st_size,
        "rows": built.counts(feed).rows,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "feed": feed,
        "business_date": FIRST_DATE,
    }


def test_nothing_unfinished_is_left_in_the_drop(built: Built):
    assert not list(built.drop.rglob("*.part"))


def test_the_customer_file_can_be_read_as_gb18030_only(built: Built):
    raw = built.file("customer").read_bytes()
    text = raw.decode("gb18030")
    for wrong in ("utf-8", "gbk", "gb2312"):
        with pytest.raises(UnicodeDecodeError):
            raw.decode(wrong)
    assert any(character in text for character in words.GIVEN_RARE)
    naive = [len(line.split(b"|")) for line in raw.split(b"\n")[1:] if line]
    right = [len(line.split("|")) for line in text.split("\n")[1:] if line]
    assert naive.count(12) < right.count(12), "names with the byte of | in them must be there"


def test_full_width_digits_are_the_only_fault_of_their_rows(built: Built):
    header, rows = rows_of(built, "customer")
    wide = [row for row in rows if row[0] and not row[0].isascii()]
    assert len(wide) == built.counts("customer").dirt["full_width"]
    assert all(len(row) == len(header) for row in wide)


def test_money_has_two_decimals_and_bills_add_up(built: Built):
    header, rows = rows_of(built, "bill")
    places = set(built.world.places.code.tolist())
    sound = [row for row in rows if is_sound(header, row, places) and row[0]]
    assert all(re.fullmatch(r"\d+\.\d\d", cell) for row in sound for cell in row[2:])
    money = np.array([[float(cell) for cell in row[2:6]] for row in sound])
    assert (money[:, 0] >= money[:, 1:].sum(axis=1) - 0.01).all()


def test_the_first_delivery_carries_twelve_months_and_closed_sets_of_codes(built: Built):
    header, rows = rows_of(built, "bill")
    months = {row[1] for row in rows if len(row) == len(header) and MONTH.fullmatch(row[1])}
    assert sorted(months) == [f"2025-{month}" for month in (10, 11, 12)] + [
        f"2026-{month:02d}" for month in range(1, 10)
    ]
    _, places = rows_of(built, "place")
    staff = {row[0]: row for row in rows_of(built, "staff")[1]}
    units = {row[0] for row in rows_of(built, "org_unit")[1]}
    for row in places:
        if len(row) == 12:
            assert row[4] in units
            assert staff[row[5]][2] == "community_manager"
            assert staff[row[5]][3] == row[4]


def test_counts_are_kept_with_the_truth_and_not_in_the_drop(built: Built):
    kept = json.loads((built.state / "deliveries" / f"{FIRST_DATE}.json").read_text(encoding="utf-8"))
    assert {one["feed"]: one["rows"] for one in kept} == {one.feed: one.rows for one in built.delivered}
    assert not list(built.drop.rglob("*.json"))


def test_rejectable_rows_are_all_dirt_but_what_normalising_mends():
    counts = Delivered("bill", "bill.csv", rows=100, dirt={"negative": 3, "full_width": 2})
    assert (counts.loadable, counts.rejectable) == (97, 3)


def test_the_market_knows_our_own_figures_and_the_rivals_with_errors(built: Built):
    header, rows = rows_of(built, "market_position")
    table = [dict(zip(header, row, strict=True)) for row in rows if len(row) == len(header)]
    month = max(row["month"] for row in table if MONTH.fullmatch(row["month"]))
    seen = {(row["org_code"], row["operator"]): row for row in table if row["month"] == month}
    people, places = built.world.people, built.world.places
    ends = np.datetime64(FIRST_DATE)
    present = (people.joined_on < ends) & (np.isnat(people.left_on) | (people.left_on >= ends))
    grids = [code for code, operator in seen if operator == "LGT" and len(code) == 6]
    assert sum(int(seen[code, "LGT"]["users"]) for code in grids) == present.sum()
    branches = [code for code, operator in seen if operator == "LGT" and len(code) == 4]
    assert {seen[code, rival]["source"] for code in branches for rival in ("HJM", "BXK")} == {"regulator"}
    for rival in ("HJM", "BXK"):
        assert {seen[code, rival]["is_estimate"] for code in grids} == {"1"}
        off = []
        for branch in branches:
            whole = int(seen[branch, rival]["users"])
            told = sum(int(seen[code, rival]["users"]) for code in grids if code.startswith(branch))
            off.append(abs(told - whole))
            assert off[-1] < 0.25 * whole
        assert any(off)  # grids are surveyed: they do not quite add up to what the regulator knows
    market = sum(int(seen[code, operator]["users"]) for code in branches for operator in ("LGT", "HJM", "BXK"))
    assert present.sum() < market < 1.5 * places.households.sum()
