"""What of a Word file does not come along when its words are set as an official document.

The layout sets words, numbers and levels. Everything else would be missing on the paper without
a sound: it is counted when the file arrives, and said before anybody signs.
"""

from collections.abc import Callable, Iterator
from typing import Any

from tenant_apps.texts.gate import M
from tenant_apps.texts.words import GONE, MC_FALLBACK, W, body_of, is_hidden, is_on, shift_of, tree

PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
VML = "{urn:schemas-microsoft-com:vml}imagedata"
# Only how it looks: the standard sets its own look.
LOOKS = ("加粗、下划线、着重号等字体效果", "页眉页脚中的文字", "横排的页面")
EFFECTS = ("b", "u", "em", "i", "strike", "dstrike", "highlight")


def left_out(found: dict[str, bytes]) -> list[str]:
    """Named in Chinese and counted, words and things first, looks behind them."""
    seen = list(_seen(body_of(found)))
    said = [words.format(count) for is_one, words in COUNTED if (count := sum(map(is_one, seen)))]
    said += [LOOKS[0]] if any(map(_is_effect, seen)) else []
    said += [LOOKS[1]] if _has_margins(found) else []
    said += [LOOKS[2]] if any(map(_is_turned, seen)) else []
    return said


def _seen(node: Any) -> Iterator[Any]:
    """Whatever stands there now: neither what was struck out nor the same thing drawn twice."""
    for child in node.iterchildren("*"):
        if child.tag not in GONE and child.tag != MC_FALLBACK:
            yield child
            yield from _seen(child)


def _is(*tags: str) -> Callable[[Any], bool]:
    return lambda node: node.tag in tags


def _is_table(node: Any) -> bool:
    inside = any(one.tag == f"{W}tbl" for one in node.iterancestors())
    return bool(node.tag == f"{W}tbl") and not inside


def _is_picture(node: Any) -> bool:
    return node.tag in (PICTURE, VML) and not any(
        one.tag == f"{W}object" for one in node.iterancestors()
    )


def _is_shape(node: Any) -> bool:
    """Drawn in Word itself, or a chart: without a picture inside and without words."""
    if node.tag not in (f"{W}drawing", f"{W}pict"):
        return False
    inside = {one.tag for one in node.iter("*")}
    return not inside & {PICTURE, VML, f"{W}txbxContent"}


def _is_shifted(node: Any) -> bool:
    """Raised or lowered words for which there are no such characters."""
    if node.tag != f"{W}t" or not (moved := shift_of(node.getparent())):
        return False
    return not all(ord(char) in moved for char in node.text or "")


def _is_secret(node: Any) -> bool:
    return is_hidden(node) and bool("".join(one.text or "" for one in node.iter(f"{W}t")).strip())


def _is_effect(node: Any) -> bool:
    if node.tag != f"{W}r" or not any((one.text or "").strip() for one in node.iter(f"{W}t")):
        return False
    margin = node.find(f"{W}rPr")
    return margin is not None and any(
        mark is not None and is_on(mark) for mark in (margin.find(f"{W}{one}") for one in EFFECTS)
    )


def _is_turned(node: Any) -> bool:
    return bool(node.tag == f"{W}pgSz" and node.get(f"{W}orient") == "landscape")


def _has_margins(found: dict[str, bytes]) -> bool:
    """A page number alone is no loss: the layout sets its own."""
    for name, part in found.items():
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
            said = "".join(one.text or "" for one in tree(part).iter(f"{W}t"))
            if any(char.isalpha() for char in said):
                return True
    return False


COUNTED: tuple[tuple[Callable[[Any], bool], str], ...] = (
    (_is_table, "表格 {} 个（只剩逐行的文字）"),
    (_is_picture, "图片 {} 幅"),
    (_is_shape, "图形或图表 {} 个"),
    (_is(f"{W}object", f"{W}altChunk"), "嵌入的对象 {} 个"),
    (_is(f"{W}txbxContent"), "文本框 {} 个（文字并入所在段落）"),
    (_is(f"{M}oMath"), "公式 {} 处"),
    (_is(f"{W}footnoteReference", f"{W}endnoteReference"), "脚注、尾注 {} 条"),
    (_is(f"{W}sym"), "符号字体的字符 {} 个"),
    (_is(f"{W}rt"), "拼音 {} 处"),
    (_is_shifted, "上标、下标 {} 处（并入正文）"),
    (_is_secret, "隐藏文字 {} 处"),
)
