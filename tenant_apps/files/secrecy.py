"""密级: nothing that bears a mark of secrecy comes into a system that is not made for it.

保守国家秘密法 and 公文处理条例 第九条: the mark stands at the head of the paper, 绝密 机密 秘密,
with a star before the term. The word inside a text or a title (保密工作, 商业秘密) is none.
"""

import re

from shared_apps.kernel.errors import Invalid

HEAD = 1500  # characters: the first page
LINES = 12
_LEVEL = r"(?:绝\s*密|机\s*密|秘\s*密)"
_STAR = r"[★☆✯⭐＊*]"
_STARRED = re.compile(rf"{_LEVEL}\s*[★☆✯⭐]")
_TERM = rf"(?:\s*{_STAR}\s*(?:\d+\s*(?:年|个?月)|长期)?)?"
_LINE = re.compile(rf"(?:密\s*级\s*[:：]?\s*)?{_LEVEL}{_TERM}")
_BRACKETED = re.compile(rf"[【（(\[〔「]\s*{_LEVEL}[^】）)\]〕」]{{0,8}}[】）)\]〕」]")
_LEADING = re.compile(rf"{_LEVEL}(?:[\s\-_—－·.、]|$)")
# How Word, WPS and their like keep text in the files before 2007.
_RAW = tuple(
    f"{level}{star}".encode("utf-16-le") for level in ("绝密", "机密", "秘密") for star in "★☆"
)


class Classified(Invalid):
    code = "files.classified"


def is_marked_name(name: str) -> bool:
    stem = name.rpartition(".")[0] or name
    return bool(_STARRED.search(stem) or _BRACKETED.search(stem) or _LEADING.match(stem))


def is_marked_text(text: str) -> bool:
    """At the head only: what a paper says about secrecy further down is its subject."""
    head = text[:HEAD]
    lines = [line.strip() for line in head.splitlines() if line.strip()][:LINES]
    return bool(_STARRED.search(head) or any(_LINE.fullmatch(line) for line in lines))


def is_marked_raw(content: bytes) -> bool:
    return any(mark in content for mark in _RAW)


def refuse(what: str) -> Classified:
    return Classified(
        f"{what}有密级标志。本系统是非涉密系统，不得起草、存放、传递涉密公文；"
        "请按保密规定在涉密设备上办理，由机要渠道传递。"
    )
