"""OFD 版式文件: text that is text, where the PDF has it; what we write, we show like the PDF."""

import io
import subprocess
import zipfile
from dataclasses import dataclass
from datetime import date

import ofdkit
import pdfplumber
import pikepdf
import pypdfium2
import pytest
from lxml import etree
from ofdkit.describe import describe
from PIL import Image, ImageChops, ImageFilter

from shared_apps.trust.guomi.container import (
    NAMESPACE,
    Container,
    at,
    child,
    every,
    folder_of,
    said,
)
from shared_apps.trust.guomi.showing import Document
from tenant_apps.correspondence.layout import Partner, ofd, render_pdf
from tests.make.layout import MM, red_head

CLOSE = 0.1  # mm
FACTS = ofd.Facts(title="关于申请资金的请示", author="太和镇人民政府", made_on=date(2026, 11, 2))
BODY = "\n".join(
    (
        "一、基本情况",
        *["现将“有关”情况（2026年）报告如下：朱镕基、王喆、李堃，A-1 office 《办法》。" * 3] * 4,
        "（一）下一步打算",
        *["全镇共有林地3.2万亩，占幅员面积的61.5%。" * 6] * 3,
        "妥否，请批示。",
    )
)
PAGES = {
    "upward": {"body": BODY, "signatory": "李静", "upward": True, "urgency": "特急"},
    "letter": {"format": "letter", "letterhead": "太和镇人民政府", "body": BODY},
    "order": {
        "format": "order",
        "letterhead": "太和镇人民政府令",
        "signatory": "李静",
        "signatory_title": "镇长",
        "closing": "signature",
    },
    "minutes": {"format": "minutes", "letterhead": "太和镇人民政府会议纪要", "body": BODY},
    "joint": {"partners": (Partner(name="合川区财政局", author="合川区财政局"),)},
    "annex": {"body": f"{BODY}\n附件1\n森林防火资金明细表\n{BODY}", "attachments": ("明细表",)},
}


@dataclass(frozen=True)
class Glyph:
    text: str
    x: float
    y: float
    size: float
    font: str


def in_pdf(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            high = float(page.height)
            yield [
                Glyph(
                    char["text"],
                    char["matrix"][4] * MM,
                    (high - char["matrix"][5]) * MM,
                    char["size"] * MM,
                    char["fontname"].partition("+")[2],
                )
                for char in page.chars
            ]


def in_ofd(content):
    """Read by the standard's own words, not by our writer's."""
    file = Container(content)
    root, folder = file.xml_of(file.root), folder_of(file.root)
    listing = file.xml_of(at(folder, said(child(root, "CommonData"), "PublicRes")))
    fonts = {one.get("ID"): one.get("FontName") for one in every(child(listing, "Fonts"), "Font")}
    for page in every(child(root, "Pages"), "Page"):
        tree = file.xml_of(at(folder, page.get("BaseLoc")))
        yield [glyph for node in tree.iter("{*}TextObject") for glyph in glyphs(node, fonts)]


def glyphs(node, fonts):
    left, top, *_ = (float(edge) for edge in node.get("Boundary").split())
    size, font = float(node.get("Size")), fonts[node.get("Font")]
    (code,) = every(node, "TextCode")
    stretch, *rest = (float(edge) for edge in node.get("CTM", "1 0 0 1 0 0").split())
    assert rest == [0, 0, 1, 0, 0]
    x, y = left + float(code.get("X")), top + float(code.get("Y"))
    if child(node, "CGTransform") is not None:
        return [Glyph(code.text, x, y, size, font)]
    places = [x]
    words = iter(code.get("DeltaX", "").split())
    for word in words:
        times, step = (int(next(words)), float(next(words))) if word == "g" else (1, float(word))
        places += [places[-1] + step * stretch * turn for turn in range(1, times + 1)]
    assert len(places) == len(code.text)
    return [Glyph(*one, y, size, font) for one in zip(code.text, places, strict=True)]


@pytest.fixture(scope="module", params=PAGES)
def both(request):
    pdf = render_pdf(red_head(**PAGES[request.param]))
    return pdf, ofd.written(pdf, FACTS)


def test_every_character_stands_where_the_pdf_has_it(both):
    pdf, content = both
    sheets = list(zip(in_pdf(pdf), in_ofd(content), strict=True))

    assert sheets
    for printed, written in sheets:
        assert "".join(one.text for one in written) == "".join(one.text for one in printed)
        assert printed
        for here, there in zip(printed, written, strict=True):
            assert (there.x, there.y) == pytest.approx((here.x, here.y), abs=CLOSE), here
            assert there.size == pytest.approx(here.size, abs=0.01)
            assert there.font == here.font


def test_a_strangers_reader_has_the_same_words_in_the_same_places(both):
    """ofdkit, which knows nothing of us: each run begins where the PDF has its first glyph."""
    pdf, content = both

    with ofdkit.open(content) as document:
        sheets = list(zip(in_pdf(pdf), document.pages, strict=True))
        for printed, page in sheets:
            assert page.box == (0, 0, 210, 297)
            assert "".join(run.text for run in page.runs) == "".join(one.text for one in printed)
            begins = 0
            for run in page.runs:
                here = printed[begins]
                assert (run.x, run.y) == pytest.approx((here.x, here.y), abs=CLOSE), run
                begins += len(run.text)
        assert (document.info.title, document.info.author) == (FACTS.title, FACTS.author)
        assert document.info.creation_date == "2026-11-02"
        assert document.warnings == []


def test_a_strangers_reader_need_mend_nothing(both):
    """It repairs what producers commonly get wrong, and says where it did."""
    _, content = both
    found = describe(content)

    assert {"OFD.xml", "Doc_0/Document.xml"} <= set(found["xml"])
    for name, part in found["xml"].items():
        assert (part.get("error"), part["needed_repair"]) == (None, False), name
        assert part["root"]["ns"] == NAMESPACE


def content_of(file, turn):
    return file.xml_of(f"/Doc_0/Pages/Page_{turn}/Content.xml")


def test_rules_are_paths_where_the_pdf_has_them(both):
    pdf, content = both
    file = Container(content)
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        for turn, page in enumerate(document.pages):
            drawn = [
                tuple(float(edge) for edge in node.get("Boundary").split())
                for node in file.xml_of(f"/Doc_0/Pages/Page_{turn}/Content.xml").iter(
                    "{*}PathObject"
                )
            ]
            printed = [
                (r["x0"] * MM, r["top"] * MM, r["width"] * MM, r["height"] * MM)
                for r in [*page.rects, *page.curves]
            ]
            assert len(drawn) == len(printed)
            for here, there in zip(sorted(printed), sorted(drawn), strict=True):
                assert there == pytest.approx(here, abs=CLOSE)


def test_the_paper_has_its_size_in_millimetres(both):
    _, content = both
    file = Container(content)

    common = child(file.xml_of(file.root), "CommonData")
    assert said(child(common, "PageArea"), "PhysicalBox") == "0 0 210 297"


def test_the_same_page_gives_the_same_bytes(both):
    pdf, content = both

    assert ofd.written(pdf, FACTS) == content


def test_every_id_is_given_once(both):
    _, content = both
    file = Container(content)
    given = [
        node.get("ID")
        for name in file.names
        if name.endswith(".xml")
        for node in file.xml_of(name).iter()
        if node.get("ID")
    ]
    common = child(file.xml_of(file.root), "CommonData")

    assert len(given) == len(set(given))
    assert max(map(int, given)) == int(said(common, "MaxUnitID"))


def test_its_faces_are_whole_fonts(both, tmp_path):
    """FreeType opens each by itself and finds every character; fontTools, every table."""
    from fontTools.ttLib import TTFont
    from PIL import ImageFont

    _, content = both
    faces = {}
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name in file.namelist():
            if name.endswith((".otf", ".ttf")):
                faces[name.rpartition("/")[2]] = file.read(name)
    assert faces
    for name, program in faces.items():
        found = TTFont(io.BytesIO(program), checkChecksums=2, lazy=False)
        for tag in found.keys():  # noqa: SIM118  a table is read when it is asked for
            assert tag == "GlyphOrder" or found[tag] is not None
        for code, glyph in found.getBestCmap().items():
            assert found["hmtx"][glyph][0] >= 0
            assert glyph != ".notdef", (name, chr(code))
        assert ImageFont.truetype(io.BytesIO(program), 40).getmask("国a1，".strip())


@pytest.mark.browser
def test_what_we_show_of_it_looks_like_the_pdf(both, tmp_path):
    """Chromium draws our SVG, PDFium the PDF, at 288 dpi: they agree as they would not agree with
    the same page half a millimetre to the side."""
    pdf, content = both
    (tmp_path / "page.svg").write_text(Document(content).page(1))
    shot(tmp_path / "page.svg", tmp_path / "page.png")
    shown = Image.open(tmp_path / "page.png").convert("L").crop(SHOT)
    page = pypdfium2.PdfDocument(pdf)[0]
    printed = page.render(scale=288 / 72).to_pil().convert("L").crop(SHOT)

    assert apart(shown, printed) < 0.08
    assert apart(shown, ImageChops.offset(printed, 6, 0)) > 0.2


SHOT = (0, 0, 2381, 3368)


def apart(one, other):
    """How much ink differs, as a share of all there is; edges are softened by half a millimetre,
    for every program draws them its own way."""
    soft = [image.filter(ImageFilter.GaussianBlur(6)) for image in (one, other)]
    differs = ImageChops.difference(*soft).histogram()
    ink = sum((255 - value) * count for value, count in enumerate(soft[1].histogram()))
    return sum(value * count for value, count in enumerate(differs)) / ink


def shot(svg, target):
    subprocess.run(
        [
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            *("--window-size=794,1123", "--force-device-scale-factor=3"),
            *(f"--screenshot={target}", svg.as_uri()),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )


def test_what_is_not_known_is_refused_by_name():
    with pikepdf.open(io.BytesIO(render_pdf(red_head()))) as pdf:
        page = pdf.pages[0]
        whole = page.Contents.read_bytes()
        for added, name in (
            (b"/Pattern cs /p1 scn sh", "PDF"),
            (b"BT 1 Tr ET", "PDF Tr"),
            (b"[3 2] 0 d", "PDF dashes"),
            (b"0 0 100 100 re W n", "PDF W"),
        ):
            page.Contents = pdf.make_stream(whole + b"\n" + added)
            target = io.BytesIO()
            pdf.save(target)
            with pytest.raises(ofd.NotWritable, match=name):
                ofd.written(target.getvalue(), FACTS)


def test_a_picture_on_the_page_is_a_picture():
    picture = Image.new("RGB", (20, 10), (200, 0, 0))
    with pikepdf.open(io.BytesIO(render_pdf(red_head()))) as pdf:
        page = pdf.pages[0]
        image = pdf.make_stream(picture.tobytes())
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height, image.BitsPerComponent = 20, 10, 8
        image.ColorSpace = pikepdf.Name.DeviceRGB
        page.Resources.XObject = pikepdf.Dictionary(x=image)
        drawn = page.Contents.read_bytes() + b"\nq 72 0 0 36 144 288 cm /x Do Q"
        page.Contents = pdf.make_stream(drawn)
        target = io.BytesIO()
        pdf.save(target)

    content = ofd.written(target.getvalue(), FACTS)

    (node,) = content_of(Container(content), 0).iter("{*}ImageObject")
    box = [float(edge) for edge in node.get("Boundary").split()]
    assert box == pytest.approx([50.8, 297 - (288 + 36) * MM, 25.4, 12.7], abs=CLOSE)
    svg = etree.fromstring(Document(content).page(1).encode())
    assert len(list(svg.iter("{*}image"))) == 1
