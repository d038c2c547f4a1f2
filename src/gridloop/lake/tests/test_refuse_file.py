"""A file that cannot be loaded at all is refused with what, where, and how to mend it, in both languages."""

from __future__ import annotations

import pytest

from gridloop.kernel.wording import messages_of, say
from gridloop.lake.models import FeedBatch, QuarantinedRow
from gridloop.lake.tests.conftest import BILL_HEADER, CUSTOMER_HEADER, bills, customers
from gridloop.lake.types import BatchState

BAD_BYTE = bills("C1,2026-09,1").encode() + b"C2,\xff\n"
WRONG_ROWS = "".join(f"C{n},Sept,1,,,,\n" for n in range(150))


@pytest.mark.parametrize(
    ("feed", "content", "code", "params"),
    [
        ("bill", b"", "lake.file_empty", {}),
        ("bill", b"\n\n", "lake.file_empty", {}),
        ("staff", b"PK\x03\x04 not a workbook", "lake.file_broken", {"format": "xlsx"}),
        ("usage", b"PAR1", "lake.file_broken", {"format": "parquet"}),
        ("bill", BAD_BYTE, "lake.file_bad_bytes", {"line": 3, "encoding": "UTF-8", "offset": len(BAD_BYTE) - 2}),
        ("bill", BILL_HEADER.encode() + "客户,".encode("gb18030"), "lake.file_other_encoding", {"found": "GB18030"}),
        ("customer", CUSTOMER_HEADER.encode(), "lake.file_other_encoding", {"found": "UTF-8", "encoding": "GB18030"}),
        ("bill", BILL_HEADER.replace("month", "cycle"), "lake.file_missing_columns", {"columns": "month"}),
        ("bill", BILL_HEADER.replace(",", ";"), "lake.file_missing_columns", {}),
        ("bill", "month," + BILL_HEADER, "lake.file_repeated_columns", {"columns": "month"}),
        ("customer", CUSTOMER_HEADER.encode("gb18030"), "lake.file_without_rows", {}),
        (
            "bill",
            BILL_HEADER + WRONG_ROWS,
            "lake.file_mostly_bad",
            {
                "refused": 150,
                "read": 150,
                "line": 2,
                "reason": {"zh": "日期格式不对", "en": "Not a date"},
                "column": "month",
            },
        ),
        (
            "bill",
            BILL_HEADER + "C1;2026-09;1\n" * 150,
            "lake.file_mostly_bad",
            {"refused": 150, "reason": {"zh": "字段数不对", "en": "Wrong number of fields"}},
        ),
    ],
)
def test_a_file_that_cannot_be_loaded_is_refused_as_a_whole(deliver, feed, content, code, params):
    report = deliver(feed, content)
    assert report.state is BatchState.FAILED
    batch = FeedBatch.objects.get()
    assert batch.error_code == code
    assert batch.error_params | params == batch.error_params
    assert (batch.rows_read, QuarantinedRow.objects.count()) == (0, 0)
    for language in ("zh", "en"):
        assert batch.file_name in say(code, language, **batch.error_params)
        assert say(f"{code}_mend", language, **batch.error_params)


def test_a_file_without_line_breaks_is_refused_before_it_fills_the_memory(deliver, monkeypatch):
    monkeypatch.setattr("gridloop.lake.intake.decode.LONGEST_LINE", 50)
    report = deliver("bill", BILL_HEADER.strip() + "x" * 100)
    assert report.problem is not None and report.problem[0] == "lake.file_line_too_long"


def test_the_first_row_of_a_file_without_a_header_is_not_given_away(deliver):
    report = deliver("customer", "C1|甲|13800001234\n".encode("gb18030"))
    assert report.problem is not None and "13800001234" not in str(report.problem)


@pytest.mark.parametrize(
    ("changed", "what"), [({"bytes": 1}, "bytes"), ({"sha256": "0" * 64}, "sha256"), ({"file": "other.csv"}, "file")]
)
def test_a_file_that_is_not_the_one_its_control_file_speaks_of_is_refused(deliver, changed, what):
    report = deliver("bill", bills("C1,2026-09,1"), rows=1, **changed)
    assert report.state is BatchState.FAILED
    assert report.problem is not None and report.problem[0] == "lake.control_mismatch"
    assert report.problem[1]["what"] == what


def test_a_file_with_other_than_the_said_rows_is_refused(deliver):
    report = deliver("bill", bills("C1,2026-09,1"), rows=3)
    assert report.problem is not None
    assert (report.problem[1]["what"], report.problem[1]["said"], report.problem[1]["found"]) == ("rows", 3, 1)


def test_a_mapping_that_fails_on_the_rows_refuses_the_file(deliver, home):
    from gridloop.lake.library import contract_of, own_folder

    text = contract_of("bill").yaml
    publishes = "\n      - {property: publishes, value: [{dataset: consent, columns: {customer_id: customer_id, "
    publishes += "channel: \"'call'\", granted: 'true', recorded_on: CAST(customer_id AS DATE)}}]}\n    properties:"
    own_folder().mkdir()
    (own_folder() / "bill.yaml").write_text(text.replace("\n    properties:", publishes), encoding="utf-8")
    report = deliver("bill", bills("C1,2026-09,1"))
    assert report.problem is not None and report.problem[0] == "lake.mapping_failed"
    assert report.problem[1]["dataset"] == "consent"


def test_every_refusal_of_a_file_says_how_to_mend_it():
    messages = messages_of("lake")
    told = [
        code for code in messages if code.startswith(("file_", "control_", "reason_")) and not code.endswith("_mend")
    ]
    assert [code for code in told if f"{code}_mend" not in messages] == []


def test_a_defect_fails_the_batch_and_shows(deliver, monkeypatch):
    def broken(**_: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr("gridloop.lake.services.load_feed.prepare_delivery", broken)
    with pytest.raises(RuntimeError):
        deliver("customer", customers("C1|甲||2020-01-01", "|x||2020-01-01"))
    batch = FeedBatch.objects.get()
    assert (batch.state, batch.error_code) == ("failed", "lake.load_broken")
    assert not QuarantinedRow.objects.exists()
