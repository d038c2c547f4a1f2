"""Files as people and systems really make them: compressed, oddly delimited, with headers in several rows."""

from __future__ import annotations

import gzip
import zipfile
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from gridloop.kernel.problems import Problem
from gridloop.lake.contract import ContractError, parse_contract
from gridloop.lake.intake import unpacking, workbook
from gridloop.lake.intake.drop import feed_of_name
from gridloop.lake.intake.opening import open_source
from gridloop.lake.library import contract_of, contracts, own_folder
from gridloop.lake.models import FeedBatch
from gridloop.lake.services.load_drop import load_drop
from gridloop.lake.tests.conftest import bills, customers, rows_of, write_control
from gridloop.lake.types import BatchState


def own_bill(_replace: tuple[str, str] = ("", ""), **server: str) -> None:
    """Put a contract for bills of an operator's own in force: text, with other settings of its server."""
    text = contract_of("bill").yaml.replace("format: csv", "format: txt").replace("bill_*.csv", "bill_*.txt")
    lines = "".join(f"      - {{property: {name}, value: {value}}}\n" for name, value in server.items())
    text = text.replace('      - {property: delimiter, value: ","}\n', lines).replace(*_replace)
    own_folder().mkdir(exist_ok=True)
    (own_folder() / "bill.yaml").write_text(text, encoding="utf-8")


STAFF = ["工号", "姓名", "角色", "所属组织", "入职日期", "手机号", "日产能"]


# --- compressed ---


@pytest.mark.parametrize(("feed", "text"), [("bill", bills("C1,2026-09,1", "C2,x,1").encode()), ("customer", None)])
def test_compressed_text_is_loaded_like_any_other(deliver, home, feed, text):
    text = text or customers("C1|甲||2020-01-01", "C2|乙||x")
    suffix = contract_of(feed).format.value
    name = f"{feed}_2026-10-01.{suffix}.gz"
    packed = gzip.compress(text, mtime=0)
    report = deliver(feed, packed, name=name, rows=2)
    assert (report.state, report.rows_read, report.rows_loaded, report.rows_quarantined) == ("loaded", 2, 1, 1)
    assert FeedBatch.objects.get().file_name == name
    assert deliver(feed, packed, name=name, rows=2).state is BatchState.UNCHANGED
    assert not list((home / "lake" / ".spill").rglob("*.gz"))


def test_a_compressed_file_is_found_in_the_drop_folder(home, db, actor):
    file = home / "drop" / "bill_2026-10-01.csv.gz"
    file.parent.mkdir()
    file.write_bytes(gzip.compress(bills("C1,2026-09,1").encode()))
    write_control(file, "bill", "2026-10-01", 1)
    report = load_drop(drop=file.parent, up_to=None, actor=actor, report=lambda line: None)
    assert report.count(BatchState.LOADED) == 1
    assert feed_of_name("staff_1.xlsx.gz", contracts()) == "" and feed_of_name("usage_1.parquet.gz", contracts()) == ""


def test_a_compressed_file_that_is_cut_off_broken_or_a_bomb_is_refused(deliver, monkeypatch, settings):
    whole = gzip.compress(bills(*(f"C{n},2026-09,{n}" for n in range(999))).encode())
    assert deliver("bill", whole[: len(whole) // 2], name="bill_1.csv.gz").problem[0] == "lake.file_cut_off"
    assert deliver("bill", b"no gzip", name="bill_2.csv.gz").problem[1]["format"] == "gzip"
    damaged = whole[:200] + bytes([whole[200] ^ 255]) + whole[201:]
    assert deliver("bill", damaged, name="bill_3.csv.gz").problem[0] in ("lake.file_broken", "lake.file_cut_off")
    monkeypatch.setattr(unpacking, "FREELY", 1 << 20)
    monkeypatch.setattr(unpacking, "CHUNK", 1 << 16)
    bomb = gzip.compress(b"\n" * (30 << 20))
    told = deliver("bill", bomb, name="bill_4.csv.gz").problem
    assert told[0] == "lake.file_unpacks_too_large" and told[1]["limit"] < 30 << 20
    settings.MAX_UNPACKED_BYTES = 100
    assert deliver("bill", whole, name="bill_5.csv.gz").problem[1]["limit"] == 100


# --- delimiters ---


@pytest.mark.parametrize(
    ("header", "row"), [("", "|"), ("|", ""), ("|", "|"), (None, "|")], ids=["rows", "header", "both", "no header"]
)
def test_a_delimiter_at_the_end_of_lines_is_no_column(deliver, header, row):
    rows = [f"C{n}|2026-09|{n}|||" + ("|x|" if n == 5 else "|") + row for n in range(1, 40)]
    names = [] if header is None else ["|".join(bills().strip().split(",")) + header]
    settings = {"delimiter": '"|"', "header": "false"} if header is None else {"delimiter": '"|"'}
    own_bill(**settings)
    report = deliver("bill", "\n".join([*names, *rows]), name="bill_2026-10-01.txt")
    assert (report.rows_read, report.rows_quarantined) == (39, 1)
    assert {row["customer_id"]: row["billed_fen"] for row in rows_of("bill")} == {
        f"C{n}": n * 100 for n in range(1, 40) if n != 5
    }


def test_a_row_whose_field_holds_the_delimiter_stays_ragged(deliver):
    """Only what most rows do is the file's way to end a line."""
    own_bill(delimiter='"|"')
    rows = ["C1|2026-09|1||||", "C|2|2026-09|1||||", "C3|2026-09|1||||"]
    text = "\n".join(["|".join(bills().strip().split(",")), *rows])
    assert deliver("bill", text, name="bill_2026-10-01.txt").rows_quarantined == 1


def test_a_file_without_header_under_headers_of_full_width(deliver):
    own_bill(
        delimiter='"|"',
        header="false",
        _replace=("- name: cost_yuan", "- name: cost_yuan\n        physicalName: 成本（元）"),
    )
    assert deliver("bill", "C1|2026-09|1||||7\n", name="bill_2026-10-01.txt").rows_loaded == 1
    assert rows_of("bill")[0]["cost_fen"] == 700


@pytest.mark.parametrize(
    ("declared", "delimiter", "file_format"),
    [
        ('"\\x01"', "\x01", "csv"),
        (r"\x01", "\x01", "txt"),
        (r"'\t'", "\t", "csv"),
        (r"'\u0001\x02'", "\x01\x02", "txt"),
        ("'|'", "|", "csv"),
        ('";"', ";", "txt"),
        ("^", "^", "csv"),
        ('"|+|"', "|+|", "txt"),
        (r"\x1f", "\x1f", "txt"),
    ],
)
def test_any_delimiter_a_source_uses_is_read(deliver, home, declared, delimiter, file_format):
    text = contract_of("bill").yaml.replace('value: ","', f"value: {declared}")
    text = text.replace("format: csv", f"format: {file_format}").replace("bill_*.csv", f"bill_*.{file_format}")
    own_folder().mkdir()
    (own_folder() / "bill.yaml").write_text(text, encoding="utf-8")
    assert contract_of("bill").delimiter == delimiter
    report = deliver("bill", bills("C1,2026-09,1", "C2,2026-09,x", "C3,2026-09").replace(",", delimiter))
    assert (report.rows_read, report.rows_loaded, report.rows_quarantined) == (3, 1, 2), report


@pytest.mark.parametrize(
    ("declared", "file_format"), [('""', "txt"), ('"\\n"', "txt"), ("'||'", "csv"), ("'\"'", "csv"), (r"'\x00'", "txt")]
)
def test_a_delimiter_that_cannot_be_one_is_refused(declared, file_format):
    text = contract_of("bill").yaml.replace('value: ","', f"value: {declared}")
    with pytest.raises(ContractError) as refused:
        parse_contract(text.replace("format: csv", f"format: {file_format}"), source="own.yaml")
    assert refused.value.where == "servers[0].delimiter"


# --- sheets ---


def staff_sheet(path: Path, rows: list[tuple[int, int, object]], merged: list[tuple[str, str]] = (), **options) -> Path:
    book = xlsxwriter.Workbook(str(path), options)
    sheet = book.add_worksheet("花名册")
    for place, text in merged:
        sheet.merge_range(place, text)
    for row, column, value in rows:
        sheet.write(row, column, value)
    book.close()
    return path


def texts(path: Path) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for block in open_source(path, contract_of("staff")).blocks():
        found |= dict(zip(block.lines, zip(*block.columns, strict=True), strict=True))
    return found


ROW = ["A1", "张三", "planner", "LG", 45931, "13800000000", "12"]


def test_headers_in_two_rows_with_merged_cells_are_put_together(tmp_path):
    """Titles; then groups over columns, and single columns merged over both rows."""
    merged = [("A1:G1", "2026年10月员工花名册"), ("A3:A4", "工号"), ("B3:D3", "所属"), ("E3:E4", "入职日期"),
              ("F3:G3", "手")]  # fmt: skip
    low = [(3, 1, "姓名"), (3, 2, "角色"), (3, 3, "组织"), (3, 5, "机号"), (3, 6, "日产能")]
    path = staff_sheet(tmp_path / "s.xlsx", [*low, *((4, n, value) for n, value in enumerate(ROW))], merged)
    assert open_source(path, contract_of("staff")).headers == tuple(STAFF)
    assert texts(path) == {5: ("A1", "张三", "planner", "LG", "2025-10-01", "13800000000", "12")}


def test_a_table_that_does_not_begin_in_the_first_column_keeps_its_merged_headers(tmp_path):
    merged = [("C2:C3", "工号"), ("D2:F2", "所属")]
    low = [(2, 3, "姓名"), (2, 4, "角色"), (2, 5, "组织"), (2, 6, "入职日期"), (2, 7, "手机号"), (2, 8, "日产能")]
    path = staff_sheet(tmp_path / "s.xlsx", [*low, *((3, n + 2, value) for n, value in enumerate(ROW))], merged)
    [(line_no, row)] = texts(path).items()
    assert line_no == 4
    assert row == ("A1", "张三", "planner", "LG", "2025-10-01", "13800000000", "12")


@pytest.mark.parametrize(
    ("value", "text", "options"),
    [
        (45931, "2025-10-01", {}),
        (45931.75, "2025-10-01", {}),
        ("45931", "2025-10-01", {}),
        (44469, "2025-10-01", {"date_1904": True}),
        (20251001, "20251001", {}),
        ("2025年10月1日", "2025年10月1日", {}),
        (5, "5", {}),
    ],
)
def test_a_date_that_became_a_count_of_days_is_a_date_again(tmp_path, value, text, options):
    row = [*ROW[:4], value, *ROW[5:]]
    cells = [(line, n, one) for line, given in enumerate((STAFF, row)) for n, one in enumerate(given)]
    path = staff_sheet(tmp_path / "s.xlsx", cells, **options)
    assert texts(path)[2][4] == text


def test_numbers_kept_as_text_are_numbers(deliver, home):
    row = [*ROW[:6], " 12 "]
    path = staff_sheet(
        home / "s.xlsx", [(0, n, v) for n, v in enumerate(STAFF)] + [(1, n, v) for n, v in enumerate(row)]
    )
    report = deliver("staff", path.read_bytes())
    assert report.rows_loaded == 1, report
    assert rows_of("staff")[0]["daily_capacity"] == 12


def test_a_sheet_whose_cells_lie_far_apart_is_refused_before_it_is_laid_out(tmp_path):
    path = staff_sheet(tmp_path / "s.xlsx", [(0, n, v) for n, v in enumerate(STAFF)] + [(1_048_575, 16_383, "x")])
    with pytest.raises(Problem) as refused:
        open_source(path, contract_of("staff"))
    assert refused.value.code == "lake.file_too_many_cells"
    assert (refused.value.params["rows"], refused.value.params["columns"]) == (1_048_576, 16_384)


def test_a_workbook_that_unpacks_to_too_much_or_lies_about_it_is_refused(tmp_path, monkeypatch, settings):
    settings.MAX_UPLOAD_BYTES = 1 << 20
    bomb = tmp_path / "s.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (20 << 20))
    with pytest.raises(Problem) as refused:
        open_source(bomb, contract_of("staff"))
    assert refused.value.code == "lake.file_too_large"
    content = bomb.read_bytes()
    size = (20 << 20).to_bytes(4, "little")
    assert content.count(size) == 2
    bomb.write_bytes(content.replace(size, (100).to_bytes(4, "little")))
    with pytest.raises(Problem) as refused:
        open_source(bomb, contract_of("staff"))
    assert refused.value.code == "lake.file_broken"


def test_the_extent_of_a_sheet_is_found_across_pieces(monkeypatch, tmp_path):
    monkeypatch.setattr(workbook, "_CHUNK", 97)
    path = staff_sheet(tmp_path / "s.xlsx", [(line, n, f"{line}{n}") for line in range(40) for n in range(30)])
    monkeypatch.setattr(workbook, "MOST_CELLS", 40 * 30 - 1)
    with pytest.raises(Problem) as refused:
        workbook.check_workbook(path)
    assert (refused.value.params["rows"], refused.value.params["columns"]) == (40, 30)
    monkeypatch.setattr(workbook, "MOST_CELLS", 40 * 30)
    workbook.check_workbook(path)


# --- titles above the header, columns nobody asked for ---


def test_a_report_s_titles_above_the_header_are_no_rows(deliver):
    text = "港城分公司账单月报,,,\n制表：张三,,,\n" + bills("C1,2026-09,1", "C2,x,1") + "合计,2\n"
    report = deliver("bill", text)
    assert (report.state, report.rows_read, report.rows_loaded, report.rows_quarantined) == ("loaded", 3, 1, 2)
    lines = dict(FeedBatch.objects.get().quarantined.values_list("line_no", "reason"))
    assert lines == {5: "bad_date", 6: "ragged_row"}


def test_a_header_that_nowhere_has_the_columns_is_told_as_it_stands(deliver):
    report = deliver("bill", "月报\n" + bills("C1,2026-09,1").replace("customer_id", "cust"))
    assert report.problem is not None
    assert (report.problem[0], report.problem[1]["found"]) == ("lake.file_missing_columns", "月报")


def test_of_a_parquet_file_columns_that_nobody_asked_for_may_hold_anything(deliver, home):
    own = own_folder() / "probe.yaml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(
        "apiVersion: v3.1.0\nkind: DataContract\nid: probe\nversion: 1.0.0\n"
        "servers: [{server: drop, type: local, format: parquet}]\n"
        "schema:\n  - name: probe\n    customProperties:\n      - {property: publishes, value: "
        "[{dataset: customer_trait, traits: [plan, points]}]}\n    properties:\n"
        "      - {name: customer_id, logicalType: string, logicalTypeOptions: {format: identifier}, "
        "required: true, primaryKey: true}\n"
        "      - {name: plan, logicalType: string}\n      - {name: points, logicalType: integer}\n",
        encoding="utf-8",
    )
    file = home / "x.parquet"
    table = {
        "customer_id": [3310000001.0, 3310000002.0],
        "plan": [{"name": "A"}, None],
        "points": pa.array([Decimal("7.00"), Decimal("8.50")]),
        "photo": [b"\xff\xfe", b"\x00"],
    }
    pq.write_table(pa.table(table), file)
    report = deliver("probe", file.read_bytes())
    assert (report.rows_read, report.rows_loaded, report.rows_quarantined) == (2, 1, 1)
    assert [(row["customer_id"], row["trait"], row["text_value"], row["number_value"]) for row in
            rows_of("customer_trait")] == [("3310000001", "plan", '{"name":"A"}', None),
                                           ("3310000001", "points", None, 7.0)]  # fmt: skip


def test_a_cell_merged_over_both_header_rows_does_not_hide_the_lower_one(deliver, home):
    file = home / "staff.xlsx"
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet()
    for column, text in ((0, "工号"), (2, "角色"), (3, "所属组织")):
        sheet.merge_range(0, column, 1, column, text)
    sheet.write_row(0, 4, ["任职", ""])
    sheet.write(1, 1, "姓名")
    sheet.write_row(1, 4, STAFF[4:])
    sheet.write_row(2, 0, ["A1", "张三", "planner", "LG"])
    book.close()
    report = deliver("staff", file.read_bytes())
    assert (report.problem, report.rows_read) == (None, 1)
