"""The last lines of a file that are no rows (a count, totals) are told, and wait for nobody in quarantine."""

from __future__ import annotations

import pytest
import xlsxwriter
import yaml

from gridloop.lake.contract import ContractError, parse_contract
from gridloop.lake.contract_document import facts_of, written
from gridloop.lake.library import contract_of, own_folder
from gridloop.lake.models import FeedBatch
from gridloop.lake.services.draft_contract import draft_contract
from gridloop.lake.tests.conftest import BILL_HEADER, Deliver, bills, rows_of


@pytest.fixture
def ended(home) -> None:
    """Have bills end with what the source writes below them."""
    document = yaml.safe_load(contract_of("bill").yaml)
    document["servers"][0]["customProperties"].append({"property": "trailer", "value": ["T", "合计"]})
    own_folder().mkdir()
    (own_folder() / "bill.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")


def codes() -> list[str]:
    return [note["code"] for note in FeedBatch.objects.first().notes]


@pytest.mark.parametrize("end", ["T,000002\n", "合 计：,,300.5,,,,\n", "T,2\n\n合计,2026-09,9,,,,"])
def test_what_ends_a_file_is_no_row(ended, deliver: Deliver, end):
    report = deliver("bill", bills("C1,2026-09,1", "C2,2026-09,2") + end)
    assert (report.rows_read, report.rows_loaded, report.rows_quarantined) == (2, 2, 0)
    assert codes() == ["lake.note_trailer"]
    assert sorted(row["customer_id"] for row in rows_of("bill")) == ["C1", "C2"]


def test_a_count_at_the_end_that_is_another_is_told(ended, deliver: Deliver):
    deliver("bill", bills("C1,2026-09,1") + "T|000002\n".replace("|", ","))
    assert codes() == ["lake.note_trailer", "lake.note_trailer_count"]
    assert FeedBatch.objects.first().notes[1]["params"] == {"claimed": 2, "rows": 1}


def test_in_the_middle_it_is_a_row_like_any_other(ended, deliver: Deliver):
    report = deliver("bill", bills("C1,2026-09,1") + "T,1\n" + "C2,2026-09,2,,,,\n")
    assert (report.rows_read, report.rows_loaded, report.rows_quarantined) == (3, 2, 1)


@pytest.mark.parametrize("end", ["T,060000\n", "合计,2026-09,9,,,,\n"])
def test_a_large_file_ends_as_a_small_one(ended, deliver: Deliver, end):
    text = BILL_HEADER + "".join(f"C{n:06},2026-09,1,,,,\n" for n in range(60_000)) + end
    assert len(text) > 1 << 20
    report = deliver("bill", text)
    assert (report.rows_read, report.rows_loaded, report.rows_quarantined) == (60_000, 60_000, 0)
    assert codes() == ["lake.note_trailer"]
    assert sum(row["billed_fen"] for row in rows_of("bill")) == 6_000_000


def test_the_end_of_a_sheet_and_of_a_text_is_proposed_by_the_sample(home, db, tmp_path):
    file = tmp_path / "账单_202610.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(
            [["客户编码", "账期", "出账金额"], *([f"C{n}", "202610", "5"] for n in range(30))]
        ):
            sheet.write_row(number, 0, row)
        sheet.write_row(31, 0, ["合计", "", "150"])
    assert draft_contract(path=file, file_name=file.name).facts.trailer == ("合计",)
    text = tmp_path / "bill_202610.txt"
    text.write_text("客户编码|账期|出账金额\n" + "".join(f"C{n}|202610|5\n" for n in range(9_000)) + "T|9000\n")
    facts = draft_contract(path=text, file_name=text.name).facts
    assert facts.trailer == ("T",)
    assert facts_of(parse_contract(written(facts), source="draft")).trailer == ("T",)


def test_a_parquet_file_has_no_such_end(home):
    document = yaml.safe_load(contract_of("usage").yaml)
    document["servers"][0]["customProperties"] = [{"property": "trailer", "value": "T"}]
    with pytest.raises(ContractError) as refused:
        parse_contract(yaml.safe_dump(document), source="x")
    assert (refused.value.where, refused.value.fault.code) == ("servers[0].trailer", "lake.contract_trailer")
