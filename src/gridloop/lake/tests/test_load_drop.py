"""A drop folder is loaded in the order in which feeds depend on each other, and only what is whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gridloop.kernel.problems import Problem
from gridloop.lake.intake.control import control_path
from gridloop.lake.models import FeedBatch
from gridloop.lake.services.load_drop import load_drop
from gridloop.lake.tests.conftest import bills, customers, rows_of, write_control
from gridloop.lake.types import BatchState, LoadReport

PORTS = "place_code,month,ports_total,ports_used,max_mbps\nP1,2026-09,5,1,\n"
PLACES = (
    "place_code,kind,name,name_en,grid_code,assignee_code,longitude,latitude,boundary_wkt,district,households,is_rural\n"
    "P1,compound,一,,,,,,,,,\n"
)


@pytest.fixture
def drop(home: Path, db: None) -> Path:
    return home / "drop"


def put(drop: Path, name: str, content: str | bytes, feed: str = "", day: str = "", rows: int = 1) -> Path:
    """Write a file and, when a feed is named, its control file."""
    file = drop / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    if feed:
        write_control(file, feed, day, rows)
    return file


def load(drop: Path, actor, **options) -> tuple[LoadReport, list[str]]:
    lines: list[str] = []
    report = load_drop(drop=drop, up_to=options.pop("up_to", None), actor=actor, report=lines.append, **options)
    return report, lines


def test_dates_ascend_and_what_is_referred_to_comes_first(drop, actor):
    put(drop, "2026-11-01/bill_2026-11-01.csv", bills("C1,2026-10,1"), "bill", "2026-11-01")
    put(drop, "2026-10-01/network_port_2026-10-01.csv", PORTS, "network_port", "2026-10-01")
    put(drop, "2026-10-01/place_2026-10-01.csv", PLACES, "place", "2026-10-01")
    put(drop, "2026-10-01/customer_2026-10-01.txt", customers("C1|甲||2020-01-01"), "customer", "2026-10-01")
    report, lines = load(drop, actor)
    assert [file.feed for file in report.files] == ["place", "customer", "network_port", "bill"]
    assert report.count(BatchState.LOADED) == 4 and not report.failed
    assert lines[0] == "place_2026-10-01.csv: 1 rows read, 1 loaded, 0 in quarantine"
    assert len(rows_of("network_port")) == 1
    assert "4 files (4 loaded), 4 rows" in str(report)
    again, _ = load(drop, actor)
    assert again.count(BatchState.UNCHANGED) == 4 and FeedBatch.objects.count() == 4


def test_later_dates_wait_for_their_day(drop, actor):
    for day, month in (("2026-10-01", "09"), ("2026-11-01", "10")):
        put(drop, f"{day}/bill_{day}.csv", bills(f"C1,2026-{month},1"), "bill", day)
    report, _ = load(drop, actor, up_to=date(2026, 10, 31))
    assert [file.business_date for file in report.files] == [date(2026, 10, 1)]


def test_a_file_without_its_control_file_waits_unless_it_is_asked_for(drop, actor):
    file = put(drop, "bill_2026-10-01.csv", bills("C1,2026-09,1"))
    put(drop, "bill_2026-11-01.csv.part", bills("C1,2026-10,1"))
    report, lines = load(drop, actor)
    assert [file.state for file in report.files] == [BatchState.WAITING] and "waits" in lines[0]
    report, _ = load(drop, actor, without_control=True)
    assert [(found.file_name, found.state) for found in report.files] == [(file.name, BatchState.LOADED)]


def test_files_of_one_date_are_published_together(drop, actor):
    for n in (1, 2):
        put(drop, f"2026-10-01/customer_{n}.txt", customers(f"C{n}|甲||2020-01-01"), "customer", "2026-10-01")
    report, _ = load(drop, actor)
    assert [file.published for file in report.files] == [{"customer": 0}, {"customer": 0}]
    assert len(rows_of("customer")) == 2


def test_one_content_under_two_names_is_loaded_once(drop, actor):
    for n in (1, 2):
        put(drop, f"2026-10-01/bill_{n}.csv", bills("C1,2026-09,1", "C2,x,1"), "bill", "2026-10-01", rows=2)
    report, _ = load(drop, actor)
    assert sorted(file.state.value for file in report.files) == ["loaded", "unchanged"]
    assert FeedBatch.objects.get().rows_read == 2


def test_a_key_that_repeats_across_files_is_refused_in_the_later_one(drop, actor):
    for n in (1, 2):
        put(drop, f"2026-10-01/bill_{n}.csv", bills(f"C1,2026-09,{n}"), "bill", "2026-10-01")
    report, _ = load(drop, actor)
    assert [(file.rows_loaded, file.rows_quarantined) for file in report.files] == [(1, 0), (0, 1)]


def test_what_fails_is_told_and_stops_nothing_else(drop, actor):
    put(drop, "2026-10-01/bill_2026-10-01.csv", "x,y\n", "bill", "2026-10-01", rows=0)
    put(drop, "2026-10-01/customer_2026-10-01.txt", customers("C1|甲||2020-01-01"), "customer", "2026-10-01")
    put(drop, "2026-10-01/cheese_2026-10-01.csv", "a\n")
    put(drop, "2026-10-01/other.csv", "a\n", "cheese", "2026-10-01")
    broken = put(drop, "2026-10-01/usage_2026-10-01.parquet", b"PAR1", "usage", "2026-10-01")
    control_path(broken).write_text("{}")
    report, lines = load(drop, actor)
    said = {file.file_name: file.problem[0] for file in report.failed if file.problem}
    assert said == {
        "bill_2026-10-01.csv": "lake.file_missing_columns",
        "cheese_2026-10-01.csv": "lake.no_contract",
        "other.csv": "lake.no_contract",
        "usage_2026-10-01.parquet": "lake.control_unreadable",
    }
    assert report.count(BatchState.LOADED) == 1
    assert any("lacks the columns" in line for line in lines)


def test_a_file_whose_date_nobody_knows_is_told(drop, actor):
    put(drop, "bill_now.csv", bills("C1,2026-09,1"))
    report, _ = load(drop, actor, without_control=True, language="zh")
    assert report.files[0].problem == ("lake.bad_business_date", {"file": "bill_now.csv"})


def test_a_drop_folder_that_is_not_there_is_told(drop, actor):
    with pytest.raises(Problem) as refused:
        load(drop, actor)
    assert refused.value.code == "lake.drop_missing"
