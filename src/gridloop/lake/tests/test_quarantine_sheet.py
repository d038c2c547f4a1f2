"""Refused rows leave as a workbook, masked and inert, and what comes back mended is loaded."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from gridloop.kernel.models import AuditEntry
from gridloop.lake.models import FeedBatch, QuarantinedRow, SealedRow
from gridloop.lake.tests.conftest import bills, customers, rows_of


@pytest.fixture
def steward(operator):
    return operator.client("DATA1")


def download(client, batch, purpose: str = "", status: int = 200):
    path = f"/api/lake/batches/{batch}/quarantine/sheet"
    answer = client.post(path, {"purpose": purpose}, content_type="application/json")
    assert answer.status_code == status, answer.content
    return b"".join(answer.streaming_content) if status == 200 else answer.json()


def table(content: bytes) -> list[list[str]]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python()]


def workbook(rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def give_back(client, batch, rows, status: int = 200) -> dict:
    content = rows if isinstance(rows, bytes) else workbook(rows)
    file = SimpleUploadedFile("mended.xlsx", content)
    answer = client.post(f"/api/lake/batches/{batch}/quarantine/returned", {"file": file})
    assert answer.status_code == status, answer.content
    return answer.json()


def test_rows_go_out_and_come_back_and_what_is_still_wrong_stays_with_its_reason(steward, deliver):
    batch = deliver("bill", bills("C1,2026-09,1", "C2,2026-13,5", "C3,x,5", "C4,2026-09,-4")).batch_id
    rows = table(download(steward, batch))
    assert rows[0][:5] == ["Row id", "Line", "Why refused", "Wrong column", "How to mend"]
    assert [row[1] for row in rows[1:]] == ["3", "4", "5"] and "no date" in rows[2][2]
    month, billed = rows[0].index("month"), rows[0].index("billed_yuan")
    rows[1][month], rows[2][month], rows[3][billed] = "2026-09", "still wrong", "4"
    done = give_back(steward, batch, rows)
    assert (done["replayed"], done["still_refused"], done["passed_over"]) == (2, 1, 0)
    assert {row["customer_id"] for row in rows_of("bill")} == {"C1", "C2", "C4"}
    [left] = QuarantinedRow.objects.filter(state="open")
    assert (left.line_no, left.reason, left.values["month"]) == (4, "bad_date", "still wrong")
    row = FeedBatch.objects.get()
    assert row.rows_read == row.rows_loaded + row.rows_quarantined
    again = give_back(steward, batch, rows)
    assert (again["replayed"], again["still_refused"], again["passed_over"]) == (0, 1, 2)


def test_sensitive_values_are_masked_and_come_back_untouched(steward, deliver):
    batch = deliver("customer", customers("C1|甲|13800001234|2020-01-01", "C2|乙|13900005678|不详")).batch_id
    content = download(steward, batch)
    rows = table(content)
    assert "13900005678" not in str(rows) and "•••••••5678" in rows[1]
    rows[1][rows[0].index("入网日期")] = "2021-05-06"
    assert give_back(steward, batch, rows)["replayed"] == 1
    assert {r["customer_id"]: r["phone_last4"] for r in rows_of("customer")} == {"C1": "1234", "C2": "5678"}
    entry = AuditEntry.objects.get(action="lake.quarantine_sheet")
    assert (entry.object_id, entry.detail["rows"]) == (str(batch), 1) and not SealedRow.objects.exists()


def test_in_clear_only_for_a_purpose_that_is_kept(steward, operator, deliver):
    batch = deliver("customer", customers("C2|乙|13900005678|不详")).batch_id
    assert "13900005678" in str(table(download(steward, batch, "核对上游号码")))
    entry = AuditEntry.objects.get(action="lake.quarantine_reveal")
    assert (entry.actor, entry.detail["purpose"]) == ("data1", "核对上游号码")
    assert download(operator.client("PLAN1"), batch, status=403)["code"] == "kernel.role_not_allowed"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x"])
def test_what_looks_like_a_formula_is_a_text_in_the_sheet(steward, deliver, text):
    quoted = '"' + text.replace('"', '""') + '"'
    batch = deliver("bill", bills(f"{quoted},x,1")).batch_id
    content = download(steward, batch)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        styles = parts.read("xl/styles.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet
    assert all('t="s"' in cell for cell in re.findall(r"<c [^>]*>", sheet)) and 'quotePrefix="1"' in styles
    assert text in table(content)[1]


def test_columns_may_be_moved_and_rows_left_out(steward, deliver):
    batch = deliver("bill", bills("C2,2026-13,5", "C3,2026-14,6")).batch_id
    rows = table(download(steward, batch))
    month = rows[0].index("month")
    rows[1][month] = "2026-09"
    assert give_back(steward, batch, [list(reversed(row)) for row in rows[:2]])["replayed"] == 1
    assert QuarantinedRow.objects.filter(state="open").count() == 1


def test_a_ragged_row_is_mended_column_by_column(steward, deliver):
    batch = deliver("bill", bills("C1,2026-09,1") + "C2,2026-09,2,3,4,5,6,7\n").batch_id
    rows = table(download(steward, batch))
    assert rows[0][-1] == "+1" and rows[1][-1] == "7"
    assert give_back(steward, batch, rows)["still_refused"] == 1
    rows[1][-1], rows[1][rows[0].index("cost_yuan")] = "", "0"
    assert give_back(steward, batch, rows)["replayed"] == 1


@pytest.mark.parametrize(("change", "code"), [
    (lambda rows: b"nothing", "lake.file_broken"),
    (lambda rows: [["a", "b"], ["1", "2"]], "lake.sheet_not_ours"),
    (lambda rows: [rows[0], ["x", *rows[1][1:]]], "lake.sheet_bad_row"),
    (lambda rows: [rows[0], rows[1], rows[1]], "lake.sheet_bad_row"),
    (lambda rows: [rows[0], ["999999", *rows[1][1:]]], "lake.sheet_of_another_batch"),
    (lambda rows: [rows[0]], "lake.nothing_waits"),
    (lambda rows: [[*rows[0], "colour"], [*rows[1], "red"]], "lake.unknown_column"),
])  # fmt: skip
def test_a_sheet_that_is_not_the_one_that_went_out_changes_nothing(steward, deliver, change, code):
    batch = deliver("bill", bills("C2,2026-13,5")).batch_id
    rows = table(download(steward, batch))
    path = f"/api/lake/batches/{batch}/quarantine/returned"
    changed = change(rows)
    content = changed if isinstance(changed, bytes) else workbook(changed)
    answer = steward.post(path, {"file": SimpleUploadedFile("m.xlsx", content)})
    assert answer.status_code >= 400 and answer.json()["code"] == code
    assert QuarantinedRow.objects.get().state == "open"


def test_a_batch_without_waiting_rows_has_no_sheet(steward, deliver):
    batch = deliver("bill", bills("C2,2026-09,5")).batch_id
    assert download(steward, batch, status=409)["code"] == "lake.nothing_waits"
