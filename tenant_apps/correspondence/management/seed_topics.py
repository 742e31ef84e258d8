"""What a town of the demonstration writes about, and how a topic becomes a document."""

from dataclasses import dataclass

from tenant_apps.correspondence.kinds import Kind, Urgency

REQUEST, REPORT, LETTER, NOTICE = Kind.REQUEST, Kind.REPORT, Kind.LETTER, Kind.NOTICE
TOWNS = "towns"  # some of the towns, at the dice's choice


@dataclass(frozen=True)
class Topic:
    """`{}` stands for the sender's short name."""

    kind: Kind
    about: str
    to: tuple[str, ...]  # subdomains, or TOWNS
    facts: str
    wish: str
    copies: tuple[str, ...] = ()
    urgency: Urgency = Urgency.NONE


T = Topic
URGENT, EXTRA = Urgency.URGENT, Urgency.EXTRA_URGENT

# What a town or street writes.
TOWN = (
    T(
        REQUEST,
        "申请拨付{}农村危房改造补助资金",
        ("zfb",),
        "经入户核查，今年纳入改造的危房十七户已全部竣工并通过镇级验收。",
        "恳请区政府拨付补助资金三十四万元。",
        ("czj", "zjw"),
    ),
    T(
        REQUEST,
        "解决{}场镇污水管网修复经费",
        ("zfb",),
        "受夏季强降雨影响，场镇主管网塌陷两处、渗漏五处，污水外溢风险较大。",
        "恳请安排修复经费四十八万元，列入年度应急工程。",
        ("stj",),
        URGENT,
    ),
    T(
        REQUEST,
        "调整{}便民服务中心建设规模",
        ("zfb",),
        "原批复建筑面积八百平方米，因选址地形变化，可用面积不足六百平方米。",
        "拟将建设规模调整为五百八十平方米，总投资不变。",
    ),
    T(
        REPORT,
        "{}今冬明春森林防火工作情况",
        ("zfb",),
        "已组建护林员队伍四十二人，设卡点九处，清理林缘可燃物三十余吨。",
        "下一步将在重点时段落实全天值守，严控野外用火。",
        ("lyj",),
    ),
    T(
        REPORT,
        "{}安全生产大排查整改情况",
        ("zfb",),
        "共检查企业和经营场所一百二十六家，发现隐患八十三条，已整改七十九条。",
        "余下四条已明确责任人和完成时限，月底前销号。",
        ("yjj",),
    ),
    T(
        REPORT,
        "{}信访积案化解情况",
        ("zfb",),
        "今年交办积案六件，已化解五件，一件正在依法履行复查程序。",
        "将继续落实领导包案，防止矛盾上行。",
        ("xfb",),
    ),
    T(
        LETTER,
        "商请协助办理{}中心小学校门口交通标线施划",
        ("gaj", "jtj"),
        "校门口早晚高峰人车混行，师生和家长反映强烈。",
        "请协助增设减速标线和人行横道，并派员指导。",
    ),
    T(
        LETTER,
        "申请{}集镇自来水水质检测",
        ("wjw",),
        "近期部分居民反映自来水有异味，我们已要求供水站停用二号蓄水池。",
        "请派员采样检测，并将结果函告我们。",
        (),
        URGENT,
    ),
    T(
        LETTER,
        "商请提供{}国土空间规划矢量数据",
        ("gzj",),
        "村规划编制已进入现状分析阶段，需要最新的永久基本农田和生态保护红线数据。",
        "请按保密规定提供相关图层，我们将专机专人使用。",
    ),
    T(
        LETTER,
        "商请派驻农技人员指导{}晚熟柑橘管护",
        ("nyw",),
        "全域晚熟柑橘三千二百亩进入越冬管护期，农户普遍缺少防寒技术。",
        "请派驻两名农技人员，驻点指导不少于十天。",
    ),
    T(
        REQUEST,
        "申请{}地质灾害隐患点应急处置资金",
        ("zfb",),
        "三处隐患点近期变形加剧，十一户四十三人已转移安置。",
        "恳请安排应急处置资金二十六万元。",
        ("gzj", "yjj"),
        EXTRA,
    ),
    T(
        REPORT,
        "{}城乡居民医保参保缴费进展",
        ("zfb",),
        "截至目前参保率为百分之九十五点四，低收入人口参保率为百分之百。",
        "对未参保人员已逐户建立台账，继续动员。",
        ("ybj",),
    ),
    T(
        LETTER,
        "商请支持{}农村公路安防工程",
        ("jtj",),
        "临崖临水路段尚有六点三公里未设护栏，今年已发生两起单车事故。",
        "请将上述路段列入下一批安防工程计划。",
    ),
    T(
        REQUEST,
        "设立{}应急物资储备点",
        ("zfb",),
        "镇域山区面积大，遇强降雨道路易中断，区级物资到达需两小时以上。",
        "拟利用原粮站仓库设立储备点，请批准并配备首批物资。",
        ("yjj",),
    ),
)

CLOSINGS = {
    REQUEST: "妥否，请批示。",
    REPORT: "特此报告。",
    LETTER: "请予支持，并请函复。",
    NOTICE: "特此通知。",
}
WISHES = {REQUEST: "请示事项", REPORT: "下一步打算", LETTER: "商请事项", NOTICE: "工作要求"}
REMARKS = (
    "以上情况和数据经有关科室核对，并经主要负责同志审定，相关材料已经归档备查。"
    "如需补充情况，请与办公室联系，我们将在一个工作日内答复。"
)


def title_of(topic: Topic, short_name: str) -> str:
    return f"关于{topic.about.format(short_name)}的{topic.kind.label}"


def body_of(topic: Topic) -> str:
    return (
        f"现将有关事项{'通知' if topic.kind == NOTICE else '说明'}如下。\n"
        f"一、基本情况\n{topic.facts}\n"
        f"二、{WISHES[topic.kind]}\n{topic.wish}\n三、有关说明\n{REMARKS}\n{CLOSINGS[topic.kind]}"
    )
