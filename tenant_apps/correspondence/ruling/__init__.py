"""行文规则: what the 2012 条例 says of a draft, as pure functions over one `Paper`.

Every finding cites its article; what is only practice says so. Nothing here reads a database.
"""

from tenant_apps.correspondence.ruling import form, kinds_of, ways
from tenant_apps.correspondence.ruling.bodies import Body, City, Standing
from tenant_apps.correspondence.ruling.facts import Limits, Paper
from tenant_apps.correspondence.ruling.findings import (
    Finding,
    Fix,
    Judged,
    Place,
    Strength,
    Verdict,
    by_strength,
)
from tenant_apps.correspondence.ruling.screening import SCREENING, Screened, addressed, cited, fill

RULES = (*form.RULES, *ways.RULES, *kinds_of.RULES)
# 审核 (条例 20) and what no program sees of 13 and 17: ticked by a person, kept with the review.
CHECKLIST = (
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


def screen(paper: Paper, *, own: str) -> tuple[Screened, ...]:
    """初审: the list of 条例 24 ③ over a document that came in, for the body `own`."""
    return fill((*addressed(paper, own), *judge(paper)))


__all__ = [
    "CHECKLIST",
    "SCREENING",
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
    "judge",
    "screen",
]
