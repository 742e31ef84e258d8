"""文种 (条例 8) and what stands in the text: X6–X8, the fitness of the kind, the usual closing.

What only practice says is cited as practice, never as the regulation.
"""

import re
from collections.abc import Iterator, Sequence

from tenant_apps.correspondence.kinds import Kind
from tenant_apps.correspondence.ruling.bodies import GOVERNMENTS, Body, Standing
from tenant_apps.correspondence.ruling.facts import SUPERIORS, Paper, names
from tenant_apps.correspondence.ruling.findings import PRACTICE, Finding, Fix, Strength

HARD, CONDITIONAL, HINT = Strength.HARD, Strength.CONDITIONAL, Strength.HINT
ASKING = re.compile(
    r"请批示|请批复|请予批准|请予批复|请予审批|请审批|请予解决|妥否|当否|恳请[^，。；\n]{0,12}批准"
)
ANSWERS = re.compile(
    r"(你|贵)[^，。；\n]{0,12}(请示|来函|询问)|(请示|来函|询问)[^，。\n]{0,12}收悉"
)
FORWARDED = re.compile(
    r"转报|转呈|原文转|现将[^，。；\n]{1,40}(请示|报告)[^，。；\n]{0,12}(报|呈)"
)
OPINION = re.compile(
    r"拟同意|建议|我[镇局委办街道单位]{1,3}(认为|意见)|经研究，?(同意|拟|认为)|经审核"
)
TO_A_PERSON = re.compile(r"\A\s*(尊敬的)?[^，。：\n]{1,8}(书记|主任|区长|局长|市长|镇长|县长)：")
IN_A_LETTER = {
    "请遵照执行": "请予支持",
    "遵照执行": "予以支持",
    "请认真贯彻执行": "请予支持配合",
    "贯彻执行": "支持配合",
    "务必": "请",
}
LETTER_WORDS = re.compile("|".join(IN_A_LETTER))
CLOSINGS = {
    Kind.REQUEST: (
        "妥否，请批示。",
        re.compile(r"请批示|请批复|请予批复|请予批准|请审批|请予审批"),
    ),
    Kind.REPORT: ("特此报告。", re.compile(r"特此报告|请审阅|请审议")),
    Kind.REPLY: ("此复。", re.compile(r"此复")),
    Kind.LETTER: ("特此函告。", re.compile(r"函告|函复|函达|为盼|为荷")),
}
SECOND = re.compile(r"(以及|并|和|及)[^，。的]{0,20}(申请|拨付|解决|批准|调整|增加|审批)")


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
            fixes=(_as(paper, Kind.LETTER),),
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
            fixes=(_as(paper, Kind.LETTER),),
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
            fixes=(_as(paper, Kind.LETTER),),
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
            fixes=(_as(paper, Kind.LETTER),),
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
        places = tuple(p for p in paper.find(SECOND) if p.field == "title")
        yield Finding(
            "X7",
            "请示应当一文一事",
            f"标题似有两件事：“{found.group()}”。确为一事的请说明，否则请分别行文。",
            "条例第十五条（四）",
            CONDITIONAL,
            places=places,
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
        fixes=(_as(paper, Kind.REQUEST), Fix("删去请示的话", {"body": _without(paper.body)})),
    )


def passed_on_with_opinion(paper: Paper) -> Iterator[Finding]:
    """X6: a subordinate's request goes up with one's own opinion, never as it came."""
    if not paper.upward or OPINION.search(paper.body):
        return
    if places := paper.find(FORWARDED):
        yield Finding(
            "X6",
            "下级机关的请示事项须提出倾向性意见后上报，不得原文转报",
            f"文中“{places[0].text}”，没有本机关的意见。",
            "条例第十五条（三）",
            HARD,
            places=places,
            fixes=(Fix("补上本机关意见", {"body": f"{paper.body.rstrip()}\n经研究，拟同意。"}),),
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
    lines = [line.strip() for line in paper.body.strip().splitlines()]
    if paper.upward and paper.signer and lines and lines[-1] == paper.signer:
        yield Finding(
            "X8B",
            "不得以本机关负责人名义向上级机关报送公文",
            f"正文以个人姓名“{paper.signer}”落款。署名由系统加上。",
            "条例第十五条（五）",
            HARD,
            fixes=(Fix("删去个人落款", {"body": "\n".join(lines[:-1])}),),
        )


def letter_asks(paper: Paper) -> Iterator[Finding]:
    """函 is between bodies neither of which commands the other."""
    if paper.kind == Kind.LETTER and (places := paper.find(LETTER_WORDS)):
        softer = LETTER_WORDS.sub(lambda found: IN_A_LETTER[found.group()], paper.body)
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
    if not paper.title.strip() or paper.title.strip().endswith(paper.label):
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
    if known and paper.body.strip() and not known.search(paper.body):
        yield Finding(
            "T2",
            f"{paper.label}通常有结尾用语",
            f"常用“{phrase}”。",
            PRACTICE,
            HINT,
            fixes=(Fix(f"加上“{phrase}”", {"body": f"{paper.body.rstrip()}\n{phrase}"}),),
        )


def _unplaced(paper: Paper, others: Sequence[Body]) -> str:
    """Why the register does not say how they stand: whose superior it lacks."""
    lost = paper.city.unplaced(others)
    ours = ["本机关"] if paper.city.unplaced([paper.author]) else []
    who = "、".join([*ours, *(one.short_name for one in lost)])
    return f"单位名册没有登记{who}的上级机关"


def _as(paper: Paper, kind: Kind) -> Fix:
    """Another kind, and the title with it."""
    changes: dict[str, str] = {"doc_kind": str(kind)}
    if paper.title.strip().endswith(paper.label):
        changes["title"] = f"{paper.title.strip().removesuffix(paper.label)}{kind.label}"
    return Fix(f"改为{kind.label}", changes)


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
