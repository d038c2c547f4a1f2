"""The example contract brings a spreadsheet that nobody made for us through the ordinary door."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from gridloop.lake.library import own_folder
from gridloop.lake.services.load_drop import load_drop
from gridloop.lake.tests.conftest import rows_of
from gridloop.lake.types import BatchState

CHECKOUT = Path(__file__).parents[4]
DATA = Path(os.environ.get("GRIDLOOP_SHARED_DATA", CHECKOUT.parent / "shared" / "data"))
SHEET = DATA / "telco_ibm" / "Telco_customer_churn.xlsx"


@pytest.mark.skipif(not SHEET.is_file(), reason=f"{SHEET} is not there (set GRIDLOOP_SHARED_DATA)")
def test_the_spreadsheet_becomes_customers_traits_and_labels(home, db, actor):
    own_folder().mkdir()
    shutil.copy(CHECKOUT / "docs/examples/telco_ibm/contract.yaml", own_folder() / "telco_ibm.yaml")
    folder = home / "drop" / "2026-10-01"
    folder.mkdir(parents=True)
    shutil.copy(SHEET, folder)
    report = load_drop(drop=home / "drop", up_to=None, actor=actor, report=print, without_control=True)
    [file] = report.files
    assert (file.state, file.rows_read, file.rows_loaded) == (BatchState.LOADED, 7043, 7043)

    customers = rows_of("customer")
    assert len({row["place_code"] for row in customers}) == 1652
    assert sum(row["left_on"] is not None for row in customers) == 1869
    assert sum(row["value"] for row in rows_of("customer_label")) == 1869
    traits = {row["trait"] for row in rows_of("customer_trait")}
    assert len(traits) == 18 and not [name for name in traits if "churn" in name or "cltv" in name]
    bills = rows_of("bill")
    assert {row["month"] for row in bills} == {date(2026, 9, 1)} and sum(row["billed_fen"] for row in bills) == 45611660
    ends = [row["contract_end_on"] for row in rows_of("subscription") if row["contract_end_on"]]
    assert ends and min(ends) > date(2026, 10, 1)
    assert (
        load_drop(drop=home / "drop", up_to=None, actor=actor, report=print, without_control=True).count(
            BatchState.UNCHANGED
        )
        == 1
    )
