"""Excel and Parquet files become the same all-text rows as delimited ones."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from gridloop.kernel.problems import Problem
from gridloop.kernel.wording import LANGUAGES, say
from gridloop.lake.contract import parse_contract
from gridloop.lake.contract_document import ColumnFacts, written
from gridloop.lake.contract_types import Kind
from gridloop.lake.intake.opening import notes_about, open_source
from gridloop.lake.intake.sampling import read_sample
from gridloop.lake.intake.sheet import SHEET_NAME
from gridloop.lake.library import contract_of
from gridloop.lake.services.draft_contract import draft_contract
from gridloop.lake.services.try_contract import try_contract
from gridloop.lake.types import Semantics

HEADER = ["工号", "姓名", "角色", "所属组织", "入职日期", "手机号", "日产能"]


def workbook(path: Path, rows: list[list[object]], *, sheets: tuple[str, ...] = ("Sheet1",)) -> Path:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    for name in sheets:
        sheet = book.add_worksheet(name)
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(line, column, value)
    book.close()
    return path


def texts(path: Path, feed: str) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for block in open_source(path, contract_of(feed)).blocks():
        found |= dict(zip(block.lines, zip(*block.columns, strict=True), strict=True))
    return found


def test_the_header_is_found_below_titles_and_cells_become_text(tmp_path):
    row = [1001, "张三", "planner", "LG", date(2020, 1, 2), "13800000000", 12.0]
    path = workbook(
        tmp_path / "s.xlsx",
        [["员工花名册"], [], ["  工号 ", *HEADER[1:]], row, [], [1.5, True]],
        sheets=("说明", "花名册"),
    )
    assert texts(path, "staff") == {
        4: ("1001", "张三", "planner", "LG", "2020-01-02", "13800000000", "12"),
        6: ("1.5", "true", "", "", "", "", ""),
    }


def test_columns_may_go_by_the_contracts_plain_names(tmp_path):
    names = [p.name for p in contract_of("staff").properties]
    row = [1001, "Ann", "planner", "LG", "2020-01-02", "13800000000", 12]
    path = workbook(tmp_path / "s.xlsx", [names, row])
    assert texts(path, "staff") == {2: ("1001", "Ann", "planner", "LG", "2020-01-02", "13800000000", "12")}
    assert open_source(path, contract_of("staff")).headers == tuple(HEADER)


def test_a_missing_column_is_named_beside_those_that_were_found(tmp_path):
    path = workbook(tmp_path / "s.xlsx", [["工号", "名字", *HEADER[2:]]])
    with pytest.raises(Problem) as refused:
        open_source(path, contract_of("staff"))
    assert refused.value.code == "lake.file_missing_columns"
    assert refused.value.params["columns"] == "姓名" and "名字" in str(refused.value.params["found"])


@pytest.mark.parametrize(("feed", "suffix"), [("staff", "xlsx"), ("usage", "parquet")])
def test_a_file_that_is_no_such_file_is_called_broken(tmp_path, feed, suffix):
    whole = tmp_path / f"whole.{suffix}"
    if suffix == "xlsx":
        workbook(whole, [HEADER])
    else:
        pq.write_table(pa.table({"customer_id": ["a"] * 1000}), whole)
    broken = tmp_path / f"broken.{suffix}"
    broken.write_bytes(whole.read_bytes()[:-100])
    with pytest.raises(Problem) as refused:
        open_source(broken, contract_of(feed))
    assert refused.value.code == "lake.file_broken"


def test_a_workbook_whose_sheet_was_damaged_on_the_way_is_called_broken(tmp_path):
    path = workbook(tmp_path / "s.xlsx", [HEADER] * 50)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    content = bytearray(path.read_bytes())
    middle = sheet.header_offset + 60 + sheet.compress_size // 2
    content[middle : middle + 8] = b"\xff" * 8
    path.write_bytes(content)
    with pytest.raises(Problem) as refused:
        open_source(path, contract_of("staff"))
    assert refused.value.code == "lake.file_broken"


def test_a_workbook_that_unpacks_to_something_huge_is_refused(tmp_path, settings):
    path = workbook(tmp_path / "s.xlsx", [HEADER])
    settings.MAX_UPLOAD_BYTES = 10
    with pytest.raises(Problem) as refused:
        open_source(path, contract_of("staff"))
    assert refused.value.code == "lake.file_too_large"


def test_parquet_values_become_text_and_empty_ones_stay_empty(tmp_path):
    path = tmp_path / "usage.parquet"
    pq.write_table(
        pa.table(
            {
                "customer_id": ["C1", None],
                "month": [date(2026, 9, 1), date(2026, 9, 1)],
                "data_mb": [1, None],
                "allowance_mb": [1.0, 2.5],
                "voice_minutes": [1, 2],
                "competitor_minutes": [1, 2],
            }
        ),
        path,
    )
    [block] = list(open_source(path, contract_of("usage")).blocks())
    assert block.lines == [1, 2]
    assert [column.to_pylist() for column in block.columns[:4]] == [
        ["C1", None],
        ["2026-09-01", "2026-09-01"],
        ["1", None],
        ["1", "2.5"],
    ]
    [picked] = list(open_source(path, contract_of("usage")).picked({2}))
    assert picked.fields == ["", "2026-09-01", "", "2.5", "2", "2"]


def several(path: Path, *sheets: tuple[str, str, bool]) -> Path:
    """Write a workbook with one member of staff a sheet; each is given as (name, staff code, hidden)."""
    book = xlsxwriter.Workbook(str(path))
    for name, code, _ in sheets:
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, [code, "张三", "planner", "LG", "2020-01-02", "", 12])
    for sheet, (_, _, hidden) in zip(book.worksheets(), sheets, strict=True):
        if hidden:
            sheet.hide()
        else:
            sheet.activate()
            sheet.set_first_sheet()
    book.close()
    return path


def test_what_is_hidden_is_not_read_before_what_people_see(tmp_path):
    path = several(tmp_path / "s.xlsx", ("去年", "A0", True), ("人员", "A1", False))
    assert texts(path, "staff")[2][0] == "A1"
    assert read_sample(path, path.name).rows[0][0] == "A1"
    assert notes_about(open_source(path, contract_of("staff")), contract_of("staff"), 1) == []


def test_a_second_sheet_with_the_same_columns_is_told(tmp_path):
    path = several(tmp_path / "s.xlsx", ("东区", "A1", False), ("西区", "A2", False), ("旧", "A3", True))
    [note] = notes_about(open_source(path, contract_of("staff")), contract_of("staff"), 1)
    assert note == {"code": "lake.note_other_sheets", "params": {"sheet": "东区", "others": "西区"}}
    assert all("西区" in say(str(note["code"]), language, **note["params"]) for language in LANGUAGES)


def test_all_sheets_are_read_where_the_contract_says_so_each_line_once(tmp_path):
    path = tmp_path / "s.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, top, order in (("东区", 3, 1), ("说明", 0, 0), ("西区", 0, -1), ("旧", 0, 1)):
            sheet = book.add_worksheet(name)
            if order:
                sheet.write_row(top, 0, HEADER[::order])
                sheet.write_row(top + 1, 0, [name, "张三", "planner", "LG", "2020-01-02", "", 12][::order])
                sheet.write_row(top + 4, 0, [name + "2", "李四", "planner", "LG", 44000, "", 9][::order])
            else:
                sheet.write(0, 0, "读我")
            if name == "旧":
                sheet.hide()
    contract = replace(contract_of("staff"), all_sheets=True)
    source = open_source(path, contract)
    [block] = source.blocks()
    assert block.lines == [5, 8, 10, 13] and list(block.columns[0]) == ["东区", "东区2", "西区", "西区2"]
    assert list(block.columns[4]) == ["2020-01-02", "2020-06-18"] * 2
    assert [(p.line_no, p.fields[0]) for p in source.picked({8, 13})] == [(8, "东区2"), (13, "西区2")]
    [note] = notes_about(source, contract, 1)
    assert note == {"code": "lake.note_sheets", "params": {"lines": "东区 1-8; 西区 9-13"}}
    assert draft_contract(path=path, file_name="s.xlsx").facts.all_sheets is False, "the second has another order"


def test_a_month_a_sheet_is_drafted_and_the_sheets_name_can_be_a_column(tmp_path, home, db):
    path = tmp_path / "端口.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for month in range(1, 13):
            sheet = book.add_worksheet(f"2026年{month}月")
            sheet.write_row(0, 0, ["小区编码", "端口总数", "占用端口"])
            for n in range(5):
                sheet.write_row(n + 1, 0, [f"P{n}", 64, month])
    facts = draft_contract(path=path, file_name=path.name).facts
    assert facts.all_sheets
    month_column = ColumnFacts("month", SHEET_NAME, Kind.MONTH, key=True, required=True)
    columns = [replace(column, key=column.name == "place_code", name=name) for column, name in zip(
        facts.columns, ("place_code", "ports_total", "ports_used"), strict=True)]  # fmt: skip
    facts = replace(facts, columns=(*columns, month_column), becomes="network_port", semantics=Semantics.PERIOD)
    contract = parse_contract(written(facts), source="draft")
    trial = try_contract(contract=contract, path=path, file_name=path.name, business_date=date(2026, 12, 31))
    assert (trial.rows_read, trial.rows_refused, trial.becomes) == (60, 0, {"network_port": 60})
    [block] = open_source(path, contract).blocks()
    assert (block.columns[3][0], block.columns[3][-1]) == ("2026年1月", "2026年12月")


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC", "+08:00"])
def test_an_instant_is_the_tenants_day(tmp_path, zone):
    """The first of a month at midnight in China is the evening before in UTC."""
    instant = datetime(2026, 8, 31, 16, tzinfo=UTC)
    names = [p.header for p in contract_of("usage").properties]
    columns: dict[str, pa.Array] = dict.fromkeys(names, pa.array(["1"]))
    columns["month"] = pa.array([instant], pa.timestamp("us", tz=zone))
    pq.write_table(pa.table(columns), tmp_path / "u.parquet")
    assert str(texts(tmp_path / "u.parquet", "usage")[1][names.index("month")]).startswith("2026-09-01 00:00:00")


@pytest.mark.parametrize("kind", [pa.float64(), pa.float32(), pa.float16()])
def test_what_data_frames_write_for_nothing_is_nothing(tmp_path, kind):
    names = [p.header for p in contract_of("usage").properties]
    columns: dict[str, pa.Array] = dict.fromkeys(names, pa.array(["1", "1", "1"]))
    columns["data_mb"] = pa.array(np.array([512, float("nan"), 0.5], kind.to_pandas_dtype()), kind, from_pandas=False)
    pq.write_table(pa.table(columns), tmp_path / "u.parquet")
    found = texts(tmp_path / "u.parquet", "usage")
    assert [str(found[line][names.index("data_mb")]) for line in (1, 2, 3)] == ["512", "None", "0.5"]
