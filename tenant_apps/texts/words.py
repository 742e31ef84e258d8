"""A .docx from the inside: its words, its clean copy, and a fresh one from typed words."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from shared_apps.kernel.errors import Invalid

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BODY = "word/document.xml"
MOST_PARTS = 4000
MOST_BYTES = 300 << 20  # unpacked; a bomb is refused before anything of it is read
LARGEST_BODY = 60 << 20
GONE = frozenset({f"{W}del", f"{W}moveFrom"})
KEPT = frozenset({f"{W}ins", f"{W}moveTo"})
FORMER = tuple(
    f"{W}{kind}Change" for kind in ("rPr", "pPr", "sectPr", "tblPr", "tcPr", "trPr", "tblGrid")
)
REMARKS = tuple(f"{W}comment{part}" for part in ("RangeStart", "RangeEnd", "Reference"))
LARGEST_ID = 2**31 - 1
ID_OWNERS = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange")


class Unreadable(Invalid):
    code = "texts.unreadable"


def parts(content: bytes) -> dict[str, bytes]:
    """All parts of the package; the sums are believed only as far as they are checked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS or sum(one.file_size for one in entries) > MOST_BYTES:
                raise Unreadable("这个文件展开后过大，不能作为正文。")
            found = {one.filename: archive.read(one) for one in entries if not one.is_dir()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise Unreadable("这个 Word 文件打不开，可能不完整或有密码。") from None
    if BODY not in found or len(found[BODY]) > LARGEST_BODY:
        raise Unreadable("这不是完整的 Word 文件，请用 Word 或 WPS 打开后另存为 .docx 再上传。")
    return found


def packed(found: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in found.items():
            entry = zipfile.ZipInfo(name)  # without a time: the same parts, the same bytes
            archive.writestr(entry, part, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def tree(part: bytes) -> Any:
    """No entity is resolved and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        raise Unreadable("这个 Word 文件的内容有错，请用 Word 或 WPS 另存后再上传。") from None
    if root.getroottree().docinfo.doctype:
        raise Unreadable("这个 Word 文件含有不允许的声明，请用 Word 或 WPS 另存后再上传。")
    return root


def body_of(found: dict[str, bytes]) -> Any:
    body = tree(found[BODY]).find(f"{W}body")
    if body is None:
        raise Unreadable("这个 Word 文件没有正文。")
    return body


# ---- the words ---------------------------------------------------------------------------------


Label = Callable[[Any], str]  # the number drawn before a paragraph, see `numbering`


def text_of(body: Any, gone: frozenset[str] = GONE, label: Label = lambda paragraph: "") -> str:
    """A paragraph a line, a table row a line. What is struck out as a tracked change is left
    out, and so is whatever else `gone` names."""
    lines, carried = [], ""
    for block in _blocks(body, gone):
        if block.tag == f"{W}tr":
            cells = (_cell(cell, gone, label) for cell in block.iterchildren(f"{W}tc"))
            lines.append(carried + "\t".join(cells))
            carried = ""
            continue
        carried += _line(block, gone)
        if _mark_is_gone(block, gone):
            continue  # its end was struck out: the next paragraph follows on the same line
        lines.append(label(block) + carried)
        carried = ""
    return "\n".join([*lines, carried] if carried else lines).strip("\n")


def _blocks(parent: Any, gone: frozenset[str]) -> Iterator[Any]:
    for child in parent.iterchildren(etree.Element):
        if child.tag in (f"{W}p", f"{W}tr"):
            if not _row_is_gone(child, gone):
                yield child
        elif child.tag not in gone and child.tag != MC_FALLBACK:
            yield from _blocks(child, gone)


def _row_is_gone(block: Any, gone: frozenset[str]) -> bool:
    margin = block.find(f"{W}trPr")
    return margin is not None and any(child.tag in gone for child in margin)


def _cell(cell: Any, gone: frozenset[str], label: Label) -> str:
    said = (label(block) + _line(block, gone) for block in _blocks(cell, gone))
    return " ".join(filter(None, said))


def _line(block: Any, gone: frozenset[str]) -> str:
    said: list[str] = []
    _gather(block, gone, said.append)
    return "".join(said)


SPOKEN = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
UNSPOKEN = (f"{W}pPr", f"{W}rPr", f"{W}rt", MC_FALLBACK)  # w:rt: 拼音, above the words
RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def _gather(node: Any, gone: frozenset[str], say: Callable[[str], None]) -> None:
    for child in node.iterchildren(etree.Element):
        if child.tag in (f"{W}t", f"{W}delText"):
            say(_placed(child))
        elif child.tag in SPOKEN:
            say(SPOKEN[child.tag])
        elif child.tag not in gone and child.tag not in UNSPOKEN and not is_hidden(child):
            _gather(child, gone, say)


def _placed(words: Any) -> str:
    """m² stays m²: a raised 2 that comes down is another number."""
    said = words.text or ""
    if (moved := shift_of(words.getparent())) and all(ord(char) in moved for char in said):
        return str(said.translate(moved))
    return str(said)


def shift_of(run: Any) -> dict[int, int]:
    """Where a run is set high or low, the characters that are so by themselves."""
    placed = run.find(f"{W}rPr/{W}vertAlign")
    said = "" if placed is None else str(placed.get(f"{W}val"))
    return {"superscript": RAISED, "subscript": LOWERED}.get(said, {})


def is_hidden(run: Any) -> bool:
    """隐藏文字: no printer prints it."""
    mark = run.find(f"{W}rPr/{W}vanish") if run.tag == f"{W}r" else None
    return mark is not None and is_on(mark)


def is_on(mark: Any) -> bool:
    return mark.get(f"{W}val") not in ("0", "false", "off", "none")


def _mark_is_gone(paragraph: Any, gone: frozenset[str]) -> bool:
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(child.tag in gone for child in mark)


# ---- changed on the way ------------------------------------------------------------------------


def with_short_ids(found: dict[str, bytes]) -> dict[str, bytes]:
    """Changes numbered beyond 31 bits are numbered anew: Word's own numbers are that long."""
    root = tree(found[BODY])
    owners = [one for name in ID_OWNERS for one in root.iter(f"{W}{name}")]
    numbers = [_number(one) for one in owners]
    if all(number <= LARGEST_ID for number in numbers):
        return found
    following = max((number for number in numbers if number <= LARGEST_ID), default=0) + 1
    for owner, number in zip(owners, numbers, strict=True):
        if number > LARGEST_ID:
            owner.set(f"{W}id", str(following))
            following += 1
    return found | {BODY: _written(root)}


# Where words stand: the text, and what hangs on its pages.
WORDED = re.compile(r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml")
COMMENTS = re.compile(r"word/comments\w*\.xml")


def clean(content: bytes) -> bytes:
    """清稿: every tracked change accepted wherever it stands; the comments gone altogether."""
    found = parts(content)
    made = {name: _cleaned(part) for name, part in found.items() if WORDED.fullmatch(name)}
    empty = {name: _emptied(part) for name, part in found.items() if COMMENTS.fullmatch(name)}
    return packed(found | made | empty)


def _cleaned(part: bytes) -> bytes:
    root = tree(part)
    for row in [one for one in root.iter(f"{W}tr") if _row_is_gone(one, GONE)]:
        row.getparent().remove(row)
    for paragraph in [one for one in root.iter(f"{W}p") if _mark_is_gone(one, GONE)]:
        _join_next(paragraph)
    for node in list(root.iter(*GONE, *FORMER, *REMARKS)):
        node.getparent().remove(node)
    for node in list(root.iter(*KEPT)):
        _unwrap(node)
    return _written(root)


def _emptied(part: bytes) -> bytes:
    root = tree(part)
    for remark in list(root):
        root.remove(remark)
    return _written(root)


def _join_next(paragraph: Any) -> None:
    """It was its end that was struck out: what follows keeps its own, and so its look."""
    following = paragraph.getnext()
    if following is None or following.tag != f"{W}p":
        return
    place = 1 if following.find(f"{W}pPr") is not None else 0
    moved = [child for child in paragraph if child.tag != f"{W}pPr"]
    for child in reversed(moved):
        following.insert(place, child)
    paragraph.getparent().remove(paragraph)


def _unwrap(node: Any) -> None:
    parent, place = node.getparent(), node.getparent().index(node)
    for child in list(node):
        parent.insert(place, child)
        place += 1
    parent.remove(node)


def _number(owner: Any) -> int:
    said = owner.get(f"{W}id") or "0"
    return int(said) if said.lstrip("-").isdigit() else LARGEST_ID + 1


def _written(root: Any) -> bytes:
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


# ---- from typed words --------------------------------------------------------------------------

# What comes along when text is pasted out of other programs: breaks of theirs, and signs that no
# XML may hold.
TURNS = re.compile(r"\r\n?|[\x0b\x0c]")
UNWRITTEN = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FIRST_LEVEL = re.compile(r"^[一二三四五六七八九十]+、")
SECOND_LEVEL = re.compile(r"^（[一二三四五六七八九十]+）")


def as_word(text: str) -> bytes:
    """A .docx of the typed words, set as GB/T 9704 sets a text: what a desktop opens first."""
    from docx import Document  # heavy: see tests/house/test_weight.py
    from docx.enum.text import WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for line in UNWRITTEN.sub("", TURNS.sub("\n", text)).split("\n"):
        paragraph = document.add_paragraph()
        layout = paragraph.paragraph_format
        layout.space_after = Pt(0)
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28.9)
        layout.first_line_indent = Pt(32)
        run = paragraph.add_run(line)
        run.font.size = Pt(16)
        run.font.name = _face(line)
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _face(line))
    target = io.BytesIO()
    document.save(target)
    return packed(parts(target.getvalue()))


def _face(line: str) -> str:
    if FIRST_LEVEL.match(line):
        return "黑体"
    return "楷体_GB2312" if SECOND_LEVEL.match(line) else "仿宋_GB2312"
