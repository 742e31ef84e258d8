"""文种误用: a kind taken for another, as far as words show it. Said only: a person knows better.

What each kind is for stands in 条例 8; which kind practice takes instead is only practice.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tenant_apps.correspondence.kinds import Kind
from tenant_apps.correspondence.ruling.facts import SUPERIORS, Paper, names
from tenant_apps.correspondence.ruling.findings import PRACTICE, Finding, Fix, Strength
from tenant_apps.correspondence.ruling.form import RELIEF

COMPARED = Kind.NOTICE, Kind.CIRCULAR, Kind.DECISION, Kind.ORDER, Kind.RESOLUTION


@dataclass(frozen=True)
class Misuse:
    """Words that do not go with a kind, unless others stand beside them."""

    code: str
    kind: Kind
    title: str
    detail: str
    article: str
    shown: str = ""  # in title or text; empty: what is told against it is that `unless` lacks
    unless: str = ""
    better: Kind | None = None


MISUSES = (
    Misuse(
        "K6",
        Kind.RESOLUTION,
        "决议用于会议讨论通过的重大决策事项",
        "文中没有写明经会议讨论通过。个人或机关决定的事项用决定。",
        "条例第八条（一）",
        unless=r"会议[^。\n]{0,40}(?:通过|表决|审议|讨论|决议|认为|决定)|全(?:会|体会议)|代表大会",
        better=Kind.DECISION,
    ),
    Misuse(
        "K7",
        Kind.DECISION,
        "决定用于重要事项的决策和部署、奖惩、变更或者撤销",
        "“{}”像是日常工作安排，一般用通知。",
        "条例第八条（二）",
        shown=r"关于(?:认真|切实|进一步)?(?:做好|开展|报送|召开|举办|组织|上报)",
        unless=r"表彰|嘉奖|奖励|授予|处分|撤销|废止|修改|成立|设立|任免|免去",
        better=Kind.NOTICE,
    ),
    Misuse(
        "K8",
        Kind.COMMUNIQUE,
        "公报用于公布重要决定或者重大事项",
        "“{}”像是会议的情况和议定事项，用纪要。",
        "条例第八条（四）",
        shown=r"会议议定|议定事项|出席人员|列席人员|(?:^|\n)\s*(?:出席|列席|请假)\s*[：:]",
        better=Kind.MINUTES,
    ),
    Misuse(
        "K9",
        Kind.ANNOUNCEMENT,
        "公告用于向国内外宣布重要事项或者法定事项",
        "“{}”是一定范围内的管理事项，一般用通告。",
        "条例第八条（五）",
        shown=r"停水|停电|停气|交通管制|限行|封闭施工|道路施工|烟花爆竹|禁止(?:燃放|通行|垂钓|焚烧|采砂)"
        r"|养犬|占道|市容",
        unless=r"征收|征地|拍卖|招标|听证|公开招聘|招录|选举|送达|规划草案|法定",
        better=Kind.PUBLIC_NOTICE,
    ),
    Misuse(
        "K10",
        Kind.PUBLIC_NOTICE,
        "通告用于在一定范围内公布应当遵守或者周知的事项",
        "“{}”是法定公告事项，一般用公告。",
        "条例第八条（六）",
        shown=r"(?:土地|房屋)征收|征地补偿|招标|拍卖|听证|公开招聘|选举结果|公告送达|规划草案",
        better=Kind.ANNOUNCEMENT,
    ),
    Misuse(
        "K11",
        Kind.OPINION,
        "意见用于对重要问题提出见解和处理办法",
        "“{}”是强制执行的要求，一般用通知或者决定。",
        "条例第八条（七）",
        shown=r"遵照执行|责令|令行禁止|限期(?:完成|整改|拆除|上报)|一律不得",
        better=Kind.NOTICE,
    ),
    Misuse(
        "K12",
        Kind.NOTICE,
        "通知不宜增加报表、任务和考核",
        "文中有“{}”，请核对是否确有必要、是否另有依据。",
        RELIEF,
        shown=r"(?:纳入|列入)[^，。；\n]{0,12}考核|考核(?:评分|排名|扣分)|一票否决|责任[状书]"
        r"|(?:每日|每周|每月|按日|按周|按月|逐月)[^，。；\n]{0,6}(?:报送|填报|上报)|成立[^，。；\n]{0,8}工作专班",
    ),
    Misuse(
        "K13",
        Kind.CIRCULAR,
        "通报批评应当以查实的事实为据",
        "文中有“{}”，没有写明事实经过查证。",
        PRACTICE,
        shown=r"通报批评|批评|问责|处分",
        unless=r"经(?:查|核|调查|核查|核实|检查|督查|审计|调阅)|查明|查实|核实|(?:检查|督查|核查|巡查|审计)(?:中)?发现",
    ),
    Misuse(
        "K14",
        Kind.MINUTES,
        "纪要记载会议主要情况和议定事项",
        "“{}”是个人讲话，没有写明会议议定了什么。",
        "条例第八条（十五）",
        shown=r"(?:书记|主任|[区市县镇局部]长|主席|同志)(?:强调|指出|要求|提出|认为|表示)",
        unless=r"会议(?:议定|决定|同意|明确|确定|原则|要求|强调|认为|指出)|议定(?:事项|如下)",
    ),
)


def misused(paper: Paper) -> Iterator[Finding]:
    """What stands in the text speaks for another kind."""
    for one in MISUSES:
        if paper.kind != one.kind or not paper.text.strip():
            continue
        if one.unless and re.search(one.unless, f"{paper.title}\n{paper.text}"):
            continue
        places = paper.find(one.shown) if one.shown else ()
        if one.shown and not places:
            continue
        words = "”“".join(dict.fromkeys(place.text.strip() for place in places))
        fixes = (paper_as(paper, one.better),) if one.better else ()
        yield Finding(
            one.code,
            one.title,
            one.detail.format(words),
            one.article,
            Strength.HINT,
            places=places,
            fixes=fixes,
        )


def not_upward(paper: Paper) -> Iterator[Finding]:
    """通知, 通报, 决定 tell whoever is below or beside; a superior is asked or reported to."""
    if paper.kind not in COMPARED or not (above := paper.those(paper.main, *SUPERIORS)):
        return
    yield Finding(
        "K15",
        f"{paper.label}一般不主送上级机关",
        f"{names(above)}是本机关的上级机关，请示事项用请示，汇报工作用报告；需要上级知道的改为抄送。",
        PRACTICE,
        Strength.HINT,
        fixes=(paper_as(paper, Kind.REPORT), paper_as(paper, Kind.REQUEST)),
    )


def paper_as(paper: Paper, kind: Kind) -> Fix:
    """Another kind, and the title with it."""
    changes: dict[str, str] = {"doc_kind": str(kind)}
    if paper.title.strip().endswith(paper.label):
        changes["title"] = f"{paper.title.strip().removesuffix(paper.label)}{kind.label}"
    return Fix(f"改为{kind.label}", changes)


RULES = (misused, not_upward)
