"""行文规则: what the 2012 条例 says of a draft, as pure functions over one `Paper`.

Every finding cites its article; what is only practice says so. Nothing here reads a database.
"""

from collections.abc import Iterable

from tenant_apps.correspondence.ruling import form, kinds_of, misuse, repeats, ways
from tenant_apps.correspondence.ruling.bodies import Body, City, Standing
from tenant_apps.correspondence.ruling.facts import SUPERIORS, Limits, Paper
from tenant_apps.correspondence.ruling.findings import (
    Finding,
    Fix,
    Judged,
    Place,
    Strength,
    Verdict,
    by_strength,
)
from tenant_apps.correspondence.ruling.screening import (
    SCREENING,
    SEEN,
    Screened,
    addressed,
    cited,
    fill,
    repeated,
)

RULES = (*form.RULES, *ways.RULES, *kinds_of.RULES, *misuse.RULES, *repeats.RULES)
# 审核 (条例 20): what the rules see is filled by them first, the rest is a person's to judge;
# whoever reviews answers for every tick, and it is kept with the review.
CHECKLIST = (
    Judged("ways", "行文关系、行文规则符合规定", "条例第十四条至第十七条"),
    Judged("kind", "文种使用正确，公文格式符合规定", "条例第八条、第九条、第二十条（四）"),
    Judged("grounds", "行文理由充分，依据准确，确有必要", "条例第十三条、第二十条（一）"),
    Judged("lawful", "内容合法，体现发文意图，与现行公文衔接，措施切实可行", "条例第二十条（二）"),
    Judged("agreed", "涉及其他地区或部门职权的，已协商一致", "条例第二十条（三）"),
    Judged(
        "form", "人名、地名、时间、数字、段落、引文准确，文字计量标点规范", "条例第二十条（四）"
    ),
    Judged("joint", "联合行文的机关同级，属党委、政府各自职权的没有联合", "条例第十七条"),
)


def judge(paper: Paper) -> tuple[Finding, ...]:
    """Everything the rules find, the strictest first."""
    return by_strength(found for rule in RULES for found in rule(paper))


def filled(findings: Iterable[Finding]) -> frozenset[str]:
    """Lines of the 核稿清单 against which the rules have nothing but hints."""
    doubted = [one.code for one in findings if one.strength is not Strength.HINT]
    lines = {"ways": "X", "kind": "K", "joint": "X14"}
    return frozenset(
        key for key, codes in lines.items() if not any(code.startswith(codes) for code in doubted)
    )


def screen(paper: Paper, *, own: str, also: Iterable[Finding] = ()) -> tuple[Screened, ...]:
    """初审: the list of 条例 24 ③ over a document that came in, for the body `own`. A paper whose
    text the system does not have is read by a person."""
    seen = SEEN if paper.text.strip() else frozenset()
    return fill((*also, *addressed(paper, own), *judge(paper)), seen)


__all__ = [
    "CHECKLIST",
    "SCREENING",
    "SUPERIORS",
    "Body",
    "City",
    "Finding",
    "Fix",
    "Judged",
    "Limits",
    "Paper",
    "Place",
    "Screened",
    "Standing",
    "Strength",
    "Verdict",
    "cited",
    "fill",
    "filled",
    "judge",
    "repeated",
    "screen",
]
