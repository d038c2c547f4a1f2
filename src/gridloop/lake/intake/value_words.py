"""What the values of operators' systems stand for, and the unit they are written in. Pure."""

from __future__ import annotations

from collections.abc import Mapping

VALUE_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "consent.channel": {
        "visit": ("上门", "入户", "拜访", "面访", "走访"),
        "call": ("外呼", "电话", "语音"),
        "message": ("短信", "彩信", "消息", "微信"),
    },
    "place.kind": {
        "compound": ("小区", "住宅"),
        "village": ("村",),
        "building": ("楼",),
        "park": ("园",),
        "market": ("市场",),
        "street": ("街", "商铺"),
    },
    "offer.kind": {
        "mobile_plan": ("移动", "手机"),
        "broadband": ("宽带",),
        "bundle": ("融合",),
        "data_pack": ("流量包", "加油包"),
        "tv": ("电视", "iptv"),
        "retention": ("维系", "挽留", "保有"),
    },
    "org_unit.kind": {
        "branch": ("分公司", "区县公司"),
        "company": ("总公司", "市公司", "公司"),
        "office": ("营业部", "支局", "营服中心"),
        "grid": ("网格",),
    },
    "market_position.source": {
        "own": ("自有", "本网", "本公司"),
        "regulator": ("管局", "监管", "通管局"),
        "survey": ("调研", "调查", "问卷"),
        "estimate": ("估计", "估算", "测算"),
    },
    "customer.gender": {"M": ("男",), "F": ("女",)},
    "customer.segment": {
        "public": ("公众", "个人", "家庭"),
        "sme": ("中小", "商客", "小微"),
        "group": ("政企", "集团"),
    },
    "subscription.product_kind": {
        "mobile": ("移动", "手机"),
        "broadband": ("宽带",),
        "tv": ("电视", "iptv"),
        "landline": ("固话", "座机", "固定电话"),
    },
    "staff.role": {
        "community_manager": ("社区经理", "末端", "装维", "包片", "片区经理"),
        "grid_manager": ("网格经理", "网格长", "区域经理"),
        "branch_manager": ("分公司经理", "分公司总经理", "区县经理"),
        "account_manager": ("客户经理",),
        "hall_clerk": ("营业员", "店员"),
        "call_agent": ("外呼", "话务", "座席", "坐席"),
        "partner": ("代理商", "合作伙伴"),
        "planner": ("策划",),
        "data_steward": ("数据管理",),
        "auditor": ("稽核",),
        "administrator": ("系统管理员",),
        "executive": ("管理层", "总经理"),
    },
    "place.is_rural": {"1": ("农村", "乡村"), "0": ("城市", "城镇", "城区")},
    "consent.granted": {
        "0": ("不同意", "拒绝", "未授权", "禁止", "退订", "免打扰"),
        "1": ("同意", "允许", "已授权", "授权", "接受"),
    },
    "market_operator.is_own": {"1": ("本网", "本公司", "自有"), "0": ("他网", "异网", "竞争")},
}
"""Dataset and column -> our word -> what it is called; codes like 1, 2, 3 nobody can tell."""

GONE_WORDS = ("注销", "删除", "作废", "销户", "拆机", "移除", "delete", "deleted", "del", "d", "remove", "removed")
"""What a column that tells the changes says of a row that is gone."""

WRITTEN_IN: Mapping[str, tuple[tuple[str, str], ...]] = {
    "yuan": (
        ("万元", "wan_yuan"),
        ("千元", "thousand_yuan"),
        ("(分)", "fen"),
        ("单位:分", "fen"),
        ("_fen", "fen"),
        ("(fen)", "fen"),
        ("_cent", "fen"),
        ("(厘)", "li"),
        ("单位:厘", "li"),
        ("_li", "li"),
        ("(li)", "li"),
        ("(角)", "jiao"),
    ),
    "MB": (("gb", "GB"), ("kb", "KB"), ("tb", "TB"), ("字节", "B")),
    "minutes": (("秒", "seconds"), ("小时", "hours"), ("second", "seconds")),
    "hours": (("分钟", "minutes"), ("秒", "seconds"), ("天", "days"), ("minute", "minutes"), ("second", "seconds")),
    "Mbps": (("gbps", "Gbps"), ("kbps", "kbps")),
    "months": (("年", "years"),),
}
"""Unit of a column -> what a header says, and the unit that the file then writes."""
