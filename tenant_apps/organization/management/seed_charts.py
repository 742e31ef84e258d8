"""Charts of the demonstration: which departments and titles a unit of each kind has."""

from dataclasses import dataclass

from tenants.models import Unit

K = Unit.Kind


@dataclass(frozen=True)
class Chart:
    """`leaders` sit together in a department of their own."""

    leading: str  # the name of the leaders' department
    leaders: tuple[str, ...]
    office: str
    sections: tuple[str, ...]
    deputies: bool = False  # in some sections
    members: int = 1  # in a section, besides its heads
    principal: int = (
        0  # which of the leaders heads the unit: in a town the second, after the party
    )


TOWN_SECTIONS = (
    "党的建设办公室",
    "经济发展办公室",
    "社会事务办公室",
    "平安法治办公室",
    "应急管理办公室",
    "规划建设管理环保办公室",
    "综合行政执法办公室",
    "财政办公室",
)
# What a body does, by the prefix of its host; others have sections of the general kind.
SECTIONS = {
    "zfb": ("综合科", "文电科", "督查科", "政务公开科"),
    "qwb": ("综合科", "文电科", "督查科", "机要科"),
    "zzb": ("干部科", "组织科", "人才科"),
    "xcb": ("理论科", "新闻科", "文明创建科"),
    "fgw": ("综合科", "投资科", "产业科", "价格科"),
    "jyw": ("基础教育科", "职业教育科", "校园安全科", "财务科"),
    "kjj": ("科技创新科", "成果转化科"),
    "jxw": ("运行监测科", "产业发展科", "数字化科"),
    "gaj": ("指挥中心", "治安管理科", "交通管理科", "法制科"),
    "mzj": ("社会救助科", "养老服务科", "基层政权科"),
    "sfj": ("行政复议科", "普法与依法治理科", "社区矫正科"),
    "czj": ("预算科", "国库科", "政府采购科", "农业科"),
    "rsj": ("就业促进科", "社会保险科", "劳动关系科"),
    "gzj": ("国土空间规划科", "耕地保护科", "不动产登记科"),
    "stj": ("大气环境科", "水生态科", "环境影响评价科"),
    "zjw": ("建筑管理科", "住房保障科", "物业管理科"),
    "cgj": ("市容环卫科", "市政设施科", "执法协调科"),
    "jtj": ("公路管理科", "运输管理科", "安全监督科"),
    "slj": ("水旱灾害防御科", "河长制工作科", "农村水利科"),
    "nyw": ("种植业科", "畜牧渔业科", "乡村建设科", "产业发展科"),
    "wjw": ("医政医管科", "疾病预防控制科", "基层卫生科"),
    "yjj": ("应急指挥科", "防灾减灾科", "危险化学品监管科", "火灾防治科"),
    "sjj": ("财政审计科", "经济责任审计科", "投资审计科"),
    "scjgj": ("登记注册科", "食品安全科", "特种设备科", "价格监督科"),
    "tjj": ("综合统计科", "农业统计科", "工业统计科"),
    "xfb": ("接访科", "办信科", "督查督办科"),
    "dsjj": ("数据资源科", "应用推进科", "网络安全科"),
    "fayuan": ("立案庭", "刑事审判庭", "民事审判庭", "行政审判庭", "执行局"),
    "jcy": ("刑事检察部", "民事检察部", "公益诉讼检察部"),
}
GENERAL = ("政策法规科", "规划财务科", "业务科")
OFFICE = {"zfb": "秘书科", "qwb": "秘书科"}
HEADS = (  # by what the short name ends with
    ("纪委监委", "书记"),
    ("党校", "常务副校长"),
    ("管委会", "主任"),
    ("政法委", "书记"),
    ("教委", "主任"),
    ("团区委", "书记"),
    ("档案馆", "馆长"),
    ("支队", "支队长"),
    ("法院", "院长"),
    ("检察院", "检察长"),
    ("总工会", "主席"),
    ("妇联", "主席"),
    ("科协", "主席"),
    ("文联", "主席"),
    ("工商联", "主席"),
    ("残联", "理事长"),
    ("红十字会", "常务副会长"),
    ("供销社", "主任"),
    ("部", "部长"),
    ("局", "局长"),
    ("委", "主任"),
    ("办", "主任"),
    ("办公室", "主任"),
    ("中心", "主任"),
)
SECTION_HEADS = (("科", "科长"), ("庭", "庭长"), ("局", "局长"), ("中心", "主任"))
TOWN_LEADERS = ("党委书记", "镇长", "人大主席", "党委副书记", "副镇长", "副镇长", "副镇长")
STREET_LEADERS = (
    "党工委书记",
    "办事处主任",
    "人大工委主任",
    "党工委副书记",
    "办事处副主任",
    "办事处副主任",
)
COUNCIL = ("区长", "常务副区长", "副区长", "副区长", "副区长")
STANDING = {
    K.PARTY_COMMITTEE: Chart(
        "区委领导", ("书记", "副书记", "常委", "常委", "常委"), "区委值班室", ("信息综合室",)
    ),
    K.CONGRESS: Chart("人大常委会领导", ("主任", "副主任", "副主任"), "秘书处", ("代表联络室",)),
    K.GOVERNMENT: Chart("区政府领导", COUNCIL, "区长办公室", ("总值班室",)),
    K.CONSULTATIVE: Chart("政协领导", ("主席", "副主席", "副主席"), "秘书处", ("提案委员会",)),
    K.TOWN: Chart("镇领导", TOWN_LEADERS, "党政办公室", TOWN_SECTIONS, principal=1),
    K.SUBDISTRICT: Chart(
        "街道领导", STREET_LEADERS, "党政办公室", TOWN_SECTIONS, members=2, principal=1
    ),
}


def chart_of(unit: Unit) -> Chart:
    return STANDING.get(K(unit.kind)) or _department(unit)


def head_of_section(name: str) -> str:
    """What the head of a 科, 庭, 局 or 办公室 is called."""
    return next((title for end, title in SECTION_HEADS if name.endswith(end)), "主任")


def _department(unit: Unit) -> Chart:
    """A bureau, committee, party department, association or court."""
    head = next((title for end, title in HEADS if unit.short_name.endswith(end)), "主任")
    deputy = f"副{head.removeprefix('常务副')}"
    small = unit.kind in (K.ASSOCIATION, K.VERTICAL)
    sections = SECTIONS.get(unit.subdomain, ("业务科", "组织宣传科") if small else GENERAL)
    return Chart(
        "领导班子",
        (head, deputy) if small else (head, deputy, deputy),
        OFFICE.get(unit.subdomain, "办公室"),
        sections,
        deputies=not small,
    )
