"""文种 (条例 8) and what stands in the text: X6–X8, the fitness of the kind, the usual closing.

What only practice says is cited as practice, never as the regulation.
"""

import re
from collections.abc import Iterator, Sequence

from tenant_apps.correspondence.kinds import Kind
from tenant_apps.correspondence.ruling.bodies import GOVERNMENTS, Body, Standing
from tenant_apps.correspondence.ruling.facts import SUPERIORS, Paper, names
from tenant_apps.correspondence.ruling.findings import PRACTICE, Finding, Fix, Place, Strength
from tenant_apps.correspondence.ruling.misuse import paper_as

HARD, CONDITIONAL, HINT = Strength.HARD, Strength.CONDITIONAL, Strength.HINT
# 申请审批 names a procedure and 已报请批准 tells what was done: neither asks.
ASKING = re.compile(
    r"(?<!申)(?<!已报)(?<!已呈)(?<!经报)请(?:批示|批复|审批|指示|核准|审定"
    r"|予(?:以)?(?:批准|批复|审批|解决|核准|审定|拨付|指示))"
    r"|妥否|当否|恳请[^，。；\n]{0,20}(?:批准|批复|审批|核准|拨付|解决|安排)"
)
# 现将《…的请示》报上. One's own 报告 is sent up by the same words and is no matter of it.
FORWARDED = re.compile(
    r"转报|转呈|原文转"
    r"|现将[^，。；\n]{1,60}请示[》”]?[^，。；\n]{0,12}(?:上报|呈报|报送|呈送|报上|呈上|报请|报你|呈你)"
)
OPINION = re.compile(
    r"拟同意|建议|我[镇局委办街道单位]{1,3}(认为|意见)|经研究，?(同意|拟|认为)|经审核"
)
_POSTS = "书记|主任|区长|局长|市长|镇长|县长|部长|主席|院长|检察长|秘书长|常委|处长|科长|政委"
TO_A_PERSON = re.compile(
    rf"\A\s*(?:尊敬的)?(?:[^，。：；\n]{{1,10}}(?:{_POSTS}|同志|领导)|[^，。：；\n]{{0,6}}(?:{_POSTS})"
    r"(?!要求|指出|强调|讲话|批示|指示|意见|会议|办公)[^，。：；\n]{1,4}(?:同志)?)[：:]"
)
# The first that fits a place, and what takes it. 贯彻执行《水法》的情况 asks nothing of anybody.
IN_A_LETTER = (
    (r"请(?:严格|认真)?遵照执行", "请予支持"),
    (r"(?:严格|认真)?遵照执行", "予以支持"),
    (
        r"[请望](?:你局|贵局|你单位|贵单位|各单位)?(?:结合实际)?(?:严格|认真)?贯彻(?:执行|落实)",
        "请予支持配合",
    ),
    (r"(?:严格|认真)?贯彻执行(?=[。；！\n]|$)", "支持配合"),
    (r"请务必|务必", "请"),
)
LETTER_WORDS = re.compile(
    "|".join(f"(?P<w{n}>{words})" for n, (words, _) in enumerate(IN_A_LETTER))
)
CLOSINGS = {
    Kind.REQUEST: (
        "妥否，请批示。",
        re.compile(r"请批示|请批复|请予批复|请予批准|请审批|请予审批"),
    ),
    Kind.REPORT: ("特此报告。", re.compile(r"特此报告|请审阅|请审议")),
    Kind.REPLY: ("此复。", re.compile(r"此复")),
    Kind.LETTER: ("特此函告。", re.compile(r"函告|函复|函达|为盼|为荷")),
}
_WANTED = "申请|拨付|解决|批准|调整|增加|增设|审批|核准|设立|购置|修建|新建|改建|划拨|追加"
# Two wishes joined: a second verb behind 和 or 并, where a first stands before. The word that
# joins is none inside another (太和镇, 及时, 合并, 并网).
SECOND = re.compile(
    rf"(?:{_WANTED}).{{0,40}}?"
    rf"(?P<and>以及|同时|(?<![合兼归])并(?![网轨行]|购(?!置))|(?<![太共温祥谐饱缓泰亲总])和(?![谐平解睦])|"
    rf"(?<![以涉普波])及(?![时其早]))"
    rf"[^，。的]{{0,6}}?(?:{_WANTED})"
)


def upward_to_superiors(paper: Paper) -> Iterator[Finding]:
    """请示 and 报告 are for superiors; who is none gets a 函."""
    if paper.kind not in (Kind.REQUEST, Kind.REPORT):
        return
    others = [
        one for one in paper.main if paper.standing(one) in (Standing.PEER, Standing.UNRELATED)
    ]
    if others:
        item = "（十一）" if paper.kind == Kind.REQUEST else "（十）"
        yield Finding(
            "K1",
            f"{paper.label}只用于上级机关",
            f"{names(others)}不是本机关的上级机关，不相隶属机关之间用函（第八条（十四））。",
            f"条例第八条{item}",
            HARD,
            fixes=(paper_as(paper, Kind.LETTER),),
        )


def maybe_superiors(paper: Paper) -> Iterator[Finding]:
    """Where the register places one of the two under nobody, its superior may stand outside it:
    whoever writes knows, so it is asked and not refused."""
    if paper.kind not in (Kind.REQUEST, Kind.REPORT):
        return
    if others := paper.those(paper.main, Standing.UNKNOWN):
        yield Finding(
            "K1B",
            f"请核对主送机关：{paper.label}只用于上级机关",
            f"{_unplaced(paper, others)}，看不出{names(others)}是不是本机关的上级机关。"
            "确是上级机关的，照常报送；不相隶属的用函（第八条（十四））。",
            f"条例第八条{'（十一）' if paper.kind == Kind.REQUEST else '（十）'}",
            HINT,
            fixes=(paper_as(paper, Kind.LETTER),),
        )


def reply_to_subordinates(paper: Paper) -> Iterator[Finding]:
    """批复 answers a subordinate's 请示; who is none gets a 函."""
    if paper.kind != Kind.REPLY:
        return
    others = paper.those(paper.main, *SUPERIORS, Standing.PEER, Standing.UNRELATED)
    if others:
        yield Finding(
            "K2",
            "批复只答复下级机关的请示",
            f"{names(others)}不是本机关的下级机关，答复审批事项用函（第八条（十四））。",
            "条例第八条（十二）",
            HARD,
            fixes=(paper_as(paper, Kind.LETTER),),
        )


def maybe_subordinates(paper: Paper) -> Iterator[Finding]:
    """The same from above: a body placed under nobody may be ours, and only a person knows."""
    if paper.kind != Kind.REPLY:
        return
    if others := paper.those(paper.main, Standing.UNKNOWN):
        yield Finding(
            "K2B",
            "请核对主送机关：批复只答复下级机关的请示",
            f"{_unplaced(paper, others)}，看不出{names(others)}是不是本机关的下级机关。"
            "确是下级机关的，照常批复；不相隶属的用函（第八条（十四））。",
            "条例第八条（十二）",
            HINT,
            fixes=(paper_as(paper, Kind.LETTER),),
        )


def motion_by_government(paper: Paper) -> Iterator[Finding]:
    """议案: by a government, to the congress of its own level."""
    if paper.kind != Kind.MOTION:
        return
    if paper.author.kind not in GOVERNMENTS - {"subdistrict"}:
        yield Finding(
            "K3",
            "议案由各级人民政府提请同级人大审议",
            "本机关不是一级人民政府，不能以自己的名义提出议案。",
            "条例第八条（十三）",
            HARD,
            who="本级政府办公室",
        )
    elif others := [one for one in paper.main if one.kind not in ("congress", "congress_office")]:
        yield Finding(
            "K3B",
            "议案由各级人民政府提请同级人大审议",
            f"主送{names(others)}，不是同级人民代表大会或者常务委员会。确需如此的请说明。",
            "条例第八条（十三）",
            CONDITIONAL,
        )


def order_by_right(paper: Paper) -> Iterator[Finding]:
    if paper.kind == Kind.ORDER and paper.author.kind != "government":
        yield Finding(
            "K4",
            "命令（令）须有法定发布权",
            "命令用于公布行政法规和规章、宣布施行重大强制性措施等，请说明发布依据。",
            "条例第八条（三）",
            CONDITIONAL,
        )


def one_matter(paper: Paper) -> Iterator[Finding]:
    """X7: 请示一文一事, as far as a title shows it."""
    if paper.kind == Kind.REQUEST and (found := SECOND.search(paper.title)):
        words = paper.title[found.start("and") : found.end()]
        yield Finding(
            "X7",
            "请示应当一文一事",
            f"标题似有两件事：“{words}”。确为一事的请说明，否则请分别行文。",
            "条例第十五条（四）",
            CONDITIONAL,
            places=(Place("title", found.start("and"), words),),
        )


def no_request_inside(paper: Paper) -> Iterator[Finding]:
    """X7: 报告等非请示性公文不得夹带请示事项."""
    if paper.kind != Kind.REPORT or not (places := paper.find(ASKING)):
        return
    words = "”“".join(dict.fromkeys(place.text for place in places))
    yield Finding(
        "X7B",
        "报告不得夹带请示事项",
        f"文中有“{words}”。需要上级批准的另行请示。",
        "条例第十五条（四）",
        HARD,
        places=places,
        fixes=(
            paper_as(paper, Kind.REQUEST),
            Fix("删去请示的话", {"body": _without(paper.text) + paper.annexed}),
        ),
    )


def passed_on_with_opinion(paper: Paper) -> Iterator[Finding]:
    """X6: a subordinate's request goes up with one's own opinion, never as it came."""
    if not paper.upward or OPINION.search(paper.text):
        return
    if places := paper.find(FORWARDED):
        yield Finding(
            "X6",
            "下级机关的请示事项须提出倾向性意见后上报，不得原文转报",
            f"文中“{places[0].text}”，没有本机关的意见。",
            "条例第十五条（三）",
            HARD,
            places=places,
            fixes=(Fix("补上本机关意见", {"body": _before_closing(paper, "经研究，拟同意。")}),),
        )


def not_to_a_person(paper: Paper) -> Iterator[Finding]:
    """X8: to the body, not to a person; and not in a leader's own name."""
    if found := TO_A_PERSON.search(paper.body):
        yield Finding(
            "X8",
            "除上级机关负责人直接交办事项外，不得向上级机关负责人报送公文",
            f"正文以“{found.group().strip()}”开头。主送机关由系统加上。",
            "条例第十五条（五）",
            HARD if paper.upward else HINT,
            places=tuple(p for p in paper.find(TO_A_PERSON) if p.field == "body"),
            fixes=(Fix("删去个人称呼", {"body": paper.body[found.end() :].lstrip()}),),
        )
    if paper.upward and (name := _signed_by_a_person(paper)):
        kept = paper.text.rstrip()
        while _signed_by_a_person(paper, kept):
            kept = kept.rstrip().rpartition("\n")[0]
        yield Finding(
            "X8B",
            "不得以本机关负责人名义向上级机关报送公文",
            f"正文以个人姓名“{name}”落款。署名由系统加上。",
            "条例第十五条（五）",
            HARD,
            fixes=(Fix("删去个人落款", {"body": "\n".join(filter(None, (kept, paper.annexed)))}),),
        )


def letter_asks(paper: Paper) -> Iterator[Finding]:
    """函 is between bodies neither of which commands the other."""
    if paper.kind == Kind.LETTER and (places := paper.find(LETTER_WORDS)):
        softer = LETTER_WORDS.sub(_softer, paper.text) + paper.annexed
        words = "”“".join(dict.fromkeys(place.text for place in places))
        yield Finding(
            "K5",
            "函不用命令语气",
            f"文中有“{words}”。函用于不相隶属机关之间商洽、询问、答复和请求批准。",
            PRACTICE,
            CONDITIONAL,
            places=places,
            fixes=(Fix("改为商洽语气", {"body": softer}),),
        )


def title_names_kind(paper: Paper) -> Iterator[Finding]:
    """标题 = 发文机关名称 + 事由 + 文种; the body's name is put before it when printed."""
    endings = (paper.label, "令") if paper.kind == Kind.ORDER else (paper.label,)
    if not paper.title.strip() or paper.title.strip().endswith(endings):
        return
    other = next((str(k.label) for k in Kind if paper.title.strip().endswith(str(k.label))), "")
    title = f"{paper.title.strip().removesuffix(other).removesuffix('的')}的{paper.label}"
    yield Finding(
        "T1",
        "标题由发文机关名称、事由和文种组成",
        f"标题没有以文种“{paper.label}”结尾。",
        "条例第九条（七）",
        HINT,
        fixes=(Fix(f"标题改为“{title}”", {"title": title}),),
    )


def usual_closing(paper: Paper) -> Iterator[Finding]:
    phrase, known = CLOSINGS.get(Kind(paper.kind), ("", None))
    if known and paper.text.strip() and not known.search(paper.text):
        yield Finding(
            "T2",
            f"{paper.label}通常有结尾用语",
            f"常用“{phrase}”。",
            PRACTICE,
            HINT,
            fixes=(Fix(f"加上“{phrase}”", {"body": paper.ending(phrase)}),),
        )


def _unplaced(paper: Paper, others: Sequence[Body]) -> str:
    """Why the register does not say how they stand: whose superior it lacks."""
    lost = paper.city.unplaced(others)
    ours = ["本机关"] if paper.city.unplaced([paper.author]) else []
    who = "、".join([*ours, *(one.short_name for one in lost)])
    return f"单位名册没有登记{who}的上级机关"


_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


def _signed_by_a_person(paper: Paper, text: str | None = None) -> str:
    """The name at the end of the text, with a post before it or a date after, as on a private
    letter; empty where a body signs or nobody."""
    lines = [line.strip() for line in (paper.text if text is None else text).strip().splitlines()]
    while lines and _DAY.fullmatch(lines[-1]):
        lines.pop()
    if not lines or lines[-1].endswith(("。", "：", "；", "！")):
        return ""
    people = {paper.signer, *(name for _, name in paper.principals)} - {""}
    last = re.sub(r"\s|[（(][^）)]*[）)]", "", lines[-1])
    signed = (name for name in people if last.endswith(name) and len(last) <= len(name) + 24)
    return next(signed, "")


def _before_closing(paper: Paper, words: str) -> str:
    """The body with these words put where an opinion stands: before 妥否，请批示。"""
    lines = paper.text.rstrip().split("\n")
    if len(lines) > 1 and CLOSINGS[Kind.REQUEST][1].search(lines[-1]):
        lines.insert(-1, words)
        annexed = f"\n{paper.annexed}" if paper.annexed else ""
        return "\n".join(lines) + annexed
    return paper.ending(words)


def _softer(found: "re.Match[str]") -> str:
    return IN_A_LETTER[int(str(found.lastgroup)[1:])][1]


def _without(body: str) -> str:
    """The body without the sentences that ask."""
    kept = [
        "".join(part for part in re.findall(r"[^。；\n]*[。；]?", line) if not ASKING.search(part))
        for line in body.split("\n")
    ]
    return "\n".join(
        line for line, was in zip(kept, body.split("\n"), strict=True) if line or not was
    )


RULES = (
    upward_to_superiors,
    maybe_superiors,
    reply_to_subordinates,
    maybe_subordinates,
    motion_by_government,
    order_by_right,
    one_matter,
    no_request_inside,
    passed_on_with_opinion,
    not_to_a_person,
    letter_asks,
    title_names_kind,
    usual_closing,
)
