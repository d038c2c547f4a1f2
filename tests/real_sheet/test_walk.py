"""A spreadsheet that nobody prepared for Gridloop goes the whole way, by the steps of the example's README.

The small sheet is made up in ``sheet.py``. The real one is walked only where GRIDLOOP_TELCO_FILE names it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.real_sheet.newcomer import CYCLE, EXAMPLE, Newcomer
from tests.real_sheet.sheet import CUSTOMERS, EXTRA, write_sheet

REAL = os.environ.get("GRIDLOOP_TELCO_FILE", "")
CONTRACT = (EXAMPLE / "contract.yaml").read_text(encoding="utf-8")
EXTRA_PROPERTY = f"""
      - name: exit_score
        physicalName: {EXTRA}
        businessName: 离网访谈分
        description: "Nobody declared that it knows the answer"
        logicalType: integer
slaProperties:"""


def with_an_undeclared_leak() -> str:
    """Return the example's contract, with a trait that gives the answer away and is not declared to."""
    text = CONTRACT.replace("traits: [senior_citizen,", "traits: [exit_score, senior_citizen,")
    return text.replace("\nslaProperties:", EXTRA_PROPERTY)


def number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    assert found, (pattern, text)
    return int(found[1].replace(",", ""))


def test_a_made_up_sheet_goes_the_whole_way(installation, tmp_path, monkeypatch, capsys):
    sheet = write_sheet(tmp_path / "made_up.xlsx")
    newcomer = Newcomer(installation, sheet, with_an_undeclared_leak(), monkeypatch)
    newcomer.walk(100, capsys)
    check_the_start(newcomer, CUSTOMERS)
    check_the_end(newcomer)
    assert "1 columns suspected of leaking, not used" in newcomer.told["score"]
    auc = float(re.search(r"AUC (0\.\d+)", newcomer.told["score"])[1])
    assert 0.6 < auc < 0.9
    planner = newcomer.signed_in("planner")
    model = planner.get("/api/mining/models/churn").json()
    assert [leak["label_zh"] for leak in model["leaks"]] == ["离网访谈分"]
    assert model["validation"] == "cross_validated" and model["rows"] <= CUSTOMERS
    assert "Contract" in {one["label_en"] for one in model["importances"]}


@pytest.mark.skipif(not REAL, reason="GRIDLOOP_TELCO_FILE names no file")
@pytest.mark.parametrize("leaks", ["declared", "undeclared"])
def test_the_real_sheet_goes_the_whole_way(installation, monkeypatch, capsys, leaks):
    """Also with the columns that leak declared to nobody: the machine has to find them by itself."""
    contract = CONTRACT
    if leaks == "undeclared":
        contract = CONTRACT.replace("        customProperties: [{property: leaks, value: churn}]\n", "")
        contract = contract.replace("traits: [senior_citizen,", "traits: [churn_score, churn_reason, senior_citizen,")
    newcomer = Newcomer(installation, Path(REAL), contract, monkeypatch)
    newcomer.walk(250, capsys)
    check_the_start(newcomer, 7_043)
    check_the_end(newcomer)
    auc = float(re.search(r"AUC (0\.\d+)", newcomer.told["score"])[1])
    assert 0.80 < auc < 0.90
    model = newcomer.signed_in("planner").get("/api/mining/models/churn").json()
    found = {leak["feature"] for leak in model["leaks"]}
    assert found == ({"trait_churn_score", "trait_churn_reason"} if leaks == "undeclared" else set())


def check_the_start(newcomer: Newcomer, customers: int) -> None:
    """From the file to models: counts reconcile, and every gap is told with the way to mend it."""
    told = newcomer.told
    assert "waits for its control file" in told["waiting"] and "--without-control" in told["waiting"]
    assert f"{customers:,} rows read, {customers:,} loaded, 0 in quarantine" in told["load"]
    assert "already in force, nothing to do" in told["again"]
    assert told["no grids"] == "territory.nothing_delivered"
    grids = number(r"([\d,]+) grids", told["grids"])
    smallest, largest = number(r"\((\d+) to", told["grids"]), number(r"to (\d+) a grid", told["grids"])
    assert grids > 3 and 0.5 < smallest / largest <= 1
    assert "gridloop load --drop" in told["grids"]
    for step in ("prepare without offers", "prepare without consent", "prepare"):
        assert f"ownership: {customers:,} customers (Place code {customers:,}), 0 whose sources disagree" in told[step]
        assert "0 without an owner, 0 owned twice, 0 in an unknown grid, 0 with a wrong assignee" in told[step]
    assert "gridloop template offer" in told["prepare without offers"]
    assert "by law nobody may be contacted; gridloop template consent" in told["prepare without consent"]
    assert "cross-validated on one snapshot" in told["score"]
    assert "There is no offer RT12 on sale" in told["plan without offers"]
    assert " 0 may be contacted, 0 targets" in told["plan without consent"]
    allowed = number(r"([\d,]+) allow visits", told["prepare"])
    assert 0 < allowed < newcomer.granted  # the consents of customers who have left count for nothing


def check_the_end(newcomer: Newcomer) -> None:
    """From the plan to its evaluation: what was done is told, and no success is claimed without evidence."""
    told = newcomer.told
    targets, control = number(r"([\d,]+) targets", told["plan"]), number(r"\(([\d,]+) in control", told["plan"])
    assert targets > 30 and control > 0 and "dollars" in told["plan"]
    assert "approved by exec1" in told["approve"]
    assert number(r"([\d,]+) targets", told["launch"]) == targets
    assert number(r"([\d,]+) orders made", told["dispatch"]) == targets
    assert "30 contacts by" in told["work"] and "accepted 5" in told["work"]
    assert "the evidence has not arrived yet" in told["evaluate"] and "30 contacted, 5 reported" in told["evaluate"]
    assert "close: not yet (The cycle is not over)" in told["evaluate"]
    planner = newcomer.signed_in("planner")
    [result] = planner.get(f"/api/evaluate/results?cycle={CYCLE}").json()["items"]
    assert (result["contacted"], result["reported"], result["treated"]) == (30, 5, targets)
    assert result["success_rate"] is None and result["roi"] is None and result["incremental_successes"] is None
    assert result["verdict"] == "no_evidence"
    session = planner.get("/api/kernel/session").json()
    assert (session["currency"], session["time_zone"], session["language"]) == ("USD", "America/Los_Angeles", "en")
    code = planner.get("/api/campaign/campaigns").json()["items"][0]["code"]
    listed = planner.get(f"/api/campaign/campaigns/{code}/targets?limit=500").json()
    assert listed["total"] == targets + control
    assert not {target["customer_id"] for target in listed["items"]} & newcomer.left()
