"""Exports of billing, CRM and order systems, under the abbreviations of their tables, become what they are about."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.lake.contract import parse_contract
from gridloop.lake.contract_document import facts_of, written
from gridloop.lake.services.draft_contract import draft_contract
from gridloop.lake.services.save_contract import check_contract
from gridloop.lake.services.try_contract import try_contract

SERVICES = (
    ["SVC_NBR_ID", "CUST_ID", "PROD_TYPE", "OFFER_ID", "MONTH_FEE_FEN", "EFF_DATE", "EXP_DATE"],
    [
        [f"S{n:04}", f"{3300000 + n}", "移动", "O1", "3900", f"{n % 28 + 1:02}-JAN-26", "20271231093000"]
        for n in range(30)
    ],
)
ACCOUNTS = (
    ["CUST_ID", "BILL_CYCLE", "BILL_AMT(厘)", "ACCT_BAL(厘)"],
    [[f"{3300000 + n}", "202610", str(n * 1000), "0"] for n in range(30)],
)
VOLUMES = (
    ["客户标识", "统计月份", "上网流量(GB)", "通话时长（秒）"],
    [[f"{3300000 + n}", "202610", "1.5", "90"] for n in range(30)],
)
PEOPLE = (
    ["员工编号", "员工姓名", "岗位", "所属网格", "手机号"],
    [[f"A{n}", f"王{n}", ("社区经理", "网格经理")[n % 2], "LG0101", f"138{n:08}"] for n in range(30)],
)
CHANGES = (
    ["客户编码", "客户名称", "操作标志", "入网日期", "客户类型"],
    [[f"C{n}", f"王{n}", ("正常", "注销", "删除")[n % 3], "2026-01-02", "公众"] for n in range(30)],
)


def column_of(contract, name):
    return next(prop for prop in contract.properties if prop.name == name)


def drafted(tmp_path, feed, name):
    headers, rows = feed
    file = tmp_path / name
    file.write_text("\n".join("|".join(row) for row in [headers, *rows]) + "\n", encoding="gb18030")
    return file, draft_contract(path=file, file_name=name).facts


@pytest.mark.parametrize(
    ("feed", "dataset", "names"),
    [
        (
            SERVICES,
            "subscription",
            "subscription_id customer_id product_kind offer_code monthly_fee_yuan started_on contract_end_on",
        ),
        (ACCOUNTS, "bill", "customer_id month billed_yuan -"),
        (VOLUMES, "usage", "customer_id month data_mb voice_minutes"),
        (PEOPLE, "staff", "staff_code name role org_code phone"),
        (CHANGES, "customer", "customer_id name - joined_on segment"),
    ],
)
def test_it_becomes_what_it_is_about(home, db, tmp_path, feed, dataset, names):
    file, facts = drafted(tmp_path, feed, "x_20261101.txt")
    assert facts.becomes == dataset
    for column, name in zip(facts.columns, names.split(), strict=True):
        assert name == "-" or column.name == name
    contract = check_contract(text=written(facts)).contract
    trial = try_contract(contract=contract, path=file, file_name=file.name, business_date=date(2026, 11, 1))
    assert (trial.rows_refused, trial.problems, trial.becomes) == (0, (), {dataset: 30})


def test_amounts_in_thousandths_are_said_to_be(home, db, tmp_path):
    _, facts = drafted(tmp_path, ACCOUNTS, "ACCT_20261101.txt")
    assert [column.written_in for column in facts.columns] == ["", "", "li", ""]
    _, facts = drafted(tmp_path, (["CUST_ID", "BILL_CYCLE", "BILL_FEE", "CREDIT_LIMIT"], ACCOUNTS[1]), "A_20261101.txt")
    assert [column.written_in for column in facts.columns] == ["", "", "", ""], "a limit is no thousandth"


def test_changes_tell_which_rows_are_gone(home, db, tmp_path):
    _, facts = drafted(tmp_path, CHANGES, "cust_20261101.txt")
    assert (facts.semantics.value, facts.gone_values) == ("upsert", ("删除", "注销"))
    contract = parse_contract(written(facts), source="draft")
    assert (contract.gone_column, contract.gone_values) == (facts.gone_column, facts.gone_values)
    assert facts_of(contract).gone_values == facts.gone_values
    assert column_of(contract, facts.gone_column).allowed == ("删除", "正常", "注销"), "注消 would keep the row"


def test_a_day_that_cannot_be_later_than_its_delivery_stays_so(home, db, tmp_path):
    _, facts = drafted(tmp_path, CHANGES, "cust_20261101.txt")
    assert [column.name for column in facts.columns if column.not_after] == ["joined_on"]
    contract = parse_contract(written(facts), source="draft")
    assert [prop.name for prop in contract.properties if prop.not_after_delivery] == ["joined_on"]


@pytest.mark.parametrize(
    ("name", "feed"), [("bill_202610.txt", "bill_2"), ("账单_202610.txt", "bill_2"), ("ZD_202610.txt", "zd")]
)
def test_a_new_feed_gets_a_name_that_is_free(home, db, tmp_path, name, feed):
    """Or it could not be saved: another feed has that name, with a version of its own."""
    _, facts = drafted(tmp_path, ACCOUNTS, name)
    assert facts.feed == feed
    assert check_contract(text=written(facts)).before is None


def test_a_list_of_some_customers_is_not_taken_for_all_of_them(home, db, tmp_path):
    rows = [[f"C{n}", f"王{n}", "金卡"] for n in range(30)]
    _, facts = drafted(tmp_path, (["客户编码", "客户名称", "VIP等级"], rows), "vip_20261101.txt")
    assert facts.becomes == "customer_trait"
