"""What columns are called in operators' systems, and what that says about them. Pure."""

from __future__ import annotations

from collections.abc import Mapping

PHONE_WORDS = (
    "手机",
    "电话",
    "联系方式",
    "移动号码",
    "服务号码",
    "业务号码",
    "接入号",
    "phone",
    "mobile_no",
    "msisdn",
    "telephone",
    "tel",
)
IDENTITY_WORDS = (
    "身份证",
    "证件号",
    "护照",
    "银行卡",
    "银行账",
    "银行帐",
    "卡号",
    "微信号",
    "imei",
    "imsi",
    "终端串号",
    "邮箱",
    "id_card",
    "identity",
    "id_number",
    "id_no",
    "passport",
    "bank_card",
    "bank_account",
    "email",
)
PERSON_WORDS = (
    "姓名",
    "客户名称",
    "用户名称",
    "联系人",
    "户名",
    "处理人",
    "经办人",
    "customer_name",
    "full_name",
    "contact_name",
)
ADDRESS_WORDS = ("地址", "住址", "address", "addr")
YUAN_WORDS = ("元", "金额", "费用", "资费", "月租", "账单", "收入", "欠费", "成本", "应收", "yuan", "amount", "fee",
               "charge", "price", "bill", "revenue", "cost", "arpu")  # fmt: skip
UNIT_WORDS: Mapping[str, tuple[str, ...]] = {
    "MB": ("流量", "兆", "mb", "megabytes", "data_volume"),
    "GB": ("gb",),
    "minutes": ("时长", "分钟", "通话", "minutes", "mou"),
    "Mbps": ("速率", "带宽", "mbps", "bandwidth"),
    "months": ("月数", "months"),
}
USUAL_NAMES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("身份证", "证件号"), "identity_number"),
    (("手机", "电话", "联系方式", "移动号码", "用户号码", "服务号码", "业务号码", "接入号"), "phone"),
    (("姓名", "客户名称", "用户名称", "联系人", "户名"), "person_name"),
    (("客户编码", "客户编号", "客户号", "客户标识", "客户ID", "客户id"), "customer_id"),
    (("用户编码", "用户编号", "用户标识", "用户ID", "用户id", "产品实例"), "subscription_id"),
    (("账户编", "帐户编", "账户号", "合同号"), "account_id"),
    (("投诉单号", "投诉编号"), "complaint_id"),
    (("故障单号", "故障编号"), "fault_id"),
    (("工单",), "ticket_id"),
    (("通话时长", "通话分钟"), "voice_minutes"),
    (("流量",), "data_mb"),
    (("品牌",), "brand"),
    (("月租", "月费"), "monthly_fee"),
    (("套餐",), "plan"),
    (("应收", "出账", "账单金额"), "billed"),
    (("实收",), "paid"),
    (("欠费",), "arrears"),
    (("余额",), "balance"),
    (("消费",), "spend"),
    (("速率", "带宽"), "speed_mbps"),
    (("小区编", "场所编", "楼宇编"), "place_code"),
    (("小区", "场所名", "楼宇名"), "place_name"),
    (("街道", "乡镇"), "street"),
    (("分公司", "地市"), "branch"),
    (("区县", "行政区"), "district"),
    (("户数",), "households"),
    (("占用端口",), "ports_used"),
    (("端口",), "ports_total"),
    (("地址",), "address"),
    (("性别",), "gender"),
    (("年龄",), "age"),
    (("星级",), "star_level"),
    (("渠道",), "channel"),
    (("状态",), "status"),
    (("类别", "类型"), "category"),
    (("内容", "描述"), "description"),
    (("备注",), "remark"),
)
"""What columns are called here whose header other contracts do not have word for word."""
LISTS = (("投诉", (("ticket_id", "complaint_id"), ("category", "topic"))), ("故障", (("ticket_id", "fault_id"),)))
"""What such columns are in a list of complaints or of faults."""
USUAL_DAYS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("投诉", "受理"), "made_on"),
    (("入网",), "joined_on"),
    (("离网", "销户"), "left_on"),
    (("到期", "失效", "终止", "结束"), "contract_end_on"),
    (("开始", "生效"), "started_on"),
    (("开户", "开通"), "opened_on"),
    (("出账",), "billed_on"),
    (("出生",), "born_on"),
    (("日期", "时间"), "recorded_on"),
)
"""The same for days."""
DAY_WORDS = ("日期", "时间", "日", "date", "day", "time")
CODE_WORDS = (
    "编码",
    "编号",
    "客户号",
    "用户号",
    "单号",
    "户号",
    "账号",
    "帐号",
    "代码",
    "工号",
    "标识",
    "id",
    "code",
    "no",
    "number",
    "key",
)
FLAG_WORDS = ("是否", "is", "has", "flag")
MONTH_WORDS = ("账期", "月份", "月", "计费周期", "账务周期", "month", "period", "cycle")
