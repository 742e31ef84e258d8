"""Which files the browser's editor may be trusted with, and what a save of it has lost.

Both lists come from opening and saving real files with it: what it drops, it drops silently.
"""

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from tenant_apps.texts.words import KEPT, W, body_of, text_of

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
BEYOND: dict[str, str] = {
    f"{W}pict": "旧式图形或水印",
    f"{W}object": "嵌入的对象（表格、公式或其他文件）",
    f"{W}txbxContent": "文本框",
    f"{W}altChunk": "嵌入的另一份文档",
    f"{W}smartTag": "智能标记",
    f"{M}oMath": "公式",
    f"{W}rPrChange": "格式修订",
    f"{W}pPrChange": "段落格式修订",
    f"{W}moveFrom": "移动修订",
    f"{W}fldChar": "域（目录、页码引用等）",
    f"{W}fldSimple": "域（目录、页码引用等）",
    f"{MC}AlternateContent": "绘图或图形",
}
COUNTED = {
    "sdt": "内容控件",
    "bookmarkStart": "书签",
    "ins": "插入修订",
    "del": "删除修订",
    "tbl": "表格",
    "drawing": "图片",
    "numPr": "自动编号",
    "footnoteReference": "脚注",
    "commentReference": "批注",
}


def obstacles(found: dict[str, bytes]) -> list[str]:
    """Named in Chinese, each once; empty means that the browser may edit it."""
    body = body_of(found)
    return list(dict.fromkeys(said for tag, said in BEYOND.items() if _has(body, tag)))


OWN = frozenset({"ins", "del"})  # one's own changes one may take back


@dataclass(frozen=True)
class _Inside:
    parts: frozenset[str]
    counts: Counter[str]
    standing: str  # the words before the tracked changes: struck ones in, added ones out


def losses(
    before: dict[str, bytes], after: dict[str, bytes], *, by: str, is_plain: bool = False
) -> list[str]:
    """What was there and is there no more, though nobody said so. `by` is whose save it was;
    `is_plain`: on purpose without marks, so that words and marks may go."""
    old, new = _look(before, by), _look(after, by)
    said = [f"文件内的部件 {name}" for name in sorted(old.parts - new.parts)]
    for tag, label in COUNTED.items():
        if new.counts[tag] < old.counts[tag] and not (is_plain and tag in OWN):
            said.append(f"{label} {old.counts[tag]} → {new.counts[tag]} 处")
    if not is_plain and not _stands_in(old.standing, new.standing):
        said.append(f"没有修订标记就消失的文字 {_gone(old.standing, new.standing)} 字")
    return said


def unmarked(before: dict[str, bytes], after: dict[str, bytes]) -> int:
    """Characters that came or went, or were accepted, without a mark that says so."""
    old, new = (_standing(body_of(found)) for found in (before, after))
    if old == new:
        return 0
    matched = sum(one.size for one in SequenceMatcher(None, old, new).get_matching_blocks())
    return max(1, len(old) + len(new) - 2 * matched)


def _standing(body: Any) -> str:
    return "".join(text_of(body, gone=KEPT).split())


def _look(found: dict[str, bytes], by: str) -> _Inside:
    body = body_of(found)
    counts = Counter({tag: _count(body, tag, by) for tag in COUNTED})
    # Margins that say when and by whom are written anew by every program.
    names = frozenset(name for name in found if not name.startswith(("docProps/", "_rels/")))
    return _Inside(names, counts, _standing(body))


def _count(body: Any, tag: str, by: str) -> int:
    return sum(
        1 for node in body.iter(f"{W}{tag}") if tag not in OWN or node.get(f"{W}author") != by
    )


def _stands_in(old: str, new: str) -> bool:
    """Every old word is still there, in its order; new ones may stand between."""
    rest = iter(new)
    return all(char in rest for char in old)


def _gone(old: str, new: str) -> int:
    matched = sum(one.size for one in SequenceMatcher(None, old, new).get_matching_blocks())
    return max(1, len(old) - matched)


def _has(body: Any, tag: str) -> bool:
    return next(body.iter(tag), None) is not None
