"""What our datasets and their columns are called in operators' systems. Pure."""

from __future__ import annotations

from collections.abc import Mapping

_MONTH = (
    *("月份", "账期", "统计月", "数据月", "统计周期", "账务周期", "账务月", "计费月"),
    *("month", "period", "cycle", "acct_month", "bill_cycle", "stat_month", "month_id", "acct_period"),
)
_CUSTOMER = (
    *("客户编码", "客户编号", "客户号", "客户标识", "客户id", "客户代码"),
    *("cust_id", "customer_id", "cust_no", "cust_code", "customer_no"),
)
_PLACE = tuple(
    place + ending
    for place in ("小区", "楼宇", "场所", "村庄", "园区")
    for ending in ("编码", "编号", "代码", "标识", "id")
) + ("place_code", "place_id", "building_id")
_ENGLISH = ("英文名", "英文名称", "name_en", "english_name")
_LONGITUDE, _LATITUDE = ("经度", "longitude", "lng", "lon"), ("纬度", "latitude", "lat")

COLUMN_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "customer": {
        "customer_id": _CUSTOMER,
        "name": ("客户名称", "客户姓名", "姓名", "名称", "cust_name", "customer_name", "full_name"),
        "gender": ("性别", "gender", "sex"),
        "birth_year": ("出生年份", "出生年", "birth_year"),
        "segment": ("客群", "客户群", "客户类型", "客户分类", "战略分群", "segment", "cust_type", "cust_group"),
        "phone": ("联系电话", "手机号", "手机号码", "联系号码", "电话", "phone", "mobile_no", "contact_phone", "tel"),
        "address": ("装机地址", "客户地址", "通信地址", "地址", "address", "addr"),
        "place_code": _PLACE,
        "longitude": _LONGITUDE,
        "latitude": _LATITUDE,
        "joined_on": (
            "入网日期",
            "入网时间",
            "建档日期",
            "开户日期",
            "开户时间",
            "join_date",
            "open_date",
            "create_date",
        ),
        "left_on": ("离网日期", "离网时间", "销户日期", "销户时间", "left_date", "close_date", "cancel_date"),
    },
    "subscription": {
        "subscription_id": (
            *("用户编码", "用户编号", "用户标识", "用户id", "产品实例编码", "产品实例标识", "产品实例id", "产品实例"),
            *(
                "subscription_id",
                "subs_id",
                "serv_id",
                "svc_id",
                "prod_inst_id",
                "user_id",
                "svc_nbr_id",
                "svc_inst_id",
            ),
        ),
        "customer_id": _CUSTOMER,
        "product_kind": (
            *("产品类型", "产品大类", "业务类型", "产品种类", "专业类型", "产品"),
            *("product_kind", "prod_type", "product_type", "svc_type", "serv_type", "busi_type"),
        ),
        "offer_code": (
            *("套餐编码", "套餐代码", "销售品编码", "资费编码", "套餐id"),
            *("offer_code", "offer_id", "plan_id", "plan_code", "tariff_code"),
        ),
        "monthly_fee_yuan": ("月租", "月费", "月基本费", "monthly_fee", "month_fee", "rent_fee"),
        "allowance_mb": ("流量包", "套内流量", "包含流量", "allowance"),
        "speed_mbps": ("速率", "带宽", "speed", "bandwidth"),
        "started_on": (
            *("开通日期", "开通时间", "生效日期", "生效时间", "竣工日期", "竣工时间", "入网日期"),
            *("started_on", "start_date", "eff_date", "open_date", "install_date"),
        ),
        "contract_end_on": (
            *("合约到期", "协议到期", "到期日期", "到期时间", "失效日期", "失效时间"),
            *("contract_end", "exp_date", "expire_date", "agreement_end", "end_date"),
        ),
        "ended_on": (
            "销户日期",
            "销户时间",
            "拆机日期",
            "拆机时间",
            "离网日期",
            "close_date",
            "cancel_date",
            "ended_on",
        ),
    },
    "bill": {
        "customer_id": _CUSTOMER,
        "month": _MONTH,
        "billed_yuan": (
            *("出账金额", "出账收入", "应收金额", "账单金额", "出账费用", "应收", "出账", "金额", "收入"),
            *("billed", "bill_amt", "bill_amount", "bill_fee", "charge_amt", "total_charge", "total_fee", "receivable"),
        ),
        "mobile_yuan": ("移动", "mobile_amt", "mobile_fee", "mobile_charge"),
        "broadband_yuan": ("宽带", "broadband_amt", "broadband_fee", "kd_fee"),
        "out_of_bundle_yuan": ("套外", "超套", "out_of_bundle"),
        "cost_yuan": ("成本", "cost"),
    },
    "usage": {
        "customer_id": _CUSTOMER,
        "month": _MONTH,
        "data_mb": ("使用流量", "上网流量", "总流量", "流量", "data_mb", "dou", "flow", "data_volume", "traffic"),
        "allowance_mb": ("套内流量", "包含流量", "套餐流量", "allowance"),
        "voice_minutes": ("通话时长", "语音时长", "通话分钟", "通话", "语音", "voice_minutes", "mou", "call_duration"),
        "competitor_minutes": ("异网", "他网", "网间", "竞争对手", "competitor_minutes"),
    },
    "staff": {
        "staff_code": (
            "工号",
            "人员编码",
            "员工编号",
            "员工编码",
            "staff_code",
            "staff_id",
            "staff_no",
            "emp_no",
            "emp_id",
        ),
        "name": ("姓名", "员工姓名", "人员名称", "staff_name", "emp_name"),
        "role": ("角色", "岗位", "职务", "role", "post", "position"),
        "org_code": tuple(
            what + ending
            for what in ("组织", "机构", "部门", "单位", "网格")
            for ending in ("编码", "编号", "代码", "id")
        )
        + ("所属组织", "所属网格", "所属单位", "org_code", "org_id", "dept_id", "grid_code"),
        "hired_on": ("入职日期", "入职时间", "hired_on", "hire_date", "entry_date"),
        "phone": ("手机号", "电话", "phone", "mobile_no", "tel"),
        "daily_capacity": ("日产能", "每日产能", "capacity"),
    },
    "network_port": {
        "place_code": _PLACE,
        "month": _MONTH,
        "ports_total": (
            "端口总数",
            "总端口",
            "端口数",
            "端口容量",
            "建设端口",
            "端口",
            "总数",
            "ports_total",
            "port_num",
        ),
        "ports_used": (
            "占用端口",
            "已用端口",
            "在用端口",
            "实占端口",
            "使用端口",
            "端口占用",
            "端口已用",
            "端口在用",
            "已用数",
            "占用数",
            "在用数",
            "ports_used",
            "port_used",
        ),
        "max_mbps": ("最高速率", "最高带宽", "带宽能力", "速率能力", "速率", "带宽", "max_mbps", "max_speed"),
    },
    "fault": {
        "fault_id": (
            "故障单号",
            "故障单编号",
            "障碍单号",
            "障碍单编号",
            "故障编号",
            "障碍编号",
            "工单编号",
            "工单号",
            "单号",
            "fault_id",
            "ticket_id",
            "trouble_id",
        ),
        "customer_id": _CUSTOMER,
        "place_code": _PLACE,
        "reported_on": (
            "申告时间",
            "申告日期",
            "报障时间",
            "报障日期",
            "故障时间",
            "故障日期",
            "报修时间",
            "报修日期",
            "障碍时间",
            "受理时间",
            "受理日期",
            "发生时间",
            "reported_on",
            "report_time",
        ),
        "hours_to_clear": (
            "修复时长",
            "修复历时",
            "处理时长",
            "处理历时",
            "恢复时长",
            "障碍历时",
            "故障历时",
            "历时",
            "hours_to_clear",
            "duration",
        ),
        "kind": ("故障类型", "故障类别", "障碍类型", "障碍类别", "故障现象", "障碍现象", "类型", "类别", "fault_type"),
    },
    "complaint": {
        "complaint_id": ("投诉单号", "投诉编号", "工单编号", "工单号", "单号", "complaint_id", "ticket_id"),
        "customer_id": _CUSTOMER,
        "made_on": ("投诉时间", "投诉日期", "受理时间", "受理日期", "made_on", "complaint_time"),
        "topic": ("投诉主题", "投诉类型", "投诉类别", "投诉原因", "主题", "类型", "类别", "topic"),
    },
    "consent": {
        "customer_id": _CUSTOMER,
        "channel": (
            "授权渠道",
            "接触渠道",
            "接触方式",
            "触达方式",
            "触达渠道",
            "营销渠道",
            "渠道类型",
            "渠道",
            "channel",
        ),
        "granted": (
            "是否授权",
            "是否同意",
            "授权状态",
            "同意状态",
            "授权标志",
            "授权结果",
            "是否免打扰",
            "免打扰标志",
            "免打扰状态",
            "免打扰",
            "状态",
            "granted",
            "agree_flag",
            "agree",
            "consent_flag",
            "dnd_flag",
            "dnd",
        ),
        "recorded_on": (
            "授权时间",
            "授权日期",
            "登记时间",
            "登记日期",
            "记录时间",
            "记录日期",
            "签署日期",
            "更新时间",
            "更新日期",
            "生效日期",
            "生效时间",
            "recorded_on",
            "upd_date",
            "update_date",
            "update_time",
        ),
        "proof": ("凭证", "证明", "依据", "协议编号", "proof", "evidence"),
    },
    "offer": {
        "offer_code": tuple(
            what + ending
            for what in ("套餐", "产品", "资费", "商品", "销售品")
            for ending in ("编码", "编号", "代码", "id")
        )
        + ("offer_code", "offer_id", "product_code"),
        "kind": (
            "套餐类型",
            "套餐类别",
            "产品类型",
            "产品类别",
            "资费类型",
            "资费类别",
            "商品类型",
            "offer_type",
            "kind",
        ),
        "name_zh": (
            "套餐名称",
            "产品名称",
            "资费名称",
            "商品名称",
            "销售品名称",
            "中文名",
            "名称",
            "name_zh",
            "offer_name",
        ),
        "name_en": _ENGLISH,
        "monthly_fee_yuan": ("月租", "月费", "月基本费", "月功能费", "标准资费", "monthly_fee"),
        "cost_yuan": ("成本", "cost"),
        "contract_months": ("合约期", "合约月", "协议期", "合约时长", "contract_months"),
        "data_mb": ("套内流量", "包含流量", "流量", "data_mb"),
        "speed_mbps": ("宽带速率", "速率", "带宽", "speed"),
        "bundle_tier": ("融合档", "档位", "档次", "bundle_tier"),
        "discount_percent": ("折扣率", "优惠率", "折扣", "discount"),
    },
    "market_position": {
        "org_code": (
            "区域编码",
            "区域代码",
            "网格编码",
            "网格编号",
            "网格代码",
            "分公司编码",
            "分公司代码",
            "单位编码",
            "org_code",
            "area_code",
        ),
        "operator": (
            "运营商编码",
            "运营商代码",
            "竞争对手编码",
            "竞争对手代码",
            "竞争对手",
            "竞对",
            "运营商",
            "operator",
        ),
        "month": _MONTH,
        "users": ("用户数", "用户规模", "用户到达数", "到达用户", "到达数", "在网用户", "users"),
        "new_users": ("新增用户", "用户新增", "新增数", "当月新增", "新增", "new_users"),
        "revenue_yuan": ("收入", "revenue"),
        "source": ("数据来源", "信息来源", "情报来源", "来源", "source"),
        "is_estimate": ("是否估算", "是否估计", "估算标志", "估算", "预估", "is_estimate"),
    },
    "market_operator": {
        "operator": ("运营商编码", "运营商代码", "编码", "代码", "operator"),
        "name_zh": ("运营商名称", "中文名称", "中文名", "名称", "name_zh"),
        "name_en": _ENGLISH,
        "is_own": ("是否本公司", "是否本网", "本网标志", "本公司标志", "本网", "本公司", "is_own"),
    },
    "org_unit": {
        "org_code": tuple(
            what + ending for what in ("组织", "机构", "部门", "单位") for ending in ("编码", "编号", "代码", "id")
        )
        + ("org_code", "org_id"),
        "parent_code": (
            "上级机构编码",
            "上级组织编码",
            "上级部门编码",
            "上级编码",
            "上级代码",
            "父级编码",
            "父级代码",
            "上级组织",
            "上级机构",
            "上级部门",
            "上级",
            "parent_code",
            "parent_id",
        ),
        "kind": ("组织层级", "机构层级", "机构类型", "组织类型", "机构级别", "层级", "级别", "org_level", "org_type"),
        "name_zh": ("组织名称", "机构名称", "部门名称", "单位名称", "中文名", "名称", "name_zh", "org_name"),
        "name_en": _ENGLISH,
    },
    "place": {
        "place_code": _PLACE,
        "kind": ("场所类型", "场所类别", "楼宇类型", "楼宇类别", "小区类型", "小区类别", "类型", "类别", "place_type"),
        "name": ("小区名称", "楼宇名称", "场所名称", "小区名", "楼宇名", "名称", "place_name"),
        "name_en": _ENGLISH,
        "grid_code": ("归属网格编", "网格编码", "网格编号", "网格代码", "所属网格", "归属网格", "grid_code", "grid_id"),
        "assignee_code": (
            "归属经理工号",
            "经理工号",
            "包片人工号",
            "责任人工号",
            "包保人工号",
            "工号",
            "assignee_code",
        ),
        "longitude": _LONGITUDE,
        "latitude": _LATITUDE,
        "boundary_wkt": ("边界", "boundary"),
        "district": ("行政区", "所属区县", "区县", "district"),
        "households": ("总户数", "住户数", "户数", "households"),
        "is_rural": ("是否农村", "农村标识", "农村标志", "城乡标志", "城乡属性", "城乡类型", "is_rural"),
    },
}
"""Dataset -> its column -> what it is called, the longest word that a header holds deciding."""

ABOUT: Mapping[str, tuple[str, ...]] = {
    "network_port": ("端口", "port", "odn", "olt"),
    "fault": ("故障", "障碍", "报障", "申告", "报修", "fault", "trouble"),
    "complaint": ("投诉", "complaint"),
    "consent": ("授权", "同意", "免打扰", "勿扰", "consent", "dnd", "agree", "granted"),
    "offer": ("套餐", "产品", "资费", "商品", "销售品", "offer", "tariff"),
    "market_position": ("运营商", "竞争", "竞对", "份额", "operator", "competitor", "market"),
    "market_operator": ("运营商", "operator"),
    "org_unit": ("组织", "机构", "部门", "org"),
    "place": ("小区", "楼宇", "场所", "村庄", "place", "building"),
    "customer": ("客户", "cust"),
    "subscription": ("用户", "实例", "subs", "serv", "svc", "prod_inst", "user"),
    "bill": ("账单", "出账", "应收", "收入", "结算", "bill", "charge", "fee"),
    "usage": ("流量", "通话", "语音", "使用量", "usage", "dou", "mou", "traffic", "flow", "data_mb"),
    "staff": ("工号", "人员", "员工", "staff", "emp"),
}
"""One of these words stands in the headers or the file's name, or the file is about something else."""

NOT_WORDS = ("利用率", "占用率", "空闲", "占比", "率(%)")
"""What is worked out from the columns we take."""

CHANGE_WORDS = (
    *(
        "操作标志",
        "操作类型",
        "操作标识",
        "变更类型",
        "变更标志",
        "增量标志",
        "增量标识",
        "增量类型",
        "删除标志",
        "删除标识",
    ),
    *("op", "op_type", "oper_type", "op_flag", "oper_flag", "del_flag", "delete_flag", "dml_type", "change_type"),
)
"""A column that says what became of each row: a delivery of changes has one."""

REFUSING = ("免打扰", "勿扰", "拒绝", "退订", "dnd")
"""A header with one of these says yes where a consent says no."""
