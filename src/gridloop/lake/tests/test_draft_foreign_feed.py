"""Files of systems that nobody has seen become the dataset they are about, as far as their words say it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from gridloop.lake.contract import ContractError, parse_contract
from gridloop.lake.contract_document import written
from gridloop.lake.contract_types import Kind
from gridloop.lake.intake.guess import guess_delimiter, has_decimal_comma
from gridloop.lake.services.draft_contract import draft_contract
from gridloop.lake.services.try_contract import try_contract

PORTS = (
    ["数据月份", "小区编码", "端口总数", "占用端口数", "空闲端口数", "最高速率(Gbps)"],
    [["202609", f"P{n}", "64", str(n), str(64 - n), "1.5"] for n in range(20)],
)
FAULTS = (
    ["障碍单编号", "场所编码", "客户标识", "受理时间", "恢复时长（秒）", "障碍现象", "处理人"],
    [[f"Z{n}", f"P{n}", f"C{n}", "2026-10-05T08:00:00+08:00", str(n * 60), "断纤", "张三"] for n in range(20)],
)
CONSENTS = (
    ["客户标识", "授权渠道", "授权状态", "授权时间", "凭证编号"],
    [[f"C{n}", ("上门", "外呼", "短信")[n % 3], ("同意", "拒绝")[n % 2], "20261001", f"H{n}"] for n in range(30)],
)
REFUSALS = (
    ["客户编号", "渠道", "是否免打扰", "更新时间"],
    [[f"C{n}", "短信", ("是", "否")[n % 2], "2026/10/1"] for n in range(30)],
)
OFFERS = (
    ["资费代码", "资费类别", "资费名称", "月租费(分)", "成本(分)", "合约期", "流量(GB)", "折扣率"],
    [[f"O{n}", ("宽带", "融合")[n % 2], f"畅享{n}", str(n * 100), "5", "24个月", "20", "12.5%"] for n in range(30)],
)
SHARES = (
    ["分公司编码", "竞争对手", "账期", "在网用户", "当月新增", "收入(万元)", "信息来源", "估算标志"],
    [["LG01", f"X{n}", "2026/9", "1,000", "--", "1.5", ("管局", "调研")[n % 2], "Y"] for n in range(20)],
)
UNITS = (
    ["机构编码", "机构名称", "上级机构编码", "机构类型"],
    [["LG", "蓝港", "", "公司"], *([f"LG{n:02}", f"分{n}", "LG", "分公司"] for n in range(20))],
)
PLACES = (
    ["楼宇ID", "楼宇名称", "楼宇类别", "所属网格", "包片人工号", "GPS经度", "GPS纬度", "户数", "城乡标志", "物业电话"],
    [
        [f"B{n}", f"楼{n}", "写字楼", "LG01", "A1", "121.5", "31.2", "9", ("农村", "城市")[n % 2], "021-55550000"]
        for n in range(20)
    ],
)


def drafted(tmp_path, feed, name="x_20261101.txt", delimiter="\x01"):
    headers, rows = feed
    file = tmp_path / name
    file.write_text("\n".join(delimiter.join(row) for row in [headers, *rows]) + "\n", encoding="gb18030")
    return file, draft_contract(path=file, file_name=name).facts


@pytest.mark.parametrize(
    ("feed", "dataset", "names"),
    [
        (PORTS, "network_port", "month place_code ports_total ports_used - max_mbps"),
        (FAULTS, "fault", "fault_id place_code customer_id reported_on hours_to_clear kind -"),
        (CONSENTS, "consent", "customer_id channel granted recorded_on proof"),
        (REFUSALS, "consent", "customer_id channel granted recorded_on"),
        (
            OFFERS,
            "offer",
            "offer_code kind name_zh monthly_fee_yuan cost_yuan contract_months data_mb discount_percent",
        ),
        (SHARES, "market_position", "org_code operator month users new_users revenue_yuan source is_estimate"),
        (UNITS, "org_unit", "org_code name_zh parent_code kind"),
        (PLACES, "place", "place_code name kind grid_code assignee_code longitude latitude households is_rural -"),
    ],
)
def test_a_feed_of_another_system_needs_no_decision(home, db, tmp_path, feed, dataset, names):
    file, facts = drafted(tmp_path, feed)
    assert (facts.becomes, facts.delimiter) == (dataset, "\x01")
    for column, name in zip(facts.columns, names.split(), strict=True):
        assert name == "-" or column.name == name
    contract = parse_contract(written(facts), source="draft", own=True)
    trial = try_contract(contract=contract, path=file, file_name=file.name, business_date=date(2026, 11, 1))
    assert (trial.rows_refused, trial.problems, trial.becomes) == (0, (), {dataset: len(feed[1])})


def column(facts, header):
    return next(one for one in facts.columns if one.header == header)


def test_units_and_words_of_the_file_are_said_beside_ours(home, db, tmp_path):
    _, facts = drafted(tmp_path, OFFERS)
    assert [column(facts, h).written_in for h in ("月租费(分)", "流量(GB)", "合约期")] == ["fen", "GB", ""]
    assert {v.written: v.ours for v in column(facts, "资费类别").values} == {"宽带": "broadband", "融合": "bundle"}
    _, facts = drafted(tmp_path, SHARES)
    assert column(facts, "收入(万元)").written_in == "wan_yuan"
    _, facts = drafted(tmp_path, FAULTS)
    assert (column(facts, "恢复时长(秒)").written_in, facts.month_of) == ("seconds", "reported_on")


def test_whoever_is_not_to_be_disturbed_has_not_consented(home, db, tmp_path):
    _, facts = drafted(tmp_path, REFUSALS)
    assert {v.written: v.ours for v in column(facts, "是否免打扰").values} == {"是": "0", "否": "1"}


def test_codes_that_say_nothing_are_asked_for(home, db, tmp_path):
    rows = [[f"C{n}", str(n % 3 + 1), "Y", "20261001"] for n in range(30)]
    _, facts = drafted(tmp_path, (["CUST_ID", "CHANNEL_TYPE", "AGREE_FLAG", "UPD_DATE"], rows), delimiter="|")
    assert facts.becomes == "consent"
    with pytest.raises(ContractError) as refused:
        parse_contract(written(facts), source="draft", own=True)
    assert (refused.value.fault.code, refused.value.fault.params) == (
        "lake.contract_values_open",
        {"values": "1, 2, 3"},
    )


@pytest.mark.parametrize("header", ["证件号码", "联系电话", "银行卡号", "装机地址", "经办人姓名", "MSISDN", "email"])
def test_what_is_personal_is_sensitive_also_beside_a_dataset(home, db, tmp_path, header):
    headers, rows = PORTS
    told = [[*row, f"秘{n}"] for n, row in enumerate(rows)]
    _, facts = drafted(tmp_path, ([*headers, header], told))
    assert facts.becomes == "network_port" and facts.columns[-1].sensitive
    assert "秘" not in json.dumps(written(facts), ensure_ascii=False)


def test_a_percentage_before_a_semicolon_is_no_delimiter_of_two_signs():
    lines = ["a;b;c", *(f"{n};{n}.5%;x" for n in range(30))]
    assert guess_delimiter(lines) == ";"
    assert guess_delimiter(["a|b|c", *(f"{n}|x|+86 138" for n in range(30))]) == "|"


@pytest.mark.parametrize(
    ("cells", "comma"),
    [
        (["1.234,56", "7,5"], True),
        (["12,5"], True),
        (["1,234"], False),
        (["1,234", "5.5"], False),
        (["1.234", "5,25"], True),
        (["a,b"], False),
        (["12,5", "12.5"], False),
    ],
)
def test_a_decimal_comma_is_told_by_numbers_that_can_be_nothing_else(cells, comma):
    assert has_decimal_comma(cells) is comma


def test_a_file_with_decimal_commas_is_drafted_with_them(home, db, tmp_path):
    headers, rows = OFFERS
    file, facts = drafted(
        tmp_path, (headers, [[*row[:4], "1.234,5", *row[5:7], "12,5%"] for row in rows]), delimiter=";"
    )
    assert (facts.decimal, facts.becomes, column(facts, "成本(分)").kind) == (",", "offer", Kind.MONEY)
    contract = parse_contract(written(facts), source="draft", own=True)
    trial = try_contract(contract=contract, path=file, file_name=file.name, business_date=date(2026, 11, 1))
    assert trial.rows_refused == 0
