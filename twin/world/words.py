"""The stock of syllables from which the city's names are made. Every name is fictional."""

from __future__ import annotations

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN_WOMEN = "丽娜静敏燕艳娟霞秀芳玲桂英兰梅红玉凤洁琴云莲雪荣爱妹香月莺媛婷倩雅颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琳"
GIVEN_MEN = "伟勇军磊洋强杰涛斌超波辉刚健俊帆雄琛钧冠策腾楠榕弘峰志明建国文平海山仁民永宏利清飞彬富顺信子义兴良"
GIVEN_EITHER = "安宁晨阳宇思佳欣一然嘉子涵晓春华新维启晋若航睿可天泽"
GIVEN_BAR = "珅瑋億東質"
"""Characters whose second GBK byte is 0x7C, the byte of `|`: a reader that splits before decoding breaks here."""
GIVEN_RARE = "䶮㭎𬭎𠮷𬱖𫖯𬍛𬀩𬘘"
"""Characters that GB18030 has and GBK has not."""

PLACE_FIRST = (
    ("海", "Hai"), ("金", "Jin"), ("银", "Yin"), ("翠", "Cui"), ("锦", "Jin"), ("碧", "Bi"), ("瑞", "Rui"),
    ("祥", "Xiang"), ("福", "Fu"), ("康", "Kang"), ("華", "Hua"), ("新", "Xin"), ("东", "Dong"),
    ("南", "Nan"), ("北", "Bei"), ("紫", "Zi"), ("丽", "Li"), ("天", "Tian"), ("龙", "Long"),
    ("凤", "Feng"), ("学", "Xue"), ("文", "Wen"), ("盛", "Sheng"), ("永", "Yong"), ("和", "He"),
    ("广", "Guang"), ("明", "Ming"), ("清", "Qing"), ("云", "Yun"), ("星", "Xing"), ("景", "Jing"),
    ("泰", "Tai"),
)  # fmt: skip
PLACE_SECOND = (
    ("韵", "yun"), ("湾", "wan"), ("城", "cheng"), ("湖", "hu"), ("园", "yuan"), ("宁", "ning"), ("泽", "ze"),
    ("林", "lin"), ("港", "gang"), ("桥", "qiao"), ("岸", "an"), ("苑", "yuan"), ("庭", "ting"),
    ("悦", "yue"), ("景", "jing"), ("源", "yuan"), ("丰", "feng"), ("安", "an"), ("兴", "xing"),
    ("宸", "chen"), ("润", "run"), ("颐", "yi"), ("达", "da"), ("府", "fu"), ("嘉", "jia"),
    ("鑫", "xin"), ("华", "hua"), ("阳", "yang"), ("汇", "hui"), ("信", "xin"), ("茂", "mao"),
    ("晟", "sheng"),
)  # fmt: skip
PLACE_LAST = {
    "compound": (("花园", "Garden"), ("小区", "Residence"), ("家园", "Homes"), ("里", "Lane Court"),
                 ("新村", "New Estate")),
    "village": (("庄村", "zhuang Village"), ("店村", "dian Village"), ("口村", "kou Village"),
                ("坨村", "tuo Village")),
    "building": (("大厦", "Tower"), ("商务中心", "Business Centre"), ("广场", "Plaza")),
    "park": (("产业园", "Industrial Park"), ("物流园", "Logistics Park"), ("科技园", "Science Park")),
    "market": (("批发市场", "Wholesale Market"), ("建材城", "Building Materials Mall"),
               ("海鲜市场", "Seafood Market")),
    "street": (("商业街", "Shopping Street"), ("步行街", "Walking Street"), ("老街", "Old Street")),
}  # fmt: skip

STREETS = (
    "滨海路", "迎宾大街", "渤安路", "建港路", "船厂街", "盐场路", "灯塔街", "朝霞路", "观澜大道", "望海街", "跃进路",
    "友谊街", "文昌路", "工农路", "平安街", "学院路", "西环路", "光明街", "长堤路", "银杏街",
)  # fmt: skip
AREAS = (
    ("港城", "Gangcheng"), ("观澜", "Guanlan"), ("滨河", "Binhe"), ("盐湾", "Yanwan"), ("灯塔", "Dengta"),
    ("新港", "Xingang"), ("北营", "Beiying"), ("柳河", "Liuhe"), ("船坞", "Chuanwu"), ("青坨", "Qingtuo"),
    ("长堤", "Changdi"), ("朝霞", "Zhaoxia"), ("石臼", "Shijiu"), ("南滩", "Nantan"), ("双河", "Shuanghe"),
    ("东营房", "Dongyingfang"), ("西关", "Xiguan"), ("望海", "Wanghai"), ("芦台口", "Lutaikou"),
    ("金沙", "Jinsha"),
)  # fmt: skip
FIRM_TRADES = (
    "商贸", "物流", "海产", "建材", "机械", "餐饮", "科技", "船舶配件", "汽车服务", "装饰工程", "食品", "电子",
    "医疗器械", "货运代理", "广告", "冷链",
)  # fmt: skip
GROUP_KINDS = ("集团有限公司", "股份有限公司", "第一中学", "中心医院", "港务局", "职业学院")
