"""28 × 22 in Word, without its document grid: exact lines and tightened characters.

Word's usual approximation of the standard's grid (实务): 16 pt less 0.25 pt between characters is
15.75 pt, 28 of which fill 156 mm; 22 lines of 28.95 pt fill 225 mm. The grid of docGrid is set out
differently by every program, so it is left out.
"""

from collections.abc import Sequence
from typing import Any, Literal

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor, Twips
from docx.text.paragraph import Paragraph
from docx.text.run import Run

LINE = Twips(579)  # 28.95 pt
CHARACTER = Pt(15.75)
TEXT = Pt(16)  # 三号
TIGHT = "-5"  # twentieths of a point
RED = RGBColor(0xE6, 0x00, 0x12)
# What offices have installed; where they have not, Word says which face it took instead.
FACES = {
    "fangsong": "仿宋_GB2312",
    "kaiti": "楷体_GB2312",
    "heiti": "黑体",
    "biaosong": "方正小标宋简体",
    "song": "宋体",
}
Align = Literal["left", "center", "right", "both"]
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def sheet(document: Document) -> None:
    """A4, 37 28 26 35 mm about the type area; the page number 7 mm under it."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Twips(2098), Twips(1984)
    section.left_margin, section.right_margin = Twips(1588), Twips(1474)
    section.footer_distance = Mm(35 - 7 - 5)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    style = document.styles["Normal"]
    style.font.size = Pt(16)
    plain(style.paragraph_format)


def plain(format: Any) -> None:
    format.space_before = format.space_after = Pt(0)
    format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    format.line_spacing = LINE
    format.widow_control = False


def paragraph(
    document: Any,
    pieces: Sequence[tuple[str, str]],
    *,
    align: Align = "both",
    indent: float = 0,
    size: Length = TEXT,
) -> Paragraph:
    """One paragraph; each piece is its text and its face. `indent` is in characters."""
    made: Paragraph = document.add_paragraph()
    plain(made.paragraph_format)
    made.alignment = _ALIGN[align]
    if indent:
        made.paragraph_format.first_line_indent = Length(int(CHARACTER * indent))
    for text, face in pieces:
        piece(made, text, face, size=size)
    return made


def piece(made: Paragraph, text: str, face: str, *, size: Length = TEXT) -> Run:
    run = made.add_run(text)
    run.font.size = size
    name = FACES[face]
    run.font.name = name
    properties = run._r.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), name)
    if size == TEXT:
        tight = OxmlElement("w:spacing")
        tight.set(qn("w:val"), TIGHT)
        properties.append(tight)
    return run


def ruled(
    made: Paragraph,
    side: Literal["top", "bottom"],
    eighths: int,
    colour: str,
    *,
    away: int = 1,
) -> None:
    """A rule along the paragraph, in eighths of a point, and so many points away from it."""
    properties = made._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    rule = OxmlElement(f"w:{side}")
    for key, value in (
        ("val", "single"),
        ("sz", str(eighths)),
        ("space", str(away)),
        ("color", colour),
    ):
        rule.set(qn(f"w:{key}"), value)
    borders.append(rule)


def page_number(footer: Any, *, align: Align, indent: float) -> None:
    """— n — in 四号宋体, one character from the outer edge (7.5)."""
    made = footer.paragraphs[0]
    plain(made.paragraph_format)
    made.alignment = _ALIGN[align]
    side = "right_indent" if align == "right" else "left_indent"
    setattr(made.paragraph_format, side, Length(int(CHARACTER * indent)))
    piece(made, "— ", "song", size=Pt(14))
    for kind in ("begin", None, "end"):
        run = piece(made, "", "song", size=Pt(14))
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = "PAGE"
        run._r.append(mark)
    piece(made, " —", "song", size=Pt(14))
