"""Who signs (条例 22), what is secret (26), and the meters of 减负: hints, never refusals."""

import re
from collections.abc import Iterator

from tenant_apps.correspondence.ruling.facts import Paper
from tenant_apps.correspondence.ruling.findings import PRACTICE, Finding, Fix, Place, Strength
from tenant_apps.texts import carrying

CLASSIFIED = re.compile(r"(绝密|机密|秘密)\s*★")  # 密级和保密期限, as GB/T 9704 7.2.2 writes them
PASSED_ON = re.compile(r"转发.{2,}的通知\Z")
RELIEF = "减负规定（本单位设定）"


def not_secret(paper: Paper) -> Iterator[Finding]:
    if places := paper.find(CLASSIFIED, all_=True):
        yield Finding(
            "S26",
            "涉密公文不得在本系统起草和传递",
            "文中标有密级，请走机要渠道。",
            "条例第二十六条",
            Strength.HARD,
            places=places,
            who="机要部门",
        )


def signed_by_the_head(paper: Paper) -> Iterator[Finding]:
    if not paper.signer or paper.signs_major or not (paper.upward or paper.is_major):
        return
    what = "上行文" if paper.upward else "重要公文"
    yield Finding(
        "S22",
        "重要公文和上行文由机关主要负责人签发",
        f"本件是{what}，所选签发人{paper.signer}不是主要负责人。",
        "条例第二十二条",
        Strength.HARD,
        fixes=tuple(Fix(f"请{name}签发", {"signatory": pk}) for pk, name in paper.principals[:3]),
        who="、".join(name for _, name in paper.principals),
    )


def length(paper: Paper) -> Iterator[Finding]:
    count = len(re.sub(r"\s", "", paper.body))
    most = paper.limits.longest_special if not paper.is_major else paper.limits.longest
    if count > most:
        yield Finding(
            "B1",
            f"全文 {count} 字，超过 {most} 字",
            "请压缩篇幅，突出结论。",
            RELIEF,
            Strength.HINT,
        )


def burden(paper: Paper) -> Iterator[Finding]:
    now, before = paper.limits.issued, paper.limits.issued_before
    if before and now >= before:
        yield Finding(
            "B2",
            f"今年已发文 {now} 件，去年同期 {before} 件",
            "发文总量只减不增，确需超出的须说明情况。",
            RELIEF,
            Strength.HINT,
        )


def annexes(paper: Paper) -> Iterator[Finding]:
    if "附件" in paper.text and not paper.attachments and not paper.annexed:
        yield Finding(
            "T3",
            "正文提到附件，但没有附件",
            "请添加文件，或把附件写在正文后面。",
            PRACTICE,
            Strength.HINT,
            places=paper.find("附件"),
        )


def passed_on_further(paper: Paper) -> Iterator[Finding]:
    """转发 may reach further than the issuer meant (条例 31)."""
    if found := PASSED_ON.search(paper.title):
        yield Finding(
            "S31",
            "公文的印发传达范围应当按照发文机关的要求执行",
            "转发改变原印发传达范围的，应当经原发文机关批准。",
            "条例第三十一条",
            Strength.HINT,
            places=(Place("title", found.start(), found.group()),),
        )


def left_out(paper: Paper) -> Iterator[Finding]:
    """What is issued is laid out anew from the words: nothing of the file goes in silence."""
    if lost := [one for one in paper.left_out if one not in carrying.LOOKS]:
        yield Finding(
            "T4",
            "Word 文件中有不会印出来的内容",
            f"{'；'.join(lost)}。公文按国标重新排版，只排文字和编号。请把表格、图片等作为附件上传，"
            "其余改写成文字。",
            PRACTICE,
            Strength.CONDITIONAL,
        )
    if looks := [one for one in paper.left_out if one in carrying.LOOKS]:
        yield Finding(
            "T5",
            "Word 文件中的外观不带进版式",
            f"{'；'.join(looks)}。字体、版面和页码统一按国标排。",
            PRACTICE,
            Strength.HINT,
        )


RULES = (
    not_secret,
    signed_by_the_head,
    length,
    burden,
    annexes,
    passed_on_further,
    left_out,
)
