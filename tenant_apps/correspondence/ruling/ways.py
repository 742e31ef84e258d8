"""行文规则 of 条例 13–17 about where a document goes: X2–X5, X9–X11, X13–X15."""

import re
from collections.abc import Iterator

from tenant_apps.correspondence.kinds import Kind
from tenant_apps.correspondence.ruling.bodies import (
    COMMITTEES,
    GOVERNMENTS,
    HIGHEST,
    Body,
    Standing,
)
from tenant_apps.correspondence.ruling.facts import SUPERIORS, Paper, codes, names
from tenant_apps.correspondence.ruling.findings import Finding, Fix, Strength

HARD, CONDITIONAL, HINT = Strength.HARD, Strength.CONDITIONAL, Strength.HINT
SUPERIOR, ABOVE, SUBORDINATE = Standing.SUPERIOR, Standing.ABOVE, Standing.SUBORDINATE
# What only an order can say; and what a 部门 may also say of its own field (16 ③), with a reason.
# 贯彻执行 is one only where it asks for it, not in 为贯彻执行《防洪法》.
COMMANDS = re.compile(
    r"遵照执行|责令|令行禁止"
    r"|(?:各|你)(?:乡镇|镇街|镇|街道|乡|地|单位)[^，。；\n]{0,14}?(?:必须|务必|一律|严禁|不得|限期)"
)
DEMANDS = re.compile(r"务必|必须|严禁|限期|[请望][^，。；\n]{0,10}贯彻(?:执行|落实)")
DIRECTIVE = frozenset({Kind.DECISION, Kind.ORDER})


def skipping(paper: Paper) -> Iterator[Finding]:
    """X3 越级行文: the bodies passed over get a copy."""
    for above in paper.those(paper.main, ABOVE):
        skipped = paper.city.skipped(paper.author, above)
        told = {paper.city.principal(one).code for one in (*paper.main, *paper.copies)}
        lacking = [one for one in skipped if one.code not in told]
        if not lacking:
            continue
        yield Finding(
            "X3",
            "越级行文须同时抄送被越过的机关",
            f"主送{above.short_name}越过了{names(lacking)}。一般不得越级；确需越级的，抄送后继续。",
            "条例第十四条",
            CONDITIONAL,
            fixes=(
                Fix(
                    f"抄送{names(lacking)}",
                    {"copies": [*codes(paper.copies), *codes(lacking)]},
                ),
            ),
        )


def one_superior(paper: Paper) -> Iterator[Finding]:
    """X4: upward to one superior; the others get copies."""
    if not paper.upward or len(paper.main) < 2:
        return
    first, *rest = sorted(paper.main, key=lambda one: paper.standing(one) is not SUPERIOR)
    yield Finding(
        "X4",
        "上行文原则上主送一个上级机关",
        f"现主送{names(paper.main)}。",
        "条例第十五条（一）",
        CONDITIONAL,
        fixes=(
            Fix(
                f"只主送{first.short_name}，其余改为抄送",
                {
                    "addressees": [first.code],
                    "copies": [*codes(rest), *codes(paper.copies)],
                },
            ),
        ),
    )


def not_below(paper: Paper) -> Iterator[Finding]:
    """X4: an upward document is not copied to subordinates."""
    if not paper.upward:
        return
    below = paper.those((*paper.main, *paper.copies), SUBORDINATE)
    if below:
        yield Finding(
            "X4B",
            f"{paper.label}不得抄送下级机关",
            f"收文单位中有下级机关：{names(below)}。",
            "条例第十五条（一）",
            HARD,
            fixes=(
                Fix(
                    f"移除{names(below)}",
                    {
                        "addressees": [one.code for one in paper.main if one not in below],
                        "copies": [one.code for one in paper.copies if one not in below],
                    },
                ),
            ),
        )


def department_upward(paper: Paper) -> Iterator[Finding]:
    """X5: a department's 重大事项 to its 主管部门 above, with consent of its own government."""
    if not (paper.upward and paper.by_department and paper.is_major) or paper.agreed:
        return
    home = {one.code for one in paper.city.parents(paper.author)[:1]}
    over = [one for one in paper.main if paper.city.principal(one).code not in home]
    over = paper.those(over, ABOVE, Standing.UNRELATED)
    if over:
        yield Finding(
            "X5",
            "向上级主管部门请示、报告重大事项，须经本级党委、政府同意或者授权",
            f"主送{names(over)}，文中没有写明已经同意。属于部门职权范围内的事项直接报送，请说明。",
            "条例第十五条（二）",
            CONDITIONAL,
            fixes=_agreed(paper),
            who="本级党委、政府办公室",
        )


def dual_leadership(paper: Paper) -> Iterator[Finding]:
    """X9 双重领导: to one superior, a copy to the other where needed."""
    if paper.author.kind == "vertical" and paper.upward and not paper.copies:
        yield Finding(
            "X9",
            "受双重领导的机关向一个上级机关行文，必要时抄送另一个上级机关",
            "本单位为垂直管理机构，现没有抄送机关。",
            "条例第十五条（六）",
            HINT,
        )


def copy_to_superior(paper: Paper) -> Iterator[Finding]:
    """X10: what is important and goes down is copied to the direct superior."""
    above = paper.city.parents(paper.city.principal(paper.author))[:1]
    if not (paper.is_major and paper.downward and above):
        return
    if above[0].code in [paper.city.principal(one).code for one in paper.copies]:
        return
    yield Finding(
        "X10",
        "重要行文应当同时抄送发文机关的直接上级机关",
        f"没有抄送{above[0].short_name}。",
        "条例第十六条（一）",
        CONDITIONAL,
        fixes=(
            Fix(
                f"抄送{above[0].short_name}",
                {"copies": [*codes(paper.copies), above[0].code]},
            ),
        ),
    )


def departments_command_not(paper: Paper) -> Iterator[Finding]:
    """X11: other departments issue no 指令性公文 to a 党委 or 政府 below."""
    if not paper.by_department or paper.agreed:
        return
    governed = [one for one in (*paper.main, *paper.copies) if one.kind in GOVERNMENTS]
    below = [one for one in governed if _of_our_level(paper, one)]
    orders = paper.find(COMMANDS)
    places = orders or paper.find(DEMANDS)
    if not below or not (paper.kind in DIRECTIVE or places):
        return
    what = (
        f"用了“{'”“'.join(dict.fromkeys(p.text for p in places))}”" if places else "属指令性公文"
    )
    yield Finding(
        "X11",
        "部门不得向下级党委、政府发布指令性公文或者提出指令性要求",
        f"主送或抄送{names(below)}，{what}。经政府同意行文的，文中须注明已经政府同意。",
        "条例第十六条（二）",
        HARD if orders or paper.kind in DIRECTIVE else CONDITIONAL,
        places=places,
        fixes=_agreed(paper),
        who="本级政府办公室",
    )


def agreed_between(paper: Paper) -> Iterator[Finding]:
    """X13: what concerns several departments goes down only once they agree."""
    addressed = codes((*paper.main, *paper.copies))
    if paper.upward or paper.consulted or not (paper.downward or paper.by_department):
        return
    if not any(
        one.kind in GOVERNMENTS or paper.standing(one) is SUBORDINATE for one in paper.main
    ):
        return
    mentioned = [
        one
        for one in paper.city.bodies.values()
        if one.code != paper.author.code
        and one.code not in addressed
        and one.kind in ("bureau", "vertical")
        and one.code != paper.author.parent
        and one.short_name in paper.text
    ]
    if mentioned:
        yield Finding(
            "X13",
            "涉及多个部门职权的事务，部门之间未协商一致的，不得向下行文",
            f"正文提到{names(mentioned)}，没有会签，也没有写明已协商一致。职权不涉及的请说明。",
            "条例第十六条（四）",
            CONDITIONAL,
            places=paper.find("|".join(re.escape(one.short_name) for one in mentioned)),
            fixes=(
                Fix(
                    f"写明已商{names(mentioned)}同意",
                    {"body": f"经商{names(mentioned)}同意，{paper.body}"},
                ),
            ),
        )


def equals_join(paper: Paper) -> Iterator[Finding]:
    """X14 联合行文: bodies of the same level; never one that stands above or below."""
    title = "同级党政机关、党政机关与其他同级机关必要时可以联合行文"
    others = [one for one in paper.partners if not _heads_together(paper.author, one)]
    if unequal := paper.those(others, *SUPERIORS, Standing.SUBORDINATE):
        yield Finding(
            "X14",
            title,
            f"{names(unequal)}与本机关有上下级关系，不能联合行文。请改为主送或者抄送。",
            "条例第十七条",
            HARD,
        )
    if apart := paper.those(others, Standing.UNRELATED):
        yield Finding(
            "X14b",
            title,
            f"通讯录中看不出{names(apart)}与本机关同级。确属同级的请说明。",
            "条例第十七条",
            CONDITIONAL,
        )
    kinds = {one.kind for one in (paper.author, *paper.partners)}
    if kinds & COMMITTEES and kinds & GOVERNMENTS:
        yield Finding(
            "X14c",
            "属于党委、政府各自职权范围内的工作，不得联合行文",
            "党委与政府联署，请确认属于双方共同职权。",
            "条例第十七条",
            HINT,
        )


def sections_write_not(paper: Paper) -> Iterator[Finding]:
    """X15: 内设机构 other than the 办公厅（室） do not write formally to others."""
    if paper.issuer in paper.sections and not paper.issuer.endswith("办公室"):
        yield Finding(
            "X15",
            "内设机构除办公厅（室）外不得对外正式行文",
            f"署名为内设机构“{paper.issuer}”。请改用本机关或办公室的发文机关标志。",
            "条例第十七条",
            HARD,
            who="办公室",
        )


def _heads_together(ours: Body, other: Body) -> bool:
    """党委、人大、政府、政协 of one level are equals here, whoever leads."""
    return ours.kind in HIGHEST and other.kind in HIGHEST and ours.parent == other.parent


def _of_our_level(paper: Paper, below: Body) -> bool:
    """Is it right under the body whose department we are, or under another of its level?"""
    ours, theirs = (paper.city.bodies.get(one.parent) for one in (paper.author, below))
    if ours is None or theirs is None:
        return False
    return ours == theirs or _heads_together(ours, theirs)


def _agreed(paper: Paper) -> tuple[Fix, ...]:
    above = paper.city.parents(paper.author)[:1]
    if not above:
        return ()
    body = f"经{above[0].short_name}同意，{paper.body}"
    return (Fix(f"写明已经{above[0].short_name}同意", {"body": body}),)


RULES = (
    skipping,
    one_superior,
    not_below,
    department_upward,
    dual_leadership,
    copy_to_superior,
    departments_command_not,
    agreed_between,
    equals_join,
    sections_write_not,
)
