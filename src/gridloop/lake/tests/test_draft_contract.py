"""A sample becomes a contract to be confirmed: kinds, units, keys and secrets are guessed, and no secret is shown."""

from __future__ import annotations

import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from gridloop.lake.contract import parse_contract
from gridloop.lake.contract_document import facts_of, written
from gridloop.lake.contract_types import Kind
from gridloop.lake.intake.guess import guess_columns, guess_delimiter, guess_header
from gridloop.lake.intake.opening import open_source
from gridloop.lake.library import SHIPPED
from gridloop.lake.services.draft_contract import draft_contract, known_names

HEADERS = [
    "客户编码",
    "客户姓名",
    "手机号码",
    "身份证号",
    "账期",
    "出账金额(元)",
    "流量MB",
    "通话时长",
    "品牌",
    "是否合约",
]
ROWS = [
    [f"C{n:05}", f"张{n}", f"138{n:08}", f"35020019800101{n:04}", "202609", f"{n}.50", str(n * 7), str(n % 90),
     ("全球通", "动感地带")[n % 2], ("是", "否")[n % 2]]
    for n in range(60)
]  # fmt: skip


def sample_text(delimiter: str = "|") -> str:
    return "\n".join(delimiter.join(row) for row in [HEADERS, *ROWS]) + "\n"


def drafted(tmp_path, content: bytes, name: str):
    file = tmp_path / name
    file.write_bytes(content)
    return draft_contract(path=file, file_name=name)


def test_a_gb18030_text_is_read_and_its_columns_are_known_by_their_names(tmp_path):
    draft = drafted(tmp_path, sample_text().encode("gb18030"), "crm_bill_20261001.txt")
    facts = draft.facts
    assert (facts.feed, facts.file_pattern, facts.encoding, facts.delimiter, facts.has_header) == (
        "crm_bill", "crm_bill_*.txt", "gb18030", "|", True)  # fmt: skip
    columns = {column.header: column for column in facts.columns}
    assert {header: columns[header].kind for header in HEADERS} == {
        "客户编码": Kind.IDENTIFIER, "客户姓名": Kind.TEXT, "手机号码": Kind.PHONE, "身份证号": Kind.IDENTIFIER,
        "账期": Kind.MONTH, "出账金额(元)": Kind.MONEY, "流量MB": Kind.TEXT, "通话时长": Kind.TEXT,
        "品牌": Kind.TEXT, "是否合约": Kind.TEXT,
    }, "what bills have no place for is read, and no row is refused for its sake"  # fmt: skip
    assert columns["客户编码"].name == "customer_id" and columns["账期"].name == "month"
    assert columns["出账金额(元)"].name == "billed_yuan"
    assert [columns[h].name for h in ("客户姓名", "手机号码", "流量MB")] == ["person_name", "phone", "data_mb"]
    seen = {column.header: column for column in draft.seen}
    assert [(seen[h].kind, seen[h].unit) for h in ("流量MB", "通话时长")] == [
        (Kind.WHOLE, "MB"),
        (Kind.WHOLE, "minutes"),
    ]
    assert seen["品牌"].allowed == ("全球通", "动感地带") and columns["品牌"].allowed == ()
    assert [header for header in HEADERS if columns[header].sensitive] == ["客户姓名", "手机号码", "身份证号"]
    assert [header for header in HEADERS if columns[header].key] == ["客户编码", "账期"]
    assert facts.becomes == "bill"


def test_nothing_secret_is_in_a_draft(tmp_path):
    draft = drafted(tmp_path, sample_text().encode(), "crm_bill_20261001.txt")
    said = written(draft.facts) + repr(draft.seen)
    for row in ROWS:
        assert not any(secret in said for secret in (row[1], row[2], row[3]))


def test_what_is_drafted_is_a_contract_that_can_be_used(tmp_path):
    draft = drafted(tmp_path, sample_text(",").encode(), "crm_bill_20261001.csv")
    contract = parse_contract(written(draft.facts), source="draft", own=True)
    assert contract.datasets == ("bill",) and contract.phone is not None


def test_an_excel_sheet_with_a_title_above_its_header(tmp_path):
    file = tmp_path / "s.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "九月账单")
        for number, row in enumerate([HEADERS, *ROWS]):
            sheet.write_row(number + 2, 0, row)
    draft = draft_contract(path=file, file_name="月账单.xlsx")
    assert [column.header for column in draft.facts.columns] == HEADERS
    assert draft.facts.file_pattern == "月账单*.xlsx" and draft.rows == 60


def test_a_parquet_file_of_facts_nobody_has_a_dataset_for_becomes_traits(tmp_path):
    file = tmp_path / "x.parquet"
    table = {"customer_id": [f"C{n}" for n in range(30)], "shoe_size": [n % 9 + 36 for n in range(30)]}
    pq.write_table(pa.table(table), file)
    facts = draft_contract(path=file, file_name="x.parquet").facts
    assert facts.becomes == "customer_trait"
    contract = parse_contract(written(facts), source="draft")
    assert contract.publishes[0].traits == ("shoe_size",)
    assert contract.properties[0].reference == ("customer", "customer_id"), "what is said of nobody waits"


def test_traits_are_one_row_a_customer_even_when_the_sample_repeats_him(tmp_path):
    file = tmp_path / "x.parquet"
    table = {
        "customer_id": [f"C{n % 9}" for n in range(30)],
        "returned_on": [f"2026-10-{n % 28 + 1:02}" for n in range(30)],
    }
    pq.write_table(pa.table(table), file)
    facts = draft_contract(path=file, file_name="x.parquet").facts
    assert (facts.becomes, [column.name for column in facts.columns if column.key]) == (
        "customer_trait",
        ["customer_id"],
    )


@pytest.mark.parametrize(("content", "name", "code"), [
    (b"", "a.csv", "lake.file_empty"),
    (b"a,b\n", "a.csv", "lake.sample_without_rows"),
    (b"PK\x03\x04broken", "a.xlsx", "lake.sample_unreadable"),
    (b"%PDF-1.7", "a.pdf", "lake.sample_no_table"),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF", "photo.csv", "lake.sample_no_table"),
    (b"<html><table><tr><td>1</td></tr></table>", "a.xls", "lake.sample_no_table"),
    (b'[{"a": 1}]', "a.txt", "lake.sample_no_table"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "lake.file_old_excel"),
    ("号|名".encode("utf-16"), "a.txt", "lake.file_utf16"),
    (b"a,b\n1,2\n\xff\xff\n", "a.csv", "lake.file_bad_bytes"),
    (b",".join(b"c%d" % n for n in range(9_000)) + b"\n1\n", "a.csv", "lake.file_too_many_columns"),
    (b"a," * (3 << 20), "a.csv", "lake.file_line_too_long"),
    (gzip.compress(b"0" * (300 << 20)), "a.csv.gz", "lake.file_line_too_long"),
])  # fmt: skip
def test_a_sample_that_cannot_be_made_out_is_refused_with_a_reason(tmp_path, content, name, code):
    from gridloop.kernel.problems import Problem

    with pytest.raises(Problem) as refused:
        drafted(tmp_path, content, name)
    assert refused.value.code == code


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_contract_written_from_its_own_form_says_the_same(file):
    before = parse_contract(file.read_text(encoding="utf-8"), source=file.name)
    after = parse_contract(written(facts_of(before), before.yaml), source=file.name)
    assert facts_of(after) == facts_of(before)
    assert (after.properties, after.publishes, after.parameters) == (
        before.properties, before.publishes, before.parameters)  # fmt: skip


word = st.text("abcXYZ0189客户编码", min_size=1, max_size=8)


@given(st.sampled_from([",", "|", "\t", ";", "\x01"]), st.lists(st.tuples(word, word, word), min_size=2, max_size=20))
def test_the_delimiter_that_cuts_every_line_alike_is_found(delimiter, rows):
    assert guess_delimiter([delimiter.join(row) for row in rows]) == delimiter


@given(st.lists(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), min_size=1, max_size=20), word)
def test_mobile_numbers_are_secret_under_whatever_header_they_stand(phones, header):
    [column] = guess_columns([header], [[phone] for phone in phones], {})
    assert column.sensitive and column.examples == () and column.allowed == ()


def test_a_first_row_of_data_is_no_header():
    assert guess_header([["编码", "名称"], ["1", "x"]])
    assert not guess_header([["1", "x"], ["2", "y"]])
    assert not guess_header([["13800000001", "x"]])


def test_names_of_other_contracts_are_known(home):
    assert known_names()["客户编码"] == "customer_id"


def test_a_steward_drafts_in_the_browser_and_nothing_of_the_sample_stays(operator, home):
    client = operator.client("DATA1")
    sample = SimpleUploadedFile("crm_bill_20261001.txt", sample_text().encode("gb18030"))
    answer = client.post("/api/lake/contracts/draft", {"file": sample})
    assert answer.status_code == 200, answer.content
    assert answer.json()["rows"] == 60 and not (home / "uploads").exists()
    assert "138000" not in json.dumps(answer.json())
    again = SimpleUploadedFile("crm_bill_20261001.txt", sample_text().encode("gb18030"))
    assert operator.client("PLAN1").post("/api/lake/contracts/draft", {"file": again}).status_code == 403


def kinds(draft) -> dict[str, str]:
    return {column.name: column.kind.value for column in draft.facts.columns}


def test_a_billing_export_between_control_characters_is_made_out_with_its_amounts_and_stamps(tmp_path):
    rows = [f"{3310000000 + n}\x01202610\x01{1000 + n:,}.50\x01\\N\x01202611{1 + n % 28:02}083005" for n in range(60)]
    text = "\n".join(["客户编码\x01账期\x01应收金额(元)\x01欠费\x01出账时间", *rows])
    draft = drafted(tmp_path, text.encode("gb18030"), "ZD_20261101.dat")
    assert (draft.facts.delimiter, draft.facts.file_pattern, draft.facts.becomes) == ("\x01", "ZD_*.dat", "bill")
    assert kinds(draft) == {"customer_id": "identifier", "month": "month", "billed_yuan": "money", "arrears": "text",
                            "billed_on": "text"}  # fmt: skip


def test_a_packed_list_of_complaints_with_a_report_title_becomes_complaints(tmp_path):
    lines = ["港城分公司投诉清单,,,", "制表：张三,,,", "工单号,客户号,投诉时间,投诉内容"]
    lines += [f'TS{n:06},33{n:08},2026-10-0{1 + n % 9} 08:00:00,"网速慢, 请回电138{n:08}"' for n in range(40)]
    draft = drafted(tmp_path, gzip.compress("\r\n".join(lines).encode("utf-8-sig")), "投诉_20261101.csv.gz")
    facts = draft.facts
    assert (facts.has_header, facts.becomes, facts.month_of, facts.file_pattern) == (True, "complaint", "made_on",
                                                                                   "投诉_*.csv")  # fmt: skip
    columns = {column.name: column for column in facts.columns}
    assert [columns[name].kind.value for name in ("complaint_id", "customer_id", "made_on")] == [
        "identifier", "identifier", "day"]  # fmt: skip
    assert columns["description"].sensitive, "a number in the middle of a text is as secret as one by itself"
    assert "138" not in repr(draft)
    assert parse_contract(written(facts), source="draft").publishes[0].dataset == "complaint"


def test_several_signs_are_one_delimiter(tmp_path):
    rows = [f"{n}|+|全球通|{n}|+|{n}.5" for n in range(30)]
    draft = drafted(tmp_path, "\n".join(["USER_ID|+|BRAND|+|FLUX", *rows]).encode("gbk"), "usr_20261101.txt")
    assert (draft.facts.delimiter, [column.header for column in draft.facts.columns], draft.rows) == (
        "|+|", ["USER_ID", "BRAND", "FLUX"], 30)  # fmt: skip


def test_a_sheet_with_a_title_and_a_header_in_two_rows_is_made_out(tmp_path):
    file = tmp_path / "x.xlsx"
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 4, "客户清单（2026年11月）")
    sheet.write(1, 0, "制表：张三")
    sheet.merge_range(2, 0, 3, 0, "客户编号")
    sheet.merge_range(2, 1, 2, 2, "客户信息")
    sheet.merge_range(2, 3, 2, 4, "消费(元)")
    for column, text in enumerate(["姓名", "手机号码", "入网日期", "上月"], start=1):
        sheet.write(3, column, text)
    for n in range(30):
        sheet.write_row(4 + n, 0, [f"33{n:08}", f"张{n}", f"'138{n:08}", 44_000 + n, f"{n + 1},000.50"])
    book.close()
    draft = draft_contract(path=file, file_name="客户清单20261101.xlsx")
    columns = {column.header: column for column in draft.facts.columns}
    assert list(columns) == ["客户编号", "姓名", "手机号码", "消费(元)入网日期", "消费(元)上月"]
    assert [column.kind.value for column in columns.values()] == ["identifier", "text", "phone", "day", "money"]
    assert columns["姓名"].sensitive
    assert "张1" not in repr(draft)
    contract = parse_contract(written(draft.facts), source="draft")
    source = open_source(file, contract)
    assert source.headers == tuple(columns)
    assert sum(block.rows for block in source.blocks()) == 30


def test_a_parquet_file_with_parts_and_bytes_is_made_out(tmp_path):
    file = tmp_path / "x.parquet"
    table = {"cust_id": [3310000001.0, 3310000002.0], "plan": [{"name": "A"}, None], "raw": [b"\xff\xfe", b"\x00"]}
    pq.write_table(pa.table(table), file)
    draft = draft_contract(path=file, file_name="x.parquet")
    examples = {column.name: column.examples for column in draft.seen}
    assert examples == {"cust_id": ("3310000001", "3310000002"), "plan": ('{"name":"A"}',), "raw": ()}


@pytest.mark.parametrize(("header", "row"), [("", "|"), ("|", ""), ("|", "|"), (None, "|")])
def test_a_delimiter_at_the_end_of_lines_makes_no_column(tmp_path, header, row):
    names = ["客户编码", "账期", "出账金额（元）", "备注"]
    rows = [f"C{n:04}|2026-09|{n}.5|无{row}" for n in range(40)]
    rows[7] = f"C7|2026-09{row}"
    text = "\n".join([*([] if header is None else ["|".join(names) + header]), *rows])
    draft = drafted(tmp_path, text.encode("gb18030"), "ended_202609.txt")
    assert [column.header for column in draft.facts.columns] == (
        [f"column_{n}" for n in range(1, 5)] if header is None else names[:2] + ["出账金额(元)"] + names[3:]
    )
    assert draft.facts.has_header is (header is not None) and draft.rows == 39


def test_names_with_inner_capitals_and_whether_somebody_has_a_phone(tmp_path):
    text = "customerID,PhoneService,MonthlyCharges\n" + "".join(f"C{n},{('Yes', 'No')[n % 2]},9.5\n" for n in range(30))
    facts = drafted(tmp_path, text.encode(), "churn.csv").facts
    assert (facts.becomes, [column.name for column in facts.columns]) == (
        "customer_trait", ["customer_id", "phone_service", "monthly_charges"])  # fmt: skip
    assert not any(column.sensitive for column in facts.columns)


def test_an_empty_last_column_that_has_a_name_stays(tmp_path):
    text = "客户编码|账期|离网日期\n" + "".join(f"C{n:04}|2026-09|\n" for n in range(40))
    assert [c.header for c in drafted(tmp_path, text.encode(), "named.txt").facts.columns][-1] == "离网日期"
